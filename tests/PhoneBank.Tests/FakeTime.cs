using System.Diagnostics;

namespace PhoneBank.Tests;

/// <summary>A clock that moves only when a test says so. Starts on a Monday at 10:00 UTC: noon in Jerusalem, an hour at which calls are allowed.</summary>
public sealed class FakeTime : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private readonly long _made = Stopwatch.GetTimestamp();
    private long _ticks = Start.UtcTicks;

    /// <summary>It also moves by itself, as clocks do. Measurements want it: ids begin with the time, and those of one moment come in no order.</summary>
    public bool GoesOn { get; set; }

    public DateTime Now => GetUtcNow().UtcDateTime;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks) + (GoesOn ? Stopwatch.GetElapsedTime(_made).Ticks : 0), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public void Set(DateTimeOffset to) => Interlocked.Exchange(ref _ticks, to.UtcTicks);
}
