using System.Collections.Frozen;

namespace PhoneBank.Calling.Hours;

/// <summary>When a campaign calls, in the contact's local time: windows that narrow the country's ceiling, and single days without calls.</summary>
public sealed class CampaignHours(WeeklyWindows windows, IEnumerable<DateOnly>? blackOutDates = null)
{
    /// <summary>A campaign that calls whenever the countries' ceilings and safe hours allow.</summary>
    public static CampaignHours CeilingOnly { get; } = new(WeeklyWindows.Always);

    public WeeklyWindows Windows { get; } = windows;

    /// <summary>Days on which nobody is called, as dates where the contact is.</summary>
    public FrozenSet<DateOnly> BlackOutDates { get; } = (blackOutDates ?? []).ToFrozenSet();
}
