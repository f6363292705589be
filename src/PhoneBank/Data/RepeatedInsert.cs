using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PhoneBank.Data;

/// <summary>
/// One statement of SQLite run for row after row, its values given by position. The provider's commands look every
/// parameter up by its name, every time, which costs as much as a row itself.
/// </summary>
internal sealed class RepeatedInsert : IDisposable
{
    private const int MostInPlace = 100;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private object?[] _bound = [];

    public RepeatedInsert(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, sql, out _statement));
    }

    /// <summary>
    /// How many rows it made: one, or none when a conflict was let pass. A value stays bound until another comes: the
    /// same object, text or id as in the row before costs next to nothing.
    /// </summary>
    public int Run(object?[] row)
    {
        if (_bound.Length != row.Length)
        {
            _bound = new object?[row.Length];
        }

        for (var i = 0; i < row.Length; i++)
        {
            var value = row[i];
            if (!IsBound(i, value))
            {
                Check(Bind(i + 1, value));
                _bound[i] = value;
            }
        }

        var result = raw.sqlite3_step(_statement);

        // The reset says again what went wrong; it must be done in any case.
        raw.sqlite3_reset(_statement);
        Check(result);
        return raw.sqlite3_changes(_database);
    }

    public void Dispose() => _statement.Dispose();

    private bool IsBound(int at, object? value) =>
        ReferenceEquals(value, _bound[at]) || (value is string text && text.Equals(_bound[at] as string, StringComparison.Ordinal)) || (value is Guid id && _bound[at] is Guid bound && id == bound);

    private int Bind(int at, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(_statement, at),
        string text => Bind(at, text),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, at, bytes),
        Guid id => Bind(at, id),
        int number => raw.sqlite3_bind_int(_statement, at, number),
        long number => raw.sqlite3_bind_int64(_statement, at, number),
        bool flag => raw.sqlite3_bind_int(_statement, at, flag ? 1 : 0),
        DateTime time => raw.sqlite3_bind_int64(_statement, at, time.Ticks),
        Enum word => raw.sqlite3_bind_text(_statement, at, word.ToString()),
        _ => throw new NotSupportedException($"{value.GetType().Name} cannot be inserted in bulk."),
    };

    private int Bind(int at, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return raw.sqlite3_bind_blob(_statement, at, bytes);
    }

    private int Bind(int at, string text)
    {
        if (text.Length > MostInPlace)
        {
            return raw.sqlite3_bind_text(_statement, at, text);
        }

        Span<byte> bytes = stackalloc byte[3 * MostInPlace];
        return raw.sqlite3_bind_text(_statement, at, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    private void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }
}
