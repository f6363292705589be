using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling.Hours;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>The dry run and the import itself. Both stream; both say by name why they stopped; neither leaves half of anything.</summary>
public sealed class RunImport(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, Sealer sealer, ContactWriter writer, Spool spool, ImportSteps steps, SavedMappings mappings, TimeProvider time, Signals signals)
{
    /// <summary>Goes through the whole file and counts; changes nothing in the book. Afterwards the import is Checked, or back at its columns with the refusal.</summary>
    public async Task<Result<ImportCounts>> CheckAsync(Actor actor, Guid importId, CancellationToken ct)
    {
        var (import, plan) = await FindAsync(actor, importId, ct);
        if (import is null || plan is null)
        {
            return new NotFound();
        }

        if (!plan.Columns.Any(use => use.Meaning == ColumnMeaning.Phone))
        {
            return new NoPhoneColumn();
        }

        if (!await steps.MoveAsync(importId, ImportState.Matching, ImportState.Checking) && !await steps.MoveAsync(importId, ImportState.Checked, ImportState.Checking))
        {
            return new NotInThisState();
        }

        Error error;
        try
        {
            await steps.ForgetRejectedAsync(importId);
            var engine = await EngineAsync(import, plan, writes: false, ct);
            var counts = await ReadAsync(engine, import, ct);
            var sealedPlan = sealer.SealJson(import.BookId, Places.ImportPlan(importId), plan with { TextColumns = engine.TextColumns, Changes = engine.Changes });
            var isChecked = await store.WriteAsync(
                async session => await session.ExecuteAsync($"""
                    UPDATE imports SET state = {ImportState.Checked}, rows_total = {counts.Rows}, sealed_plan = {sealedPlan} WHERE id = {importId} AND state = {ImportState.Checking}
                    """) > 0,
                CancellationToken.None);
            signals.Publish(new Signal(Signal.ImportChanged));
            return isChecked ? counts : new ImportWasCancelled();
        }
        catch (ImportStoppedException)
        {
            return new ImportWasCancelled();
        }
        catch (ImportRefusedException refused)
        {
            error = refused.Error;
        }
        catch (OperationCanceledException)
        {
            error = new ImportInterrupted();
        }
        catch
        {
            await steps.MoveAsync(importId, ImportState.Checking, ImportState.Matching, nameof(ImportBroke));
            throw;
        }

        await steps.MoveAsync(importId, ImportState.Checking, ImportState.Matching, ImportRefusals.Code(error));
        signals.Publish(new Signal(Signal.ImportChanged));
        return error;
    }

    /// <summary>
    /// Imports what the dry run has counted, all or nothing. When the task completes it is done, or the book is as it was.
    /// Cancelling <paramref name="ct"/> means that the application stops: it rolls back and the upload stays.
    /// </summary>
    public async Task<Result<ImportCounts>> RunAsync(Actor actor, Guid importId, CancellationToken ct)
    {
        var (import, plan) = await FindAsync(actor, importId, ct);
        if (import is null || plan is null)
        {
            return new NotFound();
        }

        if (await BeginAsync(import) is { } refusal)
        {
            return refusal;
        }

        string? failure;
        Error error;
        try
        {
            await mappings.SaveAsync(import.BookId, plan);
            await steps.ForgetRejectedAsync(importId);
            var counts = await WriteAsync(import, plan, ct);
            if (await steps.MoveAsync(importId, ImportState.Running, ImportState.Finishing))
            {
                await steps.FinishAsync(importId, import.BookId, await FallbackZoneAsync(import.BookId, CancellationToken.None), actor);
                return counts;
            }

            (error, failure) = (new ImportWasCancelled(), null);
        }
        catch (ImportStoppedException)
        {
            (error, failure) = (new ImportWasCancelled(), null);
        }
        catch (ImportRefusedException refused)
        {
            (error, failure) = (refused.Error, ImportRefusals.Code(refused.Error));
        }
        catch (OperationCanceledException)
        {
            (error, failure) = (new ImportInterrupted(), nameof(ImportInterrupted));
        }
        catch
        {
            await steps.MoveAsync(importId, ImportState.Running, ImportState.RollingBack, nameof(ImportBroke));
            await steps.RollBackAsync(importId, import.BookId);
            throw;
        }

        // After a cancel the state is RollingBack already, and this does nothing.
        await steps.MoveAsync(importId, ImportState.Running, ImportState.RollingBack, failure);
        await steps.RollBackAsync(importId, import.BookId);
        return error;
    }

    internal async Task<string> FallbackZoneAsync(Guid bookId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var country = await db.Books.Where(book => book.Id == bookId).Select(book => book.DefaultCountry).SingleAsync(ct);
        return ZoneOf(country);
    }

    /// <summary>The zone of people whose own and whose country's nobody knows: the most populous one of the book's country.</summary>
    internal static string ZoneOf(string country) => Zones.OfCountry(country) is [var first, ..] ? first : "UTC";

    // All that the engine remembers is gone when this is done.
    private async Task<ImportCounts> WriteAsync(Import import, ImportPlan plan, CancellationToken ct) =>
        await ReadAsync(await EngineAsync(import, plan, writes: true, ct), import, ct);

    private async Task<ImportCounts> ReadAsync(ImportEngine engine, Import import, CancellationToken ct)
    {
        await using var content = spool.Open(import.Id, import.Bytes) ?? throw new ImportRefusedException(new UploadGone());
        return await engine.RunAsync(content, ct);
    }

    private async Task<ImportEngine> EngineAsync(Import import, ImportPlan plan, bool writes, CancellationToken ct) =>
        new(store, sealer, writer, time, signals, new ImportJob(import.Id, import.BookId, plan, import.DefaultCountry, await FallbackZoneAsync(import.BookId, ct), writes));

    private async Task<(Import? Import, ImportPlan? Plan)> FindAsync(Actor actor, Guid importId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var import = await db.ImportsOf(actor).AsNoTracking().SingleOrDefaultAsync(import => import.Id == importId, ct);
        return (import, import is null ? null : sealer.OpenJson<ImportPlan>(Places.ImportPlan(importId), import.SealedPlan));
    }

    /// <summary>From here on its people come, and nobody sees them.</summary>
    internal Task<Error?> BeginAsync(Import import) => store.WriteAsync<Error?>(
        async session =>
        {
            // Whoever stops a number now either is seen when the rows are placed, or sees that this import runs.
            await StopListWriter.EnterAsync(session);
            var busy = await session.CountAsync($"""
                SELECT count(*) FROM imports WHERE book_id = {import.BookId} AND id <> {import.Id}
                    AND state IN {new[] { ImportState.Running, ImportState.Finishing, ImportState.RollingBack, ImportState.Undoing }}
                """);
            if (busy > 0)
            {
                return new ImportAlreadyRunning();
            }

            var moved = await session.ExecuteAsync($"""
                UPDATE imports SET state = {ImportState.Running}, failure = NULL, rows_read = 0, heartbeat_at = {time.UtcNow()} WHERE id = {import.Id} AND state = {ImportState.Checked}
                """);
            if (moved == 0)
            {
                return new NotInThisState();
            }

            await session.ExecuteAsync($"UPDATE books SET undecided_import_id = {import.Id} WHERE id = {import.BookId}");
            return null;
        },
        CancellationToken.None);
}
