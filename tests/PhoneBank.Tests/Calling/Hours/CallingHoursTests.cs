using System.Diagnostics;
using System.Globalization;
using PhoneBank.Calling.Hours;
using Xunit.Abstractions;

namespace PhoneBank.Tests.Calling.Hours;

public sealed class CallingHoursTests(ITestOutputHelper output)
{
    private static readonly CallingHours Hours = new();
    private static readonly CampaignHours AnyTime = CampaignHours.CeilingOnly;
    private static readonly HoursClassKey Jerusalem = HoursClassKey.Parse("Asia/Jerusalem|IL|");
    private static readonly HoursClassKey NewYork = HoursClassKey.Parse("America/New_York|US|");
    private static readonly HoursClassKey AnywhereInTheUs = HoursClassKey.Parse("country:US|US|");

    [Fact]
    public void Open_on_a_weekday_until_ten_minutes_before_the_ceiling()
    {
        var state = Hours.At(Jerusalem, AnyTime, Utc("2026-06-01 09:00"));
        Assert.True(state.IsOpen);
        Assert.Equal(Utc("2026-06-01 18:00"), state.ClosesUtc);
        Assert.Equal(Utc("2026-06-01 17:50"), state.OpenUntilUtc);
        Assert.Null(state.NextOpeningUtc);
    }

    [Fact]
    public void Nobody_is_handed_out_in_the_last_ten_minutes_but_a_call_may_go_on()
    {
        Assert.True(Hours.At(Jerusalem, AnyTime, Utc("2026-06-01 17:49")).IsOpen);
        var state = Hours.At(Jerusalem, AnyTime, Utc("2026-06-01 17:50"));
        Assert.False(state.IsOpen);
        Assert.True(state.IsInWindow);
        Assert.False(state.ClosesWithin(TimeSpan.FromMinutes(90)));
        Assert.Null(state.OpenUntilUtc);
        Assert.Equal(Utc("2026-06-02 07:00"), state.NextOpeningUtc);
        Assert.False(Hours.At(Jerusalem, AnyTime, Utc("2026-06-01 18:00")).IsInWindow);
    }

    [Fact]
    public void After_Friday_noon_the_next_opening_in_Israel_is_on_Sunday()
    {
        var state = Hours.At(Jerusalem, AnyTime, Utc("2026-06-05 10:00"));
        Assert.False(state.IsOpen);
        Assert.Equal(Utc("2026-06-07 07:00"), state.NextOpeningUtc);
    }

    [Fact]
    public void A_window_is_closing_soon_in_its_last_ninety_minutes()
    {
        Assert.False(Hours.At(Jerusalem, AnyTime, Utc("2026-06-01 16:29")).ClosesWithin(CallingHours.ClosingSoon));
        Assert.True(Hours.At(Jerusalem, AnyTime, Utc("2026-06-01 16:30")).ClosesWithin(CallingHours.ClosingSoon));
    }

    [Fact]
    public void Lunch_is_left_alone_in_France()
    {
        var paris = HoursClassKey.Parse("Europe/Paris|FR|");
        Assert.Equal(Utc("2026-06-01 12:00"), Hours.At(paris, AnyTime, Utc("2026-06-01 11:30")).NextOpeningUtc);
        Assert.Equal(Utc("2026-06-08 08:00"), Hours.At(paris, AnyTime, Utc("2026-06-05 18:00")).NextOpeningUtc);
    }

    [Fact]
    public void A_campaign_narrows_the_ceiling_and_never_widens_it()
    {
        var evenings = new CampaignHours(WeeklyWindows.Parse("Su-Sa 17:00-23:00"));
        Assert.Equal(Utc("2026-06-01 14:00"), Hours.At(Jerusalem, evenings, Utc("2026-06-01 09:00")).NextOpeningUtc);
        Assert.Equal(Utc("2026-06-01 18:00"), Hours.At(Jerusalem, evenings, Utc("2026-06-01 15:00")).ClosesUtc);
        Assert.Equal(Utc("2026-06-07 14:00"), Hours.At(Jerusalem, evenings, Utc("2026-06-05 15:00")).NextOpeningUtc);
    }

