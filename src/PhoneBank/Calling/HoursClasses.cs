using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling.Hours;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>The hours classes there are, in memory both ways. They are few and never change.</summary>
public sealed class HoursClasses(IHotStore store, IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Guid> _ids = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, HoursClassKey> _keys = new();

    /// <summary>The id of a class; makes it when nobody had such hours before. Must not be called inside a write.</summary>
    public async Task<Guid> IdOfAsync(HoursClassKey key, CancellationToken ct)
    {
        var text = key.ToString();
        if (_ids.TryGetValue(text, out var known))
        {
            return known;
        }

        var id = await store.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync($"INSERT INTO hours_classes (id, key) VALUES ({time.NewId()}, {text}) ON CONFLICT (key) DO NOTHING");
                return (await session.QueryAsync($"SELECT id FROM hours_classes WHERE key = {text}", row => row.Id(0)))[0];
            },
            ct);
        _ids[text] = id;
        _keys[id] = key;
        return id;
    }

    /// <summary>How many classes this node knows of.</summary>
    internal int KnownCount => _keys.Count;

    /// <summary>Every class there is, read from the database.</summary>
    public async Task<IReadOnlyDictionary<Guid, HoursClassKey>> AllAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        foreach (var row in await db.HoursClasses.AsNoTracking().ToListAsync(ct))
        {
            _ids[row.Key] = row.Id;
            _keys.GetOrAdd(row.Id, static (_, text) => HoursClassKey.Parse(text), row.Key);
        }

        return _keys.ToDictionary();
    }

    /// <summary>The classes of these ids; an id that another node has just made is read from the database.</summary>
    public async Task<IReadOnlyDictionary<Guid, HoursClassKey>> KeysOfAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        if (ids.Any(id => !_keys.ContainsKey(id)))
        {
            await AllAsync(ct);
        }

        return ids.Where(_keys.ContainsKey).ToDictionary(id => id, id => _keys[id]);
    }
}
