using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Books;

/// <summary>The books this actor coordinates, the oldest first.</summary>
public sealed class MyBooks(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    public async Task<IReadOnlyList<BookLine>> RunAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var books = await db.BooksOf(actor).AsNoTracking().OrderBy(book => book.Id).ToListAsync(ct);
        return [.. books.Select(Line)];
    }

    /// <summary>One book; refused when it is not this actor's.</summary>
    public async Task<Result<BookLine>> OneAsync(Actor actor, Guid bookId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var book = await db.BooksOf(actor).AsNoTracking().SingleOrDefaultAsync(book => book.Id == bookId, ct);
        return book is null ? new NotFound() : Line(book);
    }

    private BookLine Line(Book book) => new(book.Id, sealer.Open(Places.BookName(book.Id), book.SealedName), book.Level, book.DefaultCountry, book.People, book.CreatedAt) { KeptForDays = book.KeptForDays };
}

/// <summary>A book as it is listed.</summary>
public sealed record BookLine(Guid Id, string Name, ProtectionLevel Level, string DefaultCountry, int People, DateTime CreatedAt)
{
    /// <summary>Days contact data is kept after the campaign.</summary>
    public int KeptForDays { get; init; }
}
