using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;

namespace PhoneBank.Tests;

/// <summary>Dice that show what the test wants; at first what picks no call.</summary>
public sealed class LoadedDice : ReviewDice
{
    public int Shows { get; set; } = 99;

    public override int Roll() => Shows;
}

/// <summary>
/// The whole domain over a real, migrated, empty database with a clock the test moves. Extension methods in each slice's
/// test folder put people, books and campaigns into it.
/// </summary>
public sealed class World : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> SqliteTemplate = new(MakeSqliteTemplateAsync);

    private readonly IAsyncDisposable _owner;
    private readonly MasterKey? _masterKey;
    private bool _isRunning = true;
    private bool _ownsDatabase = true;

    private World(StorageSettings storage, IServiceProvider services, IAsyncDisposable owner, DataFolder folder, MasterKey? masterKey = null)
    {
        _masterKey = masterKey;
        Storage = storage;
        Services = services;
        _owner = owner;
        Folder = folder;
    }

    public StorageSettings Storage { get; }

    public DataFolder Folder { get; }

    public IServiceProvider Services { get; }

    public FakeTime Time => (FakeTime)Get<TimeProvider>();

    public DateTime Now => Get<TimeProvider>().UtcNow();

    public Sealer Sealer => Get<Sealer>();

    public static async Task<World> CreateAsync(DatabaseKind kind, MasterKey? masterKey = null)
    {
        var (storage, folder) = await NewDatabaseAsync(kind);
        return await StartAsync(storage, masterKey ?? MasterKey.Generate(), folder, new FakeTime());
    }

    /// <summary>A further node over the same database with the same clock. Only PostgreSQL carries several at once.</summary>
    public async Task<World> AnotherNodeAsync()
    {
        var node = await StartAsync(Storage, _masterKey!, Folder, Time);
        node._ownsDatabase = false;
        return node;
    }

    /// <summary>Ends the services and starts them again over the same database; what this world's services knew in memory is gone.</summary>
    public async Task<World> RestartedAsync()
    {
        var time = Time;
        await _owner.DisposeAsync();
        (_isRunning, _ownsDatabase) = (false, false);
        return await StartAsync(Storage, _masterKey!, Folder, time);
    }

    /// <summary>The same over the services of a running application; disposing it ends the application and drops the database.</summary>
    public static World Over(StorageSettings storage, DataFolder folder, IServiceProvider services, IAsyncDisposable owner) => new(storage, services, owner, folder);

    /// <summary>A fresh, migrated, empty database and a folder beside it.</summary>
    public static async Task<(StorageSettings Storage, DataFolder Folder)> NewDatabaseAsync(DatabaseKind kind)
    {
        var folder = new DataFolder(Directory.CreateTempSubdirectory("phonebank-test-").FullName);
        if (kind == DatabaseKind.Postgres)
        {
            return (new StorageSettings(await TestPostgres.CreateAsync()), folder);
        }

        var path = Path.Combine(folder.Path, "test.db");
        File.Copy(await SqliteTemplate.Value, path);
        return (new StorageSettings($"Data Source={path}"), folder);
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public Task<PhoneBankDb> OpenDbAsync() => Get<IDbContextFactory<PhoneBankDb>>().CreateDbContextAsync();

    /// <summary>Reads with a context of its own.</summary>
    public async Task<T> ReadAsync<T>(Func<PhoneBankDb, Task<T>> read)
    {
        await using var db = await OpenDbAsync();
        return await read(db);
    }

    /// <summary>Writes with a context of its own and saves.</summary>
    public async Task WriteAsync(Action<PhoneBankDb> write)
    {
        await using var db = await OpenDbAsync();
        write(db);
        await db.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isRunning)
        {
            await _owner.DisposeAsync();
        }

        if (!_ownsDatabase)
        {
            return;
        }

        if (Storage.Kind == DatabaseKind.Postgres)
        {
            await TestPostgres.DropAsync(Storage.ConnectionString);
        }
        else
        {
            SqliteConnection.ClearAllPools();
        }

        Directory.Delete(Folder.Path, recursive: true);
    }

    internal static async Task MigrateAsync(StorageSettings storage)
    {
        await using var services = Build(storage, MasterKey.Generate(), new DataFolder(Path.GetTempPath()), TimeProvider.System);
        await services.GetRequiredService<DatabaseStart>().RunAsync(CancellationToken.None);
    }

    private static async Task<World> StartAsync(StorageSettings storage, MasterKey masterKey, DataFolder folder, FakeTime time)
    {
        var services = Build(storage, masterKey, folder, time);
        await services.GetRequiredService<KeyRing>().OpenAsync(CancellationToken.None);
        return new World(storage, services, services, folder, masterKey);
    }

    private static ServiceProvider Build(StorageSettings storage, MasterKey masterKey, DataFolder folder, TimeProvider time)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time);
        services.AddSingleton<ReviewDice>(new LoadedDice());
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddPhoneBank(storage, masterKey, folder);
        return services.BuildServiceProvider();
    }

    private static async Task<string> MakeSqliteTemplateAsync()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("phonebank-template-").FullName, "template.db");
        await MigrateAsync(new StorageSettings($"Data Source={path};Pooling=false"));
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=false"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            await command.ExecuteNonQueryAsync();
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        return path;
    }
}
