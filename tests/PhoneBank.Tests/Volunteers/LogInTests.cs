using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Volunteers;

public sealed class LogInTests
{
    [Theory]
    [InlineData("Noa Shalev", " noa  SHALEV ")]
    [InlineData("noa", "NoA")]
    [InlineData("נֹעָה", "נעה")]
    [InlineData("أحمد", "احمد")]
    [InlineData("ليلى", "ليلي")]
    [InlineData("Фёдор", "федор")]
    [InlineData("José", "jose")]
    [InlineData("noa", "\u200Fnoa\u200E")]
    [InlineData("ＮＯＡ", "noa")]
    public void Log_ins_are_the_same_without_case_spaces_and_marks(string one, string other) => Assert.Equal(LogIn.Fold(one), LogIn.Fold(other));

    [Theory]
    [InlineData("noa", "noah")]
    [InlineData("mia 2", "mia 3")]
    public void Others_are_not(string one, string other) => Assert.NotEqual(LogIn.Fold(one), LogIn.Fold(other));

    [Theory]
    [InlineData("  Noa   Shalev ", "Noa Shalev")]
    [InlineData("No\u202Ea\tX", "Noa X")]
    [InlineData("\u200F \u0000", "")]
    public void A_shown_name_has_no_invisible_characters(string typed, string shown) => Assert.Equal(shown, LogIn.Clean(typed));

    [Fact]
    public void A_shown_name_is_at_most_60_characters_long() => Assert.Equal(60, LogIn.Clean(new string('x', 200)).Length);

    [Fact]
    public void A_typed_code_forgives_spaces_case_and_lookalikes()
    {
        Assert.Equal("K01MA", ShortCode.Normalize(" k o-l ma"));
        var code = new SetUpCode();
        Assert.True(code.Accepts(code.Text.ToLowerInvariant().Replace(' ', '-')));
    }

    [Fact]
    public void The_set_up_code_is_dead_after_ten_wrong_tries()
    {
        var code = new SetUpCode();
        for (var i = 0; i < 10; i++)
        {
            Assert.False(code.Accepts("0000000000"));
        }

        Assert.False(code.Accepts(code.Text));
    }
}
