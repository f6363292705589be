namespace PhoneBank.Tests;

/// <summary>A clock that moves only when a test says so. Starts on a Monday at 10:00 UTC: noon in Jerusalem, an hour at which calls are allowed.</summary>
public sealed class FakeTime : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    private long _ticks = Start.UtcTicks;

    public DateTime Now => new(Interlocked.Read(ref _ticks), DateTimeKind.Utc);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public void Set(DateTimeOffset to) => Interlocked.Exchange(ref _ticks, to.UtcTicks);
}
