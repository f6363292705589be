using System.Buffers;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PhoneBank.Phones;

/// <summary>
/// Reads telephone numbers as people, spreadsheets and other systems write them, and writes them for people and dialers.
/// Knows the numbering plans of all regions. Stateless and safe to call from any thread.
/// </summary>
public static partial class PhoneNumbers
{
    // Nobody keeps more numbers than this in one cell; longer ones are not searched for several.
    private const int LongestCell = 1000;
    private const int ShortestStandAlone = 7;
    private const int LongestEnding = 2;
    private const int ShortestWithLostPlus = 11;

    // Nothing among them divides two numbers; most cells have nothing else.
    private static readonly SearchValues<char> SignsOfOne = SearchValues.Create("0123456789+-.() ");

    /// <summary>Every country one can pick, by ISO code.</summary>
    public static ImmutableArray<PhoneCountry> Countries { get; } =
    [
        .. NumberingPlans.All.Countries
            .Select(plan => new PhoneCountry(plan.Country!, plan.CallingCode))
            .OrderBy(country => country.Code, StringComparer.Ordinal),
    ];

    /// <summary>
    /// Reads one number. <paramref name="defaultCountry"/> (ISO code) is used for numbers written without country code;
    /// null means that there is none, and such numbers are refused.
    /// </summary>
    public static PhoneReading Read(string? raw, string? defaultCountry)
    {
        var reading = ReadOne(raw, defaultCountry);
        if (reading.Status == PhoneStatus.Valid)
        {
            return reading;
        }
        // Also where all digits together could pass for one long number.
        var parts = Apart(raw, defaultCountry);
        return parts.Count > 1 && parts.Exists(part => part.CanBeDialled)
            ? PhoneReading.Refused(PhoneReason.SeveralNumbers)
            : reading;
    }

    /// <summary>
    /// Reads a cell that may hold several numbers ("050-1000001 / 03-1234567"). One reading per number in the order written,
    /// repeated ones once; a cell that holds none gives the one reading that says why.
    /// </summary>
    public static IReadOnlyList<PhoneReading> ReadMany(string? raw, string? defaultCountry)
    {
        if (raw is not null && !raw.AsSpan().ContainsAnyExcept(SignsOfOne))
        {
            return [ReadOne(raw, defaultCountry)];
        }

        var parts = Apart(raw, defaultCountry);
        return parts.Exists(part => part.CanBeDialled)
            ? [.. parts.DistinctBy(part => part.E164 is null ? (object)part : (part.E164, part.Extension))]
            : [ReadOne(raw, defaultCountry)];
    }

    /// <summary>As written inside its own country: <c>050-100-0001</c>.</summary>
    public static string FormatNational(string e164)
    {
        var (callingCode, national, plan) = Split(e164);
        if (callingCode is null || plan is null)
        {
            return e164;
        }
        var main = NumberingPlans.All.MainOf(callingCode);
        return FormatFor(plan, main, national)?.National(national, plan.FormattingRule ?? main.FormattingRule) ?? national;
    }

    /// <summary>As written for the whole world: <c>+972 50 100 0001</c>.</summary>
    public static string FormatInternational(string e164)
    {
        var (callingCode, national, plan) = Split(e164);
        if (callingCode is null || plan is null)
        {
            return e164;
        }
        var format = FormatFor(plan, NumberingPlans.All.MainOf(callingCode), national);
        return $"+{callingCode} {format?.International(national) ?? national}";
    }

    /// <summary>National for a viewer in the number's own country, international for everyone else.</summary>
    public static string For(string e164, string? viewerCountry) =>
        viewerCountry is not null && string.Equals(LikelyCountryOf(e164), viewerCountry, StringComparison.OrdinalIgnoreCase)
            ? FormatNational(e164)
            : FormatInternational(e164);

    /// <summary>
    /// The country a stored number belongs to; null where there is none, and for unallocated numbers of countries that share
    /// a calling code.
    /// </summary>
    public static string? CountryOf(string e164) =>
        Split(e164) is ({ } callingCode, var national, _)
            ? NumberingPlans.All.CountryOf(callingCode, national)?.Country
            : null;

