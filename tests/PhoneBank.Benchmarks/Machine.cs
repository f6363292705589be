using System.Diagnostics;

namespace PhoneBank.Benchmarks;

/// <summary>What else was going on while something was measured, and how much memory it took.</summary>
internal sealed class Machine : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private long _most;

    public Machine()
    {
        Before = Resident();
        _most = Before;
        _watching = WatchAsync();
    }

    /// <summary>Resident bytes of this process at the beginning.</summary>
    public long Before { get; }

    public long Grown => Volatile.Read(ref _most) - Before;

    public static string Load => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?";

    /// <summary>What this process has done so far.</summary>
    public static (long Allocated, TimeSpan Processor, TimeSpan Paused) Work() => (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime, GC.GetTotalPauseDuration());

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            _most = Math.Max(_most, Resident());
            await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }
    }
}
