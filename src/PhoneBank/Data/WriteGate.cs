namespace PhoneBank.Data;

/// <summary>
/// Only one writes at a time on SQLite, and in the order of asking. SQLite's own waiting is no queue: many writing
/// connections starve each other for seconds. PostgreSQL has no gate.
/// </summary>
public sealed class WriteGate : IDisposable
{
    private readonly SemaphoreSlim _free = new(1, 1);

    public async Task<IDisposable> EnterAsync(CancellationToken ct)
    {
        await _free.WaitAsync(ct);
        return new Pass(this);
    }

    public IDisposable Enter()
    {
        _free.Wait();
        return new Pass(this);
    }

    public void Dispose() => _free.Dispose();

    private sealed class Pass(WriteGate gate) : IDisposable
    {
        private WriteGate? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?._free.Release();
    }
}