    [Fact]
    public void Safe_hours_narrow_further()
    {
        var key = HoursClassKey.Parse("Asia/Jerusalem|IL|Tu 12:00-13:00");
        Assert.Equal(Utc("2026-06-02 09:00"), Hours.NextOpening(key, AnyTime, Utc("2026-06-01 09:00")));
        Assert.True(Hours.At(key, AnyTime, Utc("2026-06-02 09:49")).IsOpen);
        Assert.Equal(Utc("2026-06-09 09:00"), Hours.NextOpening(key, AnyTime, Utc("2026-06-02 09:50")));
    }

    [Fact]
    public void A_window_of_ten_minutes_never_opens() =>
        Assert.Null(Hours.NextOpening(HoursClassKey.Parse("Asia/Jerusalem|IL|Su-Sa 12:00-12:10"), AnyTime, Utc("2026-06-01 00:00")));

    [Fact]
    public void Someone_abroad_is_spared_what_is_late_at_home_and_where_they_are()
    {
        var israeliInBerlin = HoursClassKey.Parse("Europe/Berlin|IL|");
        Assert.Equal(Utc("2026-06-01 18:00"), Hours.At(israeliInBerlin, AnyTime, Utc("2026-06-01 12:00")).ClosesUtc);
        Assert.False(Hours.At(israeliInBerlin, AnyTime, Utc("2026-06-06 12:00")).IsOpen);
        var israeliInParis = HoursClassKey.Parse("Europe/Paris|IL|");
        Assert.False(Hours.At(israeliInParis, AnyTime, Utc("2026-06-07 12:00")).IsOpen);
    }

    [Fact]
    public void In_a_country_with_several_zones_only_the_hours_all_share_are_open()
    {
        // From 10:00 in Honolulu until 20:00 in New York: four hours in summer, five in winter.
        var summer = Hours.At(AnywhereInTheUs, AnyTime, Utc("2026-07-01 12:00"));
        Assert.Equal(Utc("2026-07-01 20:00"), summer.NextOpeningUtc);
        Assert.Equal(Utc("2026-07-02 00:00"), Hours.At(AnywhereInTheUs, AnyTime, Utc("2026-07-01 20:00")).ClosesUtc);
        Assert.Equal(Utc("2026-01-07 20:00"), Hours.NextOpening(AnywhereInTheUs, AnyTime, Utc("2026-01-07 12:00")));
        Assert.Equal(Utc("2026-01-08 01:00"), Hours.At(AnywhereInTheUs, AnyTime, Utc("2026-01-07 20:00")).ClosesUtc);
    }

    [Fact]
    public void Where_a_countrys_zones_share_no_hours_there_is_no_opening_until_a_zone_is_known()
    {
        var russia = HoursClassKey.Parse("country:RU|RU|");
        Assert.Null(Hours.NextOpening(russia, AnyTime, Utc("2026-06-01 00:00")));
        Assert.True(russia.TryInZone("Europe/Moscow", out var moscow));
        Assert.Equal(Utc("2026-06-01 07:00"), Hours.NextOpening(moscow, AnyTime, Utc("2026-06-01 00:00")));
    }

    [Fact]
    public void A_black_out_date_is_a_day_where_the_contact_is()
    {
        var campaign = new CampaignHours(WeeklyWindows.Always, [new DateOnly(2026, 6, 2)]);
        Assert.Equal(Utc("2026-06-03 07:00"), Hours.NextOpening(Jerusalem, campaign, Utc("2026-06-01 18:00")));
        Assert.Equal(Utc("2026-06-03 14:00"), Hours.NextOpening(NewYork, campaign, Utc("2026-06-02 00:00")));

        // 23:30 UTC on the first is still the first in New York.
        Assert.True(Hours.At(NewYork, campaign, Utc("2026-06-01 23:30")).IsOpen);

        // In Auckland the second has begun by then.
        var auckland = HoursClassKey.Parse("Pacific/Auckland|NZ|");
        Assert.True(Hours.At(auckland, AnyTime, Utc("2026-06-01 23:30")).IsOpen);
        Assert.False(Hours.At(auckland, campaign, Utc("2026-06-01 23:30")).IsOpen);
    }

