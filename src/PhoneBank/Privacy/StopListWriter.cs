using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Privacy;

/// <summary>
/// Puts numbers on the stop list and takes them off, inside an act. A number on the list silences its phone in every book,
/// through each book's own index, and is copied into the flag that claims read.
/// </summary>
internal static class StopListWriter
{
    // Any number will do, as long as it is always the same one.
    private const long AdvisoryLock = 0x50686F6E65426E6B;

    private const int LateAtOnce = 200;

    /// <summary>
    /// One suppressing act at a time across nodes, because it touches contacts of several books: taken before any contact is locked.
    /// </summary>
    public static async Task EnterAsync(HotSession session)
    {
        if (session.Kind == DatabaseKind.Postgres)
        {
            await session.QueryAsync($"SELECT 1 FROM (SELECT pg_advisory_xact_lock({AdvisoryLock})) l", row => row.Int(0));
        }
    }

    /// <summary>Silences these numbers everywhere; the ids of the stop-list entries.</summary>
    public static async Task<IReadOnlyList<Guid>> AddAsync(HotSession session, Sealer sealer, TimeProvider time, Actor actor, IReadOnlyCollection<string> numbers, Guid? callId)
    {
        var entries = await InsertAsync(session, sealer, time, actor, numbers, callId);
        foreach (var id in entries)
        {
            await session.RecordAsync(time, actor, AuditAction.Suppressed, id);
        }

        return entries;
    }

