using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Volunteers;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("short one")]
    [InlineData("elevenchars")]
    public void Fewer_than_twelve_characters_are_refused(string password) => Assert.IsType<PasswordTooShort>(PasswordRules.Check(password));

    [Fact]
    public void More_than_128_characters_are_refused() => Assert.IsType<PasswordTooLong>(PasswordRules.Check(string.Concat(Enumerable.Repeat("blue horse ", 12))));

    [Theory]
    [InlineData("password1234")]
    [InlineData("Password!2026")]
    [InlineData("P@ssw0rd12345")]
    [InlineData("123456789012")]
    [InlineData("qwertyuiopas")]
    [InlineData("qwerty123456789")]
    [InlineData("aaaaaaaaaaaa")]
    [InlineData("abababababab")]
    [InlineData("iloveyou2026!!")]
    [InlineData("letmeinletmein")]
    [InlineData("абвгдежзикл1")]
    [InlineData("йцукенгшщзхъ")]
    [InlineData("пароль123456")]
    [InlineData("סיסמה1234567")]
    [InlineData("phonebank2026")]
    [InlineData("PhoneBankCampaign1")]
    [InlineData("111122223333")]
    [InlineData("correcthorsebatterystaple")]
    public void What_is_guessed_first_is_refused(string password) => Assert.IsType<PasswordTooCommon>(PasswordRules.Check(password));

    [Theory]
    [InlineData("OpenHand-2026", "Open Hand")]
    [InlineData("Noa Shalev 1990", "Noa Shalev")]
    [InlineData("noashalev12345", "Noa Shalev")]
    public void The_names_an_attacker_knows_do_not_count(string password, string known) => Assert.IsType<PasswordTooCommon>(PasswordRules.Check(password, known));

    [Theory]
    [InlineData("a blue horse eats")]
    [InlineData("הכלב של השכנים נובח")]
    [InlineData("القطة تنام على السطح")]
    [InlineData("кошка спит на крыше")]
    [InlineData("zT4$kq9!Lm2x")]
    [InlineData("830264917350")]
    [InlineData("harbor lemon quiet copper sail")]
    [InlineData("       g 7 k w b d")]
    public void Anything_else_of_twelve_characters_will_do(string password) => Assert.Null(PasswordRules.Check(password, "Noa", "Open Hand"));

    [Fact]
    public void Every_offered_phrase_will_do() =>
        Assert.All(new[] { "en", "he", "ar", "ru" }.SelectMany(language => Enumerable.Range(0, 200).Select(_ => Passphrases.Generate(language))), phrase => Assert.Null(PasswordRules.Check(phrase, "Noa")));
}
