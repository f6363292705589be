using System.Globalization;
using PhoneBank.Calling.Hours.Calendars;

namespace PhoneBank.Tests.Calling.Hours.Calendars;

/// <summary>
/// The dates of three years. Sources: judaic.unl.edu/jewish-holidays (autumn 2026), istanbullife.org/tour/jewish-holidays (Passover 2026),
/// jewishbytheshore.org after hebcal.com (Passover 2028: its fifth day is 15 April); the rule for the remembrance days as hebcal.com/holidays/yom-hashoah
/// states it; publicholidaycalendar.com for Saudi Arabia 2026. The other dates were written down from the Hebrew and Umm al-Qura calendars of the framework:
/// they guard against a change, and no published table has confirmed them.
/// </summary>
public sealed class CalendarDatesTests
{
    [Theory]
    [InlineData(QuietReason.RoshHashanah, "2026-09-12 2026-09-13 2027-10-02 2027-10-03 2028-09-21 2028-09-22")]
    [InlineData(QuietReason.YomKippur, "2026-09-21 2027-10-11 2028-09-30")]
    [InlineData(QuietReason.Sukkot, "2026-09-26 2027-10-16 2028-10-05")]
    [InlineData(QuietReason.SheminiAtzeret, "2026-10-03 2027-10-23 2028-10-12")]
    [InlineData(QuietReason.Passover, "2026-04-02 2026-04-08 2027-04-22 2027-04-28 2028-04-11 2028-04-17")]
    [InlineData(QuietReason.Shavuot, "2026-05-22 2027-06-11 2028-05-31")]
    [InlineData(QuietReason.TishaBeAv, "2026-07-23 2027-08-12 2028-08-01")]
    [InlineData(QuietReason.HolocaustRemembrance, "2026-04-14 2027-05-04 2028-04-24")]
    [InlineData(QuietReason.MemorialDay, "2026-04-21 2027-05-11 2028-05-01")]
    public void The_Jewish_days_in_Israel(QuietReason reason, string days) => Assert.Equal(days, Jewish(reason, inIsrael: true));

    [Theory]
    [InlineData(QuietReason.RoshHashanah, "2026-09-12 2026-09-13 2027-10-02 2027-10-03 2028-09-21 2028-09-22")]
    [InlineData(QuietReason.YomKippur, "2026-09-21 2027-10-11 2028-09-30")]
    [InlineData(QuietReason.Sukkot, "2026-09-26 2026-09-27 2027-10-16 2027-10-17 2028-10-05 2028-10-06")]
    [InlineData(QuietReason.SheminiAtzeret, "2026-10-03 2026-10-04 2027-10-23 2027-10-24 2028-10-12 2028-10-13")]
    [InlineData(QuietReason.Passover, "2026-04-02 2026-04-03 2026-04-08 2026-04-09 2027-04-22 2027-04-23 2027-04-28 2027-04-29 2028-04-11 2028-04-12 2028-04-17 2028-04-18")]
    [InlineData(QuietReason.Shavuot, "2026-05-22 2026-05-23 2027-06-11 2027-06-12 2028-05-31 2028-06-01")]
    public void The_Jewish_holidays_last_two_days_abroad(QuietReason reason, string days) => Assert.Equal(days, Jewish(reason, inIsrael: false));

    [Theory]
    [InlineData(1447, "2026-02-18", "2026-03-20", "2026-05-27")]
    [InlineData(1448, "2027-02-08", "2027-03-09", "2027-05-16")]
    [InlineData(1449, "2028-01-28", "2028-02-26", "2028-05-05")]
    public void Ramadan_and_the_Eids_by_the_Umm_al_Qura_calendar(int hijri, string ramadan, string fitr, string adha)
    {
        var days = MuslimQuiet.Days(hijri);
        Assert.Equal($"{ramadan} {fitr} {adha}", Text([days.Ramadan, days.Fitr, days.Adha]));
    }

    [Theory]
    [InlineData(2024, "2024-03-31", "2024-05-05")]
    [InlineData(2025, "2025-04-20", "2025-04-20")]
    [InlineData(2026, "2026-04-05", "2026-04-12")]
    [InlineData(2027, "2027-03-28", "2027-05-02")]
    [InlineData(2028, "2028-04-16", "2028-04-16")]
    [InlineData(2038, "2038-04-25", "2038-04-25")]
    public void Easter_West_and_East(int year, string west, string east) =>
        Assert.Equal($"{west} {east}", Text([ChristianQuiet.WesternEaster(year), ChristianQuiet.EasternEaster(year)]));

    [Fact]
    public void The_Eastern_Christmas_is_on_the_seventh_of_January() =>
        Assert.Equal("2026-12-25 2027-01-07", Text([ChristianQuiet.Christmas(2026, isEastern: false), ChristianQuiet.Christmas(2027, isEastern: true)]));

    private static string Jewish(QuietReason reason, bool inIsrael) => Text(
        Enumerable.Range(5786, 4).SelectMany(year => JewishQuiet.Holidays(year, inIsrael))
            .Where(holiday => holiday.Reason == reason && holiday.Day.Year is >= 2026 and <= 2028)
            .Select(holiday => holiday.Day).Order());

    private static string Text(IEnumerable<DateOnly> days) => string.Join(' ', days.Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
}
