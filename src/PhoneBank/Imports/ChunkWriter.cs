using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>Seals what a chunk brings and writes it, with what was counted; reads nothing that an earlier chunk wrote.</summary>
internal sealed class ChunkWriter(IHotStore store, Sealer sealer, ContactWriter writer, TimeProvider time, Signals signals, ImportJob job)
{
    private readonly KnownWords _words = new();
    private Task _givenToStore = Task.CompletedTask;
    private Task _written = Task.CompletedTask;

    /// <summary>Seals at once, beside others, and writes after all that were given before.</summary>
    /// <exception cref="ImportStoppedException">The import is no longer ours.</exception>
    public async Task WriteAsync(ChunkWork work, CancellationToken ct)
    {
        var before = _givenToStore;
        var given = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _givenToStore = given.Task;
        Task writing;
        try
        {
            // On a thread of its own, so that callers find the pool's threads free.
            var rows = await Task.Factory.StartNew(() => SealAsync(work, ct), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
            await before;
            ct.ThrowIfCancellationRequested();
            _written = writing = WriteAsync(work.Counts, rows, _written, ct);
            given.SetResult();
        }
        catch
        {
            // Nothing is written after what could not be.
            given.SetCanceled(CancellationToken.None);
            throw;
        }

        await writing;
    }

    private async Task<SealedChunk> SealAsync(ChunkWork work, CancellationToken ct)
    {
        var rejected = work.Rejected.ConvertAll(entry =>
        {
            var id = time.NewId();
            return new object?[] { id, job.ImportId, entry.Row.Line, entry.Reason, sealer.SealJson(job.BookId, Places.RejectedRow(id), entry.Row.Cells) };
        });
        if (!job.Writes)
        {
            return new SealedChunk(rejected, Contacts: null, Named: [], Additions: [], Stops: []);
        }

        var people = work.NewIds.ToDictionary(id => id, id => PersonRecord.New(id, work.FactsOf(id)));
        foreach (var merge in work.Merges.Where(merge => work.IsNew(merge.Person.ContactId)))
        {
            people[merge.Person.ContactId].Merge(merge.Facts, merge.IsSomebodyElse);
        }

        return new SealedChunk(
            rejected,
            await writer.PrepareAsync(job.BookId, job.ImportId, job.FallbackZone, [.. people.Values], isFound: false, ct, _words),
            [.. work.Named.Select(id => new object?[] { job.ImportId, id })],
            [.. work.Merges.Where(merge => !work.IsNew(merge.Person.ContactId)).Select(SealAddition)],
            work.Stops.ConvertAll(number =>
            {
                var id = time.NewId();
                return new object?[] { id, job.ImportId, sealer.Seal(job.BookId, Places.ImportedStop(id), number), null };
            }));
    }

    private object?[] SealAddition(PlannedMerge merge)
    {
        var id = time.NewId();
        var overwrites = merge.Person.IsExisting && job.Plan.Update == UpdateRule.Overwrite;
        return [id, job.ImportId, merge.Person.ContactId, merge.Line, sealer.SealJson(job.BookId, Places.ImportedAddition(id), new Addition(merge.Facts, merge.IsSomebodyElse, overwrites))];
    }

    private async Task WriteAsync(ImportCounts counts, SealedChunk rows, Task earlier, CancellationToken ct)
    {
        var state = job.Writes ? ImportState.Running : ImportState.Checking;
        await store.WriteBulkAsync(
            async session =>
            {
                if (rows.Contacts is not null)
                {
                    await rows.Contacts.RunAsync(session);
                }

                // What follows names people of earlier pieces. SQLite's one writer is done with those.
                await (session.Kind == DatabaseKind.Postgres ? earlier : Task.CompletedTask);
                var touched = await session.ExecuteAsync($"""
                    UPDATE imports SET rows_read = {counts.Rows}, rows_new = {counts.New}, rows_duplicate = {counts.Duplicate}, rows_shared_number = {counts.SharedNumber},
                        rows_invalid = {counts.Invalid}, rows_stop_listed = {counts.StopListed}, rows_do_not_call = {counts.DoNotCall}, rows_doubtful = {counts.Doubtful},
                        unknown_languages = {counts.UnknownLanguages}, unknown_countries = {counts.UnknownCountries}, unknown_zones = {counts.UnknownZones},
                        unreadable_hours = {counts.UnreadableHours}, numbers_left_out = {counts.NumbersLeftOut}, heartbeat_at = {time.UtcNow()}
                    WHERE id = {job.ImportId} AND state = {state}
                    """);
                if (touched == 0)
                {
                    throw new ImportStoppedException();
                }

                await session.InsertAsync("imported_contacts", "import_id, contact_id", rows.Named, "ON CONFLICT (import_id, contact_id) DO NOTHING");
                await session.InsertAsync("imported_additions", "id, import_id, contact_id, line, sealed_facts", rows.Additions);
                await session.InsertAsync("imported_stops", "id, import_id, sealed_number, stop_list_entry_id", rows.Stops);
                await session.InsertAsync("rejected_rows", "id, import_id, line, reason, sealed_row", rows.Rejected);
                return true;
            },
            ct);
        signals.Publish(new Signal(Signal.ImportChanged));
    }

    private sealed record SealedChunk(List<object?[]> Rejected, ContactWrite? Contacts, List<object?[]> Named, List<object?[]> Additions, List<object?[]> Stops);
}
