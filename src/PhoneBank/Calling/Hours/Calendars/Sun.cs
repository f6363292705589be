namespace PhoneBank.Calling.Hours.Calendars;

/// <summary>
/// Where the sun stands: the low-precision formulas of Jean Meeus, Astronomical Algorithms, as the Solar Calculator of the US National
/// Oceanic and Atmospheric Administration uses them (gml.noaa.gov/grad/solcalc). Within a minute up to the polar circles.
/// </summary>
internal static class Sun
{
    /// <summary>The centre of the sun at sunset, below the horizon: half its disc and what the air bends.</summary>
    public const double Sunset = 0.833;

    /// <summary>Three small stars are seen: the common reckoning of nightfall.</summary>
    public const double Nightfall = 8.5;

    /// <summary>Noon by the sun, on the day this meridian calls <paramref name="day"/>.</summary>
    public static DateTime Noon(DateOnly day, double longitude)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var noon = midnight.AddMinutes(720 - (4 * longitude));
        return midnight.AddMinutes(720 - (4 * longitude) - At(noon).EquationOfTime);
    }

    /// <summary>
    /// The evening instant at which the sun is this many degrees below the horizon. Where it never gets so low it is the middle of the
    /// night, where it never gets so high it is noon.
    /// </summary>
    public static DateTime Below(DateOnly day, double latitude, double longitude, double degrees)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var instant = midnight.AddMinutes(720 - (4 * longitude) + 360);

        // The sun moves on between noon and evening, so the second round looks where it stands at the answer of the first.
        for (var round = 0; round < 2; round++)
        {
            var (declination, equationOfTime) = At(instant);
            var cosine = (Sin(-degrees) - (Sin(latitude) * Sin(declination))) / (Cos(latitude) * Cos(declination));
            var hourAngle = Math.Acos(Math.Clamp(cosine, -1, 1)) * 180 / Math.PI;
            instant = midnight.AddMinutes(720 - (4 * longitude) - equationOfTime + (4 * hourAngle));
        }

        return instant;
    }

    private static (double Declination, double EquationOfTime) At(DateTime utc)
    {
        var t = (utc - new DateTime(2000, 1, 1, 12, 0, 0, DateTimeKind.Utc)).TotalDays / 36525;
        var meanLongitude = 280.46646 + (t * (36000.76983 + (t * 0.0003032)));
        var anomaly = 357.52911 + (t * (35999.05029 - (t * 0.0001537)));
        var eccentricity = 0.016708634 - (t * (0.000042037 + (t * 0.0000001267)));
        var centre = (Sin(anomaly) * (1.914602 - (t * (0.004817 + (t * 0.000014))))) + (Sin(2 * anomaly) * (0.019993 - (t * 0.000101))) + (Sin(3 * anomaly) * 0.000289);
        var node = 125.04 - (1934.136 * t);
        var longitude = meanLongitude + centre - 0.00569 - (0.00478 * Sin(node));
        var obliquity = 23 + ((26 + ((21.448 - (t * (46.815 + (t * (0.00059 - (t * 0.001813)))))) / 60)) / 60) + (0.00256 * Cos(node));
        var declination = Math.Asin(Sin(obliquity) * Sin(longitude)) * 180 / Math.PI;

        var half = Math.Pow(Math.Tan(obliquity * Math.PI / 360), 2);
        var equation = (half * Sin(2 * meanLongitude)) - (2 * eccentricity * Sin(anomaly)) + (4 * eccentricity * half * Sin(anomaly) * Cos(2 * meanLongitude))
            - (0.5 * half * half * Sin(4 * meanLongitude)) - (1.25 * eccentricity * eccentricity * Sin(2 * anomaly));
        return (declination, 4 * equation * 180 / Math.PI);
    }

    private static double Sin(double degrees) => Math.Sin(degrees * Math.PI / 180);

    private static double Cos(double degrees) => Math.Cos(degrees * Math.PI / 180);
}
