using System.Diagnostics;
using PhoneBank.Shared;
using PhoneBank.Tests;
using PhoneBank.Tests.Calling;

namespace PhoneBank.Benchmarks;

/// <summary>People who call one after another for as long as something else goes on; how long each had to wait is kept.</summary>
internal sealed class Callers(CallingScene scene, IReadOnlyList<Actor> organizers, TimeSpan everyCall)
{
    /// <summary>How long everybody waited for the next person, in milliseconds; the start of each beside it.</summary>
    private readonly List<(long At, double Next, double Record)> _waits = [];
    private readonly Lock _lock = new();

    /// <summary>Each takes a person, sees the number, and records, then waits until their next call is due.</summary>
    public async Task CallUntilAsync(CancellationToken stop)
    {
        await Task.WhenAll(organizers.Select((organizer, i) => Task.Run(() => CallAsync(organizer, everyCall * i / organizers.Count, stop), CancellationToken.None)));
    }

    /// <summary>The waits between two moments.</summary>
    public (Waits Next, Waits Record) Between(long from, long to)
    {
        lock (_lock)
        {
            var chosen = _waits.Where(wait => wait.At >= from && wait.At < to).ToList();
            return (new Waits([.. chosen.Select(wait => wait.Next)]), new Waits([.. chosen.Select(wait => wait.Record)]));
        }
    }

    private async Task CallAsync(Actor organizer, TimeSpan after, CancellationToken stop)
    {
        await Task.Delay(after, CancellationToken.None);
        while (!stop.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            var claim = (await scene.NextAsync(organizer)).Required;
            var next = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            _ = (await scene.RevealAsync(organizer, claim.ClaimId)).Required;
            var recording = Stopwatch.GetTimestamp();
            _ = (await scene.RecordAsync(organizer, claim.ClaimId, "no_answer")).Required;
            var record = Stopwatch.GetElapsedTime(recording).TotalMilliseconds;
            lock (_lock)
            {
                _waits.Add((began, next, record));
            }

            if (everyCall - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest, CancellationToken.None);
            }
        }
    }
}

/// <summary>Many waits in milliseconds, and what is said about them.</summary>
internal sealed class Waits(double[] milliseconds)
{
    private readonly double[] _sorted = [.. milliseconds.Order()];

    public int Count => _sorted.Length;

    public double At(double share) => _sorted.Length == 0 ? double.NaN : _sorted[Math.Min(_sorted.Length - 1, (int)Math.Ceiling(share * _sorted.Length) - 1)];

    public override string ToString() => $"p50 {At(0.5):F1}, p95 {At(0.95):F1}, p99 {At(0.99):F1}, max {At(1):F1} ms of {Count}";
}
