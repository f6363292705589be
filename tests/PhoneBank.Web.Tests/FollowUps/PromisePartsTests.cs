using AngleSharp.Dom;
using Bunit;
using PhoneBank.Calling;
using PhoneBank.Campaigns.Templates;
using PhoneBank.FollowUps;
using PhoneBank.Scripts;
using PhoneBank.Web.Calling;
using PhoneBank.Web.Tests.Calling;

namespace PhoneBank.Web.Tests.FollowUps;

/// <summary>What the call page shows where a day or an amount is asked for.</summary>
public sealed class PromisePartsTests
{
    [Fact]
    public void Days_show_their_places_a_full_one_cannot_be_chosen_and_one_that_is_over_is_gone()
    {
        using var parts = new CallParts();
        var body = parts.Body(SampleCall.Screen(WithDays()) with { Values = Answered("day", "2026-11-26") });

        var days = body.FindAll("[data-step=day] input[type=radio]");
        Assert.Equal(["2026-11-26", "2026-11-27", "2026-11-28", ""], days.Select(day => day.GetAttribute("value")!));
        Assert.Equal(["Thu 26 Nov, 19:00full", "Fri 27 Nov1 place left", "Sat 28 NovBeach", "No day yet"], days.Select(day => day.ParentElement!.TextContent.Trim()));
        Assert.Equal([true, false, false, false], days.Select(day => day.HasAttribute("disabled") && day.HasAttribute("data-full")));

        // The day chosen before is full now: what is posted is what is seen.
        Assert.Equal("", Assert.Single(days, day => day.HasAttribute("checked")).GetAttribute("value"));
        Assert.All(days, day => Assert.Equal("bye", day.GetAttribute("data-next")));
    }

    [Fact]
    public void The_chosen_day_stays_chosen_and_without_days_any_from_today_can_be_given()
    {
        using var parts = new CallParts();
        var listed = parts.Body(SampleCall.Screen(WithDays()) with { Values = Answered("day", "2026-11-27") });
        Assert.True(listed.Find("input[value='2026-11-27']").HasAttribute("checked"));

        var view = WithDays();
        var free = parts.Body(SampleCall.Screen(view with { Script = Script(new ScriptQuestion { Kind = QuestionKind.Date }) }) with { Values = Answered("day", "2026-12-01") });
        var field = free.Find("[data-step=day] input[type=date]");
        Assert.Equal(("2026-11-23", "2026-12-01"), (field.GetAttribute("min"), field.GetAttribute("value")));
    }

