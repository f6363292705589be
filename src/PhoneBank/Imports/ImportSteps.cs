using System.Text.Json;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>
/// The two ways an import ends: onwards, once every row is written and it is decided, or back to where the book was.
/// Both go in chunks and can be taken up again after a crash at any point.
/// </summary>
public sealed class ImportSteps(IHotStore store, Sealer sealer, ContactWriter writer, ImportKeys keys, Spool spool, TimeProvider time, Signals signals)
{
    private const int AtOnce = 1000;
    private const int AdditionsAtOnce = 200;
    private const int DeletedAtOnce = 200;
    private const int StopsAtOnce = 100;

    /// <summary>Applies what waits for those that were there before, and lets everybody see whom the import brings. The state must be Finishing.</summary>
    public async Task FinishAsync(Guid importId, Guid bookId, string fallbackZone, Actor actor)
    {
        while (await StopAsync(importId, actor))
        {
            // First of all, so that nobody who must not be called is callable for a moment.
        }

        await keys.WriteAsync(importId, bookId);
        while (await store.WriteAsync(session => StopListWriter.CatchUpAsync(session, time, importId, bookId), CancellationToken.None))
        {
            // Until none came meanwhile.
        }

        await AddAsync(importId, bookId, fallbackZone);

        await store.WriteAsync(
            async session =>
            {
                var now = time.UtcNow();
                await session.ExecuteAsync($"UPDATE labels SET import_id = NULL WHERE book_id = {bookId} AND import_id = {importId}");
                await session.ExecuteAsync($"DELETE FROM late_stops WHERE import_id = {importId}");
                var ended = await session.ExecuteAsync($"UPDATE imports SET state = {ImportState.Done}, finished_at = {now}, failure = NULL WHERE id = {importId} AND state = {ImportState.Finishing}");
                if (ended > 0)
                {
                    await session.ExecuteAsync($"""
                        UPDATE books SET undecided_import_id = {Guid.Empty}, people = people + (SELECT rows_new FROM imports WHERE id = {importId}) WHERE id = {bookId}
                        """);
                    await session.RecordAsync(time, actor, AuditAction.ImportRun, importId, bookId);
                }

                return true;
            },
            CancellationToken.None);
        spool.Delete(importId);
        signals.Publish(new Signal(Signal.ImportChanged));
    }

