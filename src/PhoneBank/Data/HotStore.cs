using System.Collections;
using System.Data.Common;
using System.Globalization;
using System.Text;

namespace PhoneBank.Data;

/// <summary>
/// The way to the database for what happens on every call: claim, reveal, draft, record. A handful of parameterised
/// statements, each act in one transaction, acknowledged only after it is committed.
/// </summary>
public interface IHotStore
{
    DatabaseKind Kind { get; }

    /// <summary>
    /// Runs the act in a transaction of its own; when the returned task completes it is committed and on disk. An
    /// exception undoes the act and comes out here. The act must use only the session given, must not call the store
    /// again, and may be run again from the start when the database asks for it.
    /// </summary>
    /// <exception cref="HotStoreBusyException">Too much is waiting to be written.</exception>
    Task<T> WriteAsync<T>(Func<HotSession, Task<T>> act, CancellationToken ct);

    /// <summary>
    /// The same for a piece of bulk work: it gives way to everybody who waits, and nobody shares its transaction. Whoever
    /// comes meanwhile waits for its end, so it must be short. Pieces are written one at a time, in the order in which they
    /// were given; one that fails does not keep the next from being written. When the task completes it is committed, but a power cut
    /// can still undo it until something else has been written.
    /// </summary>
    Task<T> WriteBulkAsync<T>(Func<HotSession, Task<T>> act, CancellationToken ct);

    /// <summary>Reads without writing, on a connection that does not wait for writers.</summary>
    Task<T> ReadAsync<T>(Func<HotSession, Task<T>> read, CancellationToken ct);
}

/// <summary>More is waiting than the writer takes on; nothing was written, the same request may be sent again.</summary>
public sealed class HotStoreBusyException() : Exception("Too many writes are waiting.");

/// <summary>Text that goes into a statement as it stands; never anything that came from outside.</summary>
public readonly record struct RawSql(string Text);

