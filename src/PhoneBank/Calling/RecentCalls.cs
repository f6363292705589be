using PhoneBank.Books;
using PhoneBank.Calling.Hours;
using PhoneBank.Data;
using PhoneBank.Reviews;

namespace PhoneBank.Calling;

/// <summary>A call on a person, of whatever campaign of the book.</summary>
internal sealed record RecentCall(Guid ContactId, Guid EntryId, Guid OutcomeId, DateTime EndedAt, bool Counts, bool Reached, int? MaxPerDay);

/// <summary>What the calls of the last time leave of somebody's day, over all campaigns of the book.</summary>
internal static class RecentCalls
{
    /// <summary>Attempts on one person in a day when more than one campaign makes them, whatever each allows for itself.</summary>
    public const int MostPerDayTogether = 2;

    public static async Task<List<RecentCall>> OfAsync(HotSession session, IReadOnlyCollection<Guid> contactIds, BookPace pace, DateTime now)
    {
        var since = now - (pace.Longest > CallsOfDay.LongestDay ? pace.Longest : CallsOfDay.LongestDay);
        return await session.QueryAsync(
            $"""
            SELECT k.contact_id, k.entry_id, o.id, k.ended_at, o.definition FROM calls k JOIN outcomes o ON o.id = {CountedOutcomes.OfCall}
            WHERE k.contact_id IN {contactIds} AND k.ended_at > {since} AND k.withdrawn_at IS NULL
            """,
            row =>
            {
                var outcome = CampaignOutcomes.Read(row.Text(4));
                return new RecentCall(row.Id(0), row.Id(1), row.Id(2), row.Time(3), outcome.CountsAsAttempt, outcome.Reached, outcome.MaxPerDay);
            });
    }

    /// <summary>Whether the person has been tried as often on this day as this campaign, or several together, may.</summary>
    public static bool DayIsFull(IReadOnlyCollection<RecentCall> calls, Guid entryId, int maxPerDay, HoursClassKey hours, DateTime now)
    {
        var today = calls.Where(call => call.Counts && CallsOfDay.SameDay(hours, call.EndedAt, now)).ToList();
        return today.Count >= (today.Exists(call => call.EntryId != entryId) ? Math.Min(maxPerDay, MostPerDayTogether) : maxPerDay);
    }

    /// <summary>Whether an outcome was recorded for the entry as often on this day as it may be, as when a line was busy three times.</summary>
    public static bool OutcomeIsUsedUp(IEnumerable<RecentCall> calls, Guid entryId, HoursClassKey hours, DateTime now) => calls
        .Where(call => call.EntryId == entryId && call.MaxPerDay is not null && CallsOfDay.SameDay(hours, call.EndedAt, now))
        .GroupBy(call => call.OutcomeId)
        .Any(same => same.Count() >= same.First().MaxPerDay);

    /// <summary>Up to when this campaign leaves the person in peace because another has called; null when it need not. Its own waits are its own.</summary>
    public static DateTime? QuietUntil(IEnumerable<RecentCall> calls, Guid entryId, BookPace pace, DateTime now)
    {
        DateTime? quiet = null;
        foreach (var call in calls.Where(call => call.EntryId != entryId))
        {
            var until = pace.QuietUntil(call.EndedAt, call.Reached);
            quiet = until > now && (quiet is null || until > quiet) ? until : quiet;
        }

        return quiet;
    }
}
