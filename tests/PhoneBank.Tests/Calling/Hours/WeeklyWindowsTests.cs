using PhoneBank.Calling.Hours;

namespace PhoneBank.Tests.Calling.Hours;

public sealed class WeeklyWindowsTests
{
    [Theory]
    [InlineData("Su-Th 10:00-21:00; Fr 10:00-13:00")]
    [InlineData("Mo-Fr 10:00-13:00,14:00-20:00")]
    [InlineData("Su,Sa 10:00-18:00; Mo-Fr 09:00-21:30")]
    [InlineData("Su,Tu-Th 00:00-24:00")]
    [InlineData("never")]
    public void The_stored_form_reads_back_as_it_was(string text) =>
        Assert.Equal(text, WeeklyWindows.Parse(text).ToString());

    [Theory]
    [InlineData("mo - fr 9-17", "Mo-Fr 09:00-17:00")]
    [InlineData("Fr 10:00\u201313:00;Su-Th 10-21;", "Su-Th 10:00-21:00; Fr 10:00-13:00")]
    [InlineData("Fr-Mo 18:00-24:00", "Su,Mo,Fr,Sa 18:00-24:00")]
    [InlineData("We: 14:00-16:00, 9:00-11:00", "We 09:00-11:00,14:00-16:00")]
    [InlineData("Mo 10-13; Mo 13-15", "Mo 10:00-15:00")]
    [InlineData("NEVER", "never")]
    public void People_may_write_hours_loosely(string written, string stored)
    {
        Assert.True(WeeklyWindows.TryParse(written, out var windows, out var findings));
        Assert.Empty(findings);
        Assert.Equal(stored, windows.ToString());
    }

    [Fact]
    public void Every_slip_is_named_at_once()
    {
        Assert.False(WeeklyWindows.TryParse("Xx 10-12; Mo 18:00-9:00; Tu 25:00-26:00; We 10; Th", out var windows, out var findings));
        Assert.Null(windows);
        Assert.Equal(
            [
                new UnreadableDays("Xx"),
                new EndsBeforeItStarts("18:00-9:00"),
                new UnreadableWindow("25:00-26:00"),
                new UnreadableWindow("10"),
                new UnreadableWindow("Th"),
            ],
            findings);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData(" ; ")]
    public void Nothing_written_is_a_finding_and_not_a_week_without_calls(string? text)
    {
        Assert.False(WeeklyWindows.TryParse(text, out _, out var findings));
        Assert.Equal([new NoHoursGiven()], findings);
    }

    [Fact]
    public void A_window_does_not_cross_midnight()
    {
        Assert.False(WeeklyWindows.TryParse("Mo 22:00-02:00", out _, out var findings));
        Assert.Equal([new EndsBeforeItStarts("22:00-02:00")], findings);
        Assert.Throws<ArgumentException>(() => new TimeWindow(new TimeOnly(22, 0), new TimeOnly(2, 0)));
    }

    [Fact]
    public void Overlapping_windows_of_a_day_are_a_finding()
    {
        Assert.False(WeeklyWindows.TryParse("Mo-We 10-14; Tu 12-16", out _, out var findings));
        Assert.Equal([new WindowsOverlap(DayOfWeek.Tuesday, Window("10:00-14:00"), Window("12:00-16:00"))], findings);
    }

    [Theory]
    [InlineData("Mo 10:60-12:00")]
    [InlineData("Mo 24:01-24:02")]
    [InlineData("Mo 24:00-24:00")]
    [InlineData("Mo 10:0-12:00")]
    [InlineData("Mo 10:00-12:00-14:00")]
    [InlineData("Mo-We-Fr 10-12")]
    [InlineData("10-12")]
    [InlineData("Mo +1-12")]
    public void What_is_not_hours_is_refused(string text)
    {
        Assert.False(WeeklyWindows.TryParse(text, out var windows, out var findings));
        Assert.Null(windows);
        Assert.Single(findings);
    }

    [Theory]
    [InlineData("Su-Sa 10:00-20:00", "Mo-Fr 18:00-21:00", "Mo-Fr 18:00-20:00")]
    [InlineData("Mo-Fr 10:00-13:00,14:00-20:00", "Mo,Sa 12:00-15:00", "Mo 12:00-13:00,14:00-15:00")]
    [InlineData("Mo 10:00-12:00", "Mo 12:00-14:00", "never")]
    [InlineData("Su-Sa 00:00-24:00", "Fr 20:00-24:00", "Fr 20:00-24:00")]
    public void Two_weeks_share_what_is_in_both(string left, string right, string shared)
    {
        Assert.Equal(shared, WeeklyWindows.Parse(left).Intersect(WeeklyWindows.Parse(right)).ToString());
        Assert.Equal(WeeklyWindows.Parse(shared), WeeklyWindows.Parse(right).Intersect(WeeklyWindows.Parse(left)));
    }

    [Fact]
    public void Always_and_never_are_the_ends_of_narrowing()
    {
        var week = WeeklyWindows.Parse("Mo 10:00-12:00");
        Assert.Equal(week, week.Intersect(WeeklyWindows.Always));
        Assert.Equal(week, WeeklyWindows.Always.Intersect(week));
        Assert.True(week.Intersect(WeeklyWindows.Never).IsNever);
        Assert.Equal("Su-Sa 00:00-24:00", WeeklyWindows.Always.ToString());
    }

    [Fact]
    public void A_window_holds_its_first_minute_and_not_its_end()
    {
        var week = WeeklyWindows.Parse("Mo 10:00-12:00,22:00-24:00");
        Assert.True(week.Contains(new DateTime(2026, 6, 1, 10, 0, 0)));
        Assert.False(week.Contains(new DateTime(2026, 6, 1, 12, 0, 0)));
        Assert.True(week.Contains(new DateTime(2026, 6, 1, 23, 59, 59)));
        Assert.False(week.Contains(new DateTime(2026, 6, 2, 10, 0, 0)));
    }

    private static TimeWindow Window(string text) => WeeklyWindows.Parse($"Mo {text}")[DayOfWeek.Monday][0];
}
