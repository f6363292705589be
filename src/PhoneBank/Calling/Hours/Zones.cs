using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace PhoneBank.Calling.Hours;

/// <summary>Time zones and the countries they lie in, from the IANA time zone database.</summary>
public static class Zones
{
    // Zones that agree from the database's year on for this long count as one. Fixed by the data, not by today, so that keys stay the same.
    private const int YearsAhead = 6;

    private static readonly ZoneTable Table = ReadTable();
    private static readonly FrozenDictionary<string, string> CountryOfZone = ReadCountries();
    private static readonly FrozenDictionary<string, string> Names = ReadNames();
    private static readonly ConcurrentDictionary<string, ZoneClock?> Clocks = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, ImmutableArray<ZoneClock>> Distinct = new(StringComparer.Ordinal);

    /// <summary>The release of the database, for example <c>2026a</c>.</summary>
    public static string DatabaseVersion => Table.Version;

    /// <summary>The codes of all countries that have zones.</summary>
    public static IReadOnlyCollection<string> Countries => Table.Countries.Keys;

    /// <summary>All zones of a country, the most populous first; empty when the code is unknown.</summary>
    public static IReadOnlyList<string> OfCountry(string country) =>
        CountryCode(country) is { } code && Table.Countries.TryGetValue(code, out var zones) ? zones : [];

    /// <summary>One zone for each group of a country's zones that keep the same time now and in the coming years: what a person has to choose from.</summary>
    public static IReadOnlyList<string> DistinctOfCountry(string country) =>
        CountryCode(country) is { } code ? [.. DistinctClocksOf(code).Select(clock => clock.Id)] : [];

    /// <summary>The country a zone lies in; null for zones of no country such as <c>UTC</c>.</summary>
    public static string? CountryOf(string zoneId) => CountryOfZone.GetValueOrDefault(zoneId);

    /// <summary>
    /// The IANA id of what a person or file calls a zone: any case, older names, Windows ids (<paramref name="country"/> decides where one
    /// spans several countries). Refused when it is none, or when this machine has no rules for it.
    /// </summary>
    public static bool TryNormalize(string? id, string? country, [NotNullWhen(true)] out string? zoneId)
    {
        zoneId = null;
        var name = id?.Trim();
        if (string.IsNullOrEmpty(name))
        {
            return false;
        }

        if (!Names.TryGetValue(name, out var known) && TryFromWindows(name, country, out var fromWindows))
        {
            Names.TryGetValue(fromWindows, out known);
        }

        if (known is not null && FindClock(known) is not null)
        {
            zoneId = known;
        }

        return zoneId is not null;
    }

    /// <summary>A country code as this application writes it, or null when it is none (as for satellite numbers).</summary>
    internal static string? CountryCode(string? country)
    {
        var code = country?.Trim();
        return code is { Length: 2 } && char.IsAsciiLetter(code[0]) && char.IsAsciiLetter(code[1]) ? code.ToUpperInvariant() : null;
    }

    internal static ZoneClock ClockOf(string zoneId) => FindClock(zoneId) ?? throw new ArgumentException("Not a time zone of this machine.", nameof(zoneId));

    internal static ImmutableArray<ZoneClock> DistinctClocksOf(string country) => Distinct.GetOrAdd(country, static code =>
    {
        var clocks = ImmutableArray.CreateBuilder<ZoneClock>();
        foreach (var clock in OfCountry(code).Select(FindClock).OfType<ZoneClock>())
        {
            if (!clocks.Any(other => other.AgreesWith(clock, Table.FirstYear, YearsAhead)))
            {
                clocks.Add(clock);
            }
        }

        return clocks.ToImmutable();
    });

    private static ZoneClock? FindClock(string zoneId) => Clocks.GetOrAdd(
        zoneId,
        static id => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? new ZoneClock(id, zone) : null);

    private static bool TryFromWindows(string name, string? country, [NotNullWhen(true)] out string? zoneId)
    {
        var code = CountryCode(country);
        return (code is not null && TimeZoneInfo.TryConvertWindowsIdToIanaId(name, code, out zoneId))
            || TimeZoneInfo.TryConvertWindowsIdToIanaId(name, out zoneId);
    }

    private static ZoneTable ReadTable()
    {
        using var json = typeof(Zones).Assembly.GetManifestResourceStream(typeof(Zones), "zones.json")
            ?? throw new InvalidOperationException("zones.json is not embedded.");
        return JsonSerializer.Deserialize<ZoneTable>(json, JsonSerializerOptions.Web) ?? throw new InvalidOperationException("zones.json is empty.");
    }

    private static FrozenDictionary<string, string> ReadCountries()
    {
        var countries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (country, zones) in Table.Countries)
        {
            foreach (var zone in zones)
            {
                countries.TryAdd(zone, country);
            }
        }

        return countries.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static FrozenDictionary<string, string> ReadNames()
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["UTC"] = "UTC",
            ["Etc/UTC"] = "UTC",
            ["GMT"] = "UTC",
        };
        foreach (var zone in Table.Countries.Values.SelectMany(zones => zones))
        {
            names[zone] = zone;
        }

        foreach (var (alias, zone) in Table.Aliases)
        {
            names.TryAdd(alias, zone);
        }

        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private sealed record ZoneTable(string Version, int FirstYear, Dictionary<string, string[]> Countries, Dictionary<string, string> Aliases);
}
