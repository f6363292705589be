using System.Globalization;
using PhoneBank.Calling.Hours;

namespace PhoneBank.Tests.Calling.Hours;

public sealed class CallbackTests
{
    private static readonly CallingHours Hours = new();
    private static readonly HoursClassKey Jerusalem = HoursClassKey.Parse("Asia/Jerusalem|IL|");

    [Theory]
    [InlineData("Asia/Jerusalem|IL|", "2026-06-02 18:30", "2026-06-02 15:30")]
    [InlineData("America/New_York|US|", "2026-06-02 18:30", "2026-06-02 22:30")]
    [InlineData("America/New_York|US|", "2026-06-01 19:50", "2026-06-01 23:50")]
    public void A_promised_time_is_the_contacts_time(string key, string local, string utc)
    {
        Assert.Null(Refusal(HoursClassKey.Parse(key), local, out var callback));
        Assert.Equal(Utc(utc), callback);
        Assert.Equal(DateTimeKind.Utc, callback.Kind);
    }

    [Theory]
    [InlineData("2026-06-01 11:00")]
    [InlineData("2026-06-01 12:00")]
    [InlineData("2020-01-01 12:00")]
    [InlineData("0001-01-01 00:00")]
    public void A_time_that_has_passed_is_refused(string local) =>
        Assert.IsType<InThePast>(Refusal(Jerusalem, local, out _));

    [Theory]
    [InlineData("2026-08-02 12:00")]
    [InlineData("2026-07-31 13:00")]
    [InlineData("9999-12-31 12:00")]
    public void More_than_sixty_days_ahead_is_too_far(string local) =>
        Assert.Equal(new TooFar(new DateOnly(2026, 7, 31)), Refusal(Jerusalem, local, out _));

    [Fact]
    public void Sixty_days_ahead_can_still_be_promised() =>
        Assert.Null(Refusal(Jerusalem, "2026-07-30 12:00", out _));

    [Fact]
    public void A_time_outside_hours_is_refused_with_what_can_be_promised_that_day()
    {
        var evening = Assert.IsType<OutsideHours>(Refusal(Jerusalem, "2026-06-02 21:30", out _));
        Assert.Equal(["10:00-20:50"], evening.Allowed.Select(window => window.ToString()));
        var saturday = Assert.IsType<OutsideHours>(Refusal(Jerusalem, "2026-06-06 12:00", out _));
        Assert.Empty(saturday.Allowed);
        var lunch = Assert.IsType<OutsideHours>(Refusal(HoursClassKey.Parse("Europe/Paris|FR|"), "2026-06-02 13:30", out _));
        Assert.Equal(["10:00-12:50", "14:00-19:50"], lunch.Allowed.Select(window => window.ToString()));
    }

    [Fact]
    public void Every_end_that_is_offered_is_taken()
    {
        Assert.Null(Refusal(Jerusalem, "2026-06-02 10:00", out _));
        Assert.Null(Refusal(Jerusalem, "2026-06-02 20:50", out _));
        Assert.IsType<OutsideHours>(Refusal(Jerusalem, "2026-06-02 20:51", out _));
        Assert.IsType<OutsideHours>(Refusal(Jerusalem, "2026-06-02 09:59", out _));
    }

    [Fact]
    public void Safe_hours_and_black_out_dates_hold_for_promises_too()
    {
        var careful = HoursClassKey.Parse("Asia/Jerusalem|IL|Tu 12:00-13:00");
        Assert.Equal(["12:00-12:50"], Assert.IsType<OutsideHours>(Refusal(careful, "2026-06-02 15:00", out _)).Allowed.Select(window => window.ToString()));
        var campaign = new CampaignHours(WeeklyWindows.Always, [new DateOnly(2026, 6, 2)]);
        Assert.Empty(Assert.IsType<OutsideHours>(Refusal(Jerusalem, "2026-06-02 15:00", out _, campaign)).Allowed);
    }

    [Theory]
    [InlineData("Asia/Jerusalem|IL|", "2026-03-01 12:00", "2026-03-27 02:30", "03:00")]
    [InlineData("America/New_York|US|", "2026-03-01 12:00", "2026-03-08 02:00", "03:00")]
    [InlineData("Europe/London|GB|", "2026-03-01 12:00", "2026-03-29 01:59", "02:00")]
    public void A_time_the_clock_skips_is_refused_with_the_first_that_exists(string key, string now, string local, string resumes) =>
        Assert.Equal(
            new SkippedByDst(TimeOnly.Parse(resumes, CultureInfo.InvariantCulture)),
            Refusal(HoursClassKey.Parse(key), local, out _, now: now));

    [Fact]
    public void A_time_that_exists_twice_is_outside_hours_like_any_other_at_night() =>
        Assert.IsType<OutsideHours>(Refusal(HoursClassKey.Parse("Europe/London|GB|"), "2026-10-25 01:30", out _, now: "2026-10-25 00:45"));

    [Fact]
    public void Where_the_zone_is_unknown_it_has_to_be_asked_first()
    {
        var key = HoursClassKey.Parse("country:US|US|");
        var refusal = Assert.IsType<ZoneNotKnown>(Refusal(key, "2026-06-02 15:00", out _));
        Assert.Equal(Zones.DistinctOfCountry("US"), refusal.Zones);
        Assert.True(key.TryInZone(refusal.Zones[1], out var inChicago));
        Assert.Null(Refusal(inChicago, "2026-06-02 15:00", out var callback));
        Assert.Equal(Utc("2026-06-02 20:00"), callback);
    }

    private static CallbackRefusal? Refusal(HoursClassKey key, string local, out DateTime callback, CampaignHours? campaign = null, string now = "2026-06-01 09:00")
    {
        var time = DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var promised = Hours.TryPromise(
            key, campaign ?? CampaignHours.CeilingOnly, DateOnly.FromDateTime(time), TimeOnly.FromDateTime(time), Utc(now), out callback, out var refusal);
        Assert.Equal(promised, refusal is null);
        return refusal;
    }

    private static DateTime Utc(string text) =>
        DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
