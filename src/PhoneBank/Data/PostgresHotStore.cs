using Npgsql;

namespace PhoneBank.Data;

/// <summary>One short transaction per act; the database arbitrates between nodes.</summary>
internal sealed class PostgresHotStore(NpgsqlDataSource source) : IHotStore, IDisposable
{
    private const int MostTries = 6;
    private const string NoWaitingForDisk = "SET LOCAL synchronous_commit = off;\n";

    // While one piece waits for the client the database works on the other; those who wait get their turn in the order in which they came.
    private readonly SemaphoreSlim _bulk = new(2);

    public DatabaseKind Kind => DatabaseKind.Postgres;

    public Task<T> WriteAsync<T>(Func<HotSession, Task<T>> act, CancellationToken ct) => RunAsync(act, isBulk: false, ct);

    public async Task<T> WriteBulkAsync<T>(Func<HotSession, Task<T>> act, CancellationToken ct)
    {
        await _bulk.WaitAsync(ct);
        try
        {
            return await RunAsync(act, isBulk: true, ct);
        }
        finally
        {
            _bulk.Release();
        }
    }

    public void Dispose() => _bulk.Dispose();

    public async Task<T> ReadAsync<T>(Func<HotSession, Task<T>> read, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        using var session = new HotSession(connection, Kind, keepCommands: false) { Cancellation = ct };
        return await read(session);
    }

    private async Task<T> RunAsync<T>(Func<HotSession, Task<T>> act, bool isBulk, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(ct);
                await using var transaction = await connection.BeginTransactionAsync(CancellationToken.None);

                // From here on no cancelling: a half-done act would have to be told apart from a committed one.
                using var session = new HotSession(connection, Kind, keepCommands: false) { Transaction = transaction, Prelude = isBulk ? NoWaitingForDisk : null };
                var value = await act(session);
                await transaction.CommitAsync(CancellationToken.None);
                return value;
            }
            catch (PostgresException exception) when (attempt < MostTries && ShouldTryAgain(exception))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5 * attempt), ct);
            }
        }
    }

    // A lost race (unique index), a deadlock or a serialization failure: everything was rolled back, and the act, run
    // again, sees what the winner wrote.
    private static bool ShouldTryAgain(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;
}
