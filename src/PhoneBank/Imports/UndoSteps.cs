using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>A contact as it was before an import and as the import left it, with the words it put on and took off.</summary>
internal sealed record ContactPast(ContactState Before, ContactState After, IReadOnlyList<Guid> Added, IReadOnlyList<Guid> Removed)
{
    public override string ToString() => nameof(ContactPast);
}

/// <summary>Takes back what an import has done, in chunks that can be taken up again after a crash at any point.</summary>
public sealed class UndoSteps(IHotStore store, Sealer sealer, ContactWriter writer, ImportSteps steps, TimeProvider time, Signals signals)
{
    private const int AtOnce = 200;

    /// <summary>The state must be Undoing.</summary>
    public async Task RunAsync(Guid importId, Guid bookId)
    {
        while (await TakeBackAsync(importId, bookId))
        {
            // Chunk by chunk.
        }

        while (await TakeOutAsync(importId, bookId))
        {
            // Chunk by chunk.
        }

        while (await LiftAsync(importId))
        {
            // Chunk by chunk.
        }

        await store.WriteAsync(
            session => session.ExecuteAsync($"UPDATE imports SET state = {ImportState.Undone}, undone_at = {time.UtcNow()} WHERE id = {importId} AND state = {ImportState.Undoing}"),
            CancellationToken.None);
        await steps.ForgetRejectedAsync(importId);
        signals.Publish(new Signal(Signal.ImportChanged));
    }

    /// <summary>Makes some of those who were there before what they were; false when there are none left.</summary>
    private async Task<bool> TakeBackAsync(Guid importId, Guid bookId)
    {
        var named = await store.ReadAsync(
            session => session.QueryAsync(
                $"SELECT contact_id, sealed_change FROM imported_contacts WHERE import_id = {importId} LIMIT {AtOnce}", row => (ContactId: row.Id(0), Sealed: row.BytesOrNull(1))),
            CancellationToken.None);
        if (named.Count == 0)
        {
            return false;
        }

        var ids = named.ConvertAll(row => row.ContactId);
        var pasts = named.Where(row => row.Sealed is not null)
            .ToDictionary(row => row.ContactId, row => sealer.OpenJson<ContactPast>(Places.ImportedChange(importId, row.ContactId), row.Sealed!));
        var people = await writer.OpenAsync(pasts.Keys, CancellationToken.None);
        foreach (var person in people)
        {
            person.TakeBack(pasts[person.Id].Before, pasts[person.Id].After);
        }

        var write = await writer.PrepareAsync(bookId, importId: null, await FallbackZoneAsync(bookId), people, isFound: true, CancellationToken.None);
        await store.WriteAsync(
            async session =>
            {
                foreach (var person in people)
                {
                    await TakeBackAsync(session, importId, bookId, person, pasts[person.Id]);
                }

                await write.RunAsync(session);
                await session.ExecuteAsync($"DELETE FROM imported_contacts WHERE import_id = {importId} AND contact_id IN {ids}");
                await session.ExecuteAsync($"UPDATE imports SET heartbeat_at = {time.UtcNow()} WHERE id = {importId}");
                return true;
            },
            CancellationToken.None);
        signals.Publish(new Signal(Signal.ImportChanged));
        return true;
    }

