namespace PhoneBank.Phones;

/// <summary>Takes cleaned digits apart into calling code and national number, as the numbering plans have it.</summary>
internal static class NumberReader
{
    private const int ShortestNational = 2;

    private static NumberingPlans Plans => NumberingPlans.All;

    /// <summary>Digits that followed a plus.</summary>
    public static NumberParts International(string digits)
    {
        if (Plans.CallingCodeOf(digits) is not { } callingCode)
        {
            return NumberParts.Refused(PhoneReason.UnknownCallingCode);
        }
        var main = Plans.MainOf(callingCode);
        return Judge(main, null, WithoutTrunkPrefix(digits[callingCode.Length..], main));
    }

    /// <summary>Digits without plus, as dialled in a country: its way to call abroad, its own code without plus, or a national number.</summary>
    public static NumberParts AsDialledIn(NumberingPlan country, string digits)
    {
        if (WithoutInternationalPrefix(digits, country) is { } abroad)
        {
            return International(abroad);
        }
        if (digits.StartsWith(country.CallingCode, StringComparison.Ordinal))
        {
            var shorter = digits[country.CallingCode.Length..];
            var national = WithoutTrunkPrefix(digits, country);
            if ((!country.HasShapeOf(national) && country.HasShapeOf(WithoutTrunkPrefix(shorter, country)))
                || country.Measure(national.Length) == LengthVerdict.TooLong)
            {
                var main = Plans.MainOf(country.CallingCode);
                return Judge(main, null, WithoutTrunkPrefix(shorter, main));
            }
        }
        return National(country, digits);
    }

    /// <summary>Digits that are a national number, with or without trunk prefix.</summary>
    public static NumberParts National(NumberingPlan country, string digits) =>
        Judge(country, country, WithoutTrunkPrefix(digits, country));

    private static NumberParts Judge(NumberingPlan plan, NumberingPlan? assumed, string national)
    {
        if (national.Length < ShortestNational)
        {
            return NumberParts.Refused(PhoneReason.TooShort);
        }
        // Several countries may share the calling code: the number itself says which one it is.
        var country = Plans.CountryOf(plan.CallingCode, national) ?? assumed;
        var rules = country ?? Plans.MainOf(plan.CallingCode);
        if (rules.KindOf(national) is { } kind)
        {
            return new NumberParts(plan.CallingCode, national, country?.Country, kind, NumberFit.Allocated, PhoneReason.None);
        }
        return rules.Measure(national.Length) switch
        {
            LengthVerdict.TooShort => NumberParts.Refused(PhoneReason.TooShort),
            LengthVerdict.TooLong => NumberParts.Refused(PhoneReason.TooLong),
            LengthVerdict.Wrong => NumberParts.Refused(PhoneReason.WrongLength),
            _ => new NumberParts(
                plan.CallingCode, national, country?.Country, PhoneKind.Unknown,
                rules.HasShapeOf(national) ? NumberFit.Shape : NumberFit.Length, PhoneReason.NotAllocated),
        };
    }

    private static string? WithoutInternationalPrefix(string digits, NumberingPlan country)
    {
        var length = country.InternationalPrefix?.LongestStart(digits) ?? -1;
        // No calling code begins with 0, so what looked like the prefix was not.
        return length < 0 || length >= digits.Length || digits[length] == '0' ? null : digits[length..];
    }

    /// <summary>
    /// The number without trunk prefix, or as it was when the digits of the prefix belong to the number itself.
    /// Some plans rather rewrite the number: a mobile in Argentina, a number without area code on an island.
    /// </summary>
    private static string WithoutTrunkPrefix(string digits, NumberingPlan plan)
    {
        if (plan.TrunkPrefix is not { } prefix || digits.Length == 0)
        {
            return digits;
        }
        string national;
        if (prefix.HasGroups)
        {
            var match = prefix.GroupsAtStart(digits);
            if (!match.Success)
            {
                return digits;
            }
            var rest = digits[match.Length..];
            national = plan.TrunkTransform is { } transform && match.Groups[^1].Length > 0
                ? NumberFormat.Fill(transform, match) + rest
                : rest;
        }
        else
        {
            var length = prefix.LongestStart(digits);
            if (length <= 0)
            {
                return digits;
            }
            national = digits[length..];
        }
        if (national == digits || (plan.HasShapeOf(digits) && !plan.HasShapeOf(national)))
        {
            return digits;
        }
        var rules = Plans.CountryOf(plan.CallingCode, national) ?? plan;
        return rules.Measure(national.Length) is LengthVerdict.Fits or LengthVerdict.TooLong ? national : digits;
    }
}

/// <summary>How well digits fit a plan; a higher one is the better reading.</summary>
internal enum NumberFit
{
    None,
    Length,
    Shape,
    Allocated,
}

/// <summary>A number taken apart, or the reason why it cannot be.</summary>
internal readonly record struct NumberParts(
    string CallingCode, string National, string? Country, PhoneKind Kind, NumberFit Fit, PhoneReason Reason)
{
    public static NumberParts Refused(PhoneReason reason) => new("", "", null, PhoneKind.Unknown, NumberFit.None, reason);
}
