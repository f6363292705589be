using Microsoft.Data.Sqlite;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Demo;

/// <summary>What was found, and done, when the demo was started.</summary>
public enum DemoFound
{
    /// <summary>There was none.</summary>
    MadeNew,

    /// <summary>It was made today and is as it was left.</summary>
    KeptAsItWas,

    /// <summary>It was of an earlier day, so its callbacks had passed, or of an earlier version; it was made anew.</summary>
    MadeAnew,
}

/// <summary>The file a start was pointed at is not for this kind of start.</summary>
public sealed class WrongDatabaseException(string message) : Exception(message);

/// <summary>
/// The demo's own SQLite file. It is made beside and moved into its place when it is whole, so a start that was killed leaves
/// nothing half done. Runs before the database is opened.
/// </summary>
public sealed class DemoDatabase(StorageSettings storage, MasterKey masterKey, DataFolder folder, TimeProvider time)
{
    private static readonly TimeZoneInfo Home = TimeZoneInfo.FindSystemTimeZoneById("Asia/Jerusalem");

    /// <summary>Makes the demo, or keeps it when it was made today.</summary>
    /// <exception cref="WrongDatabaseException">There is a database that is no demo: nothing is done to it.</exception>
    /// <exception cref="DatabaseInUseException">It is open in another process.</exception>
    public async Task<DemoFound> PrepareAsync(CancellationToken ct)
    {
        if (storage.Kind != DatabaseKind.Sqlite)
        {
            throw new WrongDatabaseException("The demo keeps to its own SQLite file. Start it without a connection string for PostgreSQL.");
        }

        var path = FilePath(storage);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var inUse = DatabaseStart.TakeLock(path + ".lock");
        if (!File.Exists(path))
        {
            await MakeAsync(path, ct);
            return DemoFound.MadeNew;
        }

        if (await MadeAtAsync(storage, ct) is not { } madeAt)
        {
            throw new WrongDatabaseException($"The database {path} is not the demo's, so --demo leaves it alone. Name another folder with --data, or start without --demo.");
        }

        if (DayOf(madeAt) == DayOf(time.UtcNow()) && await DemoBuilder.IsUpToDateAsync(storage, masterKey, folder, ct))
        {
            return DemoFound.KeptAsItWas;
        }

        await MakeAsync(path, ct);
        return DemoFound.MadeAnew;
    }

    /// <summary>Keeps a start that is meant seriously away from a database whose log-ins everybody knows.</summary>
    /// <exception cref="WrongDatabaseException">The database is the demo's.</exception>
    public static async Task RefuseDemoAsync(StorageSettings storage, CancellationToken ct)
    {
        if (storage.Kind == DatabaseKind.Sqlite && File.Exists(FilePath(storage)) && await MadeAtAsync(storage, ct) is not null)
        {
            throw new WrongDatabaseException($"The database {FilePath(storage)} was made for the demo, and everybody may know its log-ins. Start it with --demo, or name another folder with --data.");
        }
    }

    private static string FilePath(StorageSettings storage) => Path.GetFullPath(new SqliteConnectionStringBuilder(storage.ConnectionString).DataSource);

    private static DateTime DayOf(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, Home).Date;

    /// <summary>UTC; null when the file is no demo.</summary>
    private static async Task<DateTime?> MadeAtAsync(StorageSettings storage, CancellationToken ct)
    {
        await using var connection = new SqliteConnection($"Data Source={FilePath(storage)};Pooling=false");
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = 'installation'";
        if ((long)(await command.ExecuteScalarAsync(ct))! == 0)
        {
            return null;
        }

        command.CommandText = "SELECT set_up_at FROM installation WHERE demo";
        return await command.ExecuteScalarAsync(ct) is long ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;
    }

    private async Task MakeAsync(string path, CancellationToken ct)
    {
        var beside = path + ".making";
        Delete(beside);
        var making = new StorageSettings(new SqliteConnectionStringBuilder(storage.ConnectionString) { DataSource = beside }.ToString());
        await DemoBuilder.MigrateAsync(making, masterKey, folder, ct);
        await DemoBuilder.BuildAsync(making, masterKey, folder, time.UtcNow(), ct);
        await using (var connection = new SqliteConnection(making.ConnectionString))
        {
            await connection.OpenAsync(ct);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            await command.ExecuteNonQueryAsync(ct);
        }

        // Connections that were kept would still see the file that was there before, or hold the new one under its old name.
        ClearPool(making);
        ClearPool(storage);
        Delete(path);
        File.Move(beside, path);
        Delete(beside);
    }

    private static void ClearPool(StorageSettings settings)
    {
        using var connection = new SqliteConnection(settings.ConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    private static void Delete(string path)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["", "-wal", "-shm", "-journal"])
        {
            File.Delete(path + suffix);
        }
    }
}
