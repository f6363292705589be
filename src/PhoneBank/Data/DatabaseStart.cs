using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using PhoneBank.Shared;

namespace PhoneBank.Data;

/// <summary>
/// Brings the database up to date before anything else runs: makes the folder, keeps a second process out, copies an
/// existing SQLite file aside, applies what is pending.
/// </summary>
public sealed partial class DatabaseStart(StorageSettings settings, IDbContextFactory<PhoneBankDb> dbs, TimeProvider time, ILogger<DatabaseStart> logger) : IDisposable
{
    private FileStream? _lock;

    /// <exception cref="DatabaseInUseException">Another process has this SQLite file open.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        if (settings.Kind == DatabaseKind.Sqlite)
        {
            var path = new SqliteConnectionStringBuilder(settings.ConnectionString).DataSource;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            _lock = TakeLock(path + ".lock");
            await PrepareFileAsync(path, ct);
        }

        await using var db = await dbs.CreateDbContextAsync(ct);
        if ((await db.Database.GetPendingMigrationsAsync(ct)).Any())
        {
            await db.Database.MigrateAsync(ct);
            LogMigrated(logger);
        }
    }

    public void Dispose() => _lock?.Dispose();

    internal static FileStream TakeLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new DatabaseInUseException();
        }
    }

    private async Task PrepareFileAsync(string path, CancellationToken ct)
    {
        if (!File.Exists(path))
        {
            return;
        }

        await using var db = await dbs.CreateDbContextAsync(ct);
        var pending = (await db.Database.GetPendingMigrationsAsync(ct)).ToList();
        await using var connection = new SqliteConnection(settings.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();

        // A process killed while it migrated leaves its row here, and every later start would wait for it for ever.
        // We hold the lock file, so nobody is migrating.
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = '__EFMigrationsLock'";
        if ((long)(await command.ExecuteScalarAsync(ct))! > 0)
        {
            command.CommandText = "DELETE FROM __EFMigrationsLock";
            await command.ExecuteNonQueryAsync(ct);
        }

        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = 'volunteers'";
        if (pending.Count > 0 && (long)(await command.ExecuteScalarAsync(ct))! > 0)
        {
            var copy = $"{path}.before-{time.UtcNow():yyyyMMddHHmmss}";
            command.CommandText = "VACUUM INTO $copy";
            command.Parameters.AddWithValue("$copy", copy);
            await command.ExecuteNonQueryAsync(ct);
            LogCopied(logger);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The database is up to date.")]
    private static partial void LogMigrated(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "A copy of the database was kept before updating it.")]
    private static partial void LogCopied(ILogger logger);
}

/// <summary>Another process has this SQLite file open.</summary>
public sealed class DatabaseInUseException() : Exception("PhoneBank is already running on this database file. Stop the other process first.");
