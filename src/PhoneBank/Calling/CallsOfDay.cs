using PhoneBank.Calling.Hours;
using PhoneBank.Data;
using PhoneBank.Reviews;

namespace PhoneBank.Calling;

/// <summary>Counts the attempts on one person, in every campaign of the book, on the person's own day.</summary>
internal static class CallsOfDay
{
    // No local day is longer, wherever the clocks change.
    public static readonly TimeSpan LongestDay = TimeSpan.FromHours(26);

    /// <summary>Attempts today that count, withdrawn ones left out.</summary>
    public static async Task<int> CountAsync(HotSession session, Guid contactId, HoursClassKey hours, DateTime now)
    {
        var since = now - LongestDay;
        var calls = await session.QueryAsync(
            $"""
            SELECT k.ended_at, o.definition FROM calls k JOIN outcomes o ON o.id = {CountedOutcomes.OfCall}
            WHERE k.contact_id = {contactId} AND k.ended_at > {since} AND k.withdrawn_at IS NULL
            """,
            row => (EndedAt: row.Time(0), Counts: CampaignOutcomes.Read(row.Text(1)).CountsAsAttempt));
        return calls.Count(call => call.Counts && SameDay(hours, call.EndedAt, now));
    }

    /// <summary>How often one outcome was recorded for an entry: today, and in all.</summary>
    public static async Task<(int Today, int InAll)> CountAsync(HotSession session, Guid entryId, Guid outcomeId, HoursClassKey hours, DateTime now)
    {
        var calls = await session.QueryAsync(
            $"SELECT k.ended_at FROM calls k WHERE k.entry_id = {entryId} AND {CountedOutcomes.OfCall} = {outcomeId} AND k.withdrawn_at IS NULL AND NOT k.conflicting",
            row => row.Time(0));
        return (calls.Count(endedAt => SameDay(hours, endedAt, now)), calls.Count);
    }

    public static bool SameDay(HoursClassKey hours, DateTime one, DateTime other) =>
        ContactClock.At(hours, one).EarliestLocal.Date == ContactClock.At(hours, other).EarliestLocal.Date;
}
