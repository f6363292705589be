using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace PhoneBank.Calling.Hours;

/// <summary>
/// The class of contacts who may be called at the same times: zone (or country with several), country, safe hours.
/// Its text is stable: <c>Asia/Jerusalem|IL|</c> or <c>country:US|US|Mo-Fr 18:00-21:00</c>.
/// </summary>
public sealed class HoursClassKey : IEquatable<HoursClassKey>
{
    private const string CountryPrefix = "country:";

    private readonly string _text;

    private HoursClassKey(string? zoneId, string? country, WeeklyWindows? safeHours, ImmutableArray<ZoneClock> clocks)
    {
        ZoneId = zoneId;
        Country = country;
        SafeHours = safeHours;
        Clocks = clocks;
        _text = $"{zoneId ?? CountryPrefix + country}|{country}|{safeHours}";
    }

    /// <summary>The one zone all of the class is in; null when only a country with several zones is known.</summary>
    public string? ZoneId { get; }

    /// <summary>ISO 3166 code of the number's country, or of the zone's when the number's is unknown.</summary>
    public string? Country { get; }

    /// <summary>When these people said they can safely be called, in their local time; null when they did not say.</summary>
    public WeeklyWindows? SafeHours { get; }

    internal ImmutableArray<ZoneClock> Clocks { get; }

    /// <summary>The class of people of the same place who named no safe hours.</summary>
    public HoursClassKey Anytime => SafeHours is null ? this : new HoursClassKey(ZoneId, Country, null, Clocks);

    /// <summary>As <see cref="TryFor"/>, for zones that were checked when they were stored.</summary>
    public static HoursClassKey For(string? zone, string? country, WeeklyWindows? safeHours, string fallbackZone) =>
        TryFor(zone, country, safeHours, fallbackZone, out var key) ? key : throw new ArgumentException("Not a time zone.", nameof(zone));

    /// <summary>
    /// The class of a contact: in their own zone, else in their country's only zone, else in all zones of a country with several,
    /// else in the campaign's zone. IANA and Windows ids are taken; refused when the zone that would be used is neither.
    /// </summary>
    public static bool TryFor(string? zone, string? country, WeeklyWindows? safeHours, string fallbackZone, [NotNullWhen(true)] out HoursClassKey? key)
    {
        var code = Zones.CountryCode(country);
        if (string.IsNullOrWhiteSpace(zone))
        {
            var ofCountry = code is null ? [] : Zones.DistinctClocksOf(code);
            if (ofCountry.Length > 1)
            {
                key = new HoursClassKey(null, code, safeHours, ofCountry);
                return true;
            }

            zone = ofCountry.Length == 1 ? ofCountry[0].Id : fallbackZone;
        }

        return TryInZone(zone, code, safeHours, out key);
    }

    /// <summary>Reads a stored key; refused when it was not written by <see cref="ToString"/> or its zone is unknown here.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out HoursClassKey? key)
    {
        key = null;
        if (text?.Split('|') is not [var place, var country, var safeText])
        {
            return false;
        }

        WeeklyWindows? safeHours = null;
        if (safeText.Length > 0 && !WeeklyWindows.TryParse(safeText, out safeHours, out _))
        {
            return false;
        }

        if (place.StartsWith(CountryPrefix, StringComparison.Ordinal))
        {
            var code = Zones.CountryCode(country);
            var clocks = code is null ? [] : Zones.DistinctClocksOf(code);
            if (clocks.Length > 0)
            {
                // Kept as it was written even when its zones have become one, so that a stored key stays the same key.
                key = new HoursClassKey(null, code, safeHours, clocks);
            }
        }
        else if (Zones.TryNormalize(place, country, out var zoneId))
        {
            key = new HoursClassKey(zoneId, Zones.CountryCode(country), safeHours, [Zones.ClockOf(zoneId)]);
        }

        if (key is not null && !string.Equals(key._text, text, StringComparison.Ordinal))
        {
            key = null;
        }

        return key is not null;
    }

    /// <summary>Reads a key this application stored.</summary>
    public static HoursClassKey Parse(string text) => TryParse(text, out var key) ? key : throw new FormatException("Not a stored hours class.");

    /// <summary>The class of the same person once their zone is known; refused when the id is not a zone.</summary>
    public bool TryInZone(string zone, [NotNullWhen(true)] out HoursClassKey? key) => TryInZone(zone, Country, SafeHours, out key);

    public bool Equals(HoursClassKey? other) => other is not null && string.Equals(_text, other._text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as HoursClassKey);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    /// <summary>The stored form.</summary>
    public override string ToString() => _text;

    private static bool TryInZone(string zone, string? country, WeeklyWindows? safeHours, [NotNullWhen(true)] out HoursClassKey? key)
    {
        key = Zones.TryNormalize(zone, country, out var zoneId)
            ? new HoursClassKey(zoneId, country ?? Zones.CountryOf(zoneId), safeHours, [Zones.ClockOf(zoneId)])
            : null;
        return key is not null;
    }
}
