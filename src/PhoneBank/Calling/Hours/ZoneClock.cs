using System.Collections.Concurrent;

namespace PhoneBank.Calling.Hours;

/// <summary>
/// One zone's clock as stretches of constant offset, so that windows become instants by adding, exactly also across gaps and overlaps.
/// A year is worked out once, when it is first asked for.
/// </summary>
internal sealed class ZoneClock(string id, TimeZoneInfo zone)
{
    private readonly ConcurrentDictionary<int, OffsetStretch[]> _years = new();

    public string Id => id;

    public TimeSpan OffsetAt(DateTime utc)
    {
        foreach (var stretch in Year(utc.Year))
        {
            if (utc < stretch.ToUtc)
            {
                return stretch.Offset;
            }
        }

        return zone.GetUtcOffset(utc);
    }

    public DateTime ToLocal(DateTime utc) => DateTime.SpecifyKind(utc + OffsetAt(utc), DateTimeKind.Unspecified);

    /// <summary>The instants at which this clock shows a local time: none in a gap, two in an overlap.</summary>
    public List<DateTime> ToUtc(DateTime local)
    {
        var near = DateTime.SpecifyKind(local, DateTimeKind.Utc);
        var instants = new List<DateTime>(1);
        foreach (var stretch in Between(near.AddDays(-1), near.AddDays(1)))
        {
            var utc = near - stretch.Offset;
            if (utc >= stretch.FromUtc && utc < stretch.ToUtc)
            {
                instants.Add(utc);
            }
        }

        return instants;
    }

    /// <summary>The stretches of a span of time, cut to it, in order and without holes.</summary>
    public IEnumerable<OffsetStretch> Between(DateTime fromUtc, DateTime toUtc)
    {
        for (var year = fromUtc.Year; year <= toUtc.Year; year++)
        {
            foreach (var stretch in Year(year))
            {
                var from = stretch.FromUtc > fromUtc ? stretch.FromUtc : fromUtc;
                var to = stretch.ToUtc < toUtc ? stretch.ToUtc : toUtc;
                if (from < to)
                {
                    yield return new OffsetStretch(from, to, stretch.Offset);
                }
            }
        }
    }

    /// <summary>Whether both clocks show the same in all of these years.</summary>
    public bool AgreesWith(ZoneClock other, int firstYear, int years) =>
        Enumerable.Range(firstYear, years).All(year => Year(year).AsSpan().SequenceEqual(other.Year(year)));

    private OffsetStretch[] Year(int year) => _years.GetOrAdd(year, WorkOut);

    private OffsetStretch[] WorkOut(int year)
    {
        var end = new DateTime(year + 1, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var from = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var stretches = new List<OffsetStretch>(3);
        var offset = zone.GetUtcOffset(from);

        // No zone changes its offset twice within two days.
        for (var day = from.AddDays(1); day <= end; day = day.AddDays(1))
        {
            var then = zone.GetUtcOffset(day);
            if (then != offset)
            {
                var change = ChangeBetween(day.AddDays(-1), day, offset);
                if (change < end)
                {
                    stretches.Add(new OffsetStretch(from, change, offset));
                    (from, offset) = (change, then);
                }
            }
        }

        stretches.Add(new OffsetStretch(from, end, offset));
        return [.. stretches];
    }

    /// <summary>The second at which the offset changes: <paramref name="before"/> still has it, <paramref name="after"/> does not.</summary>
    private DateTime ChangeBetween(DateTime before, DateTime after, TimeSpan offset)
    {
        while (after - before > TimeSpan.FromSeconds(1))
        {
            var middle = before.AddSeconds(Math.Floor((after - before).TotalSeconds / 2));
            (before, after) = zone.GetUtcOffset(middle) == offset ? (middle, after) : (before, middle);
        }

        return after;
    }
}

/// <summary>From one instant up to, not including, another the zone is this far ahead of UTC.</summary>
internal readonly record struct OffsetStretch(DateTime FromUtc, DateTime ToUtc, TimeSpan Offset);
