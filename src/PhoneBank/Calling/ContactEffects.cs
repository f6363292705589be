using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>A call, as far as it concerns the person and not only the campaign.</summary>
internal sealed record ContactCall(Guid CallId, Guid? OrganizerId, Guid CampaignId, Guid EntryId, Guid ContactId, Guid BookId, Guid? PhoneId, DateTime EndedAt);

/// <summary>What an outcome does to the person in the whole book, and how it is taken back.</summary>
internal static class ContactEffects
{
    /// <summary>Also for a conflicting report: it holds whatever else was recorded.</summary>
    public static async Task ApplyAsync(
        HotSession session, Actor actor, ContactCall call, OutcomeDefinition outcome, bool markedBad, HoldOuts holdOuts, Sealer sealer, TimeProvider time)
    {
        if (outcome.RestsInBookDays is { } days)
        {
            var until = Rest(call.EndedAt, days);
            await session.ExecuteAsync($"UPDATE contacts SET rests_until = {until} WHERE id = {call.ContactId} AND (rests_until IS NULL OR rests_until < {until})");
        }

        if (outcome.EndsInBook)
        {
            await session.ExecuteAsync($"UPDATE contacts SET ended_at = {call.EndedAt} WHERE id = {call.ContactId} AND ended_at IS NULL");
        }

        if (outcome.NeverSameCaller && call.OrganizerId is { } organizerId)
        {
            await holdOuts.RememberAsync(session, organizerId, call.CampaignId, call.EntryId, call.ContactId, call.BookId, SkipReason.Outcome, call.EndedAt);
        }

        if (outcome.SuppressEverywhere)
        {
            var numbers = await session.QueryAsync(
                $"SELECT id, sealed_number FROM contact_phones WHERE contact_id = {call.ContactId} ORDER BY position",
                row => sealer.Open(Places.PhoneNumber(row.Id(0)), row.Bytes(1)));
            await StopListWriter.AddAsync(session, sealer, time, actor, [.. numbers.Distinct(StringComparer.Ordinal)], call.CallId);
        }

        if (markedBad || outcome.RestsInBookDays is not null || outcome.EndsInBook)
        {
            await session.RefreshCallableAsync([call.ContactId], time.UtcNow());
        }
    }

    /// <summary>Only what this call itself set: another call may have set it again since. Who is kept from calling is the caller's to lift.</summary>
    public static async Task TakeBackAsync(HotSession session, Actor actor, ContactCall call, OutcomeDefinition outcome, CallBefore before, TimeProvider time)
    {
        if (before.MarkedBad)
        {
            await session.ExecuteAsync($"UPDATE contact_phones SET bad_since = NULL WHERE id = {call.PhoneId} AND bad_since = {call.EndedAt}");
        }

        if (outcome.RestsInBookDays is { } days)
        {
            var rest = Rest(call.EndedAt, days);
            await session.ExecuteAsync($"UPDATE contacts SET rests_until = {before.RestsUntil} WHERE id = {call.ContactId} AND rests_until = {rest}");
        }

        if (outcome.EndsInBook)
        {
            await session.ExecuteAsync($"UPDATE contacts SET ended_at = {before.EndedAt} WHERE id = {call.ContactId} AND ended_at = {call.EndedAt}");
        }

        if (outcome.SuppressEverywhere)
        {
            await StopListWriter.LiftAsync(session, time, actor, await session.QueryAsync($"SELECT id FROM stop_list_entries WHERE call_id = {call.CallId}", row => row.Id(0)));
        }

        await session.RefreshCallableAsync([call.ContactId], time.UtcNow());
    }

    /// <summary>Entries of other campaigns that wait because of a call come when they would have come.</summary>
    public static async Task LetOthersComeAsync(HotSession session, CallBefore before)
    {
        foreach (var other in before.MadeToWait)
        {
            await session.ExecuteAsync($"UPDATE entries SET ready_at = {other.ReadyAt} WHERE id = {other.EntryId} AND state = 'Waiting' AND ready_at = {other.Until}");
        }
    }

    private static DateTime Rest(DateTime now, int days) => now.AddDays(days);
}
