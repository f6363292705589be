using System.Globalization;

namespace PhoneBank.Web.Layout;

/// <summary>Moments as they are read in a campaign's zone.</summary>
public static class LocalTimes
{
    /// <summary>Weekday, day and time in this zone, in the language of the request.</summary>
    public static string In(DateTime utc, string zone)
    {
        var (local, suffix) = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? (TimeZoneInfo.ConvertTimeFromUtc(utc, found), "") : (utc, " UTC");
        return local.ToString("ddd d MMM, HH:mm", CultureInfo.CurrentCulture) + suffix;
    }

    /// <summary>The time of day in this zone.</summary>
    public static string HourIn(DateTime utc, string zone) =>
        (TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? TimeZoneInfo.ConvertTimeFromUtc(utc, found) : utc).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The day in this zone.</summary>
    public static string DayIn(DateTime utc, string zone) =>
        (TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? TimeZoneInfo.ConvertTimeFromUtc(utc, found) : utc).ToString("d MMM yyyy", CultureInfo.CurrentCulture);
}
