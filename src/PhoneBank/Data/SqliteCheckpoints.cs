using Microsoft.Data.Sqlite;

namespace PhoneBank.Data;

/// <summary>
/// Brings what stands in SQLite's log into the database beside the writer, which would otherwise do it at a commit and let
/// everybody wait for hundreds of scattered pages. The log starts anew only when all of it has been brought over; under
/// bulk work that never happens by itself, so when it has grown long, the writer does the rest between two pieces.
/// </summary>
internal sealed class SqliteCheckpoints(string connectionString) : IAsyncDisposable
{
    private const int PagesBetween = 1000;
    private const int PagesOfAct = 4;
    private const int LongLog = 32_000;

    private readonly SemaphoreSlim _due = new(0);
    private readonly CancellationTokenSource _stop = new();
    private Task _working = Task.CompletedTask;
    private int _pages;
    private volatile bool _isLong;

    public static SqliteCheckpoints Beside(string connectionString)
    {
        var checkpoints = new SqliteCheckpoints(connectionString);
        checkpoints._working = Task.Run(checkpoints.WorkAsync);
        return checkpoints;
    }

    /// <summary>The writer has written so many acts; or a piece of bulk work, after which it may have to stay.</summary>
    public void Wrote(SqliteConnection writer, int acts, bool isBulk)
    {
        if (isBulk && _isLong)
        {
            _isLong = Checkpoint(writer) is not { IsWhole: true };
            return;
        }

        _pages += isBulk ? PagesBetween : acts * PagesOfAct;
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
        await using var connection = new SqliteConnection(connectionString);
        try
        {
            await connection.OpenAsync(CancellationToken.None);
            SqlitePragmas.Apply(connection);
            while (true)
            {
                await _due.WaitAsync(_stop.Token);
                if (!_isLong)
                {
                    _isLong = await Task.Factory.StartNew(() => Checkpoint(connection), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default) is { Pages: > LongLog };
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The store is closed; closing the last connection brings over what is left.
        }
        catch (SqliteException)
        {
            // The disk is full or gone, and the writer says so; SQLite catches up at the next start.
            _isLong = true;
        }
    }

    /// <summary>Null when somebody else is at it.</summary>
    private static (int Pages, bool IsWhole)? Checkpoint(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        using var reader = command.ExecuteReader();
        return reader.Read() && reader.GetInt32(0) == 0 ? (reader.GetInt32(1), reader.GetInt32(1) == reader.GetInt32(2)) : null;
    }
}
