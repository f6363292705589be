using System.Globalization;
using System.Text;

namespace PhoneBank.Phones;

/// <summary>
/// The signs of a written number, whatever script, editor or spreadsheet they came through:
/// ASCII digits, whether a plus stood before them, and an extension.
/// </summary>
internal readonly record struct NumberText(string Digits, bool HasPlus, int BracketedZero, string? Extension, PhoneReason Refusal)
{
    private const int LongestText = 250;
    private const int LongestExtension = 20;
    private const int ShortestWholeNumber = 7;

    private static readonly string[] ExtensionLabels =
    [
        ";ext=", ",,", "extension", "extn", "ext", "x", "#", "int", "anexo", "poste",
        "доб", "вн", "שלוחה", "תחוילה", "تحويلة",
    ];

    public static NumberText Of(ReadOnlySpan<char> raw)
    {
        var text = Unwrapped(raw);
        if (text.IsEmpty)
        {
            return Refused(PhoneReason.Empty);
        }
        Span<char> digits = stackalloc char[LongestText];
        var count = 0;
        var seen = false;
        var plus = false;
        var trailingPlus = false;
        var bracketedZero = -1;
        var openBracketAt = -1;
        string? extension = null;
        for (var i = 0; i < text.Length;)
        {
            if (i >= LongestText)
            {
                return Refused(PhoneReason.TooLong);
            }
            Rune.DecodeFromUtf16(text[i..], out var rune, out var width);
            if (DigitOf(rune) is var digit and >= 0)
            {
                if (trailingPlus)
                {
                    return Refused(PhoneReason.NotANumber);
                }
                digits[count++] = (char)('0' + digit);
                seen = true;
            }
            else if (IsPlus(rune))
            {
                if (trailingPlus || plus)
                {
                    return Refused(PhoneReason.NotANumber);
                }
                // Right-to-left editing moves the plus to the end.
                trailingPlus = count > 0;
                plus = true;
                seen = true;
            }
            else if (rune.Value is '(' or '[' or 0xFF08)
            {
                openBracketAt = count;
            }
            else if (rune.Value is ')' or ']' or 0xFF09)
            {
                if (openBracketAt == count - 1 && count > 1 && digits[count - 1] == '0')
                {
                    bracketedZero = openBracketAt;
                }
                openBracketAt = -1;
            }
            else if (!IsInvisible(rune) && !IsSeparator(rune))
            {
                extension = count > 0 ? ExtensionIn(text[i..]) : null;
                if (extension is null)
                {
                    return Refused(IsSpreadsheetDamage(text, i, count) ? PhoneReason.SpreadsheetDamage : PhoneReason.NotANumber);
                }
                break;
            }
            i += width;
        }
        if (count > 0)
        {
            return new NumberText(digits[..count].ToString(), plus, bracketedZero, extension, PhoneReason.None);
        }
        return Refused(!seen && IsBlank(text) ? PhoneReason.Empty : PhoneReason.NotANumber);
    }

    private static NumberText Refused(PhoneReason reason) => new("", false, -1, null, reason);

    /// <summary>Without what spreadsheets and links put around a number: <c>'050</c>, <c>="050"</c>, <c>tel:</c>, <c>501234567.0</c>.</summary>
    private static ReadOnlySpan<char> Unwrapped(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.StartsWith("=\"") && text.EndsWith("\"") && text.Length > 3)
        {
            text = text[2..^1].Trim();
        }
        if (text.StartsWith("'"))
        {
            text = text[1..].TrimStart();
        }
        if (text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
        {
            text = text[4..].TrimStart();
        }
        var point = text.LastIndexOfAny('.', ',');
        if (point >= ShortestWholeNumber && text[(point + 1)..] is "0" or "00"
            && !text[..point].TrimStart('+').ContainsAnyExceptInRange('0', '9'))
        {
            text = text[..point];
        }
        return text;
    }

    private static int DigitOf(Rune rune)
    {
        if (rune.Value is >= '0' and <= '9')
        {
            return rune.Value - '0';
        }
        return rune.IsAscii || !Rune.IsDigit(rune) ? -1 : (int)Rune.GetNumericValue(rune);
    }

    private static bool IsPlus(Rune rune) => rune.Value is '+' or 0xFF0B or 0xFE62 or 0x2795;

    /// <summary>Directional marks, joiners, soft hyphens, byte order marks, and the two signs that make a digit a key cap.</summary>
    private static bool IsInvisible(Rune rune) =>
        !rune.IsAscii && (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune.Value is 0xFE0F or 0x20E3);

    private static bool IsSeparator(Rune rune) => rune.Value switch
    {
        ' ' or '-' or '.' or '/' or '~' => true,
        0x2212 or 0x30FC or 0xFF0F or 0xFF0E or 0x00B7 or 0x2022 or 0x2053 or 0x223C or 0xFF5E or 0x2044 => true,
        _ => Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.DashPunctuation,
    };

    private static bool IsBlank(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsInvisible(rune) && !Rune.IsWhiteSpace(rune))
            {
                return false;
            }
        }
        return true;
    }

    private static string? ExtensionIn(ReadOnlySpan<char> text)
    {
        foreach (var label in ExtensionLabels)
        {
            if (!text.StartsWith(label, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }
            var extension = text[label.Length..].TrimStart(" .:-\u00A0").TrimEnd(" #");
            Span<char> digits = stackalloc char[LongestExtension];
            var count = 0;
            foreach (var rune in extension.EnumerateRunes())
            {
                var digit = DigitOf(rune);
                if (digit >= 0 && count < LongestExtension)
                {
                    digits[count++] = (char)('0' + digit);
                }
                else if (digit >= 0 || !IsInvisible(rune))
                {
                    return null;
                }
            }
            return count == 0 ? null : digits[..count].ToString();
        }
        return null;
    }

    /// <summary>A number turned into <c>5.01E+08</c>, or hidden behind <c>####</c> because its column was too narrow.</summary>
    private static bool IsSpreadsheetDamage(ReadOnlySpan<char> text, int at, int digitsBefore)
    {
        if (text.StartsWith("##"))
        {
            return !text.ContainsAnyExcept('#');
        }
        var exponentAt = text.IndexOfAny('e', 'E');
        if (exponentAt <= 0 || digitsBefore == 0 || at > exponentAt)
        {
            return false;
        }
        var mantissa = text[..exponentAt];
        var exponent = text[(exponentAt + 1)..];
        exponent = exponent.StartsWith("+") || exponent.StartsWith("-") ? exponent[1..] : exponent;
        return !mantissa.ContainsAnyExcept("+0123456789.,") && exponent.Length is 1 or 2 && !exponent.ContainsAnyExceptInRange('0', '9');
    }
}
