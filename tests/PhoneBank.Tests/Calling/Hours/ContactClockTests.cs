using System.Globalization;
using PhoneBank.Calling.Hours;

namespace PhoneBank.Tests.Calling.Hours;

public sealed class ContactClockTests
{
    private static readonly HoursClassKey Jerusalem = HoursClassKey.Parse("Asia/Jerusalem|IL|");
    private static readonly HoursClassKey AnywhereInTheUs = HoursClassKey.Parse("country:US|US|");

    [Theory]
    [InlineData("01:59", PartOfDay.Night)]
    [InlineData("02:00", PartOfDay.Morning)]
    [InlineData("08:59", PartOfDay.Morning)]
    [InlineData("09:00", PartOfDay.Afternoon)]
    [InlineData("14:00", PartOfDay.Evening)]
    [InlineData("19:00", PartOfDay.Night)]
    public void The_greeting_follows_the_contacts_clock(string utc, PartOfDay part)
    {
        var time = ContactClock.At(Jerusalem, Utc($"2026-06-01 {utc}"));
        Assert.True(time.IsCertain);
        Assert.Equal(part, time.Part);
        Assert.Equal(Utc($"2026-06-01 {utc}").AddHours(3).TimeOfDay, time.EarliestLocal.TimeOfDay);
        Assert.Equal(DateTimeKind.Unspecified, time.EarliestLocal.Kind);
    }

    [Fact]
    public void Where_the_zone_is_unknown_the_time_lies_between_two()
    {
        var time = ContactClock.At(AnywhereInTheUs, Utc("2026-07-01 20:00"));
        Assert.False(time.IsCertain);
        Assert.Equal(new DateTime(2026, 7, 1, 10, 0, 0), time.EarliestLocal);
        Assert.Equal(new DateTime(2026, 7, 1, 16, 0, 0), time.LatestLocal);
        Assert.Null(time.Part);
    }

    [Theory]
    [InlineData("2026-06-01 07:30", 3, "2026-06-01 10:30")]
    [InlineData("2026-06-01 07:30", 0, "2026-06-01 09:00")]
    [InlineData("2026-06-01 14:30", 3, "2026-06-01 19:00")]
    [InlineData("2026-06-01 09:30", 24, "2026-06-02 14:00")]
    [InlineData("2026-06-01 21:00", 0, "2026-06-02 02:00")]
    [InlineData("2026-03-26 21:00", 0, "2026-03-27 02:00")] // the night in which clocks go forward
    [InlineData("2026-10-24 20:00", 0, "2026-10-25 03:00")] // and back
    public void Another_part_of_the_day_begins_after_the_wait(string last, int waitHours, string next) =>
        Assert.Equal(Utc(next), ContactClock.NextOtherPart(Jerusalem, Utc(last), TimeSpan.FromHours(waitHours)));

    [Fact]
    public void Another_part_of_the_day_is_another_in_every_zone_of_a_country()
    {
        var last = Utc("2026-07-01 20:00");
        var next = ContactClock.NextOtherPart(AnywhereInTheUs, last, TimeSpan.FromHours(3));
        foreach (var zone in Zones.OfCountry("US"))
        {
            var key = HoursClassKey.For(zone, "US", null, "UTC");
            Assert.NotEqual(ContactClock.At(key, last).Part, ContactClock.At(key, next).Part);
        }
    }

    private static DateTime Utc(string text) =>
        DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
