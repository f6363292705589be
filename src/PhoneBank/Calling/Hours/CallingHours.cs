using System.Diagnostics.CodeAnalysis;

namespace PhoneBank.Calling.Hours;

/// <summary>
/// Decides when people may be called: inside the country's ceiling, the campaign's hours and their safe hours, in their zone;
/// where only a country with several zones is known, in all of its zones at once. Holds no state; every instant is UTC.
/// </summary>
public sealed class CallingHours
{
    /// <summary>Nobody is handed out when their window ends within this time.</summary>
    public static readonly TimeSpan NoHandOutBeforeClose = TimeSpan.FromMinutes(10);

    /// <summary>A window that ends within this time is closing soon, so its people go first.</summary>
    public static readonly TimeSpan ClosingSoon = TimeSpan.FromMinutes(90);

    /// <summary>How far ahead an opening is looked for.</summary>
    public static readonly TimeSpan SearchLimit = TimeSpan.FromDays(14);

    /// <summary>How far ahead a callback can be promised.</summary>
    public static readonly TimeSpan CallbackLimit = TimeSpan.FromDays(60);

    // Most answers lie within two days; the rest are looked for to the end, with room for the window that begins there.
    private static readonly TimeSpan[] Horizons = [TimeSpan.FromDays(2), SearchLimit + TimeSpan.FromDays(2)];

    /// <summary>Whether people of this class may be handed out at this instant, until when, or when next.</summary>
    public HoursState At(HoursClassKey key, CampaignHours campaign, DateTime utcNow)
    {
        MustBeUtc(utcNow);
        foreach (var horizon in Horizons)
        {
            var isLast = horizon == Horizons[^1];
            var end = utcNow + horizon;
            var spans = OpenSpans.Of(key, campaign, utcNow, end);
            DateTime? closes = spans.Count > 0 && spans[0].From == utcNow ? spans[0].To : null;
            if (closes is { } close && utcNow < close - NoHandOutBeforeClose)
            {
                // A window cut off by the horizon does not end there.
                if (close < end || isLast)
                {
                    return new HoursState(utcNow, close, null);
                }

                continue;
            }

            foreach (var span in spans)
            {
                if (span.From > utcNow && span.Length > NoHandOutBeforeClose && span.From <= utcNow + SearchLimit)
                {
                    return new HoursState(utcNow, closes, span.From);
                }
            }

            if (isLast)
            {
                return new HoursState(utcNow, closes, null);
            }
        }

        throw new InvalidOperationException("The last horizon always answers.");
    }

    /// <summary>The first instant from this one on at which people of this class may be handed out; null when none within <see cref="SearchLimit"/>.</summary>
    public DateTime? NextOpening(HoursClassKey key, CampaignHours campaign, DateTime utcFrom)
    {
        var state = At(key, campaign, utcFrom);
        return state.IsOpen ? utcFrom : state.NextOpeningUtc;
    }

    /// <summary>The state of every class of a campaign, to be asked once a minute.</summary>
    public OpenClasses Open(IEnumerable<HoursClassKey> keys, CampaignHours campaign, DateTime utcNow)
    {
        var states = new Dictionary<HoursClassKey, HoursState>();
        var open = new HashSet<HoursClassKey>();
        var closingSoon = new HashSet<HoursClassKey>();
        foreach (var key in keys)
        {
            var state = At(key, campaign, utcNow);
            states[key] = state;
            if (state.IsOpen)
            {
                open.Add(key);
            }

            if (state.ClosesWithin(ClosingSoon))
            {
                closingSoon.Add(key);
            }
        }

        return new OpenClasses(open, closingSoon, states);
    }

    /// <summary>
    /// When to try someone again in another part of their day than last time and not before <paramref name="minimumWait"/> is over;
    /// where their hours lie in one part of the day only, the next opening after that part is over. Null when none within <see cref="SearchLimit"/>.
    /// </summary>
    public DateTime? NextTryInOtherPart(HoursClassKey key, CampaignHours campaign, DateTime lastUtc, TimeSpan minimumWait)
    {
        MustBeUtc(lastUtc);
        var earliest = lastUtc + minimumWait;
        var limit = earliest + SearchLimit;
        var from = earliest;
        while (from <= limit && NextOpening(key, campaign, ContactClock.OtherPartFrom(key, lastUtc, from)) is { } opening)
        {
            // An opening after a night or a Shabbat may be in the same part of the day as the last try again.
            if (ContactClock.OtherPartFrom(key, lastUtc, opening) == opening)
            {
                return opening;
            }

            from = opening;
        }

        return NextOpening(key, campaign, ContactClock.OtherPartFrom(key, lastUtc, earliest));
    }

