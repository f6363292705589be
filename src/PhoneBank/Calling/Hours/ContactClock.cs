namespace PhoneBank.Calling.Hours;

/// <summary>What time it is for a contact. In a country with several zones it lies between two times, and the part of day is null when they differ in it.</summary>
public readonly record struct ContactTime(DateTime EarliestLocal, DateTime LatestLocal, PartOfDay? Part)
{
    /// <summary>Whether there is one local time.</summary>
    public bool IsCertain => EarliestLocal == LatestLocal;
}

/// <summary>Reads the clock where contacts are.</summary>
public static class ContactClock
{
    private static readonly (PartOfDay Part, TimeOnly From)[] Parts =
    [
        (PartOfDay.Morning, new TimeOnly(5, 0)),
        (PartOfDay.Afternoon, new TimeOnly(12, 0)),
        (PartOfDay.Evening, new TimeOnly(17, 0)),
        (PartOfDay.Night, new TimeOnly(22, 0)),
    ];

    /// <summary>The local time and part of day of a class of contacts.</summary>
    public static ContactTime At(HoursClassKey key, DateTime utc)
    {
        var (earliest, latest) = (DateTime.MaxValue, DateTime.MinValue);
        PartOfDay? part = null;
        var isOnePart = true;
        foreach (var clock in key.Clocks)
        {
            var local = clock.ToLocal(utc);
            (earliest, latest) = (local < earliest ? local : earliest, local > latest ? local : latest);
            isOnePart &= part is null || part == PartOf(local);
            part ??= PartOf(local);
        }

        return new ContactTime(earliest, latest, isOnePart ? part : null);
    }

    /// <summary>The part of day of a local time.</summary>
    public static PartOfDay PartOf(TimeOnly local)
    {
        for (var index = Parts.Length - 1; index >= 0; index--)
        {
            if (local >= Parts[index].From)
            {
                return Parts[index].Part;
            }
        }

        return PartOfDay.Night;
    }

    /// <summary>
    /// The first instant, at least <paramref name="minimumWait"/> after the last, in another part of the contact's day than the last,
    /// in every zone they may be in. Calling hours are not asked; <see cref="CallingHours.NextTryInOtherPart"/> does both.
    /// </summary>
    public static DateTime NextOtherPart(HoursClassKey key, DateTime lastUtc, TimeSpan minimumWait) =>
        OtherPartFrom(key, lastUtc, lastUtc + minimumWait);

    /// <summary>The first instant from this one on in another part of the day than the last.</summary>
    internal static DateTime OtherPartFrom(HoursClassKey key, DateTime lastUtc, DateTime fromUtc)
    {
        // Every round leaves the part one zone is in; zones at most a day apart settle within a few.
        var from = fromUtc;
        for (var settled = false; !settled;)
        {
            settled = true;
            foreach (var clock in key.Clocks)
            {
                if (PartOf(clock.ToLocal(from)) == PartOf(clock.ToLocal(lastUtc)))
                {
                    from = EndOfPart(clock, from);
                    settled = false;
                }
            }
        }

        return from;
    }

    private static PartOfDay PartOf(DateTime local) => PartOf(TimeOnly.FromDateTime(local));

    private static DateTime EndOfPart(ZoneClock clock, DateTime utc)
    {
        var local = clock.ToLocal(utc);
        var part = PartOf(local);
        var next = Parts[((int)part + 1) % Parts.Length].From;
        var end = local.Date + next.ToTimeSpan();
        if (end <= local)
        {
            end = end.AddDays(1);
        }

        // Clocks change at night, so an end by plain addition can be off by the change; the exact instant is asked of the clock.
        return clock.ToUtc(end) is [var instant, ..] && instant > utc ? instant : utc + (end - local);
    }
}
