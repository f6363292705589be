using PhoneBank.Campaigns;

namespace PhoneBank.Tests.Campaigns;

public sealed class RetryWaitsTests
{
    [Theory]
    [InlineData("15", "15 min")]
    [InlineData("3 h, 6h, 24 H", "3 h, 6 h, 24 h")]
    [InlineData("90 min; 2 days", "90 min, 2 d")]
    [InlineData("1 hour", "1 h")]
    [InlineData("1440", "24 h")]
    public void Waits_are_read_as_people_write_them(string text, string written)
    {
        Assert.True(RetryWaits.TryParse(text, out var minutes));
        Assert.Equal(written, RetryWaits.Write(minutes));
        Assert.True(RetryWaits.TryParse(written, out var again));
        Assert.Equal(minutes, again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("soon")]
    [InlineData("0")]
    [InlineData("-3 h")]
    [InlineData("3 weeks")]
    [InlineData("91 d")]
    [InlineData("9999999 min")]
    [InlineData("1,1,1,1,1,1,1,1,1")]
    public void Anything_else_is_not_guessed_at(string? text) => Assert.False(RetryWaits.TryParse(text, out _));
}
