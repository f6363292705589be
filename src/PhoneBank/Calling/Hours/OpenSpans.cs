using System.Collections.Frozen;
using PhoneBank.Calling.Hours.Calendars;

namespace PhoneBank.Calling.Hours;

/// <summary>From one instant up to, not including, another.</summary>
internal readonly record struct UtcSpan(DateTime From, DateTime To)
{
    public TimeSpan Length => To - From;
}

/// <summary>Works out the instants at which a class of people may be called, in all the zones they may be in.</summary>
internal static class OpenSpans
{
    /// <summary>The spans, cut to the given time, in order; spans that touch are one.</summary>
    public static List<UtcSpan> Of(HoursClassKey key, CampaignHours campaign, DateTime fromUtc, DateTime toUtc)
    {
        var openings = campaign.Openings.Where(opening => opening.ToUtc > fromUtc && opening.FromUtc < toUtc).ToList();
        List<UtcSpan>? spans = null;
        foreach (var clock in key.Clocks)
        {
            var bound = BoundOf(key, clock);
            var ofZone = Subtract(
                In(clock, bound.Intersect(campaign.Windows), campaign.BlackOutDates, fromUtc, toUtc), QuietTimes.Closed(campaign.Calendars, clock, fromUtc, toUtc));
            if (openings.Count > 0)
            {
                // What is opened in spite of the campaign is still bound by the ceiling and safe hours.
                var opened = Intersect(In(clock, bound, FrozenSet<DateOnly>.Empty, fromUtc, toUtc), Merge(openings.Select(opening => new UtcSpan(opening.FromUtc, opening.ToUtc))));
                ofZone = Merge(ofZone.Concat(opened));
            }

            spans = spans is null ? ofZone : Intersect(spans, ofZone);
            if (spans.Count == 0)
            {
                break;
            }
        }

        return spans ?? [];
    }

    /// <summary>What no campaign and nothing opened in spite of one goes beyond: the ceilings and the safe hours.</summary>
    internal static WeeklyWindows BoundOf(HoursClassKey key, ZoneClock clock)
    {
        // Someone abroad is spared both what is late at home and what is late where they are.
        var ofNumber = CountryCeilings.Of(key.Country).Windows;
        var ofPlace = Zones.CountryOf(clock.Id) is { } country ? CountryCeilings.Of(country).Windows : ofNumber;
        var never = ofNumber.Intersect(ofPlace);
        return key.SafeHours is null ? never : never.Intersect(key.SafeHours);
    }

    private static List<UtcSpan> In(ZoneClock clock, WeeklyWindows hours, FrozenSet<DateOnly> blackOutDates, DateTime fromUtc, DateTime toUtc)
    {
        var spans = new List<UtcSpan>();
        foreach (var stretch in clock.Between(fromUtc, toUtc))
        {
            var localFrom = stretch.FromUtc + stretch.Offset;
            var localTo = stretch.ToUtc + stretch.Offset;
            for (var midnight = localFrom.Date; midnight < localTo; midnight = midnight.AddDays(1))
            {
                if (blackOutDates.Contains(DateOnly.FromDateTime(midnight)))
                {
                    continue;
                }

                foreach (var window in hours[midnight.DayOfWeek])
                {
                    var from = Later(midnight.AddMinutes(window.FromMinute), localFrom);
                    var to = Earlier(midnight.AddMinutes(window.ToMinute), localTo);
                    if (from < to)
                    {
                        Append(spans, new UtcSpan(from - stretch.Offset, to - stretch.Offset));
                    }
                }
            }
        }

        return spans;
    }

    internal static List<UtcSpan> Subtract(List<UtcSpan> spans, IEnumerable<UtcSpan> closed)
    {
        foreach (var gone in closed)
        {
            var left = new List<UtcSpan>(spans.Count + 1);
            foreach (var span in spans)
            {
                if (span.From < Earlier(span.To, gone.From))
                {
                    left.Add(span with { To = Earlier(span.To, gone.From) });
                }

                if (Later(span.From, gone.To) < span.To)
                {
                    left.Add(span with { From = Later(span.From, gone.To) });
                }
            }

            spans = left;
        }

        return spans;
    }

    private static List<UtcSpan> Merge(IEnumerable<UtcSpan> spans)
    {
        var merged = new List<UtcSpan>();
        foreach (var span in spans.OrderBy(span => span.From))
        {
            if (merged.Count > 0 && merged[^1].To >= span.From)
            {
                merged[^1] = merged[^1] with { To = Later(merged[^1].To, span.To) };
            }
            else
            {
                merged.Add(span);
            }
        }

        return merged;
    }

    private static List<UtcSpan> Intersect(List<UtcSpan> left, List<UtcSpan> right)
    {
        var both = new List<UtcSpan>();
        var (l, r) = (0, 0);
        while (l < left.Count && r < right.Count)
        {
            var from = Later(left[l].From, right[r].From);
            var to = Earlier(left[l].To, right[r].To);
            if (from < to)
            {
                both.Add(new UtcSpan(from, to));
            }

            if (left[l].To < right[r].To)
            {
                l++;
            }
            else
            {
                r++;
            }
        }

        return both;
    }

    private static void Append(List<UtcSpan> spans, UtcSpan next)
    {
        if (spans.Count > 0 && spans[^1].To == next.From)
        {
            spans[^1] = spans[^1] with { To = next.To };
        }
        else
        {
            spans.Add(next);
        }
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;
}