    /// <summary>
    /// The same for many numbers at once, those that are on the list for good already left out; told in the audit log as one act of so many.
    /// The ids of the stop-list entries.
    /// </summary>
    public static async Task<IReadOnlyList<Guid>> AddNewAsync(HotSession session, Sealer sealer, TimeProvider time, Actor actor, IReadOnlyCollection<string> numbers)
    {
        var hashes = numbers.ToDictionary(number => Convert.ToHexString(sealer.StopListHash(number)), StringComparer.Ordinal);
        var there = await ForGoodAsync(session, [.. hashes.Keys.Select(Convert.FromHexString)]);
        var entries = await InsertAsync(session, sealer, time, actor, [.. hashes.Where(pair => !there.Contains(pair.Key)).Select(pair => pair.Value)], callId: null);
        if (entries.Count > 0)
        {
            await session.RecordAsync(time, actor, AuditAction.StopListImported, detail: entries.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return entries;
    }

    /// <summary>Of these hashes, those that are on the list, by whatever entry.</summary>
    public static async Task<IReadOnlyList<byte[]>> OnListAsync(HotSession session, IReadOnlyCollection<byte[]> hashes) =>
        session.Kind == DatabaseKind.Sqlite
            ? session.LookUp("SELECT id FROM stop_list_entries WHERE hash = ?1 AND lifted_at IS NULL", scope: null, hashes).ConvertAll(found => found.Key)
            : await session.QueryAsync($"SELECT hash FROM stop_list_entries WHERE hash IN {hashes} AND lifted_at IS NULL", row => row.Bytes(0));

    /// <summary>
    /// Of these hashes, those on the list by an entry of its own. What a call put there goes again with that call, so it does not
    /// stand for what somebody else asks.
    /// </summary>
    public static async Task<IReadOnlySet<string>> ForGoodAsync(HotSession session, IReadOnlyCollection<byte[]> hashes) =>
        hashes.Count == 0 ? new HashSet<string>() : (await session.QueryAsync(
            $"SELECT hash FROM stop_list_entries WHERE hash IN {hashes} AND lifted_at IS NULL AND call_id IS NULL",
            row => Convert.ToHexString(row.Bytes(0)))).ToHashSet(StringComparer.Ordinal);

    /// <summary>Lifts entries; phones that no other entry silences may be called again. Lifted ones stay lifted. The number of entries lifted now.</summary>
    public static async Task<int> LiftAsync(HotSession session, TimeProvider time, Actor actor, IReadOnlyCollection<Guid> entryIds)
    {
        var now = time.UtcNow();
        var lifted = await session.ExecuteAsync($"UPDATE stop_list_entries SET lifted_at = {now}, lifted_by = {actor.VolunteerId} WHERE id IN {entryIds} AND lifted_at IS NULL");
        if (lifted == 0)
        {
            return 0;
        }

        await LockContactsAsync(session, [.. await session.QueryAsync($"SELECT contact_id FROM suppressions WHERE stop_list_entry_id IN {entryIds}", row => row.Id(0))]);
        var rows = await session.QueryAsync(
            $"DELETE FROM suppressions WHERE stop_list_entry_id IN {entryIds} RETURNING phone_id, contact_id",
            row => (Phone: row.Id(0), Contact: row.Id(1)));
        var phones = rows.Select(row => row.Phone).ToHashSet();
        await session.ExecuteAsync($"""
            UPDATE contact_phones SET suppressed = EXISTS (SELECT 1 FROM suppressions s WHERE s.phone_id = contact_phones.id) WHERE id IN {phones}
            """);
        await RefreshAsync(session, [.. rows.Select(row => row.Contact)], now);
        return lifted;
    }

    /// <summary>Silences those of a contact's phones whose number is on the list although the phone does not say so; their ids.</summary>
    public static async Task<IReadOnlyCollection<Guid>> SilenceListedAsync(
        HotSession session, Sealer sealer, TimeProvider time, Actor actor, Guid contactId, IReadOnlyCollection<(Guid PhoneId, string E164)> phones)
    {
        var silenced = new HashSet<Guid>();
        foreach (var (phoneId, number) in phones)
        {
            var listed = await session.QueryAsync(
                $"SELECT id FROM stop_list_entries WHERE hash = {sealer.StopListHash(number)} AND lifted_at IS NULL",
                row => row.Id(0));
            foreach (var entryId in listed)
            {
                await SilenceAsync(session, time, [(entryId, phoneId, contactId)]);
                await session.RecordAsync(time, actor, AuditAction.Suppressed, entryId);
                silenced.Add(phoneId);
            }
        }

        if (silenced.Count > 0)
        {
            await session.RefreshCallableAsync([contactId], time.UtcNow());
        }

        return silenced;
    }

    /// <summary>Silences some of those whom an import brings with a number that came onto the list while it ran; false when there are none left. Its keys must all be written.</summary>
    public static async Task<bool> CatchUpAsync(HotSession session, TimeProvider time, Guid importId, Guid bookId)
    {
        await EnterAsync(session);
        var ids = await session.QueryAsync($"SELECT id FROM late_stops WHERE import_id = {importId} LIMIT {LateAtOnce}", row => row.Id(0));
        var late = await session.QueryAsync(
            $"""
            SELECT l.stop_list_entry_id, p.id, p.contact_id FROM late_stops l
            JOIN stop_list_entries s ON s.id = l.stop_list_entry_id
            JOIN phone_keys k ON k.book_id = {bookId} AND k.blind_index = l.blind_index
            JOIN contact_phones p ON p.id = k.phone_id
            WHERE l.id IN {ids} AND s.lifted_at IS NULL
            """,
            row => (Entry: row.Id(0), Phone: row.Id(1), Contact: row.Id(2)));
        var contacts = late.Select(stop => stop.Contact).ToHashSet();
        await LockContactsAsync(session, contacts);
        await SilenceAsync(session, time, late);
        await RefreshAsync(session, contacts, time.UtcNow());
        return await session.ExecuteAsync($"DELETE FROM late_stops WHERE id IN {ids}") > 0;
    }

    private static async Task<IReadOnlyList<Guid>> InsertAsync(HotSession session, Sealer sealer, TimeProvider time, Actor actor, IReadOnlyCollection<string> numbers, Guid? callId)
    {
        if (numbers.Count == 0)
        {
            return [];
        }

        var now = time.UtcNow();
        var books = await session.QueryAsync($"SELECT book_id FROM data_keys WHERE book_id IS NOT NULL ORDER BY book_id", row => row.Id(0));
        var ids = numbers.ToDictionary(number => number, _ => time.NewId(), StringComparer.Ordinal);
        var found = new List<(string Number, Guid Phone, Guid Contact)>();
        var late = new List<object?[]>();
        var imports = (await session.QueryAsync($"SELECT book_id, id FROM imports WHERE state IN ('Running', 'Finishing')", row => (BookId: row.Id(0), Id: row.Id(1)))).ToLookup(import => import.BookId, import => import.Id);
        foreach (var bookId in books)
        {
            var indexes = numbers.ToDictionary(number => Convert.ToHexString(sealer.PhoneIndex(bookId, number)), StringComparer.Ordinal);
            found.AddRange((await session.FindPhonesAsync(bookId, [.. indexes.Keys.Select(Convert.FromHexString)]))
                .Select(phone => (indexes[Convert.ToHexString(phone.Index)], phone.PhoneId, phone.ContactId)));

            // Whom an import that is not decided brings cannot be found by number yet.
            late.AddRange(imports[bookId].SelectMany(_ => indexes, (import, index) => new object?[] { time.NewId(), import, ids[index.Value], Convert.FromHexString(index.Key) }));
        }

        var contacts = found.Select(match => match.Contact).ToHashSet();
        await LockContactsAsync(session, contacts);
        await session.InsertAsync(
            "stop_list_entries",
            "id, hash, added_at, added_by, call_id",
            [.. ids.Select(pair => new object?[] { pair.Value, sealer.StopListHash(pair.Key), now, actor.VolunteerId, callId })]);
        await session.InsertAsync("late_stops", "id, import_id, stop_list_entry_id, blind_index", late);
        await SilenceAsync(session, time, [.. found.Select(match => (ids[match.Number], match.Phone, match.Contact))]);
        await RefreshAsync(session, contacts, now);
        return [.. ids.Values];
    }

    private static async Task SilenceAsync(HotSession session, TimeProvider time, IReadOnlyCollection<(Guid EntryId, Guid PhoneId, Guid ContactId)> silenced)
    {
        if (silenced.Count == 0)
        {
            return;
        }

        await session.InsertAsync(
            "suppressions",
            "id, stop_list_entry_id, phone_id, contact_id",
            [.. silenced.Select(row => new object?[] { time.NewId(), row.EntryId, row.PhoneId, row.ContactId })],
            "ON CONFLICT (stop_list_entry_id, phone_id) DO NOTHING");
        await session.ExecuteAsync($"UPDATE contact_phones SET suppressed = {true} WHERE id IN {silenced.Select(row => row.PhoneId).Distinct()}");
    }

    private static Task LockContactsAsync(HotSession session, IReadOnlyCollection<Guid> contactIds) =>
        session.QueryAsync($"SELECT id FROM contacts WHERE id IN {contactIds} ORDER BY id {session.ForUpdate}", row => row.Id(0));

    private static Task RefreshAsync(HotSession session, IReadOnlyCollection<Guid> contactIds, DateTime now) =>
        contactIds.Count > 0 ? session.RefreshCallableAsync(contactIds, now) : Task.CompletedTask;
}
