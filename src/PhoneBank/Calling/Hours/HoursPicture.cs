using PhoneBank.Calling.Hours.Calendars;

namespace PhoneBank.Calling.Hours;

/// <summary>Why there is no time for calls on a day, whatever the calendars say. The name is the key of its text.</summary>
public enum ClosedBecause
{
    /// <summary>Nobody in this country is called on this day of the week.</summary>
    Country,

    /// <summary>The campaign has named this date as a day without calls.</summary>
    BlackOut,

    /// <summary>The campaign's hours leave this day of the week out.</summary>
    Campaign,

    /// <summary>The campaign's hours of this day lie outside the country's.</summary>
    Apart,
}

/// <summary>A stretch of one local day, in minutes since midnight by the clock; the end is not included.</summary>
public readonly record struct DayStretch(int From, int To);

/// <summary>A stretch of one day for which a calendar asks for quiet.</summary>
public sealed record QuietStretch(DayStretch At, IReadOnlyList<QuietReason> Reasons);

/// <summary>One day of a picture.</summary>
/// <param name="Open">When calls are made. Nobody new is handed out in the last ten minutes of each.</param>
/// <param name="InSpite">The parts of <paramref name="Open"/> that somebody has opened in spite of the campaign's hours.</param>
/// <param name="Why">Why the week has nothing for this day; null when it has.</param>
public sealed record PicturedDay(DateOnly Date, IReadOnlyList<DayStretch> Open, IReadOnlyList<DayStretch> InSpite, IReadOnlyList<QuietStretch> Quiet, ClosedBecause? Why);

/// <summary>
/// The coming days of a class of people, as their clock shows them: when they may be called and why not. Drawn of the very spans by which the
/// queue hands out. A country with several zones is shown by the clock of its most populous one.
/// </summary>
public sealed record HoursPicture(string ZoneId, IReadOnlyList<PicturedDay> Days)
{
    public const int Week = 7;

    /// <summary>So many days from the one it is there now.</summary>
    public static HoursPicture Of(HoursClassKey key, CampaignHours campaign, DateTime utcNow, int days = Week)
    {
        var clock = key.Clocks[0];
        var first = DateOnly.FromDateTime(clock.ToLocal(utcNow));
        var (from, to) = (StartOf(clock, first), StartOf(clock, first.AddDays(days)));
        var open = OpenSpans.Of(key, campaign, from, to);
        var usual = campaign.Openings.Count == 0 ? open : OpenSpans.Of(key, new CampaignHours(campaign.Windows, campaign.BlackOutDates, campaign.Calendars), from, to);
        var (openByDay, inSpiteByDay) = (ByDay(clock, open), ByDay(clock, OpenSpans.Subtract(open, usual)));
        var quiet = QuietTimes.InZone(campaign.Calendars, clock.Id, from, to)
            .SelectMany(time => PartsOf(clock, new UtcSpan(time.FromUtc, time.ToUtc)).Select(part => (part.Date, Quiet: new QuietStretch(part.At, time.Reasons))))
            .ToLookup(part => part.Date, part => part.Quiet);
        var bound = OpenSpans.BoundOf(key, clock);
        return new HoursPicture(
            clock.Id,
            [.. Enumerable.Range(0, days).Select(first.AddDays).Select(date =>
                new PicturedDay(date, [.. openByDay[date]], [.. inSpiteByDay[date]], [.. quiet[date]], WhyClosed(bound, campaign, date)))]);
    }

    private static ClosedBecause? WhyClosed(WeeklyWindows bound, CampaignHours campaign, DateOnly date) =>
        bound[date.DayOfWeek].IsEmpty ? ClosedBecause.Country
        : campaign.BlackOutDates.Contains(date) ? ClosedBecause.BlackOut
        : campaign.Windows[date.DayOfWeek].IsEmpty ? ClosedBecause.Campaign
        : bound.Intersect(campaign.Windows)[date.DayOfWeek].IsEmpty ? ClosedBecause.Apart
        : null;

    private static ILookup<DateOnly, DayStretch> ByDay(ZoneClock clock, IEnumerable<UtcSpan> spans) =>
        spans.SelectMany(span => PartsOf(clock, span)).ToLookup(part => part.Date, part => part.At);

    // A span as the clock shows it, cut at each midnight.
    private static IEnumerable<(DateOnly Date, DayStretch At)> PartsOf(ZoneClock clock, UtcSpan span)
    {
        var (from, to) = (clock.ToLocal(span.From), clock.ToLocal(span.To));
        for (var midnight = from.Date; midnight < to; midnight = midnight.AddDays(1))
        {
            yield return (DateOnly.FromDateTime(midnight), new DayStretch(MinuteOf(from, midnight), MinuteOf(to, midnight)));
        }
    }

    private static int MinuteOf(DateTime local, DateTime midnight) => (int)Math.Clamp((local - midnight).TotalMinutes, 0, TimeWindow.MinutesOfDay);

    // Where clocks go forward at midnight, the day begins when they have.
    private static DateTime StartOf(ZoneClock clock, DateOnly date)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        return clock.ToUtc(midnight) is [var start, ..] ? start : clock.ToUtc(midnight.AddHours(1))[0];
    }
}
