using System.Buffers.Binary;
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
    private const int PeopleAtOnce = 20_000;
    private const int KeysAtOnce = 1000;

    // Forty-eight bytes each. More are read in several goes.
    private const int MostInMemory = 250_000;

    /// <summary>Writes all keys of the import's people. A number that meanwhile became somebody else's is taken from whom the import brings.</summary>
    public async Task WriteAsync(Guid importId, Guid bookId)
    {
        var people = await store.ReadAsync(session => session.CountAsync($"SELECT rows_new FROM imports WHERE id = {importId}"), CancellationToken.None);
        var parts = (int)(people / MostInMemory) + 1;
        for (var part = 0; part < parts; part++)
        {
            var (from, to) = (256 * part / parts, 256 * (part + 1) / parts);
            foreach (var keys in (await ReadAsync(importId, PhonesBetween, from, to)).Chunk(KeysAtOnce))
            {
                await WriteAsync(importId, session => AddPhonesAsync(session, bookId, keys));
            }

            foreach (var keys in (await ReadAsync(importId, ExternalIdsBetween, from, to)).Chunk(KeysAtOnce))
            {
                await WriteAsync(importId, session => session.AddExternalIdsAsync(bookId, Array.ConvertAll(keys, key => (key.ToBytes(), key.Id))));
            }
        }
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

    /// <summary>Keys whose first byte lies between two bounds, sorted.</summary>
    private async Task<List<Key>> ReadAsync(Guid importId, Func<Guid, Guid, Guid, FormattableString> query, int from, int to)
    {
        var keys = new List<Key>(MostInMemory);
        for (Guid? after = Guid.Empty; after is { } first;)
        {
            var next = await store.ReadAsync(
                async session =>
                {
                    var last = await session.QueryAsync(
                        $"SELECT id FROM contacts WHERE import_id = {importId} AND id > {first} ORDER BY id LIMIT 1 OFFSET {PeopleAtOnce - 1}", row => row.Id(0));
                    await session.QueryAsync(query(importId, first, last.Count > 0 ? last[0] : Guid.AllBitsSet), row => Take(row.Bytes(0), row.Id(1)));
                    return last.Count > 0 ? last[0] : (Guid?)null;
                },
                CancellationToken.None);
            after = next;
        }

        keys.Sort((one, other) => one.High != other.High ? one.High.CompareTo(other.High) : one.Low.CompareTo(other.Low));
        return keys;

        bool Take(byte[] index, Guid id)
        {
            if (index[0] >= from && index[0] < to)
            {
                keys.Add(Key.Of(index, id));
            }

            return true;
        }
    }

    private static FormattableString PhonesBetween(Guid importId, Guid after, Guid last) =>
        $"SELECT p.blind_index, p.id FROM contacts c JOIN contact_phones p ON p.contact_id = c.id WHERE c.import_id = {importId} AND c.id > {after} AND c.id <= {last}";

    private static FormattableString ExternalIdsBetween(Guid importId, Guid after, Guid last) =>
        $"SELECT e.blind_index, c.id FROM contacts c JOIN contact_external_ids e ON e.contact_id = c.id WHERE c.import_id = {importId} AND c.id > {after} AND c.id <= {last}";

    /// <summary>A blind index, small, and what it finds.</summary>
    private readonly record struct Key(UInt128 High, UInt128 Low, Guid Id)
    {
        public static Key Of(byte[] index, Guid id) => new(BinaryPrimitives.ReadUInt128BigEndian(index), BinaryPrimitives.ReadUInt128BigEndian(index.AsSpan(16)), id);

        public byte[] ToBytes()
        {
            var bytes = new byte[32];
            BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
            BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), Low);
            return bytes;
        }
    }
}
