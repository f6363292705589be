using System.Globalization;

namespace PhoneBank.Tests.Calling.Walks;

/// <summary>Where a person is and when calls are safe, as stored.</summary>
internal sealed record PersonHours(string? Zone, string? Country, string? SafeHours);

/// <summary>What a coordinator has told a campaign of its hours.</summary>
internal sealed class ToldHours
{
    /// <summary>Empty: whenever countries allow.</summary>
    public string Windows { get; set; } = "";

    public HashSet<DateOnly> BlackOut { get; set; } = [];

    public bool Jewish { get; set; }

    public bool Christian { get; set; }

    public List<(DateTime From, DateTime Until)> Openings { get; } = [];
}

/// <summary>
/// The plainest reading of the rules of hours, written without the application's: the clock on the wall of every zone the person may be in.
/// Of the calendars only what is quiet beyond doubt in these months.
/// </summary>
internal static class WalkHours
{
    private static readonly string[] AmericanZones =
        ["America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu"];

    private static readonly string[] Days = ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"];

    /// <summary>In this minute a number may be shown.</summary>
    public static bool Allows(PersonHours person, ToldHours campaign, DateTime utc) => ZonesOf(person).All(zone =>
    {
        var local = LocalIn(zone, utc);
        return (person.Country is null || IsIn(CeilingOf(person.Country), local)) && IsIn(CeilingOf(CountryOf(zone)), local) && IsIn(person.SafeHours ?? "", local)
            && ((IsIn(campaign.Windows, local) && !campaign.BlackOut.Contains(DateOnly.FromDateTime(local)) && !IsQuiet(campaign, local))
                || campaign.Openings.Exists(opening => opening.From <= utc && utc < opening.Until));
    });

    /// <summary>A person may be handed out: not in the last ten minutes either.</summary>
    public static bool AllowsHandOut(PersonHours person, ToldHours campaign, DateTime utc) =>
        Enumerable.Range(0, 11).All(minute => Allows(person, campaign, utc.AddMinutes(minute)));

    /// <summary>The person's day; where the zone is one of several, the day of the one that is furthest behind.</summary>
    public static DateOnly DayOf(PersonHours person, DateTime utc) => DateOnly.FromDateTime(ZonesOf(person).Min(zone => LocalIn(zone, utc)));

    public static DateTime LocalIn(string zone, DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, TimeZoneInfo.FindSystemTimeZoneById(zone));

    /// <summary>Whether a week as it is written, such as <c>Su-Th 10:00-21:00; Fr 10:00-13:00</c>, has this minute in it.</summary>
    public static bool IsIn(string week, DateTime local)
    {
        if (week.Length == 0)
        {
            return true;
        }

        return week != "never" && week.Split(';', StringSplitOptions.TrimEntries).Any(part =>
        {
            var space = part.IndexOf(' ', StringComparison.Ordinal);
            return part[..space].Split(',').Any(days => IsOn(days, local.DayOfWeek)) && part[(space + 1)..].Split(',').Any(window => IsAt(window, local));
        });
    }

    private static bool IsOn(string days, DayOfWeek day)
    {
        var ends = days.Split('-');
        var (from, to) = (Array.IndexOf(Days, ends[0]), Array.IndexOf(Days, ends[^1]));
        return from <= to ? (int)day >= from && (int)day <= to : (int)day >= from || (int)day <= to;
    }

    private static bool IsAt(string window, DateTime local)
    {
        var ends = window.Split('-').Select(end => end.Split(':').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray()).Select(end => (end[0] * 60) + end[1]).ToArray();
        var minute = (local.Hour * 60) + local.Minute;
        return minute >= ends[0] && minute < ends[1];
    }

    private static bool IsQuiet(ToldHours campaign, DateTime local)
    {
        var (day, hour) = (local.DayOfWeek, local.TimeOfDay.TotalHours);
        return (campaign.Jewish && ((day == DayOfWeek.Friday && hour >= 18.5) || (day == DayOfWeek.Saturday && hour < 15.5)))
            || (campaign.Christian && ((day == DayOfWeek.Sunday && hour < 13) || local is { Month: 12, Day: 25 } || (local is { Month: 12, Day: 24 } && hour >= 15)));
    }

    private static IReadOnlyList<string> ZonesOf(PersonHours person) => (person.Zone, person.Country) switch
    {
        ({ } zone, _) => [zone],
        (null, "US") => AmericanZones,
        (null, "GB") => ["Europe/London"],
        _ => ["Asia/Jerusalem"],
    };

    private static string? CountryOf(string zone) => zone switch
    {
        "Asia/Jerusalem" => "IL",
        "Europe/London" => "GB",
        _ => "US",
    };

    private static string CeilingOf(string? country) => country == "IL" ? "Su-Th 10:00-21:00; Fr 10:00-13:00" : "Su-Sa 10:00-20:00";
}
