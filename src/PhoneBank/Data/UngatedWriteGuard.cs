using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PhoneBank.Data;

/// <summary>
/// ExecuteUpdate and ExecuteDelete open no transaction by themselves, so on SQLite they would pass the write gate by.
/// Such a write is a bug, and is told so at its first run: put it into a transaction.
/// </summary>
internal sealed class UngatedWriteGuard : DbCommandInterceptor
{
    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Check(command);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Check(command);
        return ValueTask.FromResult(result);
    }

    private static void Check(DbCommand command)
    {
        var text = command.CommandText.AsSpan().TrimStart();
        if (command.Transaction is null
            && (text.StartsWith("UPDATE", StringComparison.OrdinalIgnoreCase) || text.StartsWith("DELETE", StringComparison.OrdinalIgnoreCase) || text.StartsWith("INSERT", StringComparison.OrdinalIgnoreCase))
            && !command.CommandText.Contains("__EF", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("This write is outside a transaction, so it would pass the write gate by.");
        }
    }
}