    private async Task TakeBackAsync(HotSession session, Guid importId, Guid bookId, PersonRecord person, ContactPast past)
    {
        await session.ExecuteAsync($"DELETE FROM contact_labels WHERE contact_id = {person.Id} AND label_id IN {past.Added}");
        foreach (var label in past.Removed)
        {
            await session.ExecuteAsync($"INSERT INTO contact_labels (contact_id, label_id) VALUES ({person.Id}, {label}) ON CONFLICT (contact_id, label_id) DO NOTHING");
        }

        await session.ExecuteAsync($"DELETE FROM contact_external_ids WHERE contact_id = {person.Id}");
        var externalIds = person.Details().Names.Select(name => name.ExternalId).OfType<string>().Distinct(StringComparer.Ordinal).Select(id => sealer.ExternalIdIndex(bookId, id)).ToList();
        await session.InsertAsync("contact_external_ids", "book_id, contact_id, blind_index", externalIds.ConvertAll(index => new object?[] { bookId, person.Id, index }));
        await session.AddExternalIdsAsync(bookId, externalIds.ConvertAll(index => (index, person.Id)));

        // A number somebody has called, or is calling now, stays where the call was.
        var phones = await session.QueryAsync(
            $"""
            SELECT p.id FROM contact_phones p WHERE p.contact_id = {person.Id} AND p.import_id = {importId}
                AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.phone_id = p.id) AND NOT EXISTS (SELECT 1 FROM calls c WHERE c.phone_id = p.id)
            """,
            row => row.Id(0));
        await session.ExecuteAsync($"DELETE FROM suppressions WHERE phone_id IN {phones}");
        await session.ExecuteAsync($"DELETE FROM contact_phones WHERE id IN {phones}");
    }

    /// <summary>Whoever came with this import and is in no call list and no later import leaves the book; the others are of no import any more. False when there are none left.</summary>
    private async Task<bool> TakeOutAsync(Guid importId, Guid bookId)
    {
        var hasMore = await store.WriteBulkAsync(
            async session =>
            {
                var ids = await session.QueryAsync($"SELECT id FROM contacts WHERE import_id = {importId} ORDER BY id LIMIT {AtOnce} {session.ForUpdate}", row => row.Id(0));
                if (ids.Count == 0)
                {
                    return false;
                }

                var leaving = await session.QueryAsync(
                    $"""
                    SELECT c.id FROM contacts c WHERE c.id IN {ids}
                        AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.contact_id = c.id)
                        AND NOT EXISTS (SELECT 1 FROM imported_contacts o WHERE o.contact_id = c.id)
                    """,
                    row => row.Id(0));
                await session.ExecuteAsync($"DELETE FROM suppressions WHERE phone_id IN (SELECT p.id FROM contact_phones p WHERE p.contact_id IN {leaving})");
                await session.ExecuteAsync($"DELETE FROM contacts WHERE id IN {leaving}");
                await session.ExecuteAsync($"UPDATE contacts SET import_id = NULL WHERE id IN {ids.Except(leaving).ToList()}");
                await session.ExecuteAsync($"UPDATE books SET people = people - {leaving.Count} WHERE id = {bookId}");
                await session.ExecuteAsync($"UPDATE imports SET people_kept = people_kept + {ids.Count - leaving.Count}, heartbeat_at = {time.UtcNow()} WHERE id = {importId}");
                return true;
            },
            CancellationToken.None);
        signals.Publish(new Signal(Signal.ImportChanged));
        return hasMore;
    }

    private async Task<bool> LiftAsync(Guid importId)
    {
        return await store.WriteAsync(
            async session =>
            {
                var import = (await session.QueryAsync($"SELECT undone_by, undo_lifts_stops FROM imports WHERE id = {importId}", row => (By: row.IdOrNull(0), Lifts: row.Flag(1))))[0];
                var stops = await session.QueryAsync(
                    $"SELECT id, stop_list_entry_id FROM imported_stops WHERE import_id = {importId} LIMIT {AtOnce}", row => (Id: row.Id(0), EntryId: row.IdOrNull(1)));
                if (stops.Count == 0)
                {
                    return false;
                }

                if (import.Lifts)
                {
                    await StopListWriter.EnterAsync(session);
                    await StopListWriter.LiftAsync(session, time, import.By is { } by ? new Actor(by) : Actor.System, [.. stops.Select(stop => stop.EntryId).OfType<Guid>()]);
                }

                await session.ExecuteAsync($"DELETE FROM imported_stops WHERE id IN {stops.ConvertAll(stop => stop.Id)}");
                return true;
            },
            CancellationToken.None);
    }

    private async Task<string> FallbackZoneAsync(Guid bookId) =>
        RunImport.ZoneOf((await store.ReadAsync(session => session.QueryAsync($"SELECT default_country FROM books WHERE id = {bookId}", row => row.Text(0)), CancellationToken.None))[0]);
}
