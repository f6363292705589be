using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Books;

/// <summary>Sets how long the campaigns of a book leave somebody in peace after another of them has called.</summary>
public sealed class ChangeBookPace(IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    /// <returns>The pace, or <see cref="NotFound"/>.</returns>
    public async Task<Result<BookPace>> ReadAsync(Actor actor, Guid bookId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var pace = await db.BooksOf(actor).AsNoTracking().Where(book => book.Id == bookId).Select(book => new BookPace(book.HoursBetweenTalks, book.MinutesBetweenTries)).FirstOrDefaultAsync(ct);
        return pace is null ? new NotFound() : pace;
    }

    /// <returns><see cref="NotFound"/> or <see cref="InvalidField"/>.</returns>
    public async Task<Result> ExecuteAsync(Actor actor, Guid bookId, BookPace pace, CancellationToken ct)
    {
        if (pace.HoursBetweenTalks is < 0 or > BookPace.MostHours)
        {
            return new InvalidField(nameof(pace.HoursBetweenTalks), "OutOfRange");
        }

        if (pace.MinutesBetweenTries is < 0 or > BookPace.MostMinutes)
        {
            return new InvalidField(nameof(pace.MinutesBetweenTries), "OutOfRange");
        }

        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.BooksOf(actor).FirstOrDefaultAsync(candidate => candidate.Id == bookId, ct) is not { } book)
        {
            return new NotFound();
        }

        (book.HoursBetweenTalks, book.MinutesBetweenTries) = (pace.HoursBetweenTalks, pace.MinutesBetweenTries);
        db.Record(time, actor, AuditAction.BookPaceChanged, book.Id, book.Id, FormattableString.Invariant($"{pace.HoursBetweenTalks} h, {pace.MinutesBetweenTries} min"));
        await db.SaveChangesAsync(ct);
        return Result.Done;
    }
}
