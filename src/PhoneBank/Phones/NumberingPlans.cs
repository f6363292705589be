using System.Globalization;
using System.Text.Json;

namespace PhoneBank.Phones;

/// <summary>All numbering plans, read once from the embedded metadata.</summary>
internal sealed class NumberingPlans
{
    private const int LongestCallingCode = 3;

    private readonly Dictionary<string, NumberingPlan> _byCountry = new(StringComparer.OrdinalIgnoreCase);
    private readonly NumberingPlan[]?[] _byCallingCode = new NumberingPlan[]?[1000];

    private NumberingPlans(JsonElement metadata)
    {
        foreach (var country in metadata.GetProperty("countries").EnumerateObject())
        {
            _byCountry.Add(country.Name, new NumberingPlan(country.Name, country.Value));
        }
        foreach (var shared in metadata.GetProperty("country_calling_codes").EnumerateObject())
        {
            _byCallingCode[IndexOf(shared.Name)] = [.. shared.Value.EnumerateArray().Select(code => _byCountry[code.GetString()!])];
        }
        foreach (var entity in metadata.GetProperty("nonGeographic").EnumerateObject())
        {
            _byCallingCode[IndexOf(entity.Name)] = [new NumberingPlan(null, entity.Value)];
        }
    }

    public static NumberingPlans All { get; } = Load();

    public IEnumerable<NumberingPlan> Countries => _byCountry.Values;

    public IEnumerable<NumberingPlan> WithoutCountry =>
        _byCallingCode.OfType<NumberingPlan[]>().Select(plans => plans[0]).Where(plan => plan.Country is null);

    public NumberingPlan? Of(string country) => _byCountry.GetValueOrDefault(country);

    /// <summary>The plan that carries the formats and, for unclear numbers, the rules of everyone with that calling code.</summary>
    public NumberingPlan MainOf(string callingCode) => _byCallingCode[IndexOf(callingCode)]![0];

    /// <summary>The calling code that the digits begin with; null when there is none. No code is the start of another.</summary>
    public string? CallingCodeOf(ReadOnlySpan<char> digits)
    {
        var code = 0;
        for (var length = 1; length <= LongestCallingCode && length <= digits.Length; length++)
        {
            code = (code * 10) + (digits[length - 1] - '0');
            if (code == 0)
            {
                return null;
            }
            if (_byCallingCode[code] is { } plans)
            {
                return plans[0].CallingCode;
            }
        }
        return null;
    }

    /// <summary>Which of the countries with that calling code a number belongs to; null when that cannot be told.</summary>
    public NumberingPlan? CountryOf(string callingCode, ReadOnlySpan<char> national)
    {
        var plans = _byCallingCode[IndexOf(callingCode)]!;
        if (plans.Length == 1)
        {
            return plans[0].Country is null ? null : plans[0];
        }
        foreach (var plan in plans)
        {
            if (plan.LeadingDigits is { } leading ? leading.MatchesStart(national) : plan.KindOf(national) is not null)
            {
                return plan;
            }
        }
        return null;
    }

    private static int IndexOf(string callingCode) => int.Parse(callingCode, CultureInfo.InvariantCulture);

    private static NumberingPlans Load()
    {
        using var stream = typeof(NumberingPlans).Assembly.GetManifestResourceStream("PhoneBank.Phones.Metadata.metadata-max.json")
            ?? throw new InvalidOperationException("The phone metadata is missing from the assembly.");
        using var document = JsonDocument.Parse(stream);
        return new NumberingPlans(document.RootElement);
    }
}
