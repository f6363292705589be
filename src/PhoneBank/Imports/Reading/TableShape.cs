using PhoneBank.Phones;
using PhoneBank.Shared;

namespace PhoneBank.Imports.Reading;

/// <summary>Delimiter, heads and first rows of a table, guessed from its beginning.</summary>
internal sealed record TableShape(char Delimiter, bool HasHeader, IReadOnlyList<string> Heads, IReadOnlyList<string[]> FirstRows)
{
    /// <summary>How much of a file is looked at.</summary>
    public const int SampleChars = 256 * 1024;

    private const int RowsLookedAt = 60;
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>Looks at the beginning of a text; refused when it is no table.</summary>
    public static Result<TableShape> Of(string sample, bool isWhole)
    {
        if (string.IsNullOrWhiteSpace(sample.Trim('\uFEFF', '\0')))
        {
            return new FileIsEmpty();
        }

        var best = Delimiters.Select(delimiter => Try(sample, isWhole, delimiter)).MaxBy(trial => trial.Score)!;
        if (best.Columns > ImportLimits.Columns)
        {
            return new TooManyColumns(ImportLimits.Columns);
        }

        if (best.Rows.Count == 0)
        {
            return new RowTooLong(1);
        }

        // One column is a table only when it is a list of numbers; otherwise it is a letter.
        if (best.Columns < 2 && !HasPhones(best.Rows, 0))
        {
            return new NotATable();
        }

        if (best.Columns >= 2 && best.Evenness < 0.5)
        {
            return new NotATable();
        }

        return Headed(best.Delimiter, best.Columns, best.Rows);
    }

    /// <summary>As chosen by hand.</summary>
    public static TableShape With(char delimiter, bool hasHeader, IReadOnlyList<string[]> rows)
    {
        var columns = rows.Count == 0 ? 0 : rows.Max(row => row.Length);
        var heads = hasHeader && rows.Count > 0 ? rows[0] : [];
        return new TableShape(delimiter, hasHeader, Padded(heads, columns), hasHeader ? [.. rows.Skip(1)] : rows);
    }

    internal static bool HasPhones(IReadOnlyList<string[]> rows, int column) => ShareOf(rows, column, IsPhone) >= 0.5;

    internal static double ShareOf(IReadOnlyList<string[]> rows, int column, Func<string, bool> test)
    {
        var cells = rows.Select(row => column < row.Length ? row[column] : "").Where(cell => cell.Length > 0).ToList();
        return cells.Count == 0 ? 0 : (double)cells.Count(test) / cells.Count;
    }

    // Long enough not to be an age or a house number; a country is not known yet, so the plan cannot be asked.
    internal static bool IsPhone(string cell)
    {
        var digits = cell.Count(char.IsDigit);
        return digits is >= 7 and <= 15 && cell.Length <= 40 && !cell.Any(char.IsLetter)
            && (cell.StartsWith('+') ? PhoneNumbers.Read(cell, defaultCountry: null).CanBeDialled : !cell.Contains(',', StringComparison.Ordinal) && !cell.Contains(':', StringComparison.Ordinal) && !IsDate(cell));
    }

    private static bool IsDate(string cell) => cell.Length == 10 && cell.Count(char.IsAsciiDigit) == 8 && (cell[4] == '-' || cell[2] is '.' or '/');

    private static TableShape Headed(char delimiter, int columns, List<string[]> rows)
    {
        var first = rows[0];
        var hasHeader = first.Any(ColumnGuess.IsKnownHead)
            || (rows.Count > 1 && !first.Any(cell => IsPhone(cell) || cell.Contains('@', StringComparison.Ordinal)) && first.All(cell => cell.Length is > 0 and < 60 && !cell.All(char.IsDigit)));
        return With(delimiter, hasHeader, [.. rows.Select(row => row.Length > columns ? row[..columns] : row)]);
    }

    private static string[] Padded(string[] heads, int columns) =>
        [.. Enumerable.Range(0, columns).Select(column => column < heads.Length ? heads[column] : "")];

    private static Trial Try(string sample, bool isWhole, char delimiter)
    {
        var rows = new List<string[]>();
        var widest = 0;
        try
        {
            using var table = new TableReader(new StringReader(sample), delimiter, checksColumns: false);
            while (rows.Count < RowsLookedAt && table.Read())
            {
                widest = Math.Max(widest, table.FieldCount);
                if (table.FieldCount > ImportLimits.Columns)
                {
                    rows.Add([]);
                    break;
                }

                if (table.FieldCount > 1 || table.Cell(0).Length > 0)
                {
                    rows.Add(table.Cells());
                }
            }
        }
        catch (ImportRefusedException)
        {
            return new Trial(delimiter, [], 0, 0);
        }

        // The sample may end in the middle of a record.
        if (!isWhole && rows.Count is > 1 and < RowsLookedAt)
        {
            rows.RemoveAt(rows.Count - 1);
        }

        if (widest > ImportLimits.Columns)
        {
            return new Trial(delimiter, rows, widest, 1);
        }

        if (rows.Count == 0)
        {
            return new Trial(delimiter, rows, 0, 0);
        }

        var usual = rows.CountBy(row => row.Length).MaxBy(group => (group.Value, group.Key));
        return new Trial(delimiter, rows, usual.Key, (double)usual.Value / rows.Count);
    }

    private sealed record Trial(char Delimiter, List<string[]> Rows, int Columns, double Evenness)
    {
        public double Score => Columns > ImportLimits.Columns ? 1000 + Columns : Columns < 2 ? Evenness / 10 : Evenness + (Evenness * Math.Log(Columns) / 4);
    }
}
