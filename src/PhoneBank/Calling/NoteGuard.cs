using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PhoneBank.Calling;

/// <summary>What should rather not stand in a free text: it points at somebody, or at where they are.</summary>
public enum NoteMatter
{
    /// <summary>Seven digits or more, dialled or grouped as phone numbers are, in any digits.</summary>
    PhoneNumber,

    /// <summary>An identity number (nine digits with a right check digit), a personal number of the army, a passport.</summary>
    IdNumber,

    EmailAddress,

    /// <summary>A street with a house number, or a post box.</summary>
    Address,

    /// <summary>A military unit by its number; looked for only where people are at risk.</summary>
    Unit,
}

/// <summary>
/// Finds details in a free text that a list must not collect by accident: in Hebrew, Arabic, Russian and English. It warns and
/// never forbids, so it is made to be rarely wrong about dates, times, amounts and counts, and gives no guarantee to find all.
/// Pure; gives kinds only and never the words it found.
/// </summary>
public static partial class NoteGuard
{
    private const string Gone = "#";
    private const int FewestDigits = 7;

    /// <summary>The kinds of details in a text, each once, in the order of <see cref="NoteMatter"/>.</summary>
    /// <param name="atRisk">Look for military units too.</param>
    public static IReadOnlyList<NoteMatter> Find(string? text, bool atRisk = false)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return [];
        }

        try
        {
            var plain = Plain(text);
            var found = new SortedSet<NoteMatter>();
            if (EmailForm().IsMatch(plain) || SpelledEmailForm().IsMatch(plain) || MailDomainForm().IsMatch(plain))
            {
                found.Add(NoteMatter.EmailAddress);
            }

            if (IsAddress(plain))
            {
                found.Add(NoteMatter.Address);
            }

            if (PassportForm().IsMatch(plain))
            {
                found.Add(NoteMatter.IdNumber);
            }

            if (atRisk && UnitForm().IsMatch(plain))
            {
                found.Add(NoteMatter.Unit);
            }

            var rest = AmountForm().Replace(TimeForm().Replace(DateForm().Replace(plain, Gone), Gone), Gone);
            foreach (Match run in NumberForm().Matches(rest))
            {
                if (Judge(run.Value) is { } matter)
                {
                    found.Add(matter);
                }
            }

            return [.. found];
        }
        catch (RegexMatchTimeoutException)
        {
            // A warning is not worth a call that cannot be recorded.
            return [];
        }
    }

    /// <summary>One alphabet of digits, dashes, quotes and spaces; no marks that are only seen or only steer the direction.</summary>
    private static string Plain(string text)
    {
        var valid = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            valid.Append(rune.ToString());
        }

        var plain = new StringBuilder(text.Length);
        foreach (var rune in valid.ToString().Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            switch (category)
            {
                case UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark:
                    break;
                case UnicodeCategory.DecimalDigitNumber:
                    plain.Append((int)Rune.GetNumericValue(rune));
                    break;
                case UnicodeCategory.DashPunctuation:
                    plain.Append('-');
                    break;
                case UnicodeCategory.SpaceSeparator:
                    plain.Append(' ');
                    break;
                default:
                    plain.Append(rune.Value switch { 0x2212 => "-", 0x05F3 or 0x2018 or 0x2019 => "'", 0x05F4 or 0x201C or 0x201D => "\"", _ => rune.ToString() });
                    break;
            }
        }

        return plain.ToString();
    }

    private static bool IsAddress(string plain) =>
        HebrewStreetForm().IsMatch(plain) || ArabicStreetForm().IsMatch(plain) || RussianStreetForm().IsMatch(plain)
        || EnglishHouseFirstForm().IsMatch(plain) || EnglishStreetFirstForm().IsMatch(plain) || PostBoxForm().IsMatch(plain);

    /// <summary>What a run of digits is, once dates, times and amounts are out; null for lists, counts and round figures.</summary>
    private static NoteMatter? Judge(string run)
    {
        string[] groups = [.. GroupForm().Matches(run).Select(match => match.Value)];
        var digits = string.Concat(groups);
        if (digits.Length < FewestDigits)
        {
            return null;
        }

        var international = run[0] == '+' || digits.StartsWith("00", StringComparison.Ordinal);
        if (international)
        {
            return NoteMatter.PhoneNumber;
        }

        var startsWithZero = digits[0] == '0';
        return IsFigures(run, groups, startsWithZero) ? null
            : startsWithZero && IsIdentity(digits, groups) && digits[1] is '0' or '1' or '5' or '6' or '7' ? NoteMatter.IdNumber
            : startsWithZero ? (digits.Length >= 9 || !run.Contains(' ', StringComparison.Ordinal) ? NoteMatter.PhoneNumber : null)
            : IsIdentity(digits, groups) || digits.Length > 15 ? NoteMatter.IdNumber
            : digits.Length >= 9 ? NoteMatter.PhoneNumber
            : groups.Length == 1 ? NoteMatter.IdNumber
            : IsShortNumber(run, groups) ? NoteMatter.PhoneNumber : null;
    }

    // Years and hours ("2023-2024", "1800-2000"), pairs ("10 12 14 16"), thousands ("1 500 000"), round figures, days without a mark.
    private static bool IsFigures(string run, string[] groups, bool startsWithZero)
    {
        if (groups.Length == 1)
        {
            return groups[0].EndsWith("00000", StringComparison.Ordinal) || (groups[0].Length == 8 && IsDay(groups[0]));
        }

        var digits = groups.Sum(group => group.Length);
        return groups.All(IsYearOrHour)
            || (groups.All(group => group.Length <= 2) && !(startsWithZero && digits >= 9))
            || (!startsWithZero && digits <= 9 && run.All(letter => char.IsAsciiDigit(letter) || letter is ' ' or '.') && groups.Skip(1).All(group => group.Length == 3))
            || (!startsWithZero && groups.All(group => group[^1] == '0'));
    }

    private static bool IsYearOrHour(string group) =>
        group.Length == 4
        && (group.StartsWith("19", StringComparison.Ordinal) || group.StartsWith("20", StringComparison.Ordinal)
            || (string.CompareOrdinal(group, "2400") <= 0 && string.CompareOrdinal(group[2..], "60") < 0));

    private static bool IsDay(string digits) =>
        new[] { "yyyyMMdd", "ddMMyyyy", "MMddyyyy" }.Any(form =>
            DateOnly.TryParseExact(digits, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1940 and < 2050);

    // Seven or eight digits as people group them; with spaces only the usual ways, because counts stand beside each other too.
    private static bool IsShortNumber(string run, string[] groups) =>
        string.Concat(groups.Select(group => group.Length)) is "34" or "322" or "232" or "323"
        || (!run.Contains(' ', StringComparison.Ordinal) && groups.Any(group => group.Length >= 3));

    private static bool IsIdentity(string digits, string[] groups) =>
        digits.Length == 9 && (groups.Length == 1 || (groups.Length == 2 && groups[1].Length == 1)) && HasCheckDigit(digits);

    private static bool HasCheckDigit(string digits)
    {
        var sum = 0;
        for (var n = 0; n < digits.Length; n++)
        {
            var product = (digits[n] - '0') * (n % 2 == 0 ? 1 : 2);
            sum += product > 9 ? product - 9 : product;
        }

        return sum % 10 == 0;
    }
}
