using System.Globalization;
using System.Xml;

namespace PhoneBank.Imports.Reading.Workbooks;

/// <summary>Writes the numbers of a workbook as people would: dates by their style, telephone numbers without exponent or point.</summary>
internal sealed class NumberFormats
{
    private const int MostStyles = 100_000;
    private readonly List<Look> _looks = [];
    private readonly bool _from1904;

    /// <summary><paramref name="styles"/>: null when the workbook has none. <paramref name="from1904"/>: days are counted as old Macintoshes did.</summary>
    public NumberFormats(PackagePart? styles, bool from1904)
    {
        _from1904 = from1904;
        if (styles is null)
        {
            return;
        }

        using var reader = Markup.Open(styles);
        var codes = new Dictionary<int, string>();
        var isInCellStyles = false;
        while (reader.Read())
        {
            if (reader.IsAt("numFmt") && int.TryParse(reader.GetAttribute("numFmtId"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && codes.Count < MostStyles)
            {
                codes[id] = reader.GetAttribute("formatCode") ?? "";
            }
            else if (reader.LocalName == "cellXfs")
            {
                isInCellStyles = reader.NodeType == XmlNodeType.Element && !reader.IsEmptyElement;
            }
            else if (isInCellStyles && reader.IsAt("xf") && _looks.Count < MostStyles)
            {
                _ = int.TryParse(reader.GetAttribute("numFmtId"), NumberStyles.None, CultureInfo.InvariantCulture, out var format);
                _looks.Add(LookOf(format, codes.GetValueOrDefault(format)));
            }
        }
    }

    /// <summary>The text of a number as it is stored; what is no number stays as it is.</summary>
    public string Text(string stored, string? style)
    {
        if (!double.TryParse(stored, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return stored;
        }

        var look = int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < _looks.Count ? _looks[at] : default;
        if (look.IsDate && Date(number) is { } date)
        {
            return date;
        }

        if (number == Math.Floor(number) && Math.Abs(number) < 1e18)
        {
            var whole = ((long)number).ToString(CultureInfo.InvariantCulture);
            return number >= 0 ? whole.PadLeft(look.Digits, '0') : whole;
        }

        return decimal.TryParse(stored, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            ? Math.Round(exact, 10).ToString("0.##########", CultureInfo.InvariantCulture)
            : stored;
    }

    private static Look LookOf(int id, string? code) => code is null ? new Look(id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58), 0) : LookOf(code);

    // What stands in quotes, in brackets or behind a backslash is text of the format, not a part of it.
    private static Look LookOf(string code)
    {
        var zeros = 0;
        var isDate = false;
        var isPlain = true;
        for (var i = 0; i < code.Length && code[i] != ';'; i++)
        {
            switch (code[i])
            {
                case '"':
                    i = code.IndexOf('"', i + 1) is >= 0 and var quote ? quote : code.Length;
                    break;
                case '[':
                    var end = code.IndexOf(']', i + 1);
                    isDate |= end > 0 && code[(i + 1)..end].ToUpperInvariant() is "H" or "HH" or "M" or "MM" or "S" or "SS";
                    i = end > 0 ? end : code.Length;
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case '0':
                    zeros++;
                    break;
                case 'd' or 'D' or 'm' or 'M' or 'y' or 'Y' or 'h' or 'H' or 's' or 'S':
                    isDate = true;
                    break;
                case '.' or ',' or '%' or 'E' or 'e' or '?' or 'G':
                    isPlain = false;
                    break;
            }
        }

        return new Look(isDate, isPlain && zeros is > 1 and <= 15 ? zeros : 0);
    }

    private string? Date(double days)
    {
        // The spreadsheet believes in a 29 February 1900, and so counts one day too many ever after.
        var shifted = _from1904 ? days + 1462 : days is > 0 and < 60 ? days + 1 : days;
        if (shifted is < 0 or >= 2_958_466)
        {
            return null;
        }

        var moment = DateTime.FromOADate(Math.Round(shifted * 1440) / 1440);
        return days is >= 0 and < 1 ? moment.ToString("HH:mm", CultureInfo.InvariantCulture)
            : moment.TimeOfDay == TimeSpan.Zero ? moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : moment.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    private readonly record struct Look(bool IsDate, int Digits);
}
