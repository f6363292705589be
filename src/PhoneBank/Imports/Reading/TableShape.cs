using System.Buffers;
using System.Globalization;
using PhoneBank.Phones;
using PhoneBank.Shared;

namespace PhoneBank.Imports.Reading;

/// <summary>Delimiter, heads and first rows of a table, guessed from its beginning.</summary>
internal sealed record TableShape(char Delimiter, bool HasHeader, IReadOnlyList<string> Heads, IReadOnlyList<string[]> FirstRows)
{
    /// <summary>How much of a file is looked at.</summary>
    public const int SampleChars = 256 * 1024;

    private const int RowsLookedAt = 60;
    private static readonly SearchValues<char> Nothing = SearchValues.Create(",;\t| \r\n\"\uFEFF\0\u00A0");
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>Looks at the beginning of a text; refused when it is no table.</summary>
    public static Result<TableShape> Of(string sample, bool isWhole)
    {
        if (sample.AsSpan().IndexOfAnyExcept(Nothing) < 0)
        {
            return new FileIsEmpty();
        }

        var best = Delimiters.Select(delimiter => Try(sample, isWhole, delimiter)).MaxBy(trial => trial.Score)!;
        if (best.Columns > ImportLimits.FileColumns)
        {
            return new TooManyColumns(ImportLimits.FileColumns);
        }

        if (best.Rows.Count == 0)
        {
            return best.Refusal ?? new FileIsEmpty();
        }

        // Rows of any length under heads we know are a table still.
        return best.Columns >= 2 && best.Evenness < 0.5 && best.Rows[0].Count(ColumnGuess.IsKnownHead) < 2 ? new NotATable() : OfRows(best.Delimiter, best.Columns, best.Rows);
    }

    /// <summary>Looks at the first rows of a sheet; refused when it is no table.</summary>
    public static Result<TableShape> Of(IReadOnlyList<string[]> rows) =>
        rows.Count == 0 ? new FileIsEmpty() : OfRows(',', rows.Max(row => row.Length), rows);

    /// <summary>As chosen by hand.</summary>
    public static TableShape With(char delimiter, bool hasHeader, IReadOnlyList<string[]> rows)
    {
        var columns = rows.Count == 0 ? 0 : rows.Max(row => row.Length);
        var heads = hasHeader && rows.Count > 0 ? rows[0] : [];
        return new TableShape(delimiter, hasHeader, Distinct(Padded(heads, columns)), hasHeader ? [.. rows.Skip(1)] : rows);
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

    // One column is a table only when it is a list of numbers; otherwise it is a letter.
    private static Result<TableShape> OfRows(char delimiter, int columns, IReadOnlyList<string[]> rows)
    {
        if (rows.All(row => Array.TrueForAll(row, cell => cell.Length == 0)))
        {
            return new FileIsEmpty();
        }

        return columns < 2 && !HasPhones(rows, 0) ? new NotATable() : Headed(delimiter, columns, rows);
    }

    private static TableShape Headed(char delimiter, int columns, IReadOnlyList<string[]> rows)
    {
        var first = rows[0];
        var hasHeader = first.Any(ColumnGuess.IsKnownHead)
            || (rows.Count > 1 && !first.Any(cell => IsPhone(cell) || cell.Contains('@', StringComparison.Ordinal)) && first.All(cell => cell.Length is > 0 and < 60 && !cell.All(char.IsDigit)));
        return With(delimiter, hasHeader, [.. rows.Select(row => row.Length > columns ? row[..columns] : row)]);
    }

    // Two columns of the same name are two fields.
    private static string[] Distinct(string[] heads)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var column = 0; column < heads.Length; column++)
        {
            var head = heads[column];
            for (var number = 2; head.Length > 0 && !seen.Add(head); number++)
            {
                head = string.Create(CultureInfo.InvariantCulture, $"{heads[column]} ({number})");
            }

            heads[column] = head;
        }

        return heads;
    }

    private static string[] Padded(string[] heads, int columns) =>
        [.. Enumerable.Range(0, columns).Select(column => column < heads.Length ? heads[column] : "")];

    private static Trial Try(string sample, bool isWhole, char delimiter)
    {
        var rows = new List<string[]>();
        var widest = 0;
        try
        {
            using var table = new CsvTable(new StringReader(sample), delimiter, checks: false);
            while (rows.Count < RowsLookedAt && table.Read())
            {
                widest = Math.Max(widest, table.FieldCount);
                if (table.FieldCount > ImportLimits.FileColumns)
                {
                    rows.Add([]);
                    break;
                }

                var cells = table.Cells();
                if (Array.Exists(cells, cell => cell.Length > 0))
                {
                    rows.Add(cells);
                }
            }
        }
        catch (ImportRefusedException refused)
        {
            return new Trial(delimiter, [], 0, 0) { Refusal = refused.Error };
        }

        // The sample may end in the middle of a record.
        if (!isWhole && rows.Count is > 1 and < RowsLookedAt)
        {
            rows.RemoveAt(rows.Count - 1);
        }

        if (widest > ImportLimits.FileColumns)
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
        public Error? Refusal { get; init; }

        public double Score => Columns > ImportLimits.FileColumns ? 1000 + Columns : Columns < 2 ? Evenness / 10 : Evenness + (Evenness * Math.Log(Columns) / 4);
    }
}
