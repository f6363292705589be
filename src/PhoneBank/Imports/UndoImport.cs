using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>
/// Takes an import back within a day: who came with it leaves the book, unless they stand in a call list by now, and what it
/// changed in others becomes what it was, unless somebody has changed it since. When the task completes it is undone.
/// </summary>
public sealed class UndoImport(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, UndoSteps steps, TimeProvider time)
{
    /// <summary><paramref name="liftsStops"/>: also takes the numbers that its do-not-call column stopped off the stop list.</summary>
    public async Task<Result> ExecuteAsync(Actor actor, Guid importId, bool liftsStops, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var bookId = await db.ImportsOf(actor).Where(import => import.Id == importId).Select(import => (Guid?)import.BookId).SingleOrDefaultAsync(ct);
        if (bookId is null)
        {
            return new NotFound();
        }

        if (await BeginAsync(actor, importId, bookId.Value, liftsStops) is { } refusal)
        {
            return refusal;
        }

        await steps.RunAsync(importId, bookId.Value);
        return Result.Done;
    }

    private Task<Error?> BeginAsync(Actor actor, Guid importId, Guid bookId, bool liftsStops) => store.WriteAsync<Error?>(
        async session =>
        {
            var busy = await session.CountAsync($"""
                SELECT count(*) FROM imports WHERE book_id = {bookId} AND id <> {importId}
                    AND state IN {new[] { ImportState.Running, ImportState.Finishing, ImportState.RollingBack, ImportState.Undoing }}
                """);
            if (busy > 0)
            {
                return new ImportAlreadyRunning();
            }

            var now = time.UtcNow();
            var begun = await session.ExecuteAsync($"""
                UPDATE imports SET state = {ImportState.Undoing}, undone_by = {actor.VolunteerId}, undo_lifts_stops = {liftsStops}, people_kept = 0, heartbeat_at = {now}
                WHERE id = {importId} AND state = {ImportState.Done} AND finished_at > {now - ImportLimits.UndoLife}
                """);
            if (begun == 0)
            {
                return new CannotBeUndone();
            }

            await session.RecordAsync(time, actor, AuditAction.ImportUndone, importId, bookId);
            return null;
        },
        CancellationToken.None);
}
