using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace PhoneBank.Data;

/// <summary>
/// Many rows into one table, each database's quick way: one small prepared statement over and over on SQLite; on PostgreSQL, where a round trip is what
/// costs, COPY, or one array for each column where conflicts may be let pass, which COPY cannot.
/// </summary>
internal static class BulkInsert
{
    // A statement's arrays are built in memory before they are sent.
    private const int MostRowsAtOnce = 2000;

    // To begin and end a COPY takes two more round trips than a statement.
    private const int FewestCopied = 40;

    /// <summary>Inserts rows of values in the order of the columns; how many were inserted. Names are ours, never from outside.</summary>
    public static async Task<int> InsertAsync(this HotSession session, string table, string columns, IReadOnlyList<object?[]> rows, string onConflict = "")
    {
        var inserted = 0;
        if (rows.Count == 0)
        {
            return inserted;
        }

        if (session.Kind == DatabaseKind.Sqlite)
        {
            using var insert = new RepeatedInsert((SqliteConnection)session.Connection, $"INSERT INTO {table} ({columns}) VALUES ({Join(rows[0].Length, _ => "?")}) {onConflict}");
            foreach (var row in rows)
            {
                inserted += insert.Run(row);
            }

            return inserted;
        }

        if (onConflict.Length == 0 && rows.Count >= FewestCopied)
        {
            return await CopyAsync((NpgsqlConnection)session.Connection, table, columns, rows);
        }

        for (var at = 0; at < rows.Count; at += MostRowsAtOnce)
        {
            var part = rows.Skip(at).Take(MostRowsAtOnce).ToList();
            var arrays = Enumerable.Range(0, part[0].Length).Select(column => ColumnOf(part, column)).ToList();

            // A column without any value has no type that could be guessed; the table knows it.
            var given = arrays.Select((array, column) => (array, column)).Where(entry => entry.array is not null).ToList();
            var names = given.Select((entry, position) => (entry.column, Name: "u" + position.ToString(CultureInfo.InvariantCulture))).ToDictionary(entry => entry.column, entry => entry.Name);
            inserted += await session.ExecuteAsync(
                $"INSERT INTO {table} ({columns}) SELECT {Join(arrays.Count, column => names.TryGetValue(int.Parse(column, CultureInfo.InvariantCulture), out var name) ? name : "NULL")} "
                + $"FROM unnest({Join(given.Count, position => "@p" + position)}) AS u ({string.Join(',', names.Values)}) {onConflict}",
                given.ConvertAll(entry => (object)entry.array!));
        }

        return inserted;
    }

    private static async Task<int> CopyAsync(NpgsqlConnection connection, string table, string columns, IReadOnlyList<object?[]> rows)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            await copy.StartRowAsync();
            foreach (var value in row)
            {
                await (value switch
                {
                    null => copy.WriteNullAsync(),
                    Guid id => copy.WriteAsync(id, NpgsqlDbType.Uuid),
                    string text => copy.WriteAsync(text, NpgsqlDbType.Text),
                    byte[] bytes => copy.WriteAsync(bytes, NpgsqlDbType.Bytea),
                    int number => copy.WriteAsync(number, NpgsqlDbType.Integer),
                    long number => copy.WriteAsync(number, NpgsqlDbType.Bigint),
                    bool flag => copy.WriteAsync(flag, NpgsqlDbType.Boolean),
                    DateTime time => copy.WriteAsync(time, NpgsqlDbType.TimestampTz),
                    Enum word => copy.WriteAsync(word.ToString(), NpgsqlDbType.Text),
                    _ => throw new NotSupportedException($"{value.GetType().Name} cannot be inserted in bulk."),
                });
            }
        }

        return (int)await copy.CompleteAsync();
    }

    private static Array? ColumnOf(List<object?[]> rows, int column)
    {
        if (rows.Find(row => row[column] is not null) is not { } first)
        {
            return null;
        }

        return first[column] switch
        {
            Guid => Of<Guid?>(rows, column),
            DateTime => Of<DateTime?>(rows, column),
            int => Of<int?>(rows, column),
            long => Of<long?>(rows, column),
            bool => Of<bool?>(rows, column),
            string => Of<string?>(rows, column),
            byte[] => Of<byte[]?>(rows, column),
            Enum => rows.ConvertAll(row => row[column]?.ToString()).ToArray(),
            var other => throw new NotSupportedException($"{other!.GetType().Name} cannot be inserted in bulk."),
        };
    }

    private static T?[] Of<T>(List<object?[]> rows, int column) => rows.ConvertAll(row => (T?)row[column]).ToArray();

    private static string Join(int count, Func<string, string> name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(i > 0 ? "," : "").Append(name(i.ToString(CultureInfo.InvariantCulture)));
        }

        return text.ToString();
    }
}
