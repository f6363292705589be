using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Volunteers;

namespace PhoneBank.IdentifiedExports;

/// <summary>The times of an export with names and numbers, and where a request stands by them.</summary>
public static class IdentifiedRules
{
    /// <summary>Within this a second coordinator agrees, or it has to be asked again.</summary>
    public static readonly TimeSpan ApprovalWithin = TimeSpan.FromMinutes(30);

    /// <summary>How long a request that is ready stays so.</summary>
    public static readonly TimeSpan ReadyFor = TimeSpan.FromHours(12);

    /// <summary>How long the encrypted file is kept.</summary>
    public static readonly TimeSpan FileLife = TimeSpan.FromMinutes(30);

    /// <summary>Two exports of a book within this are one too many to go unnoticed.</summary>
    public static readonly TimeSpan SecondWithin = TimeSpan.FromHours(24);

    /// <summary>The second one waits so long, unless a second coordinator has agreed to it by his or her own passphrase.</summary>
    public static readonly TimeSpan SecondWaits = TimeSpan.FromHours(1);

    /// <summary>What one coordinator may ask within a day, whatever becomes of it.</summary>
    public const int MostInDay = 5;

    /// <summary>The way of a request that is made now.</summary>
    internal static async Task<IdentifiedWay> WayOfAsync(PhoneBankDb db, Guid bookId, ProtectionLevel level, CancellationToken ct) =>
        LevelRules.Of(level).IdentifiedExport != IdentifiedExport.SecondCoordinator ? IdentifiedWay.AtOnce
        : await db.CoordinatorsOfAsync(bookId, ct) < LevelRules.CoordinatorsForSecondPerson ? IdentifiedWay.Wait
        : IdentifiedWay.SecondCoordinator;

    /// <summary>The last time a file of this book was made for another request within a day before <paramref name="now"/>; null when there was none.</summary>
    internal static Task<DateTime?> LastMadeAsync(PhoneBankDb db, IdentifiedRequest request, DateTime now, CancellationToken ct)
    {
        var since = now - SecondWithin;
        return db.IdentifiedRequests.Where(other => other.BookId == request.BookId && other.Id != request.Id && other.MadeAt > since).MaxAsync(other => other.MadeAt, ct);
    }

    /// <summary>UTC from when the file may be made; null while that hangs on a second coordinator.</summary>
    internal static DateTime? ReadyFrom(IdentifiedRequest request, bool another) => request.Way switch
    {
        IdentifiedWay.SecondCoordinator => request.ApprovedAt,
        IdentifiedWay.Wait => request.AskedAt + LevelRules.WaitWithoutSecondPerson,
        _ => another ? request.AskedAt + SecondWaits : request.AskedAt,
    };

    /// <param name="another">Another file of the book was made within a day (<see cref="LastMadeAsync"/>).</param>
    internal static IdentifiedState StateOf(IdentifiedRequest request, bool another, DateTime now) => request switch
    {
        { EndedAt: not null } => IdentifiedState.Ended,
        { MadeAt: { } made } => now < made + FileLife ? IdentifiedState.Made : IdentifiedState.Gone,
        _ => ReadyFrom(request, another) switch
        {
            null => now <= request.AskedAt + ApprovalWithin ? IdentifiedState.WaitsForApproval : IdentifiedState.NotApproved,
            { } from when now < from => IdentifiedState.Waits,
            { } from => now < from + ReadyFor ? IdentifiedState.Ready : IdentifiedState.Lapsed,
        },
    };
}
