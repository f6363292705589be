using PhoneBank.Calling.Hours;
using PhoneBank.Calling.Hours.Calendars;

namespace PhoneBank.Tests.Calling.Hours;

public sealed class HoursPictureTests
{
    private static readonly CallingHours Hours = new();

    public static TheoryData<string, string?, string, string> Cases => new()
    {
        // Hanukkah week with a Shabbat, a day without calls and a time opened in spite of them.
        { "Asia/Jerusalem", "IL", "2026-12-03T10:00Z", "Su-Th 09:00-20:30; Fr 09:00-12:00" },

        // Clocks go back on Sunday 25 October 2026, and forward on Sunday 28 March 2027.
        { "Europe/Berlin", null, "2026-10-22T07:10Z", "" },
        { "Europe/Berlin", "DE", "2027-03-25T23:30Z", "Mo-Su 08:00-21:00" },

        // Only hours that all zones of the country share.
        { "", "US", "2026-11-23T10:00Z", "" },

        // A number of one country somewhere else.
        { "America/New_York", "IL", "2027-03-12T01:00Z", "" },
    };

    [Theory, MemberData(nameof(Cases))]
    public void The_picture_shows_at_every_minute_what_the_queue_decides(string zone, string? country, string from, string windows)
    {
        var now = DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;
        var key = HoursClassKey.For(zone.Length == 0 ? null : zone, country, null, "Asia/Jerusalem");
        var campaign = new CampaignHours(
            windows.Length == 0 ? WeeklyWindows.Always : WeeklyWindows.Parse(windows),
            [DateOnly.FromDateTime(now.AddDays(2))],
            CalendarSets.Jewish | CalendarSets.WesternChristian,
            [new HoursOpening(now.Date.AddDays(1).AddHours(5), now.Date.AddDays(1).AddHours(19)), new HoursOpening(now.Date.AddDays(2).AddHours(11), now.Date.AddDays(2).AddHours(12))]);

        var picture = HoursPicture.Of(key, campaign, now);

        var zoneInfo = TimeZoneInfo.FindSystemTimeZoneById(picture.ZoneId);
        Assert.Equal(HoursPicture.Week, picture.Days.Count);
        Assert.Equal(DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(now, zoneInfo)), picture.Days[0].Date);
        var (open, closed) = (0, 0);
        for (var at = now; ; at = at.AddMinutes(7))
        {
            var local = TimeZoneInfo.ConvertTimeFromUtc(at, zoneInfo);
            if (picture.Days.FirstOrDefault(day => day.Date == DateOnly.FromDateTime(local)) is not { } day)
            {
                break;
            }

            var minute = (local.Hour * 60) + local.Minute;
            var stretch = day.Open.Where(stretch => stretch.From <= minute && minute < stretch.To).ToList();
            var state = Hours.At(key, campaign, at);
            Assert.True(stretch.Count == 1 == state.IsInWindow, $"{local:ddd HH:mm}: picture {stretch.Count}, queue {state.IsInWindow}");
            Assert.Equal(state.IsOpen, stretch.Count == 1 && minute < stretch[0].To - (int)CallingHours.NoHandOutBeforeClose.TotalMinutes);
            (open, closed) = state.IsInWindow ? (open + 1, closed) : (open, closed + 1);
        }

        Assert.True(open > 100 && closed > 100, $"{open} open, {closed} closed");
    }

    [Fact]
    public void A_day_without_calls_says_why_and_quiet_times_are_named_on_each_day_they_touch()
    {
        // Wednesday 25 November 2026; sunset on Friday in Jerusalem at 16:36.
        var now = new DateTime(2026, 11, 25, 10, 0, 0, DateTimeKind.Utc);
        var key = HoursClassKey.For("Asia/Jerusalem", "IL", null, "Asia/Jerusalem");
        var campaign = new CampaignHours(WeeklyWindows.Parse("Su-We 10:00-20:00; Th 22:00-23:00; Fr 10:00-13:00"), [new DateOnly(2026, 11, 30)], CalendarSets.Jewish);

        var days = HoursPicture.Of(key, campaign, now).Days;

        Assert.Equal(
            [null, ClosedBecause.Apart, null, ClosedBecause.Country, null, ClosedBecause.BlackOut, null],
            days.Select(day => day.Why));
        Assert.Equal([new DayStretch(600, 1200)], days[0].Open);
        Assert.Equal((new DayStretch(950, 1440), QuietReason.Shabbat), (days[2].Quiet.Single().At, days[2].Quiet.Single().Reasons.Single()));
        Assert.Equal(new DayStretch(0, 1060), days[3].Quiet.Single().At);
        Assert.Empty(days[5].Open);
        Assert.Equal(ClosedBecause.Campaign, HoursPicture.Of(key, new CampaignHours(WeeklyWindows.Parse("Su 10:00-12:00")), now).Days[0].Why);
    }

    [Fact]
    public void What_is_opened_in_spite_of_the_hours_is_told_apart_and_never_leaves_the_ceiling()
    {
        var now = new DateTime(2026, 11, 23, 6, 0, 0, DateTimeKind.Utc);
        var key = HoursClassKey.For("Asia/Jerusalem", "IL", null, "Asia/Jerusalem");
        var campaign = new CampaignHours(WeeklyWindows.Parse("Mo 12:00-15:00"), openings: [new HoursOpening(now.AddHours(8), now.AddHours(20))]);

        var monday = HoursPicture.Of(key, campaign, now).Days[0];

        // Opened from 16:00; nobody in Israel is called after 21:00.
        Assert.Equal([new DayStretch(720, 900), new DayStretch(960, 1260)], monday.Open);
        Assert.Equal([new DayStretch(960, 1260)], monday.InSpite);
    }
}