    /// <summary>
    /// Takes out everything the import wrote. The state must be RollingBack. Cancelled by a person it ends there; broken off
    /// by a stop of the application it goes back to its columns, with the upload still there; else it has failed.
    /// One that is decided never goes back: whatever broke its end, the sweep goes on with it.
    /// </summary>
    public async Task RollBackAsync(Guid importId, Guid bookId)
    {
        if (await store.ReadAsync(session => session.CountAsync($"SELECT count(*) FROM imports WHERE id = {importId} AND state = {ImportState.RollingBack}"), CancellationToken.None) == 0)
        {
            return;
        }

        while (await TakeOutAsync(importId))
        {
            // Chunk by chunk.
        }

        var end = await store.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync($"DELETE FROM labels WHERE book_id = {bookId} AND import_id = {importId}");
                await session.ExecuteAsync($"DELETE FROM imported_stops WHERE import_id = {importId}");
                await session.ExecuteAsync($"DELETE FROM late_stops WHERE import_id = {importId}");
                await session.ExecuteAsync($"UPDATE books SET undecided_import_id = {Guid.Empty} WHERE id = {bookId} AND undecided_import_id = {importId}");
                var failure = (await session.QueryAsync($"SELECT failure FROM imports WHERE id = {importId}", row => row.TextOrNull(0)))[0];
                var state = failure switch
                {
                    null => ImportState.Cancelled,
                    nameof(ImportInterrupted) => ImportState.Matching,
                    _ => ImportState.Failed,
                };
                DateTime? finishedAt = state == ImportState.Matching ? null : time.UtcNow();
                await session.ExecuteAsync($"""
                    UPDATE imports SET state = {state}, finished_at = {finishedAt}, rows_read = 0, rows_new = 0, rows_duplicate = 0, rows_shared_number = 0, rows_stop_listed = 0, rows_do_not_call = 0, rows_doubtful = 0
                    WHERE id = {importId} AND state = {ImportState.RollingBack}
                    """);
                return state;
            },
            CancellationToken.None);
        if (end != ImportState.Matching)
        {
            spool.Delete(importId);
            await ForgetRejectedAsync(importId);
        }

        signals.Publish(new Signal(Signal.ImportChanged));
    }

    /// <summary>Deletes the rows kept for the download.</summary>
    public async Task ForgetRejectedAsync(Guid importId)
    {
        int deleted;
        do
        {
            deleted = await store.WriteAsync(
                session => session.ExecuteAsync($"DELETE FROM rejected_rows WHERE id IN (SELECT id FROM rejected_rows WHERE import_id = {importId} LIMIT {AtOnce})"), CancellationToken.None);
        }
        while (deleted == AtOnce);
    }

    /// <summary>Deletes what an undo would need.</summary>
    public async Task ForgetPastAsync(Guid importId)
    {
        int forgotten;
        do
        {
            forgotten = await store.WriteAsync(
                async session => await session.ExecuteAsync($"""
                    UPDATE imported_contacts SET sealed_change = NULL WHERE import_id = {importId}
                        AND contact_id IN (SELECT contact_id FROM imported_contacts WHERE import_id = {importId} AND sealed_change IS NOT NULL LIMIT {AtOnce})
                    """) + await session.ExecuteAsync($"DELETE FROM imported_stops WHERE id IN (SELECT id FROM imported_stops WHERE import_id = {importId} LIMIT {AtOnce})"),
                CancellationToken.None);
        }
        while (forgotten > 0);
    }

    /// <summary>Moves an import from one state to another; false when it was not in that state (any more).</summary>
    public Task<bool> MoveAsync(Guid importId, ImportState from, ImportState to, string? failure = null) =>
        store.WriteAsync(
            async session => await session.ExecuteAsync($"UPDATE imports SET state = {to}, failure = {failure}, heartbeat_at = {time.UtcNow()} WHERE id = {importId} AND state = {from}") > 0,
            CancellationToken.None);

    /// <summary>Applies what waits for contacts, some at a time: what comes next is opened and sealed while this is written.</summary>
    private async Task AddAsync(Guid importId, Guid bookId, string fallbackZone)
    {
        var writing = Task.FromResult(true);
        try
        {
            for (Guid? from = Guid.Empty; from is { } after;)
            {
                (from, var write) = await PrepareAdditionsAsync(importId, bookId, fallbackZone, after);

                // One piece at a time: they may bring numbers of one another, each in an order of its own.
                await writing;
                writing = write is null ? writing : store.WriteBulkAsync(write, CancellationToken.None);
            }
        }
        finally
        {
            await ((Task)writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What is written for the next contacts for whom something waits, and the last of them; nothing when nobody is left.</summary>
    private async Task<(Guid? Last, Func<HotSession, Task<bool>>? Write)> PrepareAdditionsAsync(Guid importId, Guid bookId, string fallbackZone, Guid after)
    {
        var waiting = await store.ReadAsync(
            session => session.QueryAsync(
                $"""
                SELECT id, contact_id, sealed_facts FROM imported_additions WHERE import_id = {importId} AND contact_id IN (
                    SELECT DISTINCT contact_id FROM imported_additions WHERE import_id = {importId} AND contact_id > {after} ORDER BY contact_id LIMIT {AdditionsAtOnce})
                ORDER BY contact_id, line
                """,
                row => (ContactId: row.Id(1), Addition: sealer.OpenJson<Addition>(Places.ImportedAddition(row.Id(0)), row.Bytes(2)))),
            CancellationToken.None);
        if (waiting.Count == 0)
        {
            return (null, null);
        }

        var additions = waiting.ToLookup(row => row.ContactId, row => row.Addition);
        var ids = additions.Select(group => group.Key).ToList();
        var people = await writer.OpenAsync(ids, CancellationToken.None);
        var opened = people.ConvertAll(Fingerprint);

        // Whom the import made has no past.
        var named = (await store.ReadAsync(
            session => session.QueryAsync($"SELECT contact_id FROM imported_contacts WHERE import_id = {importId} AND contact_id IN {ids}", row => row.Id(0)), CancellationToken.None)).ToHashSet();
        var before = people.Where(person => named.Contains(person.Id)).ToDictionary(person => person.Id, person => person.State());
        var words = await WordsAsync([.. before.Keys]);
        foreach (var person in people)
        {
            foreach (var addition in additions[person.Id])
            {
                person.Merge(addition.Facts, addition.IsSomebodyElse, addition.Overwrites);
            }
        }

        var write = await writer.PrepareAsync(bookId, importId, fallbackZone, people, isFound: true, CancellationToken.None);
        var pasts = people.FindAll(person => before.ContainsKey(person.Id))
            .ConvertAll(person => (person.Id, Sealed: sealer.SealJson(bookId, Places.ImportedChange(importId, person.Id), PastOf(person, before[person.Id], words[person.Id], write))));

        // A row that says nothing new of somebody, beside tags, leaves her as she is.
        var same = people.Where((person, i) => person.NewPhones.Count == 0 && person.NewExternalIds.Count == 0 && Fingerprint(person).AsSpan().SequenceEqual(opened[i])).ToDictionary(person => person.Id);
        write.Changes.RemoveAll(change => same.TryGetValue(change.Id, out var person) && change.CityId == person.CityId && change.SourceId == person.SourceId);
        return (waiting[^1].ContactId, WriteAsync);

        async Task<bool> WriteAsync(HotSession session)
        {
            await write.RunAsync(session);
            foreach (var (contactId, past) in pasts)
            {
                await session.ExecuteAsync($"UPDATE imported_contacts SET sealed_change = {past} WHERE import_id = {importId} AND contact_id = {contactId}");
            }

            await session.ExecuteAsync($"DELETE FROM imported_additions WHERE import_id = {importId} AND contact_id IN {ids}");
            await BeatAsync(session, importId);
            return true;
        }
    }

    /// <summary>Deletes some of what an import wrote that never was decided; false when there are none left.</summary>
    private Task<bool> TakeOutAsync(Guid importId) => store.WriteBulkAsync(
        async session =>
        {
            var deleted = await session.ExecuteAsync($"DELETE FROM contacts WHERE id IN (SELECT id FROM contacts WHERE import_id = {importId} ORDER BY id LIMIT {DeletedAtOnce})")
                + await session.ExecuteAsync($"DELETE FROM imported_additions WHERE id IN (SELECT id FROM imported_additions WHERE import_id = {importId} LIMIT {DeletedAtOnce})")
                + await session.ExecuteAsync($"""
                    DELETE FROM imported_contacts WHERE import_id = {importId} AND contact_id IN (SELECT contact_id FROM imported_contacts WHERE import_id = {importId} LIMIT {DeletedAtOnce})
                    """);
            await BeatAsync(session, importId);
            return deleted > 0;
        },
        CancellationToken.None);

    /// <summary>Puts some of the numbers that the file marks as not to be called on the stop list; false when there are none left.</summary>
    private Task<bool> StopAsync(Guid importId, Actor actor) => store.WriteAsync(
        async session =>
        {
            await StopListWriter.EnterAsync(session);
            var waiting = await session.QueryAsync(
                $"SELECT id, sealed_number FROM imported_stops WHERE import_id = {importId} AND sealed_number IS NOT NULL LIMIT {StopsAtOnce}", row => (Id: row.Id(0), Sealed: row.Bytes(1)));
            if (waiting.Count == 0)
            {
                return false;
            }

            var entries = await StopListWriter.AddAsync(session, sealer, time, actor, waiting.ConvertAll(row => sealer.Open(Places.ImportedStop(row.Id), row.Sealed)), callId: null);
            foreach (var ((id, _), entryId) in waiting.Zip(entries))
            {
                await session.ExecuteAsync($"UPDATE imported_stops SET sealed_number = NULL, stop_list_entry_id = {entryId} WHERE id = {id}");
            }

            await BeatAsync(session, importId);
            return true;
        },
        CancellationToken.None);

    private async Task<ILookup<Guid, Guid>> WordsAsync(List<Guid> contactIds) =>
        (await store.ReadAsync(
            session => session.QueryAsync($"SELECT contact_id, label_id FROM contact_labels WHERE contact_id IN {contactIds}", row => (ContactId: row.Id(0), LabelId: row.Id(1))),
            CancellationToken.None)).ToLookup(row => row.ContactId, row => row.LabelId);

    private static byte[] Fingerprint(PersonRecord person) => JsonSerializer.SerializeToUtf8Bytes(person.State());

    private static ContactPast PastOf(PersonRecord person, ContactState before, IEnumerable<Guid> words, ContactWrite write)
    {
        var change = write.Changes.Find(change => change.Id == person.Id)!;
        var after = person.State() with { CityId = change.CityId, SourceId = change.SourceId };
        return new ContactPast(
            before,
            after,
            [.. write.Labels.Where(row => person.Id.Equals(row[0])).Select(row => (Guid)row[1]!).Except(words)],
            [.. write.RemovedLabels.Where(removed => removed.ContactId == person.Id).Select(removed => removed.LabelId)]);
    }

    private Task<int> BeatAsync(HotSession session, Guid importId) => session.ExecuteAsync($"UPDATE imports SET heartbeat_at = {time.UtcNow()} WHERE id = {importId}");
}
