using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using PhoneBank.Data;
using Xunit.Abstractions;

namespace PhoneBank.Tests.Calling.Walks;

/// <summary>
/// Whatever is done in whatever order, nobody is called against a wish, outside decent hours, too often or over a wall; nobody and no call
/// is lost; and every counter is a recount. A failing walk says its seed; <c>PHONEBANK_WALK_SEED</c> walks it again.
/// </summary>
public sealed class WalkTests(ITestOutputHelper output)
{
    private const int Everyday = 8;
    private const int Long = 1000;

    // The rows of earlier walks make later ones slower, and numbers run out.
    private const int WalksPerWorld = 25;

    [Theory, OnBothDatabases]
    public async Task Whatever_is_done_nobody_is_wronged_nobody_is_lost_and_every_counter_is_a_recount(DatabaseKind kind)
    {
        var count = Environment.GetEnvironmentVariable("PHONEBANK_TEST_LONG") is { Length: > 0 } ? Long : Everyday;
        var seed = Environment.GetEnvironmentVariable("PHONEBANK_WALK_SEED") is { Length: > 0 } given ? ulong.Parse(given) : (ulong)Random.Shared.NextInt64();
        var watch = Stopwatch.StartNew();
        await using var worlds = new Worlds(kind);
        WalkFailedException? last = null;
        var property = Prop.ForAll(WalkGen.Walks, walk =>
        {
            try
            {
                worlds.Walk(walk);
                return true;
            }
            catch (WalkFailedException failed)
            {
                last = failed;
                return false;
            }
        });
        var config = Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)));
        try
        {
            await Task.Run(() => property.Check(config));
        }
        catch (Exception exception) when (last is not null)
        {
            Assert.Fail($"PHONEBANK_WALK_SEED={seed} walks this again.{Environment.NewLine}{last}{Environment.NewLine}{exception.Message}");
        }

        output.WriteLine($"{worlds.Walks} walks, {worlds.Calls} calls in {watch.Elapsed.TotalSeconds:0.0} s, seed {seed}.");
        Assert.True(worlds.Calls > count, $"Seed {seed}: only {worlds.Calls} calls.");
    }

    /// <summary>Worlds that many walks use one after another, because making one takes longer than a walk.</summary>
    private sealed class Worlds(DatabaseKind kind) : IAsyncDisposable
    {
        private World? _world;

        public int Walks { get; private set; }

        public int Calls { get; private set; }

        public void Walk(Walk walk) => WalkAsync(walk).GetAwaiter().GetResult();

        public async ValueTask DisposeAsync()
        {
            if (_world is not null)
            {
                await _world.DisposeAsync();
            }
        }

        private async Task WalkAsync(Walk walk)
        {
            if (Walks++ % WalksPerWorld == 0)
            {
                await DisposeAsync();
                _world = await World.CreateAsync(kind);
            }

            var run = await WalkRun.BeginAsync(_world!, walk);
            await run.WalkAsync(walk);
            Calls += run.Model.Calls.Count;
        }
    }
}
