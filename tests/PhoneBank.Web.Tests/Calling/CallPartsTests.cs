using AngleSharp.Dom;
using Bunit;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Scripts;
using PhoneBank.Web.Calling;

namespace PhoneBank.Web.Tests.Calling;

/// <summary>Parts of the call page by themselves.</summary>
public sealed class CallPartsTests
{
    [Fact]
    public void What_to_say_stands_in_the_contacts_language_and_direction_and_what_to_do_looks_different()
    {
        using var parts = new CallParts();
        var body = parts.Body(SampleCall.Screen(SampleCall.Calling()));

        Assert.All(body.FindAll(".pb-say"), say => Assert.Equal(("he", "rtl"), (say.GetAttribute("lang"), say.GetAttribute("dir"))));
        Assert.Contains("Dana", body.Find("[data-step=opening] .pb-say").TextContent, StringComparison.Ordinal);
        Assert.Contains("Mia", body.Find("[data-step=opening] .pb-say").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(body.FindAll(".pb-do"), step => step.ClassList.Contains("pb-say"));
    }

    [Fact]
    public void Markup_in_a_script_is_words_and_not_html()
    {
        using var parts = new CallParts();
        var script = new ScriptDocument
        {
            Steps =
            [
                new ScriptStep
                {
                    Id = "one",
                    Kind = StepKind.Say,
                    Texts = new ScriptTexts([new("he", new ScriptText("**Hello** <img src=x onerror=alert(1)> [here](https://example.org) {first_name}"))]),
                },
            ],
        };

        var body = parts.Body(SampleCall.Screen(SampleCall.Calling() with { Script = script, FirstName = "<b>Dana</b>" }));

        var say = body.Find("[data-step=one] .pb-say");
        Assert.NotNull(say.QuerySelector("strong"));
        Assert.Null(say.QuerySelector("img, a, b"));
        Assert.Contains("<b>Dana</b>", say.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Not_reached_is_one_press_each_and_the_others_are_choices()
    {
        using var parts = new CallParts();
        var body = parts.Body(SampleCall.Screen(SampleCall.Calling()));

        var buttons = body.FindAll("fieldset#outcome > .pb-outcomes > button[name=outcome]");
        Assert.Equal(OutcomeSet.Default.Outcomes.Where(outcome => outcome.Group == OutcomeGroup.NotReached).Select(outcome => outcome.Key), buttons.Select(button => button.GetAttribute("value")!));
        Assert.All(buttons, button => Assert.NotEmpty(button.QuerySelector("small")!.TextContent));
        Assert.All(body.FindAll("input[name=reached]"), choice => Assert.NotEmpty(choice.ParentElement!.QuerySelector("small")!.TextContent));
        Assert.All(body.FindAll("details[data-group]"), group => Assert.False(group.HasAttribute("open")));
        Assert.Equal(Enumerable.Range(1, 9).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)), body.FindAll("fieldset [data-key]").Select(choice => choice.GetAttribute("data-key")!));
    }

    [Fact]
    public void The_qr_code_dials_the_number_and_leaves_with_it()
    {
        using var parts = new CallParts();
        var body = parts.Body(SampleCall.Screen(SampleCall.Calling()));
        var code = body.Find("[data-number] .pb-qr svg");
        Assert.Equal("img", code.GetAttribute("role"));

        Assert.Empty(parts.Body(SampleCall.Screen(SampleCall.Viewing())).FindAll(".pb-qr, [data-number]"));
        Assert.Empty(parts.Body(SampleCall.Screen(SampleCall.Calling()) with { NumberLeft = TimeSpan.Zero }).FindAll(".pb-qr, [data-number], a[href^='tel:'], [data-copy]"));
    }

    [Fact]
    public void Advice_on_withholding_ones_number_is_offered_where_the_level_says_and_what_phones_keep_is_always_said()
    {
        using var parts = new CallParts();
        foreach (var offered in new[] { true, false })
        {
            var body = parts.Body(SampleCall.Screen(SampleCall.Viewing() with { CoverWordingOffered = offered }));

            Assert.Equal(offered, body.Markup.Contains("#31#", StringComparison.Ordinal));
            Assert.Contains("call log", body.Markup, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_first_button_of_the_form_is_the_harmless_one()
    {
        using var parts = new CallParts();
        var body = parts.Body(SampleCall.Screen(SampleCall.Calling()));

        Assert.Equal("/call/draft", body.Find("form[data-draft] button").GetAttribute("formaction"));
    }

    [Theory]
    [InlineData(VoicemailWish.No, "pb-danger", false)]
    [InlineData(VoicemailWish.YesUnnamed, "pb-warn", true)]
    [InlineData(VoicemailWish.YesNamed, "pb-ok", true)]
    public void The_voicemail_rule_has_its_colour_its_word_and_its_wording(VoicemailWish wish, string tone, bool wording)
    {
        using var parts = new CallParts();
        var body = parts.Body(SampleCall.Screen(SampleCall.Calling() with { Voicemail = wish }));

        var rule = body.Find($".pb-notice.{tone}");
        Assert.NotEmpty(rule.QuerySelector("strong")!.TextContent);
        Assert.Equal(wording, rule.QuerySelector(".pb-say") is not null);
    }

    [Fact]
    public void Answers_that_suggest_an_outcome_open_its_group_and_choose_it()
    {
        using var parts = new CallParts();
        var screen = SampleCall.Screen(SampleCall.Calling()) with { Values = new CallValues { Answers = new Dictionary<string, string> { ["opening"] = "later" } } };

        var body = parts.Body(screen);

        Assert.True(body.Find("details[data-group=reached]").HasAttribute("open"));
        Assert.True(body.Find("input[name=reached][value=callback]").HasAttribute("checked"));
    }

    [Fact]
    public void A_form_of_address_is_offered_only_where_the_script_differs_by_it()
    {
        using var parts = new CallParts();
        var body = parts.Body(SampleCall.Screen(SampleCall.Calling()));

        Assert.Equal(["Feminine", "Masculine", "Unknown"], body.FindAll("button[name=address]").Select(button => button.GetAttribute("value")!));
        Assert.Equal("Feminine", body.Find("button[name=address][aria-pressed=true]").GetAttribute("value"));
        Assert.Contains("יכולה", body.Find("[data-step=opening] .pb-say").TextContent, StringComparison.Ordinal);
        Assert.Empty(parts.Body(SampleCall.Screen(SampleCall.Calling()) with { Values = new CallValues { ScriptLanguage = "en" } }).FindAll("button[name=address]"));
    }

    [Fact]
    public void The_form_set_on_this_call_comes_before_the_contacts()
    {
        using var parts = new CallParts();
        var body = parts.Body(SampleCall.Screen(SampleCall.Calling()) with { Values = new CallValues { AddressForm = AddressForm.Masculine } });

        Assert.Equal("Masculine", body.Find("button[name=address][aria-pressed=true]").GetAttribute("value"));
        Assert.Equal("Masculine", body.Find("input[name=addressForm]").GetAttribute("value"));
        Assert.DoesNotContain("יכולה", body.Find("[data-step=opening] .pb-say").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_first_name_and_a_zone_the_script_says_something_that_fits()
    {
        using var parts = new CallParts();
        var body = parts.Body(SampleCall.Screen(SampleCall.Calling() with { FirstName = "", ZoneId = null, LocalTime = null, OrganizerName = "Mia Levi", CallLanguage = "en" }));

        var said = body.Find("[data-step=opening] .pb-say").TextContent;
        Assert.StartsWith("Hello! Is this a good number to reach you?", said.Trim(), StringComparison.Ordinal);
        Assert.Contains("My name is Mia.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Levi", body.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("{", said, StringComparison.Ordinal);
        Assert.Equal("(no name)", body.Find("h1").TextContent);
        Assert.Empty(body.FindAll("bdi:empty"));
    }

    [Fact]
    public void The_greeting_follows_the_hour_where_the_person_is()
    {
        using var parts = new CallParts();
        string Said(int hour) => parts.Body(SampleCall.Screen(SampleCall.Calling() with { CallLanguage = "en", LocalTime = FakeTimeAt(hour) })).Find("[data-step=opening] .pb-say").TextContent.Trim();

        Assert.StartsWith("Good morning!", Said(10), StringComparison.Ordinal);
        Assert.StartsWith("Good evening!", Said(19), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_template_opens_with_the_question_whether_it_is_safe_to_talk_and_has_words_for_a_voicemail()
    {
        foreach (var template in CampaignTemplate.All)
        {
            Assert.Equal(StepKind.Safety, template.Script.Conversation.First().Kind);
            Assert.Contains(template.Script.Conversation.First().Choices, choice => choice.SuggestsOutcome == OutcomeKeys.NotSafe);
            Assert.Contains(template.Script.Steps, step => step.Kind == StepKind.Voicemail);
        }
    }

    [Fact]
    public void Who_can_overhear_is_asked_before_the_first_number_only()
    {
        using var parts = new CallParts();

        Assert.Equal("Can anyone overhear you?", parts.Body(SampleCall.Screen(SampleCall.Viewing() with { IsFirstOfShift = true })).Find("#alone").TextContent);
        Assert.Empty(parts.Body(SampleCall.Screen(SampleCall.Viewing())).FindAll("#alone"));
    }

    [Fact]
    public void A_report_asks_only_what_happened()
    {
        using var parts = new CallParts();
        var body = parts.Body(SampleCall.Screen(SampleCall.Calling() with { Stage = CallStage.Unreported, Number = null }));

        Assert.Contains("What happened with", body.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Empty(body.FindAll("a[href^='tel:'], [role=timer], button[value=next]"));
        Assert.Equal("true", body.Find("input[type=hidden][name=stop]").GetAttribute("value"));
    }

    [Fact]
    public void Every_template_is_shown_with_all_its_questions()
    {
        using var parts = new CallParts("he");
        foreach (var template in CampaignTemplate.All)
        {
            var body = parts.Body(SampleCall.Screen(SampleCall.Calling(template.Key)));

            Assert.Equal(template.Script.Conversation.Select(step => step.Id), body.FindAll("[data-step]").Select(step => step.GetAttribute("data-step")!));
            foreach (var step in template.Script.Conversation.Where(step => step.Question is not null))
            {
                Assert.NotEmpty(body.FindAll($"[name='answer.{step.Id}']"));
            }
        }
    }

    [Theory]
    [InlineData("en")]
    [InlineData("he")]
    [InlineData("ar")]
    [InlineData("ru")]
    public void No_text_is_missing_in_any_state(string language)
    {
        using var parts = new CallParts(language);
        CallScreen[] screens =
        [
            SampleCall.Screen(null),
            SampleCall.Screen(null) with { Unreported = [new UnreportedClaim(Guid.CreateVersion7(), "Avi", PhoneBank.Tests.FakeTime.Start.UtcDateTime)] },
            SampleCall.Screen(SampleCall.Viewing() with { IsFirstOfShift = true }),
            SampleCall.Screen(SampleCall.Calling()) with { Reopened = true },
            SampleCall.Screen(SampleCall.Calling()),
            SampleCall.Screen(SampleCall.Calling() with { Stage = CallStage.Unreported, Number = null }),
            SampleCall.Screen(null) with { Refusal = new ClaimLost(), Lost = new CallValues { Note = "Typed" } },
            .. Refusals().Select(refusal => SampleCall.Screen(SampleCall.Viewing()) with { Refusal = refusal }),
            .. Reasons().Select(reason => SampleCall.Screen(null) with { Refusal = new NothingToCall([reason]) }),
        ];
        foreach (var screen in screens)
        {
            // A missing text shows its key: two capital letters within one word.
            var texts = parts.Body(screen).Nodes.SelectMany(node => node.DescendantsAndSelf()).OfType<IText>();
            Assert.All(texts, text => Assert.DoesNotMatch("\\b[A-Z][a-z]+[A-Z][a-z]+[A-Za-z]*\\b", text.Data));
        }
    }

    private static DateTime FakeTimeAt(int hour) => PhoneBank.Tests.FakeTime.Start.UtcDateTime.Date.AddHours(hour);

    private static PhoneBank.Shared.Error[] Refusals()
    {
        var at = PhoneBank.Tests.FakeTime.Start.UtcDateTime.AddHours(1);
        return
        [
            .. Enum.GetValues<BudgetLimit>().SelectMany(limit => new PhoneBank.Shared.Error[] { new RevealBudgetSpent(at, limit), new ViewBudgetSpent(at, limit) }),
            new TooManySkips(at), new OutsideCallingHours(at), new CampaignIsPaused(), new CallerIsPaused(), new ReturnedCallFirst(), new FirstCallsInReview(), new PhoneBank.Calling.CampaignIsClosed(), new ListIsNotOpen(), new NoOpenCall(), new OutcomeFirst(),
            new FinishOpenCallFirst(Guid.Empty), new MayNotBeCalled(), new PickingIsOff(), new EntryNotFree(), new OutcomeNotOffered(), new CallbackTimeMissing(), new ReasonMissing(),
            new LanguageMissing(), new TextTooLong("Reason", 2000), new AnswerNotInScript("one"), new AnswerNotReadable("one"), new NumberNotShown(), new LooksLikeCardNumber("Reason"),
            new PhoneBank.FollowUps.NoPlacesLeft("one"), new PhoneBank.FollowUps.DayIsPast("one"), new PhoneBank.FollowUps.AmountNotReadable("one"), new PhoneBank.FollowUps.AmountOutOfRange("one"),
            new UndoTooLate(), new HeldBySomeoneElse(), new LaterCallExists(), new ClaimLost(),
            new CallbackNotPossible(new PhoneBank.Calling.Hours.InThePast()), new CallbackNotPossible(new PhoneBank.Calling.Hours.TooFar(new DateOnly(2026, 12, 1))),
            new CallbackNotPossible(new PhoneBank.Calling.Hours.SkippedByDst(new TimeOnly(3, 0))), new CallbackNotPossible(new PhoneBank.Calling.Hours.OutsideHours([])),
            new CallbackNotPossible(new PhoneBank.Calling.Hours.ZoneNotKnown(["America/New_York"])),
        ];
    }

    private static NothingReason[] Reasons()
    {
        var at = PhoneBank.Tests.FakeTime.Start.UtcDateTime.AddHours(1);
        return
        [
            new NothingReason.NoListAssigned(), new NothingReason.CampaignPaused(), new NothingReason.CallerPaused(), new NothingReason.ShareTaken(), new NothingReason.AllDone(), new NothingReason.OutsideHours(2, at),
            new NothingReason.WaitingForRetry(2, at), new NothingReason.CallbackLater(2, at), new NothingReason.Held(2), new NothingReason.HeldByOthers(2),
            new NothingReason.OtherLanguage(2, new Dictionary<string, long> { ["ru"] = 2 }), new NothingReason.OtherCountry(2), new NothingReason.PassedOn(2), .. SkipReasons.HoldingOut.Select(reason => new NothingReason.HeldOut(2, reason)), new NothingReason.NotCallable(20_000),
        ];
    }
}
