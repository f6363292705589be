using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Reviews;
using PhoneBank.Shared;

namespace PhoneBank.Lists;

/// <summary>Whoever a campaign of the book has just called is left in peace by its other campaigns as well, for as long as the book's pace says.</summary>
public sealed class QuietPeople(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, TimeProvider time)
{
    /// <returns>Those of the stretch who are, and until when (UTC).</returns>
    internal async Task<Dictionary<Guid, DateTime>> BetweenAsync(Guid bookId, Stretch stretch, CancellationToken ct)
    {
        var (now, since) = (time.UtcNow(), await SinceAsync(bookId, ct));

        // One part of the index after the other is asked who was called lately at all: mostly nobody, or few.
        var called = await store.ReadAsync(
            session => session.QueryAsync(
                $"SELECT DISTINCT contact_id FROM calls WHERE contact_id > {stretch.After} AND contact_id <= {stretch.Until} AND ended_at > {since.At}", row => row.Id(0)),
            ct);
        if (called.Count == 0)
        {
            return [];
        }

        await using var db = await dbs.CreateDbContextAsync(ct);
        var calls = await db.CountedCalls()
            .Where(counted => counted.Call.BookId == bookId && called.Contains(counted.Call.ContactId) && counted.Call.EndedAt > since.At && counted.Call.WithdrawnAt == null)
            .Join(db.Outcomes, counted => counted.OutcomeId, outcome => outcome.Id, (counted, outcome) => new { counted.Call.ContactId, counted.Call.EndedAt, outcome.Definition })
            .ToListAsync(ct);
        return calls.GroupBy(call => call.ContactId)
            .Select(person => (person.Key, Until: person.Max(call => since.Pace.QuietUntil(call.EndedAt, call.Definition.Reached))))
            .Where(person => person.Until > now)
            .ToDictionary(person => person.Key, person => person.Until);
    }

    private async Task<(BookPace Pace, DateTime At)> SinceAsync(Guid bookId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var pace = await db.Books.Where(book => book.Id == bookId).Select(book => new BookPace(book.HoursBetweenTalks, book.MinutesBetweenTries)).FirstAsync(ct);
        return (pace, time.UtcNow() - pace.Longest);
    }
}
