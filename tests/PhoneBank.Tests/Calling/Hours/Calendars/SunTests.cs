using System.Globalization;
using PhoneBank.Calling.Hours;
using PhoneBank.Calling.Hours.Calendars;

namespace PhoneBank.Tests.Calling.Hours.Calendars;

/// <summary>Against times that newspapers and observatories printed for these cities; each row names where.</summary>
public sealed class SunTests
{
    private static readonly TimeSpan AFewMinutes = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData("America/New_York", "2026-01-02", "16:40", "jewishpress.com, weekly luach for New York City, 2 January 2026")]
    [InlineData("America/New_York", "2026-02-27", "17:44", "jewishpress.com, weekly luach for New York City, 27 February 2026")]
    [InlineData("Europe/Berlin", "2024-12-21", "15:55", "checkpoint.tagesspiegel.de, computed by Stiftung Planetarium Berlin, mean of the city")]
    [InlineData("Asia/Jerusalem", "2026-01-30", "17:11", "ice.co.il: candles 16:31, lit 40 minutes before sunset")]
    [InlineData("Asia/Jerusalem", "2026-02-20", "17:29", "newsru.co.il: candles 16:49, lit 40 minutes before sunset")]
    [InlineData("Asia/Jerusalem", "2026-03-27", "18:55", "maariv.co.il: candles 18:15, lit 40 minutes before sunset")]
    [InlineData("Asia/Jerusalem", "2025-08-22", "19:19", "newsru.co.il: candles 18:39, lit 40 minutes before sunset")]
    [InlineData("Asia/Jerusalem", "2025-12-26", "16:42", "maariv.co.il: candles 16:02, lit 40 minutes before sunset")]
    public void The_sun_sets_when_it_was_printed(string zone, string day, string printed, string source)
    {
        var sunset = Sky(zone).Sunset(Day(day));
        var local = TimeZoneInfo.ConvertTimeFromUtc(sunset, TimeZoneInfo.FindSystemTimeZoneById(zone));
        Assert.Equal(Day(day), DateOnly.FromDateTime(local));
        Assert.True((local.TimeOfDay - Time(printed).ToTimeSpan()).Duration() <= AFewMinutes, $"{local:HH:mm:ss} instead of {printed} ({source})");
    }

    [Theory]
    [InlineData("America/New_York", "2026-01-03", "17:27")]
    [InlineData("America/New_York", "2026-02-28", "18:27")]
    [InlineData("Asia/Jerusalem", "2026-01-31", "17:50")]
    [InlineData("Asia/Jerusalem", "2026-02-21", "18:07")]
    [InlineData("Asia/Jerusalem", "2026-03-28", "19:32")]
    public void Three_stars_are_seen_about_when_the_same_papers_say_that_Shabbat_ends(string zone, string day, string printed)
    {
        var local = TimeZoneInfo.ConvertTimeFromUtc(Sky(zone).Nightfall(Day(day)), TimeZoneInfo.FindSystemTimeZoneById(zone));
        Assert.InRange(local.TimeOfDay - Time(printed).ToTimeSpan(), TimeSpan.FromMinutes(-8), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Every_zone_has_a_place_and_every_day_an_evening_even_beyond_the_polar_circle()
    {
        var zones = Zones.Countries.SelectMany(Zones.OfCountry).Distinct().ToList();
        Assert.All(zones, zone => Assert.True(LocalSky.Knows(zone), zone));
        foreach (var zone in zones)
        {
            var sky = Sky(zone);
            var clock = Zones.ClockOf(zone);
            foreach (var day in new[] { new DateOnly(2026, 6, 21), new DateOnly(2026, 12, 21), new DateOnly(2027, 3, 20) })
            {
                Assert.Equal(day, DateOnly.FromDateTime(clock.ToLocal(sky.Noon(day))));

                // Where the sun does not rise its setting is at noon, give or take what noon itself moves in a day.
                var aMinute = TimeSpan.FromMinutes(1);
                Assert.InRange(sky.Sunset(day), sky.Noon(day) - aMinute, sky.Nightfall(day) + aMinute);
                Assert.InRange(sky.Nightfall(day), sky.Sunset(day) - aMinute, sky.Noon(day).AddHours(12) + aMinute);
            }
        }
    }

    private static LocalSky Sky(string zone) => new(Zones.ClockOf(zone));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static TimeOnly Time(string text) => TimeOnly.ParseExact(text, "HH:mm", CultureInfo.InvariantCulture);
}
