namespace PhoneBank.Demo;

/// <summary>A clock that is walked from the organisation's first day to the present, so that what happened then is recorded by the rules of then.</summary>
internal sealed class DemoClock(DateTime start) : TimeProvider
{
    private long _ticks = start.Ticks;

    public DateTime Now => new(Interlocked.Read(ref _ticks), DateTimeKind.Utc);

    public override DateTimeOffset GetUtcNow() => new(Now, TimeSpan.Zero);

    /// <summary>Moves on to this instant; never back.</summary>
    public void GoTo(DateTime utc) => Interlocked.Exchange(ref _ticks, Math.Max(Now.Ticks, utc.Ticks));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
