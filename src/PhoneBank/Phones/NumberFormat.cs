using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PhoneBank.Phones;

/// <summary>One way to group the digits of a plan's numbers.</summary>
internal sealed class NumberFormat
{
    private readonly DigitPattern _groups;
    private readonly DigitPattern? _leading;
    private readonly string _national;
    private readonly string _international;
    private readonly string? _rule;

    public NumberFormat(JsonElement row)
    {
        _groups = new DigitPattern(row[0].GetString()!);
        _national = row[1].GetString()!;
        var columns = row.GetArrayLength();
        // Leading-digit patterns grow more exact along the list; a whole number is judged by the last.
        if (columns > 2 && row[2].ValueKind == JsonValueKind.Array && row[2].GetArrayLength() > 0)
        {
            _leading = new DigitPattern(row[2][row[2].GetArrayLength() - 1].GetString()!);
        }
        _rule = columns > 3 && row[3].ValueKind == JsonValueKind.String ? row[3].GetString() : null;
        _international = columns > 5 && row[5].ValueKind == JsonValueKind.String ? row[5].GetString()! : _national;
    }

    public bool Fits(string national) => (_leading is null || _leading.MatchesStart(national)) && _groups.MatchesAll(national);

    public string National(string national, string? planRule)
    {
        var template = _national;
        if ((_rule ?? planRule) is { } rule)
        {
            var first = template.IndexOf('$', StringComparison.Ordinal);
            // The rule's $1 stands for whichever group the template shows first.
            var group = template.Substring(first, 2);
            template = $"{template[..first]}{rule.Replace("$1", group, StringComparison.Ordinal)}{template[(first + 2)..]}";
        }
        return Fill(template, _groups.GroupsAtStart(national));
    }

    public string International(string national)
    {
        var filled = Fill(_international, _groups.GroupsAtStart(national));
        var spaced = new StringBuilder(filled.Length);
        foreach (var c in filled)
        {
            if (char.IsAsciiDigit(c))
            {
                spaced.Append(c);
            }
            else if (spaced.Length > 0 && spaced[^1] != ' ')
            {
                spaced.Append(' ');
            }
        }
        return spaced.ToString().TrimEnd();
    }

    internal static string Fill(string template, Match match)
    {
        var filled = new StringBuilder(template.Length + 16);
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] == '$' && i + 1 < template.Length && char.IsAsciiDigit(template[i + 1]))
            {
                filled.Append(match.Groups[template[++i] - '0'].ValueSpan);
            }
            else
            {
                filled.Append(template[i]);
            }
        }
        return filled.ToString();
    }
}
