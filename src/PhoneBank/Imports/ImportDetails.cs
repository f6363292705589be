using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Imports;

/// <summary>Where an import stands, how its columns are read, and its first rows while the upload is there.</summary>
public sealed class ImportDetails(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, StartImport start)
{
    public async Task<Result<ImportView>> RunAsync(Actor actor, Guid importId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var import = await db.ImportsOf(actor).AsNoTracking().SingleOrDefaultAsync(import => import.Id == importId, ct);
        if (import is null)
        {
            return new NotFound();
        }

        var book = await db.Books.AsNoTracking().SingleAsync(book => book.Id == import.BookId, ct);
        var plan = sealer.OpenJson<ImportPlan>(Places.ImportPlan(import.Id), import.SealedPlan);
        var preview = import.State is ImportState.Matching or ImportState.Checked ? start.Preview(import.Id, import.Bytes, plan) : [];
        return new ImportView(
            import.Id, import.BookId, sealer.Open(Places.BookName(book.Id), book.SealedName), import.State, plan, import.DefaultCountry, ImportCounts.Of(import), import.RowsTotal, import.Failure,
            preview, import.CreatedAt, import.FinishedAt);
    }

    /// <summary>The imports of a book, the newest first, at most 50.</summary>
    public async Task<Result<IReadOnlyList<ImportLine>>> OfBookAsync(Actor actor, Guid bookId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.BooksOf(actor).AnyAsync(book => book.Id == bookId, ct))
        {
            return new NotFound();
        }

        var imports = await db.Imports.AsNoTracking().Where(import => import.BookId == bookId).OrderByDescending(import => import.Id).Take(50).ToListAsync(ct);
        return imports.ConvertAll(import => new ImportLine(
            import.Id, sealer.OpenJson<ImportPlan>(Places.ImportPlan(import.Id), import.SealedPlan).FileName, import.State, ImportCounts.Of(import), import.CreatedAt));
    }

    /// <summary>Only the progress, for pages that ask every second.</summary>
    public async Task<Result<ImportProgress>> ProgressAsync(Actor actor, Guid importId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var progress = await db.ImportsOf(actor).AsNoTracking().Where(import => import.Id == importId)
            .Select(import => new ImportProgress(import.State, import.RowsRead, import.RowsTotal)).SingleOrDefaultAsync(ct);
        return progress is null ? new NotFound() : progress;
    }
}

public sealed record ImportView(
    Guid Id,
    Guid BookId,
    string BookName,
    ImportState State,
    ImportPlan Plan,
    string DefaultCountry,
    ImportCounts Counts,
    int RowsTotal,
    string? Failure,
    IReadOnlyList<string[]> Preview,
    DateTime CreatedAt,
    DateTime? FinishedAt)
{
    /// <summary>Keeps personal data out of logs.</summary>
    public override string ToString() => nameof(ImportView);
}

public sealed record ImportLine(Guid Id, string FileName, ImportState State, ImportCounts Counts, DateTime CreatedAt);

/// <param name="State">Where it stands.</param>
/// <param name="Rows">Rows read so far.</param>
/// <param name="Total">Rows of the file as the dry run counted them; 0 while that is not known.</param>
public sealed record ImportProgress(ImportState State, int Rows, int Total)
{
    public bool IsMoving => State is ImportState.Checking or ImportState.Running or ImportState.Finishing or ImportState.RollingBack;
}

public static class ImportReach
{
    /// <summary>The imports of the books this actor coordinates.</summary>
    public static IQueryable<Import> ImportsOf(this PhoneBankDb db, Actor actor) => db.Imports.Where(import => db.BooksOf(actor).Any(book => book.Id == import.BookId));
}
