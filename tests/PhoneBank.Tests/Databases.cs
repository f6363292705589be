using System.Reflection;
using Npgsql;
using PhoneBank.Data;
using Xunit.Sdk;

namespace PhoneBank.Tests;

/// <summary>
/// Runs a theory once on each database. PostgreSQL comes from the environment variable <c>PHONEBANK_TEST_POSTGRES</c> (a
/// connection string of a superuser), which the test command sets; <c>none</c> leaves PostgreSQL out, and
/// <see cref="PostgresFactAttribute"/> then shows a skipped test that says so.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnBothDatabasesAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
    {
        yield return [DatabaseKind.Sqlite];
        if (TestPostgres.IsWanted)
        {
            yield return [DatabaseKind.Postgres];
        }
    }
}

/// <summary>A test of PostgreSQL alone.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (!TestPostgres.IsWanted)
        {
            Skip = "PostgreSQL was left out on purpose (PHONEBANK_TEST_POSTGRES=none).";
        }
    }
}

/// <summary>Databases on the test server, each a copy of one migrated template.</summary>
public static class TestPostgres
{
    private const string Variable = "PHONEBANK_TEST_POSTGRES";
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);

    public static bool IsWanted => !string.Equals(Environment.GetEnvironmentVariable(Variable), "none", StringComparison.Ordinal);

    private static string Server => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } server
        ? server
        : throw new InvalidOperationException($"Set {Variable} to a connection string of a PostgreSQL test server, or to 'none' to leave PostgreSQL out. `bash tests/run.sh` starts one by itself.");

    /// <summary>A fresh migrated database; its connection string.</summary>
    public static async Task<string> CreateAsync()
    {
        var template = await Template.Value;
        var name = "phonebank_" + Guid.NewGuid().ToString("N");
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return On(name);
    }

    /// <summary>An empty database without any table; its connection string.</summary>
    public static async Task<string> CreateEmptyAsync()
    {
        var name = "phonebank_" + Guid.NewGuid().ToString("N");
        await ExecuteAsync($"CREATE DATABASE {name}");
        return On(name);
    }

    public static async Task DropAsync(string connectionString)
    {
        await using (var connection = new NpgsqlConnection(connectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        await ExecuteAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");
    }

    private static string On(string database) => new NpgsqlConnectionStringBuilder(Server) { Database = database, MaxPoolSize = 30 }.ConnectionString;

    private static async Task<string> MakeTemplateAsync()
    {
        var name = "template_" + Guid.NewGuid().ToString("N");
        await ExecuteAsync($"CREATE DATABASE {name}");
        await World.MigrateAsync(new StorageSettings(On(name) + ";Pooling=false"));
        return name;
    }

    private static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Server + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
