using System.Globalization;
using PhoneBank.Phones;

namespace PhoneBank.Privacy;

/// <summary>Numbers out of lines of text.</summary>
internal static class NumberLines
{
    private const int LookedAt = 200;
    private const int ValidWeighs = 5;
    private static readonly char[] Dividers = ['\t', ';', ','];
    private static readonly string[] Heads = ["phone", "mobile", "tel", "number", "טלפון", "נייד", "סלולרי", "هاتف", "جوال", "موبايل", "телефон", "номер"];
    private static readonly string[] Dates = ["yyyy-M-d", "yyyy/M/d", "d/M/yyyy", "M/d/yyyy", "d.M.yyyy", "d-M-yyyy", "d/M/yy", "d.M.yy"];

    /// <summary>Empty lines are passed over, and so is a first line without any digit: the head of a table.</summary>
    public static (List<string> Numbers, List<int> Unreadable) Read(IReadOnlyList<string> lines, string? defaultCountry)
    {
        var column = ColumnOf(lines, defaultCountry);
        var numbers = new List<string>(lines.Count);
        var unreadable = new List<int>();
        for (var n = 0; n < lines.Count; n++)
        {
            if (string.IsNullOrWhiteSpace(lines[n]) || (n == 0 && !lines[n].Any(char.IsDigit)))
            {
                continue;
            }

            var cells = Cells(lines[n]);
            if (column < cells.Count && E164(cells[column], defaultCountry) is { } number)
            {
                numbers.Add(number);
            }
            else
            {
                unreadable.Add(n + 1);
            }
        }

        return (numbers, unreadable);
    }

    // By its head, else the column that looks most like numbers: a date or an id can be taken for one, but hardly ever for one that was given out.
    private static int ColumnOf(IReadOnlyList<string> lines, string? defaultCountry)
    {
        if (lines.Count > 0 && !lines[0].Any(char.IsDigit) && Cells(lines[0]).FindIndex(IsHead) is var head and >= 0)
        {
            return head;
        }

        var found = new Dictionary<int, int>();
        foreach (var cells in lines.Where(line => !string.IsNullOrWhiteSpace(line)).Take(LookedAt).Select(Cells))
        {
            for (var column = 0; column < cells.Count; column++)
            {
                var weight = IsDate(cells[column]) ? 0 : PhoneNumbers.Read(cells[column], defaultCountry).Status switch { PhoneStatus.Valid => ValidWeighs, PhoneStatus.Possible => 1, _ => 0 };
                if (weight > 0)
                {
                    found[column] = found.GetValueOrDefault(column) + weight;
                }
            }
        }

        return found.Count == 0 ? 0 : found.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).First().Key;
    }

    private static List<string> Cells(string line)
    {
        var divider = Array.Find(Dividers, line.Contains);
        return [.. (divider == default ? [line] : line.Split(divider)).Select(cell => cell.Trim().Trim('"', '=', '\'').Trim())];
    }

    private static bool IsHead(string cell) => Array.Exists(Heads, head => cell.Contains(head, StringComparison.OrdinalIgnoreCase));

    // Eight digits of a date can be a number that was given out.
    private static bool IsDate(string cell) => DateTime.TryParseExact(cell.Split(' ', 'T')[0], Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string? E164(string cell, string? defaultCountry) =>
        PhoneNumbers.Read(cell, defaultCountry) is { CanBeDialled: true, E164: { } number } ? number : null;
}
