using System.Globalization;
using System.Text.RegularExpressions;

namespace PhoneBank.Calling;

/// <summary>Recognises numbers of cards (13 to 19 digits with a right check digit) and bank accounts (IBAN) in what was typed.</summary>
internal static partial class AccountNumbers
{
    private const int ShortestIban = 15;
    private const int LongestIban = 34;

    public static bool IsIn(string? text)
    {
        if (text is null)
        {
            return false;
        }

        var plain = string.Concat(text.Select(letter => char.IsDigit(letter) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(letter)) : letter));
        return Runs().Matches(plain).Any(run => HoldsCard(Groups().Matches(run.Value).Select(group => group.Value).ToList()))
            || IbanForm().Matches(plain).Any(match => HoldsIban(match.Value));
    }

    // One group, or groups beside each other as on a card (4-4-4-4, 4-6-5): what stands before or behind is often a date or an amount.
    private static bool HoldsCard(IReadOnlyList<string> groups)
    {
        if (IsCard(string.Concat(groups)))
        {
            return true;
        }

        for (var first = 0; first < groups.Count; first++)
        {
            var digits = groups[first];
            for (var next = first + 1; !IsCard(digits); next++)
            {
                if (next == groups.Count || groups[first].Length != 4 || groups[next].Length is < 3 or > 6 || digits.Length > 19)
                {
                    digits = "";
                    break;
                }

                digits += groups[next];
            }

            if (digits.Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsCard(string digits)
    {
        if (digits.Length is < 13 or > 19)
        {
            return false;
        }

        var sum = 0;
        for (var n = 0; n < digits.Length; n++)
        {
            var digit = digits[digits.Length - 1 - n] - '0';
            var doubled = n % 2 == 1 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0 && digits.Any(digit => digit != '0');
    }

    // Words may follow behind a space, so every end of a group is tried.
    private static bool HoldsIban(string text)
    {
        var compact = "";
        for (var n = 0; n < text.Length; n++)
        {
            if (char.IsAsciiLetterOrDigit(text[n]))
            {
                compact += char.ToUpperInvariant(text[n]);
                var ends = n + 1 == text.Length || !char.IsAsciiLetterOrDigit(text[n + 1]);
                if (ends && compact.Length is >= ShortestIban and <= LongestIban && IsIban(compact))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsIban(string text)
    {
        var rest = 0;
        foreach (var letter in text[4..] + text[..4])
        {
            var value = char.IsAsciiDigit(letter) ? letter - '0' : letter - 'A' + 10;
            rest = ((rest * (value > 9 ? 100 : 10)) + value) % 97;
        }

        return rest == 1;
    }

    [GeneratedRegex(@"(?<![0-9+])[0-9](?:[\s.\-\u2010-\u2015]{0,3}[0-9]){12,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Runs();

    [GeneratedRegex("[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Groups();

    [GeneratedRegex(@"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?:[\s\-]?[A-Za-z0-9]){11,60}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IbanForm();
}
