using System.Collections.Concurrent;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>What one organizer may see of one book now: the level's figures with what a coordinator has added.</summary>
internal sealed record Allowance(Guid OrganizerId, Guid BookId, DateTime Now, int Hour, int Day, int? Share, int ViewsHour, int ViewsDay)
{
    public static readonly TimeSpan OneHour = TimeSpan.FromHours(1);
    public static readonly TimeSpan OneDay = TimeSpan.FromDays(1);
    public static readonly TimeSpan ShareWindow = TimeSpan.FromDays(7);

    public DateTime HourAgo => Now - OneHour;

    public DateTime DayAgo => Now - OneDay;

    public DateTime ShareFrom => Now - ShareWindow;
}

/// <summary>Counts reveals and views against the level's figures, in the database, under the organizer's lock.</summary>
public sealed class Budgets(TimeProvider time)
{
    private static readonly TimeSpan SizeKept = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<Guid, (int People, DateTime At)> _sizes = new();

    internal async Task<Allowance> OfAsync(HotSession session, Guid organizerId, Guid bookId, ProtectionLevel level)
    {
        var now = time.UtcNow();
        var rules = LevelRules.Of(level);
        var weekAgo = now - Allowance.ShareWindow;
        var extensions = await session.QueryAsync(
            $"SELECT extra, at, until FROM budget_extensions WHERE organizer_id = {organizerId} AND book_id = {bookId} AND (until > {now} OR at > {weekAgo})",
            row => new { Extra = row.Int(0), At = row.Time(1), Until = row.Time(2) });
        var extra = extensions.Where(extension => extension.Until > now).Sum(extension => extension.Extra);
        int? share = rules.ShareMinimum is null
            ? null
            : rules.ShareOf(await SizeAsync(session, bookId, now)) + extensions.Where(extension => extension.At > weekAgo).Sum(extension => extension.Extra);
        return new Allowance(
            organizerId, bookId, now, rules.RevealsPerHour + extra, rules.RevealsPerDay + extra, share, rules.ViewsPerHour + (extra * 3 / 2), rules.ViewsPerDay + (extra * 3 / 2));
    }

    /// <summary>Whether numbers of further people may be shown; null when they may.</summary>
    internal static async Task<RevealBudgetSpent?> RevealSpentAsync(HotSession session, Allowance allowance, Guid? contactId)
    {
        if (await NthAsync(session, allowance, allowance.HourAgo, allowance.Hour) is { } hour)
        {
            return new RevealBudgetSpent(hour + Allowance.OneHour, BudgetLimit.Hour);
        }

        if (await NthAsync(session, allowance, allowance.DayAgo, allowance.Day) is { } day)
        {
            return new RevealBudgetSpent(day + Allowance.OneDay, BudgetLimit.Day);
        }

        return await ShareSpentAsync(session, allowance, contactId);
    }

    /// <summary>Whether people not seen before may be shown; null when they may. Somebody seen in the last 7 days always may.</summary>
    internal static async Task<RevealBudgetSpent?> ShareSpentAsync(HotSession session, Allowance allowance, Guid? contactId)
    {
        if (allowance.Share is not { } share)
        {
            return null;
        }

        var latest = await session.QueryAsync(
            $"""
            SELECT max(at) FROM reveals WHERE organizer_id = {allowance.OrganizerId} AND book_id = {allowance.BookId} AND at > {allowance.ShareFrom} AND contact_id <> {contactId ?? Guid.Empty}
            GROUP BY contact_id ORDER BY 1 DESC LIMIT 1 OFFSET {share - 1}
            """,
            row => row.Time(0));
        var seen = contactId is { } id && await session.CountAsync(
            $"SELECT count(*) FROM reveals WHERE organizer_id = {allowance.OrganizerId} AND book_id = {allowance.BookId} AND at > {allowance.ShareFrom} AND contact_id = {id}") > 0;
        return latest is [var at] && !seen ? new RevealBudgetSpent(at + Allowance.ShareWindow, BudgetLimit.Share) : null;
    }

    /// <summary>Whether further people may be looked at; null when they may.</summary>
    internal static async Task<ViewBudgetSpent?> ViewsSpentAsync(HotSession session, Allowance allowance)
    {
        var claims = await session.QueryAsync(
            $"""
            SELECT taken_at FROM claims WHERE organizer_id = {allowance.OrganizerId} AND taken_at > {allowance.DayAgo} AND book_id = {allowance.BookId}
            ORDER BY taken_at DESC LIMIT {Math.Max(allowance.ViewsDay, allowance.ViewsHour)}
            """,
            row => row.Time(0));
        if (claims.Count >= allowance.ViewsHour && claims[allowance.ViewsHour - 1] > allowance.HourAgo)
        {
            return new ViewBudgetSpent(claims[allowance.ViewsHour - 1] + Allowance.OneHour, BudgetLimit.Hour);
        }

        return claims.Count >= allowance.ViewsDay ? new ViewBudgetSpent(claims[allowance.ViewsDay - 1] + Allowance.OneDay, BudgetLimit.Day) : null;
    }

    // The time of the reveal that has to leave the window first; null while there is room.
    private static async Task<DateTime?> NthAsync(HotSession session, Allowance allowance, DateTime since, int limit) =>
        await session.QueryAsync(
            $"""
            SELECT at FROM reveals WHERE organizer_id = {allowance.OrganizerId} AND book_id = {allowance.BookId} AND at > {since}
            ORDER BY at DESC LIMIT 1 OFFSET {limit - 1}
            """,
            row => row.Time(0)) is [var at] ? at : null;

    // A book's size moves slowly; counting it on every call would not.
    private async Task<int> SizeAsync(HotSession session, Guid bookId, DateTime now)
    {
        if (_sizes.TryGetValue(bookId, out var known) && now - known.At < SizeKept)
        {
            return known.People;
        }

        var people = (int)await session.CountAsync($"SELECT count(*) FROM contacts WHERE book_id = {bookId}");
        _sizes[bookId] = (people, now);
        return people;
    }
}