    [Fact]
    public void In_a_country_with_several_zones_a_black_out_date_holds_in_each()
    {
        var campaign = new CampaignHours(WeeklyWindows.Always, [new DateOnly(2026, 7, 4)]);
        Assert.Equal(Utc("2026-07-05 20:00"), Hours.NextOpening(AnywhereInTheUs, campaign, Utc("2026-07-04 00:30")));
    }

    [Fact]
    public void The_search_for_an_opening_ends_after_fourteen_days()
    {
        var days = Enumerable.Range(0, 14).Select(day => new DateOnly(2026, 6, 1).AddDays(day)).ToList();
        Assert.Null(Hours.NextOpening(NewYork, new CampaignHours(WeeklyWindows.Always, days), Utc("2026-06-01 04:00")));
        Assert.Equal(Utc("2026-06-14 14:00"), Hours.NextOpening(NewYork, new CampaignHours(WeeklyWindows.Always, days.SkipLast(1)), Utc("2026-06-01 04:00")));
    }

    [Theory]
    [InlineData("Asia/Jerusalem|IL|", "2026-03-26 12:00", "2026-03-27 07:00")] // Friday 27 March, forward at 02:00
    [InlineData("Asia/Jerusalem|IL|", "2026-03-26 05:00", "2026-03-26 08:00")]
    [InlineData("Asia/Jerusalem|IL|", "2026-10-25 05:00", "2026-10-25 08:00")] // Sunday 25 October, back at 02:00
    [InlineData("America/New_York|US|", "2026-03-08 05:00", "2026-03-08 14:00")] // forward
    [InlineData("America/New_York|US|", "2026-11-01 03:00", "2026-11-01 15:00")] // back
    [InlineData("Europe/London|GB|", "2026-03-29 00:30", "2026-03-29 09:00")]
    [InlineData("Europe/London|GB|", "2026-10-25 00:30", "2026-10-25 10:00")]
    [InlineData("Europe/Berlin|DE|", "2026-03-29 00:30", "2026-03-29 08:00")]
    [InlineData("Europe/Berlin|DE|", "2026-10-25 00:30", "2026-10-25 09:00")]
    [InlineData("country:US|US|", "2026-03-08 03:00", "2026-03-08 20:00")]
    [InlineData("country:US|US|", "2026-11-01 03:00", "2026-11-01 20:00")]
    public void On_days_when_clocks_change_people_are_called_by_their_new_time(string key, string now, string opening)
    {
        var people = HoursClassKey.Parse(key);
        var from = Utc(now);
        var state = Hours.At(people, AnyTime, from);
        Assert.Equal(Utc(opening), state.IsOpen ? Hours.NextOpening(people, AnyTime, state.ClosesUtc!.Value) : state.NextOpeningUtc);
    }

    [Theory]
    [InlineData("2026-03-08 20:00", "2026-03-09 00:00")]
    [InlineData("2026-11-01 20:00", "2026-11-02 01:00")]
    public void Shared_hours_move_with_the_zones_that_change_their_clocks(string now, string closes) =>
        Assert.Equal(Utc(closes), Hours.At(AnywhereInTheUs, AnyTime, Utc(now)).ClosesUtc);

