using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>
/// Makes those whom an import brings be found by number and external id. Their keys come in no order; written sorted, a
/// thousand of them change a dozen pages of the index instead of a thousand. Can be taken up again at any point.
/// </summary>
public sealed class ImportKeys(IHotStore store, TimeProvider time)
{
    private const int KeysAtOnce = 1000;

    // Longer lists would be large objects, which are collected late.
    private const int PeopleAtOnce = 3000;

    // Of one table alone: joined with the people, PostgreSQL, which knows nothing yet of what was just written, reads all of it each time.
    private const string Phones = "SELECT blind_index, id FROM contact_phones WHERE book_id = ?1 AND contact_id >= ?2 AND contact_id <= ?3 AND import_id = ?4";

    private const string ExternalIds = "SELECT blind_index, contact_id FROM contact_external_ids WHERE book_id = ?1 AND contact_id >= ?2 AND contact_id <= ?3";

    /// <summary>So many keys are held at once, of forty-eight bytes, and as many read meanwhile. More are read in several goes, each of which goes through all people of the import.</summary>
    public int MostInMemory { get; init; } = 300_000;

    /// <summary>Writes all keys of the import's people. A number that meanwhile became somebody else's is taken from whom the import brings.</summary>
    public async Task WriteAsync(Guid importId, Guid bookId)
    {
        Kind[] kinds =
        [
            new(Phones, [importId], FindsPeople: false, (session, keys) => AddPhonesAsync(session, bookId, keys)),
            new(ExternalIds, [], FindsPeople: true, (session, keys) => session.AddExternalIdsAsync(bookId, Array.ConvertAll(keys, key => (key.ToBytes(), key.Id)))),
        ];
        var people = (int)Math.Min(MostInMemory, await store.ReadAsync(session => session.CountAsync($"SELECT rows_new FROM imports WHERE id = {importId}"), CancellationToken.None));
        var (mine, others) = (new List<Key>(people), new List<Key>(people));
        var writing = new PiecesUnderWay();
        Task<Part>? reading = ReadAsideAsync(kind: 0, from: 0, mine);
        try
        {
            while (reading is not null)
            {
                // The next are read while these are written.
                var part = await reading;
                var (kind, from) = part.To < Key.Firsts ? (part.Kind, part.To) : (part.Kind + 1, 0);
                (mine, others) = (others, mine);
                reading = kind < kinds.Length ? ReadAsideAsync(kind, from, mine) : null;
                foreach (var keys in part.Keys.Chunk(KeysAtOnce))
                {
                    await writing.AddAsync(WriteAsync(importId, session => kinds[part.Kind].WriteAsync(session, keys)));
                }
            }

            await writing.EndAsync();
        }
        finally
        {
            // Whatever ends this, nothing goes on behind its back.
            await Task.WhenAll([reading ?? Task.CompletedTask, .. writing.Left]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // SQLite reads on the thread that asks.
        Task<Part> ReadAsideAsync(int kind, int from, List<Key> keys) => Task.Run(() => ReadAsync(importId, bookId, kinds[kind], kind, from, keys), CancellationToken.None);
    }

    private Task<bool> WriteAsync(Guid importId, Func<HotSession, Task> write) => store.WriteBulkAsync(
        async session =>
        {
            await write(session);
            await session.ExecuteAsync($"UPDATE imports SET heartbeat_at = {time.UtcNow()} WHERE id = {importId}");
            return true;
        },
        CancellationToken.None);

    private async Task AddPhonesAsync(HotSession session, Guid bookId, Key[] keys)
    {
        var elsewhere = await session.AddPhonesAsync(bookId, Array.ConvertAll(keys, key => (key.ToBytes(), key.Id)));
        if (elsewhere.Count > 0)
        {
            var contacts = await session.QueryAsync($"SELECT contact_id FROM contact_phones WHERE id IN {elsewhere}", row => row.Id(0));
            await session.ExecuteAsync($"DELETE FROM contact_phones WHERE id IN {elsewhere}");
            await session.RefreshCallableAsync([.. contacts.Distinct()], time.UtcNow());
        }
    }

    /// <summary>Reads the keys that begin with a certain byte or a later one, as many as may be held, and sorts them.</summary>
    private async Task<Part> ReadAsync(Guid importId, Guid bookId, Kind of, int kind, int from, List<Key> keys)
    {
        keys.Clear();
        var to = Key.Firsts;
        var after = Guid.Empty;
        while (await PeopleAsync(importId, after) is { Count: > 0 } people)
        {
            // Of others who might lie between, none.
            var own = of.FindsPeople ? people.ToHashSet() : null;
            await store.ReadAsync(
                async session =>
                {
                    await EachAsync(session, of.Query, [bookId, people[0], people[^1], .. of.Parameters], (index, id) => Take(index, new Guid(id, bigEndian: true), own));
                    return true;
                },
                CancellationToken.None);
            after = people[^1];
        }

        keys.Sort((one, other) => one.High != other.High ? one.High.CompareTo(other.High) : one.Low.CompareTo(other.Low));
        return new Part(kind, keys, to);

        void Take(ReadOnlySpan<byte> index, Guid id, HashSet<Guid>? own)
        {
            if (index[0] < from || index[0] >= to || own?.Contains(id) == false)
            {
                return;
            }

            keys.Add(Key.Of(index, id));
            while (keys.Count > MostInMemory && to - from > 1)
            {
                to = (from + to) / 2;
                keys.RemoveAll(key => key.First >= to);
            }
        }
    }

    /// <summary>The next people of the import, by id.</summary>
    private Task<List<Guid>> PeopleAsync(Guid importId, Guid after) => store.ReadAsync(
        session => session.QueryAsync($"SELECT id FROM contacts WHERE import_id = {importId} AND id > {after} ORDER BY id LIMIT {PeopleAtOnce}", row => row.Id(0)), CancellationToken.None);

    private static async Task EachAsync(HotSession session, string query, Guid[] parameters, RepeatedLookUp.Taking take)
    {
        if (session.Kind == DatabaseKind.Sqlite)
        {
            session.Each(query, parameters, take);
            return;
        }

        var places = parameters.Select((_, i) => i).Aggregate(query, (text, i) => text.Replace($"?{i + 1}", $"{{{i}}}", StringComparison.Ordinal));
        await session.QueryAsync(
            FormattableStringFactory.Create(places, [.. parameters]),
            row =>
            {
                take(row.Bytes(0), row.Id(1).ToByteArray(bigEndian: true));
                return true;
            });
    }

    /// <summary>How one kind of keys is read, with what beside the book and the people between whom, whether they find people or phones, and how they are written.</summary>
    private sealed record Kind(string Query, Guid[] Parameters, bool FindsPeople, Func<HotSession, Key[], Task> WriteAsync);

    /// <summary>Sorted keys of one kind; <paramref name="To"/>: the byte with which those that follow begin.</summary>
    private sealed record Part(int Kind, List<Key> Keys, int To);

    /// <summary>A blind index, small, and what it finds.</summary>
    private readonly record struct Key(UInt128 High, UInt128 Low, Guid Id)
    {
        /// <summary>So many different bytes a key can begin with.</summary>
        public const int Firsts = 256;

        public int First => (int)(High >> 120);

        public static Key Of(ReadOnlySpan<byte> index, Guid id) => new(BinaryPrimitives.ReadUInt128BigEndian(index), BinaryPrimitives.ReadUInt128BigEndian(index[16..]), id);

        public byte[] ToBytes()
        {
            var bytes = new byte[32];
            BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
            BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), Low);
            return bytes;
        }
    }
}
