using System.Text.Json;

namespace PhoneBank.Phones;

internal enum LengthVerdict
{
    Fits,
    TooShort,
    TooLong,
    Wrong,
}

/// <summary>The rules of one country, or of one calling code that belongs to no country.</summary>
internal sealed class NumberingPlan
{
    // Order of the type list in the metadata.
    private static readonly PhoneKind[] KindsInOrder =
    [
        PhoneKind.FixedLine, PhoneKind.Mobile, PhoneKind.TollFree, PhoneKind.Premium, PhoneKind.Personal,
        PhoneKind.Voicemail, PhoneKind.Uan, PhoneKind.Pager, PhoneKind.Voip, PhoneKind.Shared,
    ];

    // Some ranges overlap between types: the first of this order names the kind.
    private static readonly int[] KindPrecedence = [1, 3, 2, 9, 8, 4, 7, 6, 5];

    private const int FixedLine = 0;
    private const int Mobile = 1;

    private readonly DigitPattern _general;
    private readonly int[] _lengths;
    private readonly TypeRule?[] _types = new TypeRule?[KindsInOrder.Length];
    private readonly bool _mobileLooksLikeFixed;

    public NumberingPlan(string? country, JsonElement row)
    {
        Country = country;
        CallingCode = row[0].GetString()!;
        InternationalPrefix = TextAt(row, 1) is { } idd ? new DigitPattern(idd) : null;
        _general = new DigitPattern(row[2].GetString()!);
        _lengths = [.. row[3].EnumerateArray().Select(length => length.GetInt32())];
        FormattingRule = TextAt(row, 6);
        TrunkPrefix = (TextAt(row, 7) ?? TextAt(row, 5)) is { } prefix ? new DigitPattern(prefix) : null;
        TrunkTransform = TextAt(row, 8);
        LeadingDigits = TextAt(row, 10) is { } leading ? new DigitPattern(leading) : null;
        if (ListAt(row, 4) is { } formats)
        {
            Formats = [.. formats.EnumerateArray().Select(format => new NumberFormat(format))];
        }
        if (ListAt(row, 11) is { } types)
        {
            for (var i = 0; i < types.GetArrayLength(); i++)
            {
                if (ListAt(types, i) is { } type && type[0].GetString() is { Length: > 0 } pattern)
                {
                    var lengths = ListAt(type, 1)?.EnumerateArray().Select(length => length.GetInt32()).ToArray();
                    _types[i] = new TypeRule(new DigitPattern(pattern), lengths ?? _lengths);
                }
            }
        }
        // An absent or an empty mobile range both mean that mobiles share the fixed-line ranges.
        _mobileLooksLikeFixed = _types[Mobile] is null;
    }

    /// <summary>ISO code, or null for a plan that belongs to no country.</summary>
    public string? Country { get; }

    public string CallingCode { get; }

    public DigitPattern? InternationalPrefix { get; }

    public DigitPattern? TrunkPrefix { get; }

    /// <summary>What a trunk prefix with groups turns into, such as <c>9$1</c>.</summary>
    public string? TrunkTransform { get; }

    /// <summary>Tells this country from others with the same calling code.</summary>
    public DigitPattern? LeadingDigits { get; }

    public IReadOnlyList<NumberFormat>? Formats { get; }

    public string? FormattingRule { get; }

    public IReadOnlyList<int> Lengths => _lengths;

    public DigitPattern General => _general;

    /// <summary>Patterns of the allocated ranges by kind.</summary>
    public IEnumerable<(PhoneKind Kind, DigitPattern Pattern)> Ranges =>
        _types.Select((type, i) => (KindsInOrder[i], type?.Pattern!)).Where(range => range.Item2 is not null);

    public bool HasShapeOf(ReadOnlySpan<char> national) => _general.MatchesAll(national);

    /// <summary>The kind of a valid number; null when the number is in no allocated range.</summary>
    public PhoneKind? KindOf(ReadOnlySpan<char> national)
    {
        if (!_general.MatchesAll(national))
        {
            return null;
        }
        if (Is(FixedLine, national))
        {
            return _mobileLooksLikeFixed || Is(Mobile, national) ? PhoneKind.FixedLineOrMobile : PhoneKind.FixedLine;
        }
        foreach (var type in KindPrecedence)
        {
            if (Is(type, national))
            {
                return KindsInOrder[type];
            }
        }
        return null;
    }

    public LengthVerdict Measure(int length)
    {
        if (length < _lengths[0])
        {
            return LengthVerdict.TooShort;
        }
        if (length > _lengths[^1])
        {
            return LengthVerdict.TooLong;
        }
        return Array.IndexOf(_lengths, length) >= 0 ? LengthVerdict.Fits : LengthVerdict.Wrong;
    }

    private bool Is(int type, ReadOnlySpan<char> national) =>
        _types[type] is { } rule && Array.IndexOf(rule.Lengths, national.Length) >= 0 && rule.Pattern.MatchesAll(national);

    // The metadata writes 0 for "none".
    private static string? TextAt(JsonElement row, int index) =>
        index < row.GetArrayLength() && row[index].ValueKind == JsonValueKind.String ? row[index].GetString() : null;

    private static JsonElement? ListAt(JsonElement row, int index) =>
        index < row.GetArrayLength() && row[index].ValueKind == JsonValueKind.Array ? row[index] : null;

    private sealed record TypeRule(DigitPattern Pattern, int[] Lengths);
}
