namespace PhoneBank.Shared;

public static class Clock
{
    /// <summary>The present moment in UTC, to the millisecond: both databases keep that much, so what is written is what is read.</summary>
    public static DateTime UtcNow(this TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
    }

    /// <summary>A new id that sorts by the given time.</summary>
    public static Guid NewId(this TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow());
}
