using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace PhoneBank.Data;

public enum DatabaseKind
{
    Sqlite,
    Postgres,
}

/// <summary>Where the data is: <c>Host=...</c> means PostgreSQL, <c>Data Source=...</c> SQLite.</summary>
public sealed record StorageSettings(string ConnectionString)
{
    public DatabaseKind Kind { get; } =
        ConnectionString.Contains("Host=", StringComparison.OrdinalIgnoreCase) ? DatabaseKind.Postgres : DatabaseKind.Sqlite;
}

/// <summary>Registers the context factory, the hot store and the gate for one database.</summary>
public static class Storage
{
    /// <summary>
    /// The model reads Identity's schema version from the application's services; host, design-time factories and tests
    /// must all say the same or the model differs from the migrations.
    /// </summary>
    internal static readonly IServiceProvider IdentitySchema = new ServiceCollection()
        .Configure<IdentityOptions>(options => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3)
        .BuildServiceProvider();

    public static IServiceCollection AddPhoneBankStorage(this IServiceCollection services, StorageSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<WriteGate>();
        services.AddSingleton<DatabaseStart>();
        services.AddDbContextFactory<PhoneBankDb>((provider, options) => Configure(options, settings, provider.GetRequiredService<WriteGate>()));
        if (settings.Kind == DatabaseKind.Sqlite)
        {
            SqlitePragmas.CountNoMemory();
            services.AddSingleton<IHotStore, SqliteHotStore>();
        }
        else
        {
            services.AddSingleton(_ => NpgsqlDataSource.Create(Tuned(settings.ConnectionString)));
            services.AddSingleton<IHotStore, PostgresHotStore>();
        }

        return services;
    }

    public static void Configure(DbContextOptionsBuilder options, StorageSettings settings, WriteGate? gate)
    {
        options.UseApplicationServiceProvider(IdentitySchema);
        options.ConfigureWarnings(warnings => warnings.Ignore(CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning));
        if (settings.Kind == DatabaseKind.Postgres)
        {
            options.UseNpgsql(Tuned(settings.ConnectionString), postgres => postgres.MigrationsAssembly("PhoneBank.Migrations.Postgres"));
            return;
        }

        options.UseSqlite(settings.ConnectionString, sqlite => sqlite.MigrationsAssembly("PhoneBank.Migrations.Sqlite"));
        options.AddInterceptors(new SqlitePragmas());
        if (gate is not null)
        {
            options.AddInterceptors(new WriteGateInterceptor(gate), new AlwaysInTransaction(), new UngatedWriteGuard());
        }
    }

    private static string Tuned(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (builder.MaxAutoPrepare == 0)
        {
            builder.MaxAutoPrepare = 60;
        }

        // Never put values into exception messages: they may be personal.
        builder.IncludeErrorDetail = false;
        return builder.ConnectionString;
    }

    /// <summary>Entity Framework skips the transaction for a single statement; the gate must see that one too.</summary>
    private sealed class AlwaysInTransaction : SaveChangesInterceptor
    {
        public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
        {
            eventData.Context!.Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
            return result;
        }

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            eventData.Context!.Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
            return ValueTask.FromResult(result);
        }
    }
}
