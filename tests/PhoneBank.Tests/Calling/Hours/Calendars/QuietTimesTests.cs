using System.Diagnostics;
using System.Globalization;
using PhoneBank.Calling.Hours;
using PhoneBank.Calling.Hours.Calendars;

namespace PhoneBank.Tests.Calling.Hours.Calendars;

public sealed class QuietTimesTests
{
    private static readonly CallingHours Hours = new();
    private static readonly HoursClassKey Jerusalem = HoursClassKey.Parse("Asia/Jerusalem|IL|");
    private static readonly HoursClassKey Berlin = HoursClassKey.Parse("Europe/Berlin|DE|");
    private static readonly HoursClassKey NewYork = HoursClassKey.Parse("America/New_York|US|");

    [Fact]
    public void Shabbat_in_Jerusalem_from_before_the_candles_until_the_stars()
    {
        // Sunset on Friday 27 November 2026 at 16:36, candles 40 minutes before; on Saturday at 16:35.
        var shabbat = Assert.Single(QuietTimes.InZone(CalendarSets.Jewish, "Asia/Jerusalem", Utc("2026-11-27 00:00"), Utc("2026-11-29 00:00")));
        Assert.Equal([QuietReason.Shabbat], shabbat.Reasons);
        Assert.Equal(Utc("2026-11-27 13:50"), shabbat.FromUtc);
        Assert.Equal(Utc("2026-11-28 15:40"), shabbat.ToUtc);
    }

    [Fact]
    public void Days_that_follow_each_other_are_one_time_without_calls()
    {
        // Rosh Hashanah 2026 is on Shabbat and Sunday, Passover 2026 begins on a Thursday: abroad its two days lead into Shabbat.
        var newYear = QuietTimes.InZone(CalendarSets.Jewish, "Asia/Jerusalem", Utc("2026-09-11 00:00"), Utc("2026-09-14 12:00"));
        Assert.Equal([QuietReason.Shabbat, QuietReason.RoshHashanah], Assert.Single(newYear).Reasons);
        var passover = QuietTimes.InZone(CalendarSets.Jewish, "Europe/Berlin", Utc("2026-04-01 00:00"), Utc("2026-04-05 12:00"));
        Assert.Equal([QuietReason.Passover, QuietReason.Shabbat], Assert.Single(passover).Reasons);
        Assert.Equal(2, QuietTimes.InZone(CalendarSets.Jewish, "Asia/Jerusalem", Utc("2026-04-01 00:00"), Utc("2026-04-05 12:00")).Count);
    }

    [Fact]
    public void Friday_evening_in_Berlin_is_closed_for_a_campaign_that_keeps_Shabbat_and_open_for_another()
    {
        var friday = Utc("2026-11-27 16:00");
        Assert.True(Hours.At(Berlin, CampaignHours.CeilingOnly, friday).IsOpen);
        var state = Hours.At(Berlin, Keeping(CalendarSets.Jewish), friday);
        Assert.False(state.IsOpen);
        Assert.Equal(Utc("2026-11-28 16:00"), state.NextOpeningUtc);
    }

    [Fact]
    public void On_the_second_day_of_a_holiday_people_in_Israel_are_called_and_people_abroad_are_not()
    {
        // Second day of Sukkot 2027, a Sunday.
        var campaign = Keeping(CalendarSets.Jewish);
        Assert.True(Hours.At(Jerusalem, campaign, Utc("2027-10-17 12:00")).IsOpen);
        Assert.False(Hours.At(NewYork, campaign, Utc("2027-10-17 16:00")).IsOpen);
        Assert.True(Hours.At(NewYork, CampaignHours.CeilingOnly, Utc("2027-10-17 16:00")).IsOpen);
    }

