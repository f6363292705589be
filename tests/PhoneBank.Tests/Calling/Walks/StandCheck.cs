namespace PhoneBank.Tests.Calling.Walks;

/// <summary>All that must hold whatever was done before.</summary>
internal sealed class StandCheck(WalkRun run)
{
    private readonly EntryCheck _entries = new(run);
    private readonly FlagCheck _flags = new(run);
    private readonly CounterCheck _counters = new(run);

    /// <param name="all">With the counters, which takes longest.</param>
    public async Task RunAsync(bool all)
    {
        await _entries.RunAsync();
        await _flags.RunAsync();
        if (all)
        {
            await _counters.RunAsync();
        }
    }
}
