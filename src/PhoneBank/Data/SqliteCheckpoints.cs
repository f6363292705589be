using Microsoft.Data.Sqlite;

namespace PhoneBank.Data;

/// <summary>
/// Brings what stands in SQLite's log into the database beside the writer, which would otherwise do it at a commit and let
/// everybody wait for hundreds of scattered pages. The log starts anew only when all of it has been brought over; under
/// bulk work that never happens by itself, so when it has grown long, this pauses and a commit of the writer does the rest.
/// </summary>
internal sealed class SqliteCheckpoints : IAsyncDisposable
{
    /// <summary>Pages of the log from which on a commit of the writer brings over what is left.</summary>
    public const int LongLog = 32_000;

    private const int PagesBetween = 1000;
    private const int PagesOfAct = 4;
    private const int PagesOfBulk = 250;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly string _connectionString;
    private readonly SemaphoreSlim _due = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _working;
    private int _pages;

    public SqliteCheckpoints(string connectionString)
    {
        _connectionString = connectionString;
        _working = Task.Run(WorkAsync);
    }

    /// <summary>The writer has written so many acts, or a piece of bulk work.</summary>
    public void Wrote(int acts, bool isBulk)
    {
        _pages += isBulk ? PagesOfBulk : acts * PagesOfAct;
        if (_pages >= PagesBetween && _due.CurrentCount == 0)
        {
            _pages = 0;
            _due.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _working;
        _stop.Dispose();
        _due.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            while (true)
            {
                await _due.WaitAsync(_stop.Token);
                if (await Task.Factory.StartNew(Checkpoint, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default) > LongLog)
                {
                    await Task.Delay(Pause, _stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The store is closed; closing the last connection brings over what is left.
        }
    }

    /// <summary>How many pages the log holds; as if it were long when it could not be done, so that it is tried again after a pause.</summary>
    private int Checkpoint()
    {
        try
        {
            using var connection = new SqliteConnection(_connectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            using var reader = command.ExecuteReader();
            return reader.Read() ? reader.GetInt32(1) : 0;
        }
        catch (SqliteException)
        {
            // The disk is full or gone, and the writer says so.
            return int.MaxValue;
        }
    }
}
