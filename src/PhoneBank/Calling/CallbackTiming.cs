namespace PhoneBank.Calling;

/// <summary>When a call came that followed a promised callback.</summary>
public enum CallbackTiming
{
    Early,

    /// <summary>While the callback was kept for whoever was to make it.</summary>
    Kept,
    Late,
}

public static class CallbackTimings
{
    /// <summary>When the number was shown counts: how long the two then talked does not. Both times are UTC.</summary>
    public static CallbackTiming Of(DateTime promised, DateTime startedAt) =>
        startedAt < promised - CallQueue.CallbackReservedBefore ? CallbackTiming.Early
        : startedAt <= promised + CallQueue.CallbackReservedAfter ? CallbackTiming.Kept
        : CallbackTiming.Late;
}