/// <summary>
/// Statements on one connection. Values are given inside an interpolated string and become parameters; a collection
/// becomes a list in parentheses (<c>IN {ids}</c>); enums become their names; another interpolated string becomes a part of the statement.
/// </summary>
public sealed class HotSession(DbConnection connection, DatabaseKind kind, bool keepCommands) : IDisposable
{
    private const int MostParameters = 30;

    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);

    public DatabaseKind Kind { get; } = kind;

    internal DbConnection Connection => connection;

    internal DbTransaction? Transaction { get; set; }

    /// <summary>Goes before the first statement, on the same way to the database.</summary>
    internal string? Prelude { get; set; }

    internal CancellationToken Cancellation { get; set; }

    /// <summary>Locks the chosen row and passes over rows others have locked, where the database knows how.</summary>
    public RawSql SkipLocked { get; } = new(kind == DatabaseKind.Postgres ? "FOR UPDATE SKIP LOCKED" : "");

    /// <summary>Locks the chosen row until the end of the transaction, where the database knows how.</summary>
    public RawSql ForUpdate { get; } = new(kind == DatabaseKind.Postgres ? "FOR UPDATE" : "");

    /// <summary>The same, but lets others write rows that refer to this one.</summary>
    public RawSql ForNoKeyUpdate { get; } = new(kind == DatabaseKind.Postgres ? "FOR NO KEY UPDATE" : "");

    /// <summary>Before a column: no index is chosen for what follows, where the database guesses badly.</summary>
    public RawSql NotByIndex { get; } = new(kind == DatabaseKind.Sqlite ? "+" : "");

    /// <summary>Runs a statement; returns the number of rows it touched.</summary>
    public async Task<int> ExecuteAsync(FormattableString sql)
    {
        var (command, owned) = Prepare(sql);
        try
        {
            return await command.ExecuteNonQueryAsync(Cancellation);
        }
        finally
        {
            if (owned)
            {
                await command.DisposeAsync();
            }
        }
    }

    /// <summary>All rows of a query.</summary>
    public async Task<List<T>> QueryAsync<T>(FormattableString sql, Func<HotRow, T> map)
    {
        var (command, owned) = Prepare(sql);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(Cancellation);
            var rows = new List<T>();
            var row = new HotRow(reader, Kind);
            while (await reader.ReadAsync(Cancellation))
            {
                rows.Add(map(row));
            }

            return rows;
        }
        finally
        {
            if (owned)
            {
                await command.DisposeAsync();
            }
        }
    }

    /// <summary>The first row of a query, or null.</summary>
    public async Task<T?> FirstAsync<T>(FormattableString sql, Func<HotRow, T> map)
        where T : class
    {
        var rows = await QueryAsync(sql, map);
        return rows.Count > 0 ? rows[0] : null;
    }

    /// <summary>The first column of the first row as a count; 0 when there is none.</summary>
    public async Task<long> CountAsync(FormattableString sql)
    {
        var rows = await QueryAsync(sql, row => row.IsNull(0) ? 0L : row.Long(0));
        return rows.Count > 0 ? rows[0] : 0;
    }

    /// <summary>Runs a statement over parameters <c>@p0</c>, <c>@p1</c> and so on that the database knows as they are.</summary>
    internal async Task<int> ExecuteAsync(string text, List<object> parameters)
    {
        var (command, owned) = Prepare(text, parameters);
        try
        {
            return await command.ExecuteNonQueryAsync(Cancellation);
        }
        finally
        {
            if (owned)
            {
                await command.DisposeAsync();
            }
        }
    }

    /// <summary>Runs a statement made around another's, with the parameters of both.</summary>
    internal async Task<int> ExecuteAsync(string text, IEnumerable<DbParameter> parameters)
    {
        var (command, owned) = Prepare(text, []);
        command.Parameters.AddRange(parameters.ToArray());
        try
        {
            return await command.ExecuteNonQueryAsync(Cancellation);
        }
        finally
        {
            command.Parameters.Clear();
            if (owned)
            {
                await command.DisposeAsync();
            }
        }
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _commands.Clear();
    }

    private (DbCommand Command, bool Owned) Prepare(FormattableString sql)
    {
        var values = new List<object>(sql.ArgumentCount);
        return Prepare(TextOf(sql, values), values);
    }

    private string TextOf(FormattableString sql, List<object> values)
    {
        var names = new object[sql.ArgumentCount];
        for (var i = 0; i < names.Length; i++)
        {
            var argument = sql.GetArgument(i);
            names[i] = argument switch
            {
                RawSql raw => raw.Text,
                FormattableString part => TextOf(part, values),
                IEnumerable list and not string and not byte[] => List(list, values),
                _ => Add(argument, values),
            };
        }

        return string.Format(CultureInfo.InvariantCulture, sql.Format, names);
    }

    private (DbCommand Command, bool Owned) Prepare(string text, List<object> values)
    {
        if (!keepCommands)
        {
            var prelude = Prelude;
            Prelude = null;
            return (Fill(connection.CreateCommand(), prelude + text, values), true);
        }

        if (!_commands.TryGetValue(text, out var command))
        {
            if (_commands.Count > 200)
            {
                Dispose();
            }

            _commands[text] = command = Fill(connection.CreateCommand(), text, values);
        }
        else
        {
            for (var i = 0; i < values.Count; i++)
            {
                command.Parameters[i].Value = values[i];
            }
        }

        command.Transaction = Transaction;
        return (command, false);
    }

    private DbCommand Fill(DbCommand command, string text, List<object> values)
    {
        command.CommandText = text;
        command.Transaction = Transaction;
        for (var i = 0; i < values.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@p" + i.ToString(CultureInfo.InvariantCulture);
            parameter.Value = values[i];
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private string List(IEnumerable list, List<object> parameters)
    {
        // Many parameters are slow, and every number of them is another statement.
        if (list is ICollection { Count: > MostParameters } many && many.Cast<object?>().All(item => item is Guid or byte[]))
        {
            return Kind == DatabaseKind.Postgres
                ? $"(SELECT unnest({Add(ArrayOf(many), parameters)}))"
                : $"(SELECT unhex(value) FROM json_each({Add(JsonOf(many), parameters)}))";
        }

        var text = new StringBuilder("(");
        foreach (var item in list)
        {
            text.Append(text.Length > 1 ? "," : "").Append(Add(item, parameters));
        }

        return text.Length == 1 ? "(NULL)" : text.Append(')').ToString();
    }

    private static Array ArrayOf(ICollection list) => list.OfType<Guid>().Any() ? list.Cast<Guid>().ToArray() : list.Cast<byte[]>().ToArray();

    private string JsonOf(ICollection list)
    {
        var array = new StringBuilder("[");
        foreach (var item in list)
        {
            array.Append(array.Length > 1 ? "," : "").Append('"').Append(Convert.ToHexString((byte[])Parameter(item))).Append('"');
        }

        return array.Append(']').ToString();
    }

    private string Add(object? argument, List<object> values)
    {
        values.Add(Parameter(argument));
        return "@p" + (values.Count - 1).ToString(CultureInfo.InvariantCulture);
    }

    private object Parameter(object? value) => value switch
    {
        null => DBNull.Value,
        Guid id when Kind == DatabaseKind.Sqlite => id.ToByteArray(bigEndian: true),
        DateTime time when Kind == DatabaseKind.Sqlite => time.Ticks,
        Enum word => word.ToString(),
        _ => value,
    };
}

/// <summary>One row of a hot query, read by position.</summary>
public sealed class HotRow(DbDataReader reader, DatabaseKind kind)
{
    public bool IsNull(int column) => reader.IsDBNull(column);

    public Guid Id(int column) => kind == DatabaseKind.Sqlite ? new Guid(reader.GetFieldValue<byte[]>(column), bigEndian: true) : reader.GetGuid(column);

    public Guid? IdOrNull(int column) => IsNull(column) ? null : Id(column);

    public DateTime Time(int column) => kind == DatabaseKind.Sqlite ? new DateTime(reader.GetInt64(column), DateTimeKind.Utc) : DateTime.SpecifyKind(reader.GetDateTime(column), DateTimeKind.Utc);

    public DateTime? TimeOrNull(int column) => IsNull(column) ? null : Time(column);

    public string Text(int column) => reader.GetString(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : reader.GetString(column);

    public int Int(int column) => Convert.ToInt32(reader.GetValue(column), CultureInfo.InvariantCulture);

    public long Long(int column) => Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);

    public bool Flag(int column) => kind == DatabaseKind.Sqlite ? reader.GetInt64(column) != 0 : reader.GetBoolean(column);

    public byte[] Bytes(int column) => reader.GetFieldValue<byte[]>(column);

    public byte[]? BytesOrNull(int column) => IsNull(column) ? null : Bytes(column);

    public T Word<T>(int column)
        where T : struct, Enum => Enum.Parse<T>(reader.GetString(column));

    public T? WordOrNull<T>(int column)
        where T : struct, Enum => IsNull(column) ? null : Word<T>(column);
}
