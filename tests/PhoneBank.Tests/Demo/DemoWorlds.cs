using System.Collections.Concurrent;
using PhoneBank.Data;
using PhoneBank.Demo;
using PhoneBank.Privacy;

namespace PhoneBank.Tests.Demo;

/// <summary>The demo as it is on a Monday noon in Jerusalem, made once for each database; tests that share it only read.</summary>
public sealed class DemoWorlds : IAsyncLifetime
{
    private readonly ConcurrentDictionary<DatabaseKind, Lazy<Task<World>>> _worlds = new();

    public Task<World> OnAsync(DatabaseKind kind) => _worlds.GetOrAdd(kind, _ => new Lazy<Task<World>>(() => MakeAsync(kind, FakeTime.Start))).Value;

    /// <summary>A demo of one's own, opened at this moment.</summary>
    public static async Task<World> MakeAsync(DatabaseKind kind, DateTimeOffset now)
    {
        var world = await World.CreateAsync(kind);
        world.Time.Set(now);
        await DemoBuilder.BuildAsync(world.Storage, world.Get<MasterKey>(), world.Folder, now.UtcDateTime, CancellationToken.None);
        return world;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var world in _worlds.Values)
        {
            await (await world.Value).DisposeAsync();
        }
    }
}
