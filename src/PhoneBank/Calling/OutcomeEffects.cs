using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Lists;

namespace PhoneBank.Calling;

/// <summary>What is known when a call ends: the entry, its history and the maxima.</summary>
internal sealed record CallSituation
{
    public required DateTime Now { get; init; }

    public required HoursClassKey Hours { get; init; }

    public required CampaignHours CampaignHours { get; init; }

    /// <summary>Of the campaign, over all outcomes that count.</summary>
    public required int MaxPerDay { get; init; }

    /// <inheritdoc cref="MaxPerDay"/>
    public required int MaxPerCampaign { get; init; }

    /// <summary>Attempts before this call that count.</summary>
    public int AttemptsBefore { get; init; }

    /// <summary>Of them, on the contact's present day.</summary>
    public int AttemptsToday { get; init; }

    /// <summary>How often this very outcome was recorded before, for this entry.</summary>
    public int SameBefore { get; init; }

    /// <summary>Of them, on the contact's present day.</summary>
    public int SameToday { get; init; }

    /// <summary>A number is left besides the one that was called.</summary>
    public bool HasOtherPhone { get; init; }

    public string? Language { get; init; }

    public string? ReroutedTo { get; init; }

    public required Guid CallerId { get; init; }

    public DateTime? CallbackAt { get; init; }

    public bool CallbackMine { get; init; }

    public string? SpeaksLanguage { get; init; }
}

/// <summary>Where an entry stands after a call.</summary>
internal sealed record EntryAfter(
    EntryState State, DateTime ReadyAt, int Attempts, DateTime? CallbackAt, Guid? CallbackFor, CoordinatorNeed? HeldFor, string? Language, string? ReroutedTo);

/// <summary>What an outcome's flags make of an entry. Pure: the whole decision table of the queue is here.</summary>
internal static class OutcomeEffects
{
    public static EntryAfter Of(OutcomeDefinition outcome, CallSituation situation, CallingHours hours)
    {
        var attempts = situation.AttemptsBefore + (outcome.CountsAsAttempt ? 1 : 0);
        var after = new EntryAfter(
            EntryState.Waiting, situation.Now, attempts, CallbackAt: null, CallbackFor: null, HeldFor: null, situation.Language, situation.ReroutedTo);
        if (outcome.ReroutesByLanguage && situation.SpeaksLanguage is { } language)
        {
            after = after with { Language = language, ReroutedTo = language };
        }

        if (Ends(outcome, situation))
        {
            return after with { State = EntryState.Done };
        }

        if (outcome.Holds)
        {
            return after with { State = EntryState.Held, HeldFor = outcome.NeedsCoordinator };
        }

        var callback = outcome.AsksCallbackTime ? situation.CallbackAt : null;
        if (attempts >= situation.MaxPerCampaign)
        {
            // A promise is not dropped without a word, and not kept past the maximum either: a coordinator decides.
            return callback is null
                ? after with { State = EntryState.Done }
                : after with { State = EntryState.Held, HeldFor = CoordinatorNeed.InTurn, CallbackAt = callback, CallbackFor = situation.CallbackMine ? situation.CallerId : null };
        }

        return callback is not null
            ? after with { State = EntryState.Scheduled, CallbackAt = callback, CallbackFor = situation.CallbackMine ? situation.CallerId : null, ReadyAt = callback.Value }
            : after with { ReadyAt = NextTry(outcome, situation, hours) };
    }

    /// <summary>A call that was never reported: it counts, and the next try is on another day.</summary>
    public static EntryAfter Unreported(CallSituation situation, CallingHours hours)
    {
        var attempts = situation.AttemptsBefore + 1;
        var done = attempts >= situation.MaxPerCampaign;
        var ready = hours.NextOpening(situation.Hours, situation.CampaignHours, situation.Now) ?? situation.Now;
        return new EntryAfter(
            done ? EntryState.Done : EntryState.Waiting, ready, attempts, CallbackAt: null, CallbackFor: null, HeldFor: null, situation.Language, situation.ReroutedTo);
    }

    /// <summary>The first time on the contact's next day at which she or he may be called.</summary>
    public static DateTime NextDay(CallingHours hours, HoursClassKey key, CampaignHours campaign, DateTime now)
    {
        // Where the zone is one of several, the day ends when it has ended in all of them.
        var local = ContactClock.At(key, now).EarliestLocal;
        var midnight = now + (local.Date.AddDays(1) - local);
        return hours.NextOpening(key, campaign, midnight) ?? midnight;
    }

    private static bool Ends(OutcomeDefinition outcome, CallSituation situation) =>
        outcome.EndsEntry || outcome.SuppressEverywhere || outcome.EndsInBook
        || (outcome.NumberIsBad && !situation.HasOtherPhone)
        || (outcome.AtMaximum == AtMaximum.EndsEntry && situation.SameBefore + 1 >= outcome.MaxPerCampaign);

    private static DateTime NextTry(OutcomeDefinition outcome, CallSituation situation, CallingHours hours)
    {
        var wait = outcome.RetryAfterTimes(situation.SameBefore) ?? TimeSpan.Zero;
        var ready = situation.Now + wait;
        if (outcome.AnotherPartOfDay)
        {
            ready = hours.NextTryInOtherPart(situation.Hours, situation.CampaignHours, situation.Now, wait) ?? ready;
        }

        var today = situation.AttemptsToday + (outcome.CountsAsAttempt ? 1 : 0);
        if (today >= situation.MaxPerDay || situation.SameToday + 1 >= outcome.MaxPerDay)
        {
            var nextDay = NextDay(hours, situation.Hours, situation.CampaignHours, situation.Now);
            ready = ready > nextDay ? ready : nextDay;
        }

        return ready;
    }
}
