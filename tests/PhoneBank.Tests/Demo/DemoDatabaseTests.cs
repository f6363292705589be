using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PhoneBank.Data;
using PhoneBank.Demo;
using PhoneBank.Privacy;

namespace PhoneBank.Tests.Demo;

/// <summary>The demo's file over several starts.</summary>
public sealed class DemoDatabaseTests : IDisposable
{
    private readonly DataFolder _folder = new(Directory.CreateTempSubdirectory("phonebank-demo-").FullName);
    private readonly MasterKey _key = MasterKey.Generate();
    private readonly FakeTime _time = new();

    private string FilePath => Path.Combine(_folder.Path, "phonebank.db");

    private StorageSettings Storage => new($"Data Source={FilePath}");

    [Fact]
    public async Task It_is_made_once_kept_for_the_day_and_made_anew_the_day_after()
    {
        Assert.Equal(DemoFound.MadeNew, await PrepareAsync());
        Assert.Equal([FilePath, FilePath + ".lock"], Directory.GetFiles(_folder.Path).Order());
        var noa = await NoaAsync();

        _time.Advance(TimeSpan.FromHours(5));
        Assert.Equal(DemoFound.KeptAsItWas, await PrepareAsync());
        Assert.Equal(noa, await NoaAsync());

        _time.Advance(TimeSpan.FromHours(12));
        Assert.Equal(DemoFound.MadeAnew, await PrepareAsync());
        Assert.Equal([FilePath, FilePath + ".lock"], Directory.GetFiles(_folder.Path).Order());
        Assert.NotEqual(noa, await NoaAsync());
    }

    [Fact]
    public async Task What_a_killed_start_left_behind_is_no_obstacle()
    {
        await File.WriteAllTextAsync(FilePath + ".making", "half a file");
        Assert.Equal(DemoFound.MadeNew, await PrepareAsync());
        _ = await NoaAsync();
    }

    [Fact]
    public async Task A_database_that_is_no_demo_is_left_alone()
    {
        await using (var world = await World.CreateAsync(DatabaseKind.Sqlite))
        {
            await world.WriteAsync(db => db.Installation.Add(new InstallationState { SetUpAt = world.Now }));
            await using var connection = new SqliteConnection(world.Storage.ConnectionString);
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "VACUUM INTO $copy";
            command.Parameters.AddWithValue("$copy", FilePath);
            await command.ExecuteNonQueryAsync();
        }

        var before = await File.ReadAllBytesAsync(FilePath);
        await Assert.ThrowsAsync<WrongDatabaseException>(PrepareAsync);
        Assert.Equal(before, await File.ReadAllBytesAsync(FilePath));
        await DemoDatabase.RefuseDemoAsync(Storage, CancellationToken.None);
    }

    [Fact]
    public async Task A_start_without_demo_refuses_the_demos_database_and_takes_an_empty_folder()
    {
        await DemoDatabase.RefuseDemoAsync(Storage, CancellationToken.None);
        await PrepareAsync();
        await Assert.ThrowsAsync<WrongDatabaseException>(() => DemoDatabase.RefuseDemoAsync(Storage, CancellationToken.None));
    }

    [Fact]
    public async Task A_demo_that_runs_is_not_made_anew_under_its_feet()
    {
        await PrepareAsync();
        await using var running = new FileStream(FilePath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _time.Advance(TimeSpan.FromDays(1));
        await Assert.ThrowsAsync<DatabaseInUseException>(PrepareAsync);
    }

    [Fact]
    public async Task The_demo_never_goes_to_postgres() =>
        await Assert.ThrowsAsync<WrongDatabaseException>(() => new DemoDatabase(new StorageSettings("Host=localhost"), _key, _folder, _time).PrepareAsync(CancellationToken.None));

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder.Path, recursive: true);
    }

    private Task<DemoFound> PrepareAsync() => new DemoDatabase(Storage, _key, _folder, _time).PrepareAsync(CancellationToken.None);

    private async Task<Guid> NoaAsync()
    {
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_time)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddPhoneBank(Storage, _key, _folder)
            .BuildServiceProvider();
        await services.GetRequiredService<KeyRing>().OpenAsync(CancellationToken.None);
        await using var db = await services.GetRequiredService<IDbContextFactory<PhoneBankDb>>().CreateDbContextAsync();
        return await db.Users.Where(volunteer => volunteer.UserName == DemoLogIns.Noa.Name).Select(volunteer => volunteer.Id).SingleAsync();
    }
}
