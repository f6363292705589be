using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Books;

/// <summary>Contact data may be kept for less than the level says, never for more than <paramref name="Most"/> days.</summary>
public sealed record RetentionNotAllowed(int Most) : Error
{
    public override IReadOnlyList<object> TextArguments => [Most];
}

/// <summary>
/// Sets how many days after the campaign a book keeps contact data: at most as many as its protection level allows. Audited. Refuses
/// with <see cref="NotFound"/>, <see cref="RetentionNotAllowed"/>.
/// </summary>
public sealed class ChangeRetention(IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid bookId, int days, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.BooksOf(actor).SingleOrDefaultAsync(book => book.Id == bookId, ct) is not { } book)
        {
            return new NotFound();
        }

        var most = LevelRules.Of(book.Level).RetentionDays;
        if (days < 1 || days > most)
        {
            return new RetentionNotAllowed(most);
        }

        book.RetentionDays = days == most ? null : days;
        db.Record(time, actor, AuditAction.RetentionChanged, bookId, bookId, days.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await db.SaveChangesAsync(ct);
        return Result.Done;
    }
}
