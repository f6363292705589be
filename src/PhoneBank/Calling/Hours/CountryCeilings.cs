using System.Collections.Frozen;
using System.Text.Json;

namespace PhoneBank.Calling.Hours;

/// <summary>The hours outside which nobody in a country is called, whatever a campaign says.</summary>
public static class CountryCeilings
{
    private static readonly CeilingTable Table = ReadTable();
    private static readonly CountryCeiling Default = Table.Default.Read();
    private static readonly FrozenDictionary<string, CountryCeiling> Countries =
        Table.Countries.ToFrozenDictionary(entry => entry.Key, entry => entry.Value.Read(), StringComparer.Ordinal);

    /// <summary>The ceiling of a country, in its local time; the default one for an unknown or missing code.</summary>
    public static CountryCeiling Of(string? country) => Zones.CountryCode(country) is { } code ? Countries.GetValueOrDefault(code, Default) : Default;

    private static CeilingTable ReadTable()
    {
        using var json = typeof(CountryCeilings).Assembly.GetManifestResourceStream(typeof(CountryCeilings), "countries.json")
            ?? throw new InvalidOperationException("countries.json is not embedded.");
        return JsonSerializer.Deserialize<CeilingTable>(json, JsonSerializerOptions.Web) ?? throw new InvalidOperationException("countries.json is empty.");
    }

    private sealed record CeilingTable(CeilingEntry Default, Dictionary<string, CeilingEntry> Countries);

    private sealed record CeilingEntry(string Hours, string Source)
    {
        public CountryCeiling Read() => new(WeeklyWindows.Parse(Hours), Source);
    }
}

/// <summary>Weekly windows and where they come from, in one sentence.</summary>
public sealed record CountryCeiling(WeeklyWindows Windows, string Source);