    [Fact]
    public void A_match_is_worded_while_something_is_left_and_not_to_be_promised_after()
    {
        using var parts = new CallParts();
        var open = parts.Body(SampleCall.Screen(WithMatch(3400_00)));
        Assert.Equal("Two friends double it.", open.Find("[data-step=amount] p.pb-say").TextContent);
        Assert.Contains("Left of the match: 3,400 ILS", Text(open.Find("[data-step=amount]")), StringComparison.Ordinal);
        Assert.Contains("Two friends double it.", open.Find("#say-match").TextContent, StringComparison.Ordinal);

        var spent = parts.Body(SampleCall.Screen(WithMatch(0)));
        Assert.Empty(spent.FindAll("[data-step=amount] p.pb-say"));
        Assert.Equal("The match is used up: do not promise it.", spent.Find("[data-step=amount] .pb-warn").TextContent.Trim());
        Assert.DoesNotContain("Two friends", spent.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_address_is_words_to_copy_and_no_link_and_the_code_stands_beside()
    {
        using var parts = new CallParts();
        var body = parts.Body(SampleCall.Screen(WithMatch(100_00)));

        var step = body.Find("[data-step=amount]");
        Assert.Null(step.QuerySelector("a"));
        Assert.Equal(["https://give.example.org", "K7QM-4ZD2"], step.QuerySelectorAll("dd").Select(value => value.TextContent.Trim()));
        Assert.Equal(["https://give.example.org", "K7QM-4ZD2"], step.QuerySelectorAll("[data-copy]").Select(button => button.GetAttribute("data-copy")!));
    }

    [Theory]
    [InlineData("1,500 EUR", "1,500", "EUR")]
    [InlineData("fifty", "fifty", "ILS")]
    [InlineData(null, "", "ILS")]
    public void An_amount_comes_back_into_its_two_fields(string? answer, string number, string currency)
    {
        using var parts = new CallParts();
        var body = parts.Body(SampleCall.Screen(WithMatch(100_00)) with { Values = answer is null ? new CallValues() : Answered("amount", answer) });

        Assert.Equal(number, body.Find("[name='answer.amount']").GetAttribute("value"));
        Assert.Equal(currency, body.Find("[name='currency.amount'] option[selected]").TextContent);
    }

    [Fact]
    public void A_report_asks_for_the_amount_and_says_nothing_of_a_match()
    {
        using var parts = new CallParts();
        var body = parts.Body(SampleCall.Screen(WithMatch(100_00) with { Stage = CallStage.Unreported, Number = null }));

        Assert.NotEmpty(body.FindAll("[name='answer.amount']"));
        Assert.Empty(body.FindAll("[data-step=amount] dd, [data-step=amount] p.pb-say"));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("he")]
    [InlineData("ar")]
    [InlineData("ru")]
    public void No_text_is_missing_in_any_language(string language)
    {
        using var parts = new CallParts(language);
        foreach (var view in new[] { WithDays(), WithMatch(100_00), WithMatch(0) })
        {
            var screen = SampleCall.Screen(view) with { Recorded = new RecordedCall(Guid.CreateVersion7(), "talked", view.Now.AddMinutes(10), false, false) { MatchIsShort = true } };
            var texts = parts.Body(screen).Nodes.SelectMany(node => node.DescendantsAndSelf()).OfType<IText>();
            Assert.All(texts, text => Assert.DoesNotMatch("\\b[A-Z][a-z]+[A-Z][a-z]+[A-Za-z]*\\b", text.Data));
        }
    }

    private static ScriptDocument Script(ScriptQuestion question) => new()
    {
        Steps =
        [
            new ScriptStep { Id = "day", Kind = StepKind.Ask, Texts = English("Which day?"), Question = question },
            new ScriptStep { Id = "bye", Kind = StepKind.Close, Texts = English("Good-bye.") },
        ],
    };

    private static CallView WithDays() => SampleCall.Calling() with
    {
        Script = Script(new ScriptQuestion
        {
            Kind = QuestionKind.Date,
            Days =
            [
                new ScriptDay { Date = "2026-11-28", Labels = English("Beach") },
                new ScriptDay { Date = "2026-11-26", Time = "19:00", Places = 3 },
                new ScriptDay { Date = "2026-11-27", Places = 5 },
                new ScriptDay { Date = "2026-11-22", Places = 5 },
            ],
        }),
        LocalTime = PhoneBank.Tests.FakeTime.Start.UtcDateTime.AddHours(2),
        Promises = new PromisesOfCall { Taken = new Dictionary<(string StepId, string Day), int> { [("day", "2026-11-26")] = 3, [("day", "2026-11-27")] = 4 } },
    };

    private static CallView WithMatch(long left) => SampleCall.Calling(CampaignTemplate.SupportersMatch) with
    {
        Promises = new PromisesOfCall
        {
            Match = new MatchLeft(new PledgeAmount(left, "ILS"), English("Two friends double it.")),
            DonationAddress = "https://give.example.org",
            Reference = "K7QM-4ZD2",
        },
    };

    private static CallValues Answered(string step, string answer) => new() { Answers = new Dictionary<string, string> { [step] = answer } };

    private static ScriptTexts English(string text) => new([new("en", new ScriptText(text))]);

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
