using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Books;

/// <summary>So many people were searched for, or opened, within an hour that no more can be until <paramref name="Until"/> (UTC).</summary>
public sealed record TooManyOpened(DateTime Until) : Error
{
    public override IReadOnlyList<object> TextArguments => [Until.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture)];
}

/// <summary>
/// A coordinator opens people one at a time, and not a book from end to end: what the audit log tells of the last hour is counted.
/// </summary>
public static class PersonLimits
{
    /// <summary>People opened in an hour; opening the same one again is free.</summary>
    public const int OpenedPerHour = 60;

    /// <summary>Searches in an hour.</summary>
    public const int SearchesPerHour = 120;

    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    /// <summary>Records a search; refused when there were too many.</summary>
    public static async Task<Error?> SearchAsync(PhoneBankDb db, TimeProvider time, Actor actor, Guid bookId, CancellationToken ct)
    {
        var at = await OfLastHour(db, time, actor, AuditAction.BookSearched).Select(entry => entry.At).OrderBy(moment => moment).ToListAsync(ct);
        if (at.Count >= SearchesPerHour)
        {
            return new TooManyOpened(at[^SearchesPerHour] + OneHour);
        }

        db.Record(time, actor, AuditAction.BookSearched, bookId, bookId);
        await db.SaveChangesAsync(ct);
        return null;
    }

    /// <summary>Records that this person was opened; refused when there were too many.</summary>
    public static async Task<Error?> OpenAsync(PhoneBankDb db, TimeProvider time, Actor actor, Guid bookId, Guid contactId, CancellationToken ct)
    {
        var opened = await OfLastHour(db, time, actor, AuditAction.ContactOpened).Select(entry => new { entry.SubjectId, entry.At }).OrderBy(entry => entry.At).ToListAsync(ct);
        if (opened.Exists(entry => entry.SubjectId == contactId))
        {
            return null;
        }

        if (opened.Count >= OpenedPerHour)
        {
            return new TooManyOpened(opened[^OpenedPerHour].At + OneHour);
        }

        db.Record(time, actor, AuditAction.ContactOpened, contactId, bookId);
        await db.SaveChangesAsync(ct);
        return null;
    }

    private static IQueryable<AuditEntry> OfLastHour(PhoneBankDb db, TimeProvider time, Actor actor, string action)
    {
        var since = time.UtcNow() - OneHour;
        return db.AuditEntries.AsNoTracking().Where(entry => entry.At > since && entry.ActorId == actor.VolunteerId && entry.Action == action);
    }
}
