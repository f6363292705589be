namespace PhoneBank.Tests.Calling.Walks;

/// <summary>All that must hold whatever was done before.</summary>
internal sealed class StandCheck(WalkRun run)
{
    private readonly EntryCheck _entries = new(run);
    private readonly FlagCheck _flags = new(run);
    private readonly CounterCheck _counters = new(run);

    public async Task RunAsync()
    {
        await _entries.RunAsync();
        await _flags.RunAsync();
        await _counters.RunAsync();
    }
}