    [Theory]
    [InlineData("2026-04-13 17:30", QuietReason.HolocaustRemembrance)]
    [InlineData("2026-04-14 09:00", QuietReason.HolocaustRemembrance)]
    [InlineData("2026-04-20 17:30", QuietReason.MemorialDay)]
    [InlineData("2026-07-22 17:30", QuietReason.TishaBeAv)]
    [InlineData("2026-09-20 15:30", QuietReason.YomKippur)]
    public void Days_of_mourning_and_the_fast_are_quiet_from_their_evening_on(string utc, QuietReason reason)
    {
        Assert.Contains(QuietTimes.InZone(CalendarSets.Jewish, "Asia/Jerusalem", Utc(utc), Utc(utc).AddMinutes(1)), time => time.Reasons.Contains(reason));
        Assert.True(Hours.At(Jerusalem, CampaignHours.CeilingOnly, Utc(utc)).IsOpen);
        Assert.False(Hours.At(Jerusalem, Keeping(CalendarSets.Jewish), Utc(utc)).IsOpen);
    }

    [Theory]
    [InlineData("2026-11-27 11:30", false)] // Friday, 12:30: the prayer
    [InlineData("2026-11-27 15:00", true)]
    [InlineData("2026-02-25 15:00", true)] // Ramadan, 16:00: before the fast is broken at 17:40
    [InlineData("2026-02-25 17:30", false)]
    [InlineData("2026-02-17 17:30", false)] // the evening before the first day
    [InlineData("2026-03-20 12:00", false)] // Eid al-Fitr
    [InlineData("2026-03-22 12:00", false)]
    [InlineData("2026-03-23 12:00", true)]
    [InlineData("2026-05-27 12:00", false)] // Eid al-Adha
    [InlineData("2026-05-30 12:00", false)]
    [InlineData("2026-06-01 12:00", true)]
    public void A_campaign_that_keeps_the_Muslim_calendar_calls_in_Berlin(string utc, bool isOpen) =>
        Assert.Equal(isOpen, Hours.At(Berlin, Keeping(CalendarSets.Muslim), Utc(utc)).IsOpen);

    [Theory]
    [InlineData(CalendarSets.WesternChristian, "2026-11-29 10:00", false)] // Sunday, 11:00
    [InlineData(CalendarSets.WesternChristian, "2026-11-29 12:30", true)]
    [InlineData(CalendarSets.WesternChristian, "2026-04-03 10:00", false)] // Good Friday
    [InlineData(CalendarSets.WesternChristian, "2026-04-05 15:00", false)] // Easter
    [InlineData(CalendarSets.WesternChristian, "2026-12-24 15:00", false)]
    [InlineData(CalendarSets.WesternChristian, "2027-01-07 10:00", true)]
    [InlineData(CalendarSets.EasternChristian, "2027-01-07 10:00", false)]
    [InlineData(CalendarSets.EasternChristian, "2026-12-25 10:00", true)]
    [InlineData(CalendarSets.EasternChristian, "2026-04-12 15:00", false)]
    [InlineData(CalendarSets.EasternChristian, "2026-04-10 10:00", false)]
    [InlineData(CalendarSets.EasternChristian, "2026-04-05 15:00", true)]
    public void A_campaign_that_keeps_a_Christian_calendar_calls_in_Berlin(CalendarSets set, string utc, bool isOpen) =>
        Assert.Equal(isOpen, Hours.At(Berlin, Keeping(set), Utc(utc)).IsOpen);

    [Fact]
    public void Several_calendars_are_united()
    {
        var both = Keeping(CalendarSets.Jewish | CalendarSets.Muslim);
        Assert.False(Hours.At(Berlin, both, Utc("2026-11-28 12:00")).IsOpen);
        Assert.False(Hours.At(Berlin, both, Utc("2026-11-27 11:30")).IsOpen);
        Assert.True(Hours.At(Berlin, both, Utc("2026-11-26 12:00")).IsOpen);
    }

    [Fact]
    public void Where_the_zone_is_not_known_it_is_Shabbat_as_long_as_it_is_anywhere_in_the_country()
    {
        // Friday 4 December 2026: sunset in New York at 16:28, in Honolulu at 17:48; Saturday evening ends last in Hawaii.
        var anywhere = HoursClassKey.Parse("country:US|US|");
        Assert.False(Hours.At(NewYork, Keeping(CalendarSets.Jewish), Utc("2026-12-04 21:00")).IsOpen);
        Assert.False(Hours.At(anywhere, Keeping(CalendarSets.Jewish), Utc("2026-12-04 21:00")).IsOpen);
        Assert.True(Hours.At(anywhere, CampaignHours.CeilingOnly, Utc("2026-12-04 21:00")).IsOpen);
        Assert.Equal(Utc("2026-12-06 20:00"), Hours.NextOpening(anywhere, Keeping(CalendarSets.Jewish), Utc("2026-12-04 21:00")));
    }

