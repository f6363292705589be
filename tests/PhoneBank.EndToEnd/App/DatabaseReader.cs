using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;

namespace PhoneBank.EndToEnd.App;

/// <summary>Looks into an application's database past the application.</summary>
public static class DatabaseReader
{
    public static PhoneBankDb OpenDb(this AppProcess app)
    {
        var options = new DbContextOptionsBuilder<PhoneBankDb>();
        Storage.Configure(options, new StorageSettings(app.ConnectionString is { } postgres ? postgres + ";Pooling=false" : $"Data Source={Path.Combine(app.DataFolder, "phonebank.db")};Pooling=false"), gate: null);
        return new PhoneBankDb(options.Options);
    }

    /// <summary>What the database says of its own soundness; empty when it is sound.</summary>
    public static async Task<IReadOnlyList<string>> IntegrityAsync(this AppProcess app)
    {
        if (app.Kind == DatabaseKind.Postgres)
        {
            return [];
        }

        await using var db = app.OpenDb();
        var said = await db.Database.SqlQueryRaw<string>("PRAGMA integrity_check").ToListAsync();
        var broken = await db.Database.SqlQueryRaw<string>("SELECT \"table\" AS Value FROM pragma_foreign_key_check").ToListAsync();
        return [.. said.Where(line => line != "ok"), .. broken.Select(table => $"A row of {table} refers to nothing.")];
    }

    /// <summary>Counters of lists that differ from what counting says; empty when all agree.</summary>
    public static async Task<IReadOnlyList<string>> WrongTalliesAsync(this AppProcess app)
    {
        await using var db = app.OpenDb();
        var kept = (await db.Tallies.GroupBy(tally => new { tally.ListId, tally.Key }).Select(group => new { group.Key, N = group.Sum(tally => tally.N) }).ToListAsync())
            .Where(row => row.N != 0).ToDictionary(row => (row.Key.ListId, row.Key.Key), row => row.N);
        var states = await db.Entries.GroupBy(entry => new { entry.ListId, entry.State }).Select(group => new { group.Key, N = group.Count() }).ToListAsync();
        var outcomes = await db.Calls.Where(call => call.WithdrawnAt == null).GroupBy(call => new { call.ListId, call.OutcomeId }).Select(group => new { group.Key, N = group.Count() }).ToListAsync();
        var organizers = await db.Calls.Where(call => call.WithdrawnAt == null).GroupBy(call => new { call.ListId, call.OrganizerId }).Select(group => new { group.Key, N = group.Count() }).ToListAsync();
        var counted = states.Select(row => (Key: (row.Key.ListId, $"state:{row.Key.State}"), row.N))
            .Concat(outcomes.Select(row => (Key: (row.Key.ListId, $"outcome:{row.Key.OutcomeId:D}"), row.N)))
            .Concat(organizers.Select(row => (Key: (row.Key.ListId, $"by:{row.Key.OrganizerId:D}"), row.N)))
            .ToDictionary(row => row.Key, row => row.N);
        return [.. kept.Keys.Union(counted.Keys)
            .Where(key => kept.GetValueOrDefault(key) != counted.GetValueOrDefault(key))
            .Select(key => $"{key.Item2}: kept {kept.GetValueOrDefault(key)}, counted {counted.GetValueOrDefault(key)}")];
    }
}