    /// <summary>
    /// <see cref="CountryOf"/>, or else the main country of the calling code: good for showing a number, a guess where more
    /// depends on it.
    /// </summary>
    public static string? LikelyCountryOf(string e164) => Split(e164).Plan?.Country;

    /// <summary>What a phone dials when the link is tapped.</summary>
    public static string TelUri(string e164, string? extension = null) =>
        extension is null ? $"tel:{e164}" : $"tel:{e164};ext={extension}";

    /// <summary>Exactly what is written, by the numbering plans alone.</summary>
    internal static PhoneReading ReadLiterally(string raw, string? defaultCountry) => ReadOne(raw, defaultCountry, repair: false);

    private static PhoneReading ReadOne(string? raw, string? defaultCountry, bool repair = true)
    {
        var text = NumberText.Of(raw);
        if (text.Refusal != PhoneReason.None)
        {
            return PhoneReading.Refused(text.Refusal);
        }
        NumberingPlan? country = null;
        if (!string.IsNullOrWhiteSpace(defaultCountry))
        {
            country = NumberingPlans.All.Of(defaultCountry);
            if (country is null && !text.HasPlus)
            {
                return PhoneReading.Refused(PhoneReason.UnknownCountry);
            }
        }
        var parts = AsWritten(text, country);
        if (repair && parts.Fit != NumberFit.Allocated)
        {
            parts = Repaired(text, country, parts);
        }
        return parts.Fit switch
        {
            NumberFit.None => PhoneReading.Refused(parts.Reason),
            _ => new PhoneReading(
                parts.Reason == PhoneReason.None ? PhoneStatus.Valid : PhoneStatus.Possible,
                parts.Reason,
                $"+{parts.CallingCode}{parts.National}",
                parts.Country,
                parts.Kind,
                text.Extension),
        };
    }

    private static NumberParts AsWritten(NumberText text, NumberingPlan? country)
    {
        if (text.HasPlus)
        {
            return NumberReader.International(text.Digits);
        }
        return country is null
            ? NumberParts.Refused(PhoneReason.NoCountry)
            : NumberReader.AsDialledIn(country, text.Digits);
    }

    /// <summary>
    /// Undoes what people and spreadsheets commonly do to numbers. A repair counts only when its outcome fits a numbering plan
    /// better than what was written.
    /// </summary>
    private static NumberParts Repaired(NumberText text, NumberingPlan? country, NumberParts asWritten)
    {
        var best = asWritten;
        var digits = text.Digits;
        if (text.BracketedZero > 0)
        {
            digits = digits.Remove(text.BracketedZero, 1);
            Offer(AsWritten(text with { Digits = digits }, country));
        }
        var dialsAbroad = !text.HasPlus && country?.InternationalPrefix?.LongestStart(digits) > 0;
        if (country is not null && dialsAbroad && best.Fit == NumberFit.None
            && NumberReader.National(country, digits) is { Fit: NumberFit.Allocated } free && free.National == digits)
        {
            // Some free numbers begin like a call abroad (Bulgaria, Panama, Thailand).
            return free;
        }
        if (digits is ['0', '0', not '0', ..])
        {
            // 00 means "abroad" to most people, also where it is not dialled so, and also after a plus. What the country
            // itself dials goes first: 007 and 009 choose a carrier in some, and the calling code follows.
            var abroad = NumberReader.International(digits[2..]);
            if (!dialsAbroad || best.Fit == NumberFit.None || abroad.CallingCode == country?.CallingCode)
            {
                Offer(abroad);
            }
        }
        if (country is null)
        {
            return best;
        }
        if (text.HasPlus && digits.StartsWith('0'))
        {
            Offer(NumberReader.AsDialledIn(country, digits));
        }
        var withoutZero = digits.TrimStart('0');
        var twice = country.CallingCode + country.CallingCode;
        if (withoutZero.StartsWith(country.CallingCode, StringComparison.Ordinal) && (!text.HasPlus || withoutZero.StartsWith(twice, StringComparison.Ordinal)))
        {
            // A zero before the country code, or the country code put before a number that had it.
            Offer(NumberReader.International(withoutZero));
            if (withoutZero.StartsWith(twice, StringComparison.Ordinal))
            {
                Offer(NumberReader.International(withoutZero[country.CallingCode.Length..]));
            }
        }
        if (text.HasPlus || digits.StartsWith('0'))
        {
            return best;
        }
        // A spreadsheet took the first zero; where it is part of the number, the number needs it back.
        var withZero = NumberReader.National(country, $"0{digits}");
        if (digits.Length >= ShortestStandAlone && withZero.Kind is PhoneKind.Mobile or PhoneKind.FixedLine or PhoneKind.FixedLineOrMobile)
        {
            Offer(withZero);
        }
        if (best.Fit <= NumberFit.Length && digits.Length >= ShortestWithLostPlus && !dialsAbroad)
        {
            var abroad = NumberReader.International(digits);
            if (abroad.Fit == NumberFit.Allocated)
            {
                return abroad with { Reason = PhoneReason.PlusAssumed };
            }
        }
        return best;

        void Offer(NumberParts other)
        {
            // A length that happens to fit is no ground to change what was written.
            if (other.Fit > best.Fit && other.Fit >= NumberFit.Shape && (other.CallingCode, other.National) != (best.CallingCode, best.National))
            {
                best = other;
            }
        }
    }

