using System.Globalization;

namespace PhoneBank.Calling.Hours.Calendars;

/// <summary>
/// Shabbat and the holidays on which work is forbidden (in Israel one day, abroad two), and out of good manners the Ninth of Av and the
/// two days of remembrance. Each from <see cref="BeforeSunset"/> before sunset on the eve until nightfall and at least
/// <see cref="AfterSunset"/> after sunset.
/// Remembrance: Martyrs' and Heroes' Remembrance Day Law 5719-1959 (27 Nisan, not beside Shabbat) and Remembrance Day for the Fallen
/// Soldiers Law 5723-1963 with Independence Day Law 5709-1949 as amended in 2004 (the day before Independence Day, which itself
/// is moved away from Shabbat). Ninth of Av: Prohibition of Opening Places of Entertainment on Tisha B'Av Law 5758-1997.
/// </summary>
internal static class JewishQuiet
{
    /// <summary>Candles are lit 18 minutes before sunset at most places and 40 in Jerusalem; five more, for places west and east of the zone's own.</summary>
    public static readonly TimeSpan BeforeSunset = TimeSpan.FromMinutes(45);

    public static readonly TimeSpan AfterSunset = TimeSpan.FromMinutes(60);

    private const int Tishri = 1;

    private static readonly HebrewCalendar Calendar = new();

    /// <summary>The quiet times whose first day lies in a (Gregorian) year.</summary>
    public static IEnumerable<QuietTime> Of(LocalSky sky, int year)
    {
        var inIsrael = sky.Country is "IL" or "PS";
        var first = new DateOnly(year, 1, 1).AddDays(-10);
        var last = new DateOnly(year, 12, 31).AddDays(10);
        var days = new SortedDictionary<DateOnly, List<QuietReason>>();
        for (var day = first.AddDays(((int)DayOfWeek.Saturday - (int)first.DayOfWeek + 7) % 7); day <= last; day = day.AddDays(7))
        {
            days[day] = [QuietReason.Shabbat];
        }

        for (var hebrew = Calendar.GetYear(first.ToDateTime(TimeOnly.MinValue)); hebrew <= Calendar.GetYear(last.ToDateTime(TimeOnly.MinValue)); hebrew++)
        {
            foreach (var (day, reason) in Holidays(hebrew, inIsrael).Where(holiday => holiday.Day >= first && holiday.Day <= last))
            {
                days.TryAdd(day, []);
                days[day].Add(reason);
            }
        }

        foreach (var stretch in Stretches(days).Where(stretch => stretch.First.Year == year))
        {
            var from = LocalSky.Down(sky.Sunset(stretch.First.AddDays(-1)) - BeforeSunset);
            var (nightfall, hour) = (sky.Nightfall(stretch.Last), sky.Sunset(stretch.Last) + AfterSunset);
            yield return new QuietTime(from, LocalSky.Up(nightfall > hour ? nightfall : hour), stretch.Reasons);
        }
    }

    /// <summary>The days of a Hebrew year, Shabbat apart.</summary>
    internal static IEnumerable<(DateOnly Day, QuietReason Reason)> Holidays(int hebrew, bool inIsrael)
    {
        // The months are numbered from Tishri, so those after Adar move in a leap year.
        var nisan = Calendar.IsLeapYear(hebrew) ? 8 : 7;
        var (iyar, sivan, av) = (nisan + 1, nisan + 2, nisan + 4);
        int[] once = inIsrael ? [0] : [0, 1];

        yield return (Date(hebrew, Tishri, 1), QuietReason.RoshHashanah);
        yield return (Date(hebrew, Tishri, 2), QuietReason.RoshHashanah);
        yield return (Date(hebrew, Tishri, 10), QuietReason.YomKippur);
        foreach (var more in once)
        {
            yield return (Date(hebrew, Tishri, 15 + more), QuietReason.Sukkot);
            yield return (Date(hebrew, Tishri, 22 + more), QuietReason.SheminiAtzeret);
            yield return (Date(hebrew, nisan, 15 + more), QuietReason.Passover);
            yield return (Date(hebrew, nisan, 21 + more), QuietReason.Passover);
            yield return (Date(hebrew, sivan, 6 + more), QuietReason.Shavuot);
        }

        var fast = Date(hebrew, av, 9);
        yield return (fast.DayOfWeek == DayOfWeek.Saturday ? fast.AddDays(1) : fast, QuietReason.TishaBeAv);

        var holocaust = Date(hebrew, nisan, 27);
        yield return (holocaust.AddDays(holocaust.DayOfWeek switch { DayOfWeek.Friday => -1, DayOfWeek.Sunday => 1, _ => 0 }), QuietReason.HolocaustRemembrance);

        var independence = Date(hebrew, iyar, 5);
        var kept = independence.AddDays(independence.DayOfWeek switch { DayOfWeek.Friday => -1, DayOfWeek.Saturday => -2, DayOfWeek.Monday => 1, _ => 0 });
        yield return (kept.AddDays(-1), QuietReason.MemorialDay);
    }

    // Days that follow each other are one time without calls: between them is no evening in which one could call.
    private static IEnumerable<(DateOnly First, DateOnly Last, IReadOnlyList<QuietReason> Reasons)> Stretches(SortedDictionary<DateOnly, List<QuietReason>> days)
    {
        (DateOnly First, DateOnly Last, List<QuietReason> Reasons)? open = null;
        foreach (var (day, reasons) in days)
        {
            if (open is { } stretch && stretch.Last.AddDays(1) == day)
            {
                stretch.Reasons.AddRange(reasons);
                open = (stretch.First, day, stretch.Reasons);
                continue;
            }

            if (open is { } done)
            {
                yield return (done.First, done.Last, [.. done.Reasons.Distinct()]);
            }

            open = (day, day, [.. reasons]);
        }

        if (open is { } end)
        {
            yield return (end.First, end.Last, [.. end.Reasons.Distinct()]);
        }
    }

    private static DateOnly Date(int year, int month, int day) => DateOnly.FromDateTime(Calendar.ToDateTime(year, month, day, 0, 0, 0, 0));
}
