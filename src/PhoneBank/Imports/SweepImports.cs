using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>
/// Picks up what a crash has left: imports broken off in the middle go back, decided ones go on, old uploads are deleted.
/// At the start of the application and every minute.
/// </summary>
public sealed class SweepImports(IDbContextFactory<PhoneBankDb> dbs, RunImport run, Spool spool, ImportSteps steps, UndoSteps undo, StorageSettings storage, TimeProvider time)
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    /// <summary><paramref name="atStart"/>: on SQLite nobody else can be running anything then, so nothing needs to be waited for.</summary>
    public async Task RunAsync(bool atStart, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var now = time.UtcNow();
        var silentSince = atStart && storage.Kind == DatabaseKind.Sqlite ? now.AddDays(1) : now - Silence;
        var moving = new[] { ImportState.Checking, ImportState.Running, ImportState.Finishing, ImportState.RollingBack, ImportState.Undoing };
        var dead = await db.Imports.AsNoTracking().Where(import => moving.Contains(import.State) && import.HeartbeatAt < silentSince)
            .Select(import => new { import.Id, import.BookId, import.State, import.CreatedBy }).ToListAsync(ct);
        foreach (var import in dead)
        {
            switch (import.State)
            {
                case ImportState.Checking:
                    await steps.MoveAsync(import.Id, ImportState.Checking, ImportState.Matching, nameof(ImportInterrupted));
                    break;
                case ImportState.Finishing:
                    await steps.FinishAsync(import.Id, import.BookId, await run.FallbackZoneAsync(import.BookId, ct), new Actor(import.CreatedBy));
                    break;
                case ImportState.Undoing:
                    await undo.RunAsync(import.Id, import.BookId);
                    break;
                default:
                    await steps.MoveAsync(import.Id, ImportState.Running, ImportState.RollingBack, nameof(ImportInterrupted));
                    await steps.RollBackAsync(import.Id, import.BookId);
                    break;
            }
        }

        await ForgetOldAsync(db, now - ImportLimits.SpoolLife, ct);
    }

    private async Task ForgetOldAsync(PhoneBankDb db, DateTime before, CancellationToken ct)
    {
        var waiting = new[] { ImportState.Matching, ImportState.Checked };
        foreach (var id in await db.Imports.Where(import => waiting.Contains(import.State) && import.CreatedAt < before).Select(import => import.Id).ToListAsync(ct))
        {
            if (await steps.MoveAsync(id, ImportState.Matching, ImportState.Failed, nameof(UploadGone)) || await steps.MoveAsync(id, ImportState.Checked, ImportState.Failed, nameof(UploadGone)))
            {
                await steps.ForgetRejectedAsync(id);
            }
        }

        // The rejected rows of a finished import can be fetched for a day.
        foreach (var id in await db.Imports
            .Where(import => import.FinishedAt < before && db.RejectedRows.Any(row => row.ImportId == import.Id)).Select(import => import.Id).ToListAsync(ct))
        {
            await steps.ForgetRejectedAsync(id);
        }

        // Nothing can be taken back any more, so nothing of how people were before is kept.
        var end = before + ImportLimits.SpoolLife - ImportLimits.UndoLife;
        foreach (var id in await db.Imports
            .Where(import => import.State == ImportState.Done && import.FinishedAt < end
                && (db.ImportedContacts.Any(named => named.ImportId == import.Id && named.SealedChange != null) || db.ImportedStops.Any(stop => stop.ImportId == import.Id)))
            .Select(import => import.Id).ToListAsync(ct))
        {
            await steps.ForgetPastAsync(id);
        }

        foreach (var (id, at) in spool.All().Where(upload => upload.At < before).ToList())
        {
            if (!await db.Imports.AnyAsync(import => import.Id == id && import.FinishedAt == null, ct))
            {
                spool.Delete(id);
            }
        }
    }
}
