using System.Collections.Frozen;
using System.Text.Json;

namespace PhoneBank.Calling.Hours.Calendars;

/// <summary>The clock and the sun at the representative place of a zone. Beginnings are rounded down and ends up to five minutes.</summary>
internal sealed class LocalSky
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);
    private static readonly FrozenDictionary<string, double[]> Places = ReadPlaces();

    // For a zone of no place, such as UTC.
    private static readonly double[] Greenwich = [51.48, 0];

    private readonly ZoneClock _clock;
    private readonly double _latitude;
    private readonly double _longitude;

    public LocalSky(ZoneClock clock)
    {
        _clock = clock;
        (_latitude, _longitude) = Places.GetValueOrDefault(clock.Id, Greenwich) switch { [var north, var east] => (north, east), _ => (0, 0) };
        Country = Zones.CountryOf(clock.Id);
    }

    public string? Country { get; }

    internal static bool Knows(string zoneId) => Places.ContainsKey(zoneId);

    /// <summary>The beginning of a local day.</summary>
    public DateTime Midnight(DateOnly day) => At(day, TimeOnly.MinValue);

    public DateTime At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);

        // A time that the clock leaves out is taken an hour later, when it has been put forward.
        return _clock.ToUtc(local) is [var instant, ..] ? instant : _clock.ToUtc(local.AddHours(1)) is [var later, ..] ? later : DateTime.SpecifyKind(local, DateTimeKind.Utc) - _clock.OffsetAt(DateTime.SpecifyKind(local, DateTimeKind.Utc));
    }

    public DateTime Noon(DateOnly day) => Sun.Noon(SolarDay(day), _longitude);

    public DateTime Sunset(DateOnly day) => Sun.Below(SolarDay(day), _latitude, _longitude, Sun.Sunset);

    public DateTime Nightfall(DateOnly day) => Sun.Below(SolarDay(day), _latitude, _longitude, Sun.Nightfall);

    public static DateTime Down(DateTime utc) => utc.AddTicks(-(utc.Ticks % Step.Ticks));

    public static DateTime Up(DateTime utc) => Down(utc.AddTicks(Step.Ticks - 1));

    // Some islands keep the date of the other side of the date line.
    private DateOnly SolarDay(DateOnly day) => day.AddDays(day.DayNumber - DateOnly.FromDateTime(_clock.ToLocal(Sun.Noon(day, _longitude))).DayNumber);

    private static FrozenDictionary<string, double[]> ReadPlaces()
    {
        using var json = typeof(Zones).Assembly.GetManifestResourceStream(typeof(Zones), "places.json")
            ?? throw new InvalidOperationException("places.json is not embedded.");
        var table = JsonSerializer.Deserialize<PlaceTable>(json, JsonSerializerOptions.Web) ?? throw new InvalidOperationException("places.json is empty.");
        return table.Places.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private sealed record PlaceTable(Dictionary<string, double[]> Places);
}
