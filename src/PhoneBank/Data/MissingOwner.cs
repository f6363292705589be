using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace PhoneBank.Data;

/// <summary>What a database says when a row belongs to another that is not there, or not there any more.</summary>
internal static class MissingOwner
{
    // SQLITE_CONSTRAINT_FOREIGNKEY
    private const int ForeignKeyOfSqlite = 787;

    public static bool IsMissingOwner(this DbException exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.ForeignKeyViolation,
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode == ForeignKeyOfSqlite,
        _ => false,
    };
}