    [Fact]
    public void What_is_opened_in_spite_of_calendar_hours_and_days_without_calls_is_still_bound_by_ceiling_and_safe_hours()
    {
        HoursOpening[] allNight = [new(Utc("2026-11-27 00:00"), Utc("2026-11-29 00:00"))];
        var campaign = new CampaignHours(WeeklyWindows.Parse("Mo 11:00-12:00"), [new DateOnly(2026, 11, 28)], CalendarSets.Jewish, allNight);
        Assert.True(Hours.At(Berlin, campaign, Utc("2026-11-28 12:00")).IsOpen);
        Assert.Equal(Utc("2026-11-28 19:00"), Hours.At(Berlin, campaign, Utc("2026-11-28 12:00")).ClosesUtc);
        Assert.False(Hours.At(Berlin, campaign, Utc("2026-11-28 20:00")).IsInWindow);
        Assert.False(Hours.At(Jerusalem, campaign, Utc("2026-11-28 12:00")).IsOpen);
        Assert.False(Hours.At(HoursClassKey.Parse("Europe/Berlin|DE|Su 12:00-13:00"), campaign, Utc("2026-11-28 12:00")).IsOpen);
    }

    [Fact]
    public void A_callback_is_not_promised_into_Shabbat()
    {
        Assert.False(Hours.TryPromise(Berlin, Keeping(CalendarSets.Jewish), new DateOnly(2026, 11, 27), new TimeOnly(17, 0), Utc("2026-11-26 12:00"), out _, out var refusal));
        Assert.Equal(new TimeOnly(15, 0), Assert.Single(Assert.IsType<OutsideHours>(refusal).Allowed).To);
        Assert.True(Hours.TryPromise(Berlin, Keeping(CalendarSets.None), new DateOnly(2026, 11, 27), new TimeOnly(17, 0), Utc("2026-11-26 12:00"), out _, out _));
    }

    [Fact]
    public void All_calendars_for_a_thousand_classes_are_computed_well_within_their_minute()
    {
        string?[] safeHours = [null, "Mo-Fr 18:00-21:00", "Su-Th 12:00-14:00,17:00-19:30", "Sa 10:00-11:00"];
        var keys = Zones.Countries
            .SelectMany(country => safeHours.Select(hours => HoursClassKey.For(null, country, hours is null ? null : WeeklyWindows.Parse(hours), "Asia/Jerusalem")))
            .ToList();
        var campaign = Keeping(CalendarSets.Jewish | CalendarSets.Muslim | CalendarSets.WesternChristian | CalendarSets.EasternChristian);
        Hours.Open(keys, campaign, Utc("2026-12-25 09:00"));

        var later = Stopwatch.StartNew();
        for (var minute = 1; minute <= 10; minute++)
        {
            Hours.Open(keys, campaign, Utc("2026-12-25 09:00").AddMinutes(minute));
        }

        Assert.True(later.Elapsed / 10 < TimeSpan.FromSeconds(1), $"{later.Elapsed.TotalMilliseconds / 10:0} ms each minute");
    }

    [Theory]
    [InlineData("", CalendarSets.None)]
    [InlineData("Jewish,Muslim", CalendarSets.Jewish | CalendarSets.Muslim)]
    [InlineData("Muslim,Martian", CalendarSets.Muslim)]
    public void Sets_are_stored_by_name(string text, CalendarSets sets)
    {
        Assert.Equal(sets, CalendarSetsText.Read(text));
        Assert.Equal(sets, CalendarSetsText.Read(CalendarSetsText.Write(sets)));
    }

    private static CampaignHours Keeping(CalendarSets sets) => new(WeeklyWindows.Always, calendars: sets);

    private static DateTime Utc(string text) =>
        DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
