using System.Globalization;

namespace PhoneBank.Calling.Hours.Calendars;

/// <summary>
/// Sunday until one o'clock, Christmas with its eve, Good Friday and Easter Sunday. Easter is computed: the Western one as in the Gregorian
/// calendar, the Eastern one as in the Julian (Meeus, Astronomical Algorithms, chapter 8).
/// </summary>
internal static class ChristianQuiet
{
    private static readonly TimeOnly MorningEnds = new(13, 0);
    private static readonly TimeOnly EveBegins = new(15, 0);
    private static readonly JulianCalendar Julian = new();

    /// <summary>The quiet times of a year.</summary>
    public static IEnumerable<QuietTime> Of(LocalSky sky, int year, bool isEastern)
    {
        var easter = isEastern ? EasternEaster(year) : WesternEaster(year);
        var first = new DateOnly(year, 1, 1);
        for (var sunday = first.AddDays((7 - (int)first.DayOfWeek) % 7); sunday.Year == year; sunday = sunday.AddDays(7))
        {
            if (sunday != easter)
            {
                yield return new QuietTime(sky.Midnight(sunday), sky.At(sunday, MorningEnds), [QuietReason.SundayMorning]);
            }
        }

        yield return new QuietTime(sky.Midnight(easter.AddDays(-2)), sky.Midnight(easter.AddDays(-1)), [QuietReason.GoodFriday]);
        yield return new QuietTime(sky.Midnight(easter), sky.Midnight(easter.AddDays(1)), [QuietReason.Easter]);
        var christmas = Christmas(year, isEastern);
        yield return new QuietTime(sky.At(christmas.AddDays(-1), EveBegins), sky.Midnight(christmas.AddDays(1)), [QuietReason.Christmas]);
    }

    /// <summary>25 December, of the Julian calendar for the Eastern churches that keep it.</summary>
    internal static DateOnly Christmas(int year, bool isEastern) =>
        isEastern ? DateOnly.FromDateTime(Julian.ToDateTime(year - 1, 12, 25, 0, 0, 0, 0)) : new DateOnly(year, 12, 25);

    internal static DateOnly WesternEaster(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var count = h + l - (7 * m) + 114;
        return new DateOnly(year, count / 31, (count % 31) + 1);
    }

    internal static DateOnly EasternEaster(int year)
    {
        var d = ((19 * (year % 19)) + 15) % 30;
        var e = ((2 * (year % 4)) + (4 * (year % 7)) - d + 34) % 7;
        var count = d + e + 114;
        return DateOnly.FromDateTime(Julian.ToDateTime(year, count / 31, (count % 31) + 1, 0, 0, 0, 0));
    }
}
