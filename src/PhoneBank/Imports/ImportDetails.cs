using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Imports.Reading;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Imports;

/// <summary>Where an import stands, how its columns are read, and its first rows while the upload is there.</summary>
public sealed class ImportDetails(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, FirstLook look, TimeProvider time)
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
        var preview = import.State is ImportState.Matching or ImportState.Checked ? look.Preview(import.Id, import.Bytes, plan) : [];
        return new ImportView(
            import.Id, import.BookId, sealer.Open(Places.BookName(book.Id), book.SealedName), import.State, plan, import.DefaultCountry, ImportCounts.Of(import), import.RowsTotal, import.Failure,
            preview, import.CreatedAt, import.FinishedAt)
        {
            Basis = import.Basis,
            Origin = import.SealedOrigin is { } origin ? sealer.OpenJson<ImportOrigin>(Places.ImportOrigin(import.Id), origin) : null,
            Sensitive = Sensitive(plan),
            UndoUntil = import is { State: ImportState.Done, FinishedAt: { } done } && done + ImportLimits.UndoLife > time.UtcNow() ? done + ImportLimits.UndoLife : null,
            PeopleKept = import.PeopleKept,
        };
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

    private static List<SensitiveColumn> Sensitive(ImportPlan plan) =>
    [
        .. plan.Heads.Select((head, column) => (Head: head, Column: column, Kind: SensitiveColumns.KindOf(head)))
            .Where(one => one.Kind is not null)
            .Select(one => new SensitiveColumn(one.Head, one.Kind!.Value, plan.Columns[one.Column].Meaning == ColumnMeaning.Ignore)),
    ];

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
    public LawfulBasis? Basis { get; init; }

    public ImportOrigin? Origin { get; init; }

    /// <summary>Columns that a list of people to call should not have.</summary>
    public IReadOnlyList<SensitiveColumn> Sensitive { get; init; } = [];

    /// <summary>UTC. Until then it can be taken back; null when it cannot.</summary>
    public DateTime? UndoUntil { get; init; }

    /// <summary>People whom undoing it left in the book.</summary>
    public int PeopleKept { get; init; }

    /// <summary>Keeps personal data out of logs.</summary>
    public override string ToString() => nameof(ImportView);
}

/// <summary>A column with harmful data, and whether it is left out.</summary>
public sealed record SensitiveColumn(string Head, SensitiveKind Kind, bool IsLeftOut);

public sealed record ImportLine(Guid Id, string FileName, ImportState State, ImportCounts Counts, DateTime CreatedAt);

/// <param name="State">Where it stands.</param>
/// <param name="Rows">Rows read so far.</param>
/// <param name="Total">Rows of the file as the dry run counted them; 0 while that is not known.</param>
public sealed record ImportProgress(ImportState State, int Rows, int Total)
{
    public bool IsMoving => State is ImportState.Checking or ImportState.Running or ImportState.Finishing or ImportState.RollingBack or ImportState.Undoing;
}

public static class ImportReach
{
    /// <summary>The imports of the books this actor coordinates.</summary>
    public static IQueryable<Import> ImportsOf(this PhoneBankDb db, Actor actor) => db.Imports.Where(import => db.BooksOf(actor).Any(book => book.Id == import.BookId));
}
