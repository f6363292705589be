using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>The rows that were not imported, with line and reason, to be put right and imported again.</summary>
public sealed class RejectedRows(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    private const int AtOnce = 500;

    /// <summary>The heads of the download and its rows, streamed. The download is recorded in the audit log.</summary>
    public async Task<Result<RejectedRowsFile>> RunAsync(Actor actor, Guid importId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var import = await db.ImportsOf(actor).AsNoTracking().SingleOrDefaultAsync(import => import.Id == importId, ct);
        if (import is null || !await db.RejectedRows.AnyAsync(row => row.ImportId == importId, ct))
        {
            return new NotFound();
        }

        db.Record(time, actor, AuditAction.RejectedRowsDownloaded, importId, import.BookId);
        await db.SaveChangesAsync(ct);
        var plan = sealer.OpenJson<ImportPlan>(Places.ImportPlan(importId), import.SealedPlan);
        return new RejectedRowsFile(plan.Heads, RowsAsync(importId, ct));
    }

    /// <summary>A cell for a spreadsheet: quoted, and never taken for a formula.</summary>
    public static string CsvCell(string text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..] ? "'" + text : text;
        return safe.AsSpan().IndexOfAny("\",;\t\r\n'") >= 0 ? "\"" + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : safe;
    }

    private async IAsyncEnumerable<RejectedLine> RowsAsync(Guid importId, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var after = 0;
        while (true)
        {
            // A line begins one record, so lines are unique within an import.
            var rows = await db.RejectedRows.AsNoTracking().Where(row => row.ImportId == importId && row.Line > after).OrderBy(row => row.Line).Take(AtOnce).ToListAsync(ct);
            foreach (var row in rows)
            {
                yield return new RejectedLine(row.Line, row.Reason, sealer.OpenJson<string[]>(Places.RejectedRow(row.Id), row.SealedRow));
            }

            if (rows.Count < AtOnce)
            {
                yield break;
            }

            after = rows[^1].Line;
        }
    }
}

public sealed record RejectedRowsFile(IReadOnlyList<string> Heads, IAsyncEnumerable<RejectedLine> Rows);

/// <param name="Line">The line of the file at which the row begins.</param>
/// <param name="Reason">Key of its text; see <see cref="RowReasons"/>.</param>
/// <param name="Cells">The row as it was read.</param>
public sealed record RejectedLine(int Line, string Reason, IReadOnlyList<string> Cells)
{
    public override string ToString() => nameof(RejectedLine);
}