    [Fact]
    public void Open_classes_and_those_closing_soon_are_told_apart()
    {
        var berlin = HoursClassKey.Parse("Europe/Berlin|DE|");
        var classes = Hours.Open([Jerusalem, berlin, NewYork, Jerusalem], AnyTime, Utc("2026-06-01 16:45"));
        Assert.Equal(new HashSet<HoursClassKey> { Jerusalem, berlin, NewYork }, classes.Open);
        Assert.Equal(new HashSet<HoursClassKey> { Jerusalem, berlin }, classes.ClosingSoon);
        Assert.Equal(3, classes.States.Count);
        Assert.Equal(Utc("2026-06-01 18:00"), classes.States[berlin].ClosesUtc);
    }

    [Fact]
    public void A_thousand_classes_of_all_countries_are_computed_well_within_their_minute()
    {
        string?[] safeHours = [null, "Mo-Fr 18:00-21:00", "Su-Th 12:00-14:00,17:00-19:30", "Sa 10:00-11:00"];
        var keys = Zones.Countries
            .SelectMany(country => safeHours.Select(hours => HoursClassKey.For(null, country, hours is null ? null : WeeklyWindows.Parse(hours), "Asia/Jerusalem")))
            .ToList();
        var campaign = new CampaignHours(WeeklyWindows.Parse("Su-Th 11:00-20:00; Fr 10:00-14:00"), [new DateOnly(2026, 6, 3)]);
        Assert.Equal(1000, keys.Count);

        var first = Stopwatch.StartNew();
        var classes = Hours.Open(keys, campaign, Utc("2026-06-01 09:00"));
        first.Stop();
        var others = Stopwatch.StartNew();
        for (var minute = 1; minute <= 20; minute++)
        {
            classes = Hours.Open(keys, campaign, Utc("2026-06-01 09:00").AddMinutes(minute));
        }

        output.WriteLine($"first {first.Elapsed.TotalMilliseconds:0.0} ms, then {others.Elapsed.TotalMilliseconds / 20:0.00} ms each minute, {classes.Open.Count} open");
        Assert.InRange(classes.Open.Count, 1, 999);
        Assert.True(others.Elapsed / 20 < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void An_instant_that_is_not_utc_is_a_bug() =>
        Assert.Throws<ArgumentException>(() => Hours.At(Jerusalem, AnyTime, new DateTime(2026, 6, 1, 9, 0, 0, DateTimeKind.Unspecified)));

    [Fact]
    public void The_next_try_is_in_another_part_of_the_day()
    {
        var wait = TimeSpan.FromHours(3);

        // Monday 10:30 in Jerusalem, then 13:30 the same day.
        Assert.Equal(Utc("2026-06-01 10:30"), Hours.NextTryInOtherPart(Jerusalem, AnyTime, Utc("2026-06-01 07:30"), wait));

        // Monday 17:30, evening: three hours on is evening still; the morning after.
        Assert.Equal(Utc("2026-06-02 07:00"), Hours.NextTryInOtherPart(Jerusalem, AnyTime, Utc("2026-06-01 14:30"), wait));

        // Friday 10:30: the afternoon is closed and Sunday begins with a morning, so Sunday at noon.
        Assert.Equal(Utc("2026-06-07 09:00"), Hours.NextTryInOtherPart(Jerusalem, AnyTime, Utc("2026-06-05 07:30"), wait));
    }

    [Fact]
    public void Who_can_only_be_called_in_one_part_of_the_day_is_tried_in_it_on_another_day()
    {
        var mornings = HoursClassKey.Parse("Asia/Jerusalem|IL|Su-Th 10:00-12:00");
        Assert.Equal(Utc("2026-06-02 07:00"), Hours.NextTryInOtherPart(mornings, AnyTime, Utc("2026-06-01 07:30"), TimeSpan.FromMinutes(15)));
        Assert.Null(Hours.NextTryInOtherPart(HoursClassKey.Parse("Asia/Jerusalem|IL|never"), AnyTime, Utc("2026-06-01 07:30"), TimeSpan.FromHours(3)));
    }

    private static DateTime Utc(string text) =>
        DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
