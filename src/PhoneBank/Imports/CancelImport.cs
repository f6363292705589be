using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>
/// Gives an import up: one that has not run is deleted with its upload, a running one is rolled back by whoever runs it
/// within a chunk. Refused once it is decided.
/// </summary>
public sealed class CancelImport(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, Spool spool, ImportSteps steps, TimeProvider time, Signals signals)
{
    public async Task<Result> RunAsync(Actor actor, Guid importId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var import = await db.ImportsOf(actor).AsNoTracking().SingleOrDefaultAsync(import => import.Id == importId, ct);
        if (import is null)
        {
            return new NotFound();
        }

        var to = await store.WriteAsync<ImportState?>(
            async session =>
            {
                var now = time.UtcNow();
                var rolling = await session.ExecuteAsync($"UPDATE imports SET state = {ImportState.RollingBack}, heartbeat_at = {now} WHERE id = {importId} AND state = {ImportState.Running}");
                var ended = rolling > 0 ? 0 : await session.ExecuteAsync($"""
                    UPDATE imports SET state = {ImportState.Cancelled}, finished_at = {now} WHERE id = {importId} AND state IN {new[] { ImportState.Matching, ImportState.Checking, ImportState.Checked }}
                    """);
                if (rolling + ended == 0)
                {
                    return null;
                }

                await session.RecordAsync(time, actor, AuditAction.ImportCancelled, importId, import.BookId);
                return rolling > 0 ? ImportState.RollingBack : ImportState.Cancelled;
            },
            ct);
        if (to is null)
        {
            return new NotInThisState();
        }

        if (to == ImportState.Cancelled)
        {
            spool.Delete(importId);
            await steps.ForgetRejectedAsync(importId);
        }

        signals.Publish(new Signal(Signal.ImportChanged));
        return Result.Done;
    }
}
