using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PhoneBank.Data;

/// <summary>
/// Many keys and what they find, on SQLite. Many keys in one statement would go through text and back, and a row read by the
/// provider is several objects: either costs more than to find it.
/// </summary>
internal static class RepeatedLookUp
{
    /// <summary>What is done with a key and what it finds, both only lent.</summary>
    public delegate void Taking(ReadOnlySpan<byte> key, ReadOnlySpan<byte> id);

    /// <summary>Gives each row of a statement, a key and an id, to somebody, without making anything for it. Parameters are given by position.</summary>
    public static void Each(this HotSession session, string sql, ReadOnlySpan<Guid> parameters, Taking take)
    {
        var database = ((SqliteConnection)session.Connection).Handle!;
        Check(database, raw.sqlite3_prepare_v2(database, sql, out var statement));
        using (statement)
        {
            Span<byte> bytes = stackalloc byte[16];
            for (var i = 0; i < parameters.Length; i++)
            {
                parameters[i].TryWriteBytes(bytes, bigEndian: true, out _);
                Check(database, raw.sqlite3_bind_blob(statement, i + 1, bytes));
            }

            int result;
            while ((result = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
            {
                take(raw.sqlite3_column_blob(statement, 0), raw.sqlite3_column_blob(statement, 1));
            }

            Check(database, result);
        }
    }

    /// <summary>
    /// The ids that a statement gives for each key. Its first parameter is the key, its second <paramref name="scope"/> if there
    /// is one; its only column is an id.
    /// </summary>
    public static List<(byte[] Key, Guid Id)> LookUp(this HotSession session, string sql, Guid? scope, IEnumerable<byte[]> keys)
    {
        var connection = (SqliteConnection)session.Connection;
        var database = connection.Handle!;
        var found = new List<(byte[] Key, Guid Id)>();

        // Otherwise each key would take and give back the locks of a transaction of its own.
        using var transaction = raw.sqlite3_get_autocommit(database) != 0 ? connection.BeginTransaction(deferred: true) : null;
        Check(database, raw.sqlite3_prepare_v2(database, sql, out var statement));
        using (statement)
        {
            if (scope is { } id)
            {
                Span<byte> bytes = stackalloc byte[16];
                id.TryWriteBytes(bytes, bigEndian: true, out _);
                Check(database, raw.sqlite3_bind_blob(statement, 2, bytes));
            }

            foreach (var key in keys)
            {
                Check(database, raw.sqlite3_bind_blob(statement, 1, key));
                int result;
                while ((result = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
                {
                    found.Add((key, new Guid(raw.sqlite3_column_blob(statement, 0), bigEndian: true)));
                }

                // The reset says again what went wrong; it must be done in any case.
                raw.sqlite3_reset(statement);
                Check(database, result);
            }
        }

        return found;
    }

    private static void Check(sqlite3 database, int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }
    }
}
