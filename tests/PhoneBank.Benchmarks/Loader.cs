using System.Diagnostics;
using Npgsql;
using PhoneBank.Data;
using PhoneBank.Tests;

namespace PhoneBank.Benchmarks;

/// <summary>What the databases bring along to load a file: the peer of our import.</summary>
internal static class Loader
{
    // The same keys and indexes as contacts, their numbers, external ids and words have together, on one table.
    private const string Table = """
        CREATE TABLE people (id integer PRIMARY KEY, book_id integer NOT NULL, first text, last text, phone text NOT NULL, email text, external text, language text, country text, city text, tags text,
            source text, consent text, comment text, import_id integer);
        CREATE UNIQUE INDEX ix_phone ON people (book_id, phone);
        CREATE INDEX ix_book ON people (book_id, id);
        CREATE INDEX ix_import ON people (import_id);
        CREATE INDEX ix_external ON people (book_id, external);
        CREATE INDEX ix_tags ON people (tags, id);
        CREATE INDEX ix_count ON people (book_id, language, id, country, consent, city, source);
        """;

    private const string Columns = "first, last, phone, email, external, language, country, city, tags, source, consent, comment";

    public static string NameOf(DatabaseKind kind) => kind == DatabaseKind.Sqlite ? "sqlite3 .import and INSERT ... SELECT" : "COPY and INSERT ... SELECT";

    public static Task<TimeSpan> RunAsync(DatabaseKind kind, string file, string folder, CancellationToken ct) =>
        kind == DatabaseKind.Sqlite ? SqliteAsync(file, folder, ct) : PostgresAsync(file, ct);

    private static async Task<TimeSpan> SqliteAsync(string file, string folder, CancellationToken ct)
    {
        var script = $"""
            PRAGMA journal_mode=WAL;
            PRAGMA synchronous=FULL;
            PRAGMA cache_size=-16384;
            PRAGMA temp_store=MEMORY;
            {Table}
            CREATE TABLE stage ({Columns});
            .mode csv
            .import --skip 1 "{file}" stage
            INSERT OR IGNORE INTO people (book_id, import_id, {Columns}) SELECT 1, 1, {Columns} FROM stage;
            DROP TABLE stage;
            SELECT count(*) FROM people;
            """;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("sqlite3", [Path.Combine(folder, "loader.db")]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        await process.StandardInput.WriteAsync(script.AsMemory(), ct);
        process.StandardInput.Close();
        var answer = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        var time = clock.Elapsed;
        if (process.ExitCode != 0 || !int.TryParse(answer.Trim().Split('\n')[^1], out var count) || count == 0)
        {
            throw new InvalidOperationException("sqlite3 did not load the file.");
        }

        return time;
    }

    private static async Task<TimeSpan> PostgresAsync(string file, CancellationToken ct)
    {
        var connectionString = await TestPostgres.CreateEmptyAsync();
        try
        {
            await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false;Command Timeout=0");
            await connection.OpenAsync(ct);
            await ExecuteAsync(connection, Table.Replace("id integer PRIMARY KEY", "id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY", StringComparison.Ordinal), ct);
            await ExecuteAsync(connection, $"CREATE UNLOGGED TABLE stage ({string.Join(", ", Columns.Split(", ").Select(column => column + " text"))})", ct);
            var clock = Stopwatch.StartNew();
            await using (var copy = await connection.BeginTextImportAsync("COPY stage FROM STDIN (FORMAT csv, HEADER true)", ct))
            using (var content = new StreamReader(file))
            {
                var buffer = new char[1 << 16];
                int read;
                while ((read = await content.ReadAsync(buffer, ct)) > 0)
                {
                    await copy.WriteAsync(buffer.AsMemory(0, read), ct);
                }
            }

            var count = await ExecuteAsync(connection, $"INSERT INTO people (book_id, import_id, {Columns}) SELECT 1, 1, {Columns} FROM stage ON CONFLICT DO NOTHING", ct);
            var time = clock.Elapsed;
            return count > 0 ? time : throw new InvalidOperationException("COPY did not load the file.");
        }
        finally
        {
            await TestPostgres.DropAsync(connectionString);
        }
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
