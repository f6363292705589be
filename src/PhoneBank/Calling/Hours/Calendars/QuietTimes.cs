using System.Collections.Concurrent;

namespace PhoneBank.Calling.Hours.Calendars;

/// <summary>
/// When the calendars of a campaign ask for quiet, in one zone. A year of a zone is worked out once, when it is first asked for: hours are
/// asked once a minute for every class of every campaign.
/// </summary>
public static class QuietTimes
{
    // The longest quiet time, so that one which began in the year before is found.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private static readonly ConcurrentDictionary<(string Zone, CalendarSets Set, int Year), QuietTime[]> Times = new();
    private static readonly ConcurrentDictionary<(string Zone, CalendarSets Sets, int Year), UtcSpan[]> United = new();

    /// <summary>The quiet times of these sets that touch a span of time, each on its own, in order; empty for a zone that is not known.</summary>
    public static IReadOnlyList<QuietTime> InZone(CalendarSets sets, string zoneId, DateTime fromUtc, DateTime toUtc)
    {
        if (!Zones.TryNormalize(zoneId, country: null, out var known))
        {
            return [];
        }

        var clock = Zones.ClockOf(known);
        var found = Years(fromUtc, toUtc)
            .SelectMany(year => sets.Each().SelectMany(set => OfYear(clock, set, year)))
            .Where(time => time.ToUtc > fromUtc && time.FromUtc < toUtc)
            .OrderBy(time => time.FromUtc).ThenBy(time => time.ToUtc);

        // Both Christian sets close the same Sunday mornings.
        return [.. found.DistinctBy(time => (time.FromUtc, time.ToUtc, time.Reasons[0]))];
    }

    /// <summary>The same united into spans that are disjoint and in order; they may reach beyond the time asked for.</summary>
    internal static IEnumerable<UtcSpan> Closed(CalendarSets sets, ZoneClock clock, DateTime fromUtc, DateTime toUtc)
    {
        if (sets == CalendarSets.None)
        {
            yield break;
        }

        foreach (var year in Years(fromUtc, toUtc))
        {
            foreach (var span in United.GetOrAdd((clock.Id, sets, year), static (key, zone) => Unite(key.Sets, zone, key.Year), clock))
            {
                if (span.To > fromUtc && span.From < toUtc)
                {
                    yield return span;
                }
            }
        }
    }

    private static IEnumerable<int> Years(DateTime fromUtc, DateTime toUtc)
    {
        // A local year can begin a day before and end a day after the one of UTC.
        var first = (fromUtc - Longest).Year;
        return Enumerable.Range(first, toUtc.AddDays(1).Year - first + 1);
    }

    private static QuietTime[] OfYear(ZoneClock clock, CalendarSets set, int year) => Times.GetOrAdd(
        (clock.Id, set, year),
        static (key, zone) =>
        {
            var sky = new LocalSky(zone);
            return [.. key.Set switch
            {
                CalendarSets.Jewish => JewishQuiet.Of(sky, key.Year),
                CalendarSets.Muslim => MuslimQuiet.Of(sky, key.Year),
                CalendarSets.WesternChristian => ChristianQuiet.Of(sky, key.Year, isEastern: false),
                CalendarSets.EasternChristian => ChristianQuiet.Of(sky, key.Year, isEastern: true),
                _ => [],
            }];
        },
        clock);

    private static UtcSpan[] Unite(CalendarSets sets, ZoneClock clock, int year)
    {
        var spans = new List<UtcSpan>();
        foreach (var time in sets.Each().SelectMany(set => OfYear(clock, set, year)).OrderBy(time => time.FromUtc))
        {
            if (spans.Count > 0 && spans[^1].To >= time.FromUtc)
            {
                spans[^1] = spans[^1] with { To = spans[^1].To > time.ToUtc ? spans[^1].To : time.ToUtc };
            }
            else
            {
                spans.Add(new UtcSpan(time.FromUtc, time.ToUtc));
            }
        }

        return [.. spans];
    }
}
