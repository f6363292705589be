using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.FollowUps;
using PhoneBank.Help;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reports;
using PhoneBank.Reviews;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>A recorded call with its person and entry, locked to be corrected.</summary>
public sealed class CallToCorrect
{
    internal CallToCorrect(ContactCall call, EntryRow entry, RecordedFacts recorded) => (Call, Entry, Recorded) = (call, entry, recorded);

    internal ContactCall Call { get; }

    internal EntryRow Entry { get; }

    internal RecordedFacts Recorded { get; }
}

/// <summary>The outcome a coordinator gives a call, and the hours its person may be called in.</summary>
public sealed record Correction(Actor By, Outcome To, HoursClassKey Hours, CampaignHours CampaignHours);

/// <summary>What was recorded of a call that is corrected.</summary>
internal sealed record RecordedFacts(
    Guid EntryId, Guid ContactId, Guid ListId, Guid? OrganizerId, Guid? PhoneId, Guid OutcomeId, OutcomeDefinition Outcome, DateTime EndedAt, DateTime? CallbackAt, CallBefore Before);

/// <summary>
/// Lets a call count by another outcome, in the transaction of the verdict. The call itself stays as it was recorded; the counters,
/// the person and the person's place in the queue come to stand as if the other outcome had been recorded.
/// </summary>
public sealed class CorrectionWriter(CallingHours hours, HoldOuts holdOuts, Sealer sealer, TimeProvider time)
{
    /// <summary>Locks in the order of every act; null when the call was taken back, or its person is gone.</summary>
    public async Task<CallToCorrect?> LockAsync(HotSession session, Guid callId, OutcomeDefinition to)
    {
        if (await FindAsync(session, callId) is not { } found)
        {
            return null;
        }

        if (found.Outcome.SuppressEverywhere || to.SuppressEverywhere)
        {
            await StopListWriter.EnterAsync(session);
        }

        // Taking a call back locks the person too: once she or he is locked, it is known whether the call stands.
        return await ContactRow.LockAsync(session, found.ContactId) is { } contact
            && await EntryRow.LockAsync(session, found.EntryId) is { } entry
            && await session.CountAsync($"SELECT count(*) FROM calls WHERE id = {callId} AND withdrawn_at IS NULL AND contact_id = {contact.Id}") > 0
            ? new CallToCorrect(new ContactCall(callId, found.OrganizerId, entry.CampaignId, entry.Id, contact.Id, contact.BookId, found.PhoneId, found.EndedAt), entry, found)
            : null;
    }

    /// <summary>Writes all that follows from the other outcome. The correction itself is written before.</summary>
    public async Task WriteAsync(HotSession session, CallToCorrect corrected, Correction correction)
    {
        var (call, recorded, from, outcome) = (corrected.Call, corrected.Recorded, corrected.Recorded.Outcome, correction.To.Definition);
        await session.CountCorrectionAsync(time, recorded.ListId, recorded.OutcomeId, correction.To.Id);
        await session.MarkForRecountAsync(time, call.EntryId);
        await ContactEffects.TakeBackAsync(session, correction.By, call, from, recorded.Before, time);
        if (from.NeverSameCaller)
        {
            await session.ExecuteAsync($"DELETE FROM skips WHERE organizer_id = {call.OrganizerId} AND entry_id = {call.EntryId} AND reason = 'Outcome' AND at = {call.EndedAt}");
        }

        if (outcome.NeedsCoordinator != CoordinatorNeed.Now)
        {
            await session.EndAlarmAsync(time, correction.By, call.CallId);
        }

        if (from.Reached && !outcome.Reached)
        {
            await ContactEffects.LetOthersComeAsync(session, recorded.Before);
        }

        if (Promises.MayPromise(from) && !Promises.MayPromise(outcome))
        {
            await PromiseWriter.WithdrawAsync(session, call.CallId, time.UtcNow());
        }

        var markedBad = outcome.NumberIsBad && call.PhoneId is { } phoneId
            && await session.ExecuteAsync($"UPDATE contact_phones SET bad_since = {call.EndedAt} WHERE id = {phoneId} AND bad_since IS NULL") > 0;
        if (recorded.Before.Applied && recorded.Before.EntryId == corrected.Entry.Id)
        {
            await MoveAsync(session, corrected, correction);
        }

        await ContactEffects.ApplyAsync(session, correction.By, call, outcome, markedBad, holdOuts, sealer, time);
    }