    /// <summary>
    /// Turns a local date and time promised to a contact into an instant, or refuses by name.
    /// Of a time that exists twice when clocks go back, the first that can be kept is meant.
    /// </summary>
    public bool TryPromise(
        HoursClassKey key,
        CampaignHours campaign,
        DateOnly date,
        TimeOnly time,
        DateTime utcNow,
        out DateTime callbackUtc,
        [NotNullWhen(false)] out CallbackRefusal? refusal)
    {
        MustBeUtc(utcNow);
        callbackUtc = default;
        if (key.Clocks is not [var clock])
        {
            refusal = new ZoneNotKnown([.. key.Clocks.Select(other => other.Id)]);
            return false;
        }

        // Judged before the clock is asked, so that no year is too far to be worked out.
        var latest = utcNow + CallbackLimit;
        if (date.DayNumber > DateOnly.FromDateTime(latest).DayNumber + 1)
        {
            refusal = new TooFar(DateOnly.FromDateTime(clock.ToLocal(latest)));
            return false;
        }

        if (date.DayNumber < DateOnly.FromDateTime(utcNow).DayNumber - 1)
        {
            refusal = new InThePast();
            return false;
        }

        var instants = clock.ToUtc(date.ToDateTime(time));
        if (instants.Count == 0)
        {
            refusal = new SkippedByDst(ResumesAt(clock, date, time));
            return false;
        }

        if (instants[^1] <= utcNow)
        {
            refusal = new InThePast();
            return false;
        }

        var allowed = PromisableSpans(key, campaign, date);
        foreach (var instant in instants.Where(instant => instant > utcNow))
        {
            if (instant > latest)
            {
                refusal = new TooFar(DateOnly.FromDateTime(clock.ToLocal(latest)));
                return false;
            }

            if (allowed.Exists(span => span.From <= instant && instant <= span.To))
            {
                callbackUtc = instant;
                refusal = null;
                return true;
            }
        }

        refusal = new OutsideHours(OnDate(clock, allowed, date));
        return false;
    }

    /// <summary>The time within which a callback of about this date can be handed out.</summary>
    private static List<UtcSpan> PromisableSpans(HoursClassKey key, CampaignHours campaign, DateOnly date)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        return [.. OpenSpans.Of(key, campaign, midnight.AddDays(-2), midnight.AddDays(3))
            .Where(span => span.Length > NoHandOutBeforeClose)
            .Select(span => span with { To = span.To - NoHandOutBeforeClose })];
    }

    private static List<TimeWindow> OnDate(ZoneClock clock, List<UtcSpan> spans, DateOnly date)
    {
        var day = new List<(DayOfWeek, TimeWindow)>();
        foreach (var span in spans)
        {
            var from = MinuteOn(date, clock.ToLocal(span.From));
            var to = MinuteOn(date, clock.ToLocal(span.To));
            if (from < to)
            {
                day.Add((date.DayOfWeek, TimeWindow.OfMinutes(from, to)));
            }
        }

        return [.. WeeklyWindows.Create(day)[date.DayOfWeek]];
    }

    private static int MinuteOn(DateOnly date, DateTime local) =>
        (int)Math.Clamp((local - date.ToDateTime(TimeOnly.MinValue)).TotalMinutes, 0, TimeWindow.MinutesOfDay);

    private static TimeOnly ResumesAt(ZoneClock clock, DateOnly date, TimeOnly skipped)
    {
        var local = date.ToDateTime(skipped);
        var near = DateTime.SpecifyKind(local, DateTimeKind.Utc);
        return clock.Between(near.AddDays(-1), near.AddDays(2))
            .Select(stretch => DateTime.SpecifyKind(stretch.FromUtc + stretch.Offset, DateTimeKind.Unspecified))
            .Where(start => start > local)
            .Select(TimeOnly.FromDateTime)
            .First();
    }

    private static void MustBeUtc(DateTime instant)
    {
        if (instant.Kind != DateTimeKind.Utc)
        {
            throw new ArgumentException("Instants are UTC.", nameof(instant));
        }
    }
}
