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
        var asked = key.SafeHours is null ? campaign.Windows : campaign.Windows.Intersect(key.SafeHours);
        var ofNumber = CountryCeilings.Of(key.Country).Windows;
        List<UtcSpan>? spans = null;
        foreach (var clock in key.Clocks)
        {
            // Someone abroad is spared both what is late at home and what is late where they are.
            var ofPlace = Zones.CountryOf(clock.Id) is { } country ? CountryCeilings.Of(country).Windows : ofNumber;
            var hours = ofNumber.Intersect(ofPlace).Intersect(asked);
            var ofZone = In(clock, hours, campaign, fromUtc, toUtc);
            spans = spans is null ? ofZone : Intersect(spans, ofZone);
            if (spans.Count == 0)
            {
                break;
            }
        }

        return spans ?? [];
    }

    private static List<UtcSpan> In(ZoneClock clock, WeeklyWindows hours, CampaignHours campaign, DateTime fromUtc, DateTime toUtc)
    {
        var spans = new List<UtcSpan>();
        foreach (var stretch in clock.Between(fromUtc, toUtc))
        {
            var localFrom = stretch.FromUtc + stretch.Offset;
            var localTo = stretch.ToUtc + stretch.Offset;
            for (var midnight = localFrom.Date; midnight < localTo; midnight = midnight.AddDays(1))
            {
                if (campaign.BlackOutDates.Contains(DateOnly.FromDateTime(midnight)))
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