    /// <summary>The readings of a cell's parts; one when it holds one number.</summary>
    private static List<PhoneReading> Apart(string? raw, string? defaultCountry)
    {
        if (raw is null || raw.Length > LongestCell)
        {
            return [ReadOne(raw, defaultCountry)];
        }
        var readings = new List<PhoneReading>();
        foreach (var line in Divider().Split(raw))
        {
            var weak = WeakDivider().Split(line).Where(HasSubstance).ToArray();
            if (weak.Length > 1 && DividesNumbers(line, weak, defaultCountry))
            {
                readings.AddRange(weak.Select(part => ReadOne(part, defaultCountry)));
            }
            else if (HasSubstance(line))
            {
                readings.Add(ReadOne(line, defaultCountry));
            }
        }
        return readings;
    }

    private static bool HasSubstance(string part) => !string.IsNullOrWhiteSpace(part);

    /// <summary>
    /// A slash also stands inside one number (030/23125000): it divides only after something that is a number by itself, and
    /// where the whole could be one number, only before another one or a second ending (050-1000001/2).
    /// </summary>
    private static bool DividesNumbers(string line, string[] parts, string? defaultCountry) =>
        StandsAlone(parts[0], defaultCountry)
        && (!ReadOne(line, defaultCountry).CanBeDialled
            || parts.Skip(1).All(part => NumberText.Of(part).Digits.Length <= LongestEnding || StandsAlone(part, defaultCountry)));

    private static bool StandsAlone(string part, string? defaultCountry) =>
        NumberText.Of(part).Digits.Length >= ShortestStandAlone && ReadOne(part, defaultCountry).CanBeDialled;

    private static (string? CallingCode, string National, NumberingPlan? Plan) Split(string e164)
    {
        if (e164 is not ['+', .. var digits] || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            throw new ArgumentException("A stored number is a plus and digits.", nameof(e164));
        }
        if (NumberingPlans.All.CallingCodeOf(digits) is not { } callingCode || digits.Length == callingCode.Length)
        {
            return (null, "", null);
        }
        var national = digits[callingCode.Length..];
        return (callingCode, national, NumberingPlans.All.CountryOf(callingCode, national) ?? NumberingPlans.All.MainOf(callingCode));
    }

    private static NumberFormat? FormatFor(NumberingPlan plan, NumberingPlan main, string national)
    {
        foreach (var format in plan.Formats ?? main.Formats ?? [])
        {
            if (format.Fits(national))
            {
                return format;
            }
        }
        return null;
    }

    [GeneratedRegex(@"[\r\n\u2028\u2029،؛]+|;(?!ext=)|(?<!,),(?!,|0{1,2}\s*$)|\s(?:or|או|أو|او|или|oder|ou)\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Divider();

    [GeneratedRegex(@"[/|\\&]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex WeakDivider();
}
