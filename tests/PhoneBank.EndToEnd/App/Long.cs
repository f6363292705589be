namespace PhoneBank.EndToEnd.App;

/// <summary>Whether this run has the time to do everything (<c>tests/run.sh --long</c>).</summary>
public static class Long
{
    public static bool Run { get; } = Environment.GetEnvironmentVariable("PHONEBANK_TEST_LONG") is { Length: > 0 };
}
