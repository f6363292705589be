using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>Writes down once for an import on what ground its people may be called and where the list comes from. What was typed is kept also when something is missing.</summary>
public sealed class StateImportOrigin(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    private const int Longest = 1000;

    public async Task<Result> ExecuteAsync(Actor actor, Guid importId, LawfulBasis? basis, string? source, string? note, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var import = await db.ImportsOf(actor).SingleOrDefaultAsync(import => import.Id == importId, ct);
        if (import is null)
        {
            return new NotFound();
        }

        if (import.State is not (ImportState.Matching or ImportState.Checked))
        {
            return new NotInThisState();
        }

        var origin = new ImportOrigin(Short(source) ?? "", Short(note));
        import.Basis = basis;
        import.SealedOrigin = sealer.SealJson(import.BookId, Places.ImportOrigin(importId), origin);
        await db.SaveChangesAsync(ct);
        if (basis is null || origin.Source.Length == 0)
        {
            return new OriginMissing();
        }

        return basis == LawfulBasis.LegitimateInterest && origin.Note is null ? new BasisNeedsNote() : Result.Done;
    }

    private static string? Short(string? text) => text?.Trim() is { Length: > 0 } typed ? typed[..Math.Min(typed.Length, Longest)] : null;
}
