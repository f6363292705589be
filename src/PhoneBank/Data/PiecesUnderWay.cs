namespace PhoneBank.Data;

/// <summary>Pieces of bulk work given to the store, in order, a few at a time: the writer always has the next at hand, and what waits stays small.</summary>
internal sealed class PiecesUnderWay
{
    private const int Most = 2;

    private readonly Queue<Task> _pieces = new();

    /// <summary>What was given and not yet looked at; whoever stops early waits for it, so that nothing goes on behind its back.</summary>
    public IEnumerable<Task> Left => _pieces;

    /// <summary>Waits for the earliest when too many are under way; throws what went wrong with it.</summary>
    public Task AddAsync(Task piece)
    {
        _pieces.Enqueue(piece);
        return _pieces.Count > Most ? _pieces.Dequeue() : Task.CompletedTask;
    }

    /// <summary>Waits for all, in order.</summary>
    public async Task EndAsync()
    {
        while (_pieces.TryDequeue(out var piece))
        {
            await piece;
        }
    }
}