    private async Task MoveAsync(HotSession session, CallToCorrect corrected, Correction correction)
    {
        var (entry, call, to) = (corrected.Entry, corrected.Call, correction.To);
        var attemptsBefore = entry.Attempts - (corrected.Recorded.Outcome.CountsAsAttempt ? 1 : 0);
        if (!await IsWhereTheCallLeftItAsync(session, entry, call))
        {
            // Whoever calls or decided since goes on; only what is counted follows.
            var attempts = attemptsBefore + (to.Definition.CountsAsAttempt ? 1 : 0);
            await session.ExecuteAsync($"UPDATE entries SET attempts = {attempts} WHERE id = {entry.Id}");
            await session.ExecuteAsync($"UPDATE entries SET last_outcome_id = {to.Id} WHERE id = {entry.Id} AND last_call_at = {call.EndedAt}");
            return;
        }

        var after = await AfterAsync(session, corrected, correction, attemptsBefore);
        await session.ExecuteAsync($"""
            UPDATE entries SET state = {after.State}, ready_at = {after.ReadyAt}, attempts = {after.Attempts}, callback_at = {after.CallbackAt}, callback_for = {after.CallbackFor},
                held_for = {after.HeldFor}, language = {after.Language}, rerouted_to = {after.ReroutedTo}, last_outcome_id = {to.Id}, version = version + 1
            WHERE id = {entry.Id}
            """);
        await session.CountMoveAsync(time, entry.ListId, entry.State, after.State);
    }

    private async Task<EntryAfter> AfterAsync(HotSession session, CallToCorrect corrected, Correction correction, int attemptsBefore)
    {
        var (call, before, outcome) = (corrected.Call, corrected.Recorded.Before, correction.To.Definition);
        var campaign = (await CampaignRow.FindAsync(session, call.CampaignId))!;
        var same = await CallsOfDay.CountAsync(session, call.EntryId, correction.To.Id, correction.Hours, call.EndedAt);
        var after = OutcomeEffects.Of(
            outcome,
            new CallSituation
            {
                Now = call.EndedAt,
                Hours = correction.Hours,
                CampaignHours = correction.CampaignHours,
                MaxPerDay = campaign.MaxAttemptsPerDay,
                MaxPerCampaign = campaign.MaxAttempts,
                AttemptsBefore = attemptsBefore,
                AttemptsToday = await CallsOfDay.CountAsync(session, call.ContactId, correction.Hours, call.EndedAt) - (outcome.CountsAsAttempt ? 1 : 0),

                // This call is among them by now.
                SameToday = same.Today - 1,
                SameBefore = same.InAll - 1,
                HasOtherPhone = await session.CountAsync(
                    $"SELECT count(*) FROM contact_phones WHERE contact_id = {call.ContactId} AND bad_since IS NULL AND NOT suppressed AND id <> {call.PhoneId ?? Guid.Empty}") > 0,
                Language = before.Language,
                ReroutedTo = before.ReroutedTo,
                CallerId = call.OrganizerId ?? Guid.Empty,
                CallbackAt = corrected.Recorded.CallbackAt,
                CallbackMine = call.OrganizerId is not null && before is { CallbackMine: true, NotByMeAgain: false },
                SpeaksLanguage = before.SpeaksLanguage,
            },
            hours);

        // A callback nobody has noted a time for: a coordinator sets one.
        return outcome.AsksCallbackTime && corrected.Recorded.CallbackAt is null && after.State == EntryState.Waiting
            ? after with { State = EntryState.Held, HeldFor = CoordinatorNeed.InTurn }
            : after;
    }

    private static async Task<bool> IsWhereTheCallLeftItAsync(HotSession session, EntryRow entry, ContactCall call) =>
        entry.State is EntryState.Waiting or EntryState.Scheduled or EntryState.Held or EntryState.Done
        && entry.LastCallAt == call.EndedAt
        && await session.CountAsync($"SELECT count(*) FROM held_resolutions WHERE entry_id = {entry.Id} AND at >= {call.EndedAt}") == 0
        && await session.CountAsync($"SELECT count(*) FROM calls WHERE entry_id = {entry.Id} AND id <> {call.CallId} AND withdrawn_at IS NULL AND ended_at > {call.EndedAt}") == 0;

    private static Task<RecordedFacts?> FindAsync(HotSession session, Guid callId) => session.FirstAsync(
        $"""
        SELECT k.entry_id, k.contact_id, k.list_id, k.organizer_id, k.phone_id, k.outcome_id, o.definition, k.ended_at, k.callback_at, k.before
        FROM calls k JOIN outcomes o ON o.id = k.outcome_id WHERE k.id = {callId}
        """,
        row => new RecordedFacts(
            row.Id(0),
            row.Id(1),
            row.Id(2),
            row.IdOrNull(3),
            row.IdOrNull(4),
            row.Id(5),
            CampaignOutcomes.Read(row.Text(6)),
            row.Time(7),
            row.TimeOrNull(8),
            CallBefore.Parse(row.Text(9))));
}
