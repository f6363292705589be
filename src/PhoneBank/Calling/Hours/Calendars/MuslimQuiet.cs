using System.Globalization;

namespace PhoneBank.Calling.Hours.Calendars;

/// <summary>
/// The Friday prayer at noon, the evenings of Ramadan from before the breaking of the fast until after tarawih, Eid al-Fitr (three days) and
/// Eid al-Adha (four). Dates by the Umm al-Qura calendar, as far as its tables reach (2077), then by the arithmetic one; where the moon
/// is looked for the first day can be one later, which the further days of each Eid allow for.
/// </summary>
internal static class MuslimQuiet
{
    public static readonly TimeSpan BeforeNoon = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan AfterNoon = TimeSpan.FromMinutes(90);
    public static readonly TimeSpan BeforeSunset = TimeSpan.FromMinutes(30);

    /// <summary>The meal, the night prayer one and a half to two hours after sunset, and the long prayer that follows it.</summary>
    public static readonly TimeSpan AfterSunset = TimeSpan.FromHours(3);

    private const int Ramadan = 9;
    private const int Shawwal = 10;
    private const int DhuAlHijja = 12;

    private static readonly UmAlQuraCalendar UmmAlQura = new();
    private static readonly HijriCalendar Arithmetic = new();

    /// <summary>The quiet times that begin on a day of a (Gregorian) year.</summary>
    public static IEnumerable<QuietTime> Of(LocalSky sky, int year)
    {
        var first = new DateOnly(year, 1, 1);
        for (var friday = first.AddDays(((int)DayOfWeek.Friday - (int)first.DayOfWeek + 7) % 7); friday.Year == year; friday = friday.AddDays(7))
        {
            var noon = sky.Noon(friday);
            yield return new QuietTime(LocalSky.Down(noon - BeforeNoon), LocalSky.Up(noon + AfterNoon), [QuietReason.FridayPrayer]);
        }

        Calendar calendar = year < UmmAlQura.MaxSupportedDateTime.Year ? UmmAlQura : Arithmetic;
        var last = calendar.GetYear(new DateTime(year, 12, 31, 0, 0, 0, DateTimeKind.Unspecified));
        for (var hijri = calendar.GetYear(first.ToDateTime(TimeOnly.MinValue)); hijri <= last; hijri++)
        {
            foreach (var time in OfHijri(sky, calendar, hijri).Where(time => time.Day.Year == year))
            {
                yield return time.Time;
            }
        }
    }

    /// <summary>First day of Ramadan, of Eid al-Fitr and of Eid al-Adha.</summary>
    internal static (DateOnly Ramadan, DateOnly Fitr, DateOnly Adha) Days(int hijri) =>
        (Date(UmmAlQura, hijri, Ramadan, 1), Date(UmmAlQura, hijri, Shawwal, 1), Date(UmmAlQura, hijri, DhuAlHijja, 10));

    private static IEnumerable<(DateOnly Day, QuietTime Time)> OfHijri(LocalSky sky, Calendar calendar, int hijri)
    {
        var fitr = Date(calendar, hijri, Shawwal, 1);
        var adha = Date(calendar, hijri, DhuAlHijja, 10);

        // The month begins with the evening before its first day; its last evening is the eve of the feast.
        for (var day = Date(calendar, hijri, Ramadan, 1).AddDays(-1); day < fitr.AddDays(-1); day = day.AddDays(1))
        {
            var sunset = sky.Sunset(day);
            yield return (day, new QuietTime(LocalSky.Down(sunset - BeforeSunset), LocalSky.Up(sunset + AfterSunset), [QuietReason.Ramadan]));
        }

        yield return (fitr.AddDays(-1), Feast(sky, fitr, days: 3, QuietReason.EidAlFitr));
        yield return (adha.AddDays(-1), Feast(sky, adha, days: 4, QuietReason.EidAlAdha));
    }

    private static QuietTime Feast(LocalSky sky, DateOnly first, int days, QuietReason reason) =>
        new(LocalSky.Down(sky.Sunset(first.AddDays(-1)) - BeforeSunset), sky.Midnight(first.AddDays(days)), [reason]);

    private static DateOnly Date(Calendar calendar, int year, int month, int day) => DateOnly.FromDateTime(calendar.ToDateTime(year, month, day, 0, 0, 0, 0));
}
