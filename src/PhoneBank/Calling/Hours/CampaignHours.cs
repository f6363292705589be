using System.Collections.Frozen;
using PhoneBank.Calling.Hours.Calendars;

namespace PhoneBank.Calling.Hours;

/// <summary>A time in which calls are made in spite of a campaign's hours and calendars. UTC; the end is not included.</summary>
public readonly record struct HoursOpening(DateTime FromUtc, DateTime ToUtc);

/// <summary>
/// When a campaign calls, in the contact's local time: windows that narrow the country's ceiling, single days without calls, the calendars it
/// keeps, and the times somebody has opened in spite of these. Nothing here opens anything against a ceiling or safe hours.
/// </summary>
public sealed class CampaignHours(
    WeeklyWindows windows, IEnumerable<DateOnly>? blackOutDates = null, CalendarSets calendars = CalendarSets.None, IEnumerable<HoursOpening>? openings = null)
{
    /// <summary>A campaign that calls whenever the countries' ceilings and safe hours allow.</summary>
    public static CampaignHours CeilingOnly { get; } = new(WeeklyWindows.Always);

    public WeeklyWindows Windows { get; } = windows;

    /// <summary>Days on which nobody is called, as dates where the contact is.</summary>
    public FrozenSet<DateOnly> BlackOutDates { get; } = (blackOutDates ?? []).ToFrozenSet();

    /// <summary>Kept where the contact is; all of them count at once.</summary>
    public CalendarSets Calendars { get; } = calendars;

    /// <summary>In order of their beginning.</summary>
    public IReadOnlyList<HoursOpening> Openings { get; } = [.. (openings ?? []).OrderBy(opening => opening.FromUtc)];
}
