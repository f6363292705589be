using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PhoneBank.FollowUps;

/// <summary>An amount somebody promised, in one currency; never added up across currencies.</summary>
/// <param name="Hundredths">Hundredths of the currency.</param>
/// <param name="Currency">ISO 4217.</param>
public readonly partial record struct PledgeAmount(long Hundredths, string Currency)
{
    /// <summary>A million, in hundredths: more was mistyped.</summary>
    public const long Most = 1_000_000_00;

    /// <summary>What a form offers, the likeliest first; any other code can be kept.</summary>
    public static IReadOnlyList<string> Currencies { get; } = ["ILS", "USD", "EUR", "GBP", "CAD", "AUD", "CHF"];

    private static readonly Dictionary<char, string> Signs = new() { ['₪'] = "ILS", ['$'] = "USD", ['€'] = "EUR", ['£'] = "GBP" };

    public bool IsSane => Hundredths is > 0 and <= Most;

    /// <summary>As it is kept as an answer: <c>50 ILS</c>, <c>12.50 ILS</c>.</summary>
    public override string ToString() => $"{Number("0")} {Currency}";

    /// <summary>As it is read: <c>1,500 ILS</c>.</summary>
    public string ToText() => $"{Number("#,0")} {Currency}";

    /// <summary>
    /// Reads what was typed: digits of any script, a decimal point or comma, thousands parted by points, commas, spaces or
    /// apostrophes, then the currency's code. A separator before exactly three digits parts thousands.
    /// </summary>
    public static bool TryRead(string? text, out PledgeAmount amount)
    {
        amount = default;
        var match = Form().Match(Plain(text ?? ""));
        if (!match.Success)
        {
            return false;
        }

        var currency = match.Groups["currency"].Value.ToUpperInvariant();
        var number = match.Groups["number"].Value;
        foreach (var (sign, code) in Signs)
        {
            var without = number.Replace(sign.ToString(), "", StringComparison.Ordinal);
            if (without.Length != number.Length && !(currency == code || (sign == '$' && currency.EndsWith('D'))))
            {
                return false;
            }

            number = without;
        }

        if (Hundred(number) is not { } hundredths)
        {
            return false;
        }

        amount = new PledgeAmount(hundredths, currency);
        return true;
    }

    /// <summary>The number and the currency of an answer as it was typed, for the two fields of a form.</summary>
    public static (string Number, string? Currency) Parts(string? answer)
    {
        var text = answer?.Trim() ?? "";
        var match = Form().Match(text);
        return match.Success ? (match.Groups["number"].Value.Trim(), match.Groups["currency"].Value.ToUpperInvariant()) : (text, null);
    }

    private string Number(string whole) =>
        (Hundredths / 100m).ToString(Hundredths % 100 == 0 ? whole : whole + ".00", CultureInfo.InvariantCulture);

    // Digits of any script as ASCII; what only turns or parts text is dropped.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Trim())
        {
            switch (letter)
            {
                case '٫':
                    plain.Append('.');
                    break;
                case '٬' or '’' or '\'':
                    break;
                case '،':
                    plain.Append(',');
                    break;
                default:
                    if (char.IsDigit(letter))
                    {
                        plain.Append((char)('0' + CharUnicodeInfo.GetDecimalDigitValue(letter)));
                    }
                    else if (char.GetUnicodeCategory(letter) is not UnicodeCategory.Format)
                    {
                        plain.Append(char.IsWhiteSpace(letter) ? ' ' : letter);
                    }

                    break;
            }
        }

        return plain.ToString();
    }

    private static long? Hundred(string typed)
    {
        var number = SpaceBetweenThousands().Replace(typed.Trim(), "");
        if (number.Length > 20 || !NumberForm().IsMatch(number))
        {
            return null;
        }

        var last = number.LastIndexOfAny(['.', ',']);
        var fraction = last < 0 ? "" : number[(last + 1)..];
        if (fraction.Length > 2)
        {
            // Three digits behind the last separator: it parts thousands, as do those before it.
            fraction = "";
            last = number.Length;
        }

        var whole = last < 0 ? number : number[..last];
        var groups = whole.Split('.', ',');
        if (groups.Length > 1 && (groups[0].Length is 0 or > 3 || groups[0][0] == '0' || groups.Skip(1).Any(group => group.Length != 3)))
        {
            return null;
        }

        var digits = string.Concat(groups);
        return digits.Length is > 0 and <= 13
            ? (long.Parse(digits, CultureInfo.InvariantCulture) * 100) + (fraction.Length == 0 ? 0 : long.Parse(fraction.PadRight(2, '0'), CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex("^(?<number>.+?)( |(?<![A-Za-z ]))(?<currency>[A-Za-z]{3})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();

    [GeneratedRegex("(?<=[0-9]) (?=[0-9]{3}([^0-9]|$))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SpaceBetweenThousands();

    [GeneratedRegex(@"^[0-9]+([.,][0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberForm();
}
