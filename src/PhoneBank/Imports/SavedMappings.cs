using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Imports.Reading;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>Remembers for each book how columns were read, and proposes the same when the same heads come again.</summary>
public sealed class SavedMappings(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, Sealer sealer, TimeProvider time)
{
    /// <summary>The plan with the columns as they were the last time; as it is when its heads are new to the book.</summary>
    internal async Task<ImportPlan> ProposeAsync(Guid bookId, ImportPlan plan, CancellationToken ct)
    {
        if (IndexOf(bookId, plan) is not { } index)
        {
            return plan;
        }

        await using var db = await dbs.CreateDbContextAsync(ct);
        var saved = await db.SavedMappings.AsNoTracking().SingleOrDefaultAsync(mapping => mapping.BookId == bookId && mapping.HeadsIndex == index, ct);
        if (saved is null)
        {
            return plan;
        }

        var columns = sealer.OpenJson<List<ColumnUse>>(Places.SavedColumns(saved.Id), saved.SealedColumns);
        return columns.Count == plan.Columns.Count ? plan with { Columns = columns, MappedAsOf = saved.SavedAt } : plan;
    }

    /// <summary>Remembers the columns of an import that somebody has said yes to.</summary>
    internal async Task SaveAsync(Guid bookId, ImportPlan plan)
    {
        if (IndexOf(bookId, plan) is not { } index)
        {
            return;
        }

        var now = time.UtcNow();
        await store.WriteAsync(
            async session =>
            {
                // The seal is bound to the row, so an older one is replaced, not changed.
                var id = time.NewId();
                await session.ExecuteAsync($"DELETE FROM saved_mappings WHERE book_id = {bookId} AND heads_index = {index}");
                return await session.ExecuteAsync($"""
                    INSERT INTO saved_mappings (id, book_id, heads_index, sealed_columns, saved_at)
                    VALUES ({id}, {bookId}, {index}, {sealer.SealJson(bookId, Places.SavedColumns(id), plan.Columns)}, {now})
                    ON CONFLICT (book_id, heads_index) DO NOTHING
                    """);
            },
            CancellationToken.None);
    }

    private byte[]? IndexOf(Guid bookId, ImportPlan plan) =>
        plan.HasHeader && plan.Heads.Any(head => head.Length > 0)
            ? sealer.LabelIndex($"{bookId:N}/heads", string.Join('|', plan.Heads.Select(ColumnGuess.Fold)))
            : null;
}
