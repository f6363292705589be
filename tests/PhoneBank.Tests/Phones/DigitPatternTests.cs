using System.Text.RegularExpressions;
using PhoneBank.Phones;

namespace PhoneBank.Tests.Phones;

public sealed class DigitPatternTests
{
    private const int Seed = 7;
    private const int Tries = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public void Every_pattern_of_every_plan_matches_what_its_regular_expression_matches()
    {
        var random = new Random(Seed);
        foreach (var plan in NumberingPlans.All.Countries.Concat(NumberingPlans.All.WithoutCountry))
        {
            DigitPattern?[] patterns = [plan.General, plan.InternationalPrefix, plan.LeadingDigits, .. plan.Ranges.Select(range => range.Pattern)];
            foreach (var pattern in patterns.OfType<DigitPattern>())
            {
                var whole = new Regex($@"\A(?:{pattern.Text})\z", RegexOptions.None, Patience);
                var start = new Regex($@"\A(?:{pattern.Text})", RegexOptions.None, Patience);
                for (var i = 0; i < Tries; i++)
                {
                    var made = NumberMaker.Make(pattern.Text, random);
                    foreach (var digits in new[] { made, Spoilt(made, random), made + "7", made[..(made.Length / 2)] })
                    {
                        Assert.Equal((pattern.Text, digits, whole.IsMatch(digits)), (pattern.Text, digits, pattern.MatchesAll(digits)));
                        Assert.Equal((pattern.Text, digits, start.IsMatch(digits)), (pattern.Text, digits, pattern.MatchesStart(digits)));
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("00|99(?:[01469]|5(?:[14]1))", "99511234", 5)]
    [InlineData("00|99(?:[01469]|5(?:[14]1))", "0044", 2)]
    [InlineData("00|99(?:[01469]|5(?:[14]1))", "9981", -1)]
    [InlineData("1(?:23)?", "1", 1)]
    [InlineData("1(?:23)?", "1234", 3)]
    [InlineData("[2-4]\\d{2,3}", "29", -1)]
    [InlineData("[2-4]\\d{2,3}", "299999", 4)]
    public void A_prefix_is_as_long_as_it_can_be(string pattern, string digits, int length)
    {
        Assert.Equal(length, new DigitPattern(pattern).LongestStart(digits));
    }

    [Theory]
    [InlineData("1+")]
    [InlineData("1.")]
    [InlineData("a")]
    [InlineData("1)")]
    public void A_pattern_with_anything_else_is_a_broken_plan_and_says_so(string pattern)
    {
        Assert.Throws<FormatException>(() => new DigitPattern(pattern).MatchesAll("1"));
    }

    private static string Spoilt(string digits, Random random)
    {
        var spoilt = digits.ToCharArray();
        spoilt[random.Next(spoilt.Length)] = (char)('0' + random.Next(10));
        return new string(spoilt);
    }
}
