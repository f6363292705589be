using System.Runtime.CompilerServices;
using System.Text;

namespace PhoneBank.Data;

/// <summary>Many rows in few statements, the same way on both databases.</summary>
internal static class BulkInsert
{
    // Few sizes, so that few statements are prepared.
    private static readonly int[] Sizes = [40, 8, 1];

    /// <summary>Inserts rows of values in the order of the columns. Names are ours, never from outside.</summary>
    public static async Task InsertAsync(this HotSession session, string table, string columns, IReadOnlyList<object?[]> rows, string onConflict = "")
    {
        var at = 0;
        foreach (var size in Sizes)
        {
            for (; rows.Count - at >= size; at += size)
            {
                var width = rows[at].Length;
                var values = new object?[size * width];
                for (var row = 0; row < size; row++)
                {
                    rows[at + row].CopyTo(values, row * width);
                }

                await session.ExecuteAsync(FormattableStringFactory.Create(Text(table, columns, size, width, onConflict), values));
            }
        }
    }

    private static string Text(string table, string columns, int rows, int width, string onConflict)
    {
        var text = new StringBuilder("INSERT INTO ").Append(table).Append(" (").Append(columns).Append(") VALUES ");
        for (var row = 0; row < rows; row++)
        {
            text.Append(row > 0 ? ",(" : "(");
            for (var column = 0; column < width; column++)
            {
                text.Append(column > 0 ? ",{" : "{").Append((row * width) + column).Append('}');
            }

            text.Append(')');
        }

        return text.Append(' ').Append(onConflict).ToString();
    }
}
