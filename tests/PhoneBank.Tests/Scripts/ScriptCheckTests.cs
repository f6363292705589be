using PhoneBank.Scripts;
using static PhoneBank.Tests.Scripts.ScriptBuilder;

namespace PhoneBank.Tests.Scripts;

public sealed class ScriptCheckTests
{
    private static readonly string[] Outcomes = ["talked", "not_safe"];

    [Fact]
    public void A_sound_script_has_no_findings() => Assert.Empty(Check(Sound()));

    [Fact]
    public void Nothing_to_say_is_empty()
    {
        Assert.Equal([new ScriptFinding.Empty()], Check(ScriptDocument.Empty));
        Assert.Equal([new ScriptFinding.Empty()], Check(Script(new ScriptStep { Id = "machine", Kind = StepKind.Voicemail, Texts = English("Later.") })));
    }

    [Fact]
    public void Two_steps_of_one_id_are_found() =>
        Assert.Contains(new ScriptFinding.DuplicateId("news"), Check(Script(Opening(), Say("news"), Say("news"), Close())));

    [Fact]
    public void Two_choices_of_one_id_are_found() =>
        Assert.Equal([new ScriptFinding.DuplicateId("which", "a")], Check(Script(Opening(), Ask("which", Choice("a"), Choice("a")), Close())));

    [Fact]
    public void A_conversation_opens_by_asking_whether_it_is_safe()
    {
        Assert.Equal([new ScriptFinding.NoOpeningSafetyStep("news"), new ScriptFinding.NoOutcome("bye")], Check(Script(Say("news"), Close())));
        Assert.Equal([new ScriptFinding.NoOpeningSafetyStep("opening"), new ScriptFinding.NoOutcome("bye")], Check(Script(Opening() with { Question = null }, Close())));
        Assert.Empty(Check(Script(new ScriptStep { Id = "machine", Kind = StepKind.Voicemail, Texts = English("Later.") }, Opening(), Close())));
    }

    [Theory]
    [InlineData("This is {organization}.")]
    [InlineData("It is about {campaign}.")]
    public void The_opening_names_no_topic(string text) =>
        Assert.Equal([new ScriptFinding.OpeningNamesTopic("opening")], Check(Script(Opening(text), Close())));

    [Fact]
    public void A_script_that_asks_for_money_opens_with_the_organisation()
    {
        var pledge = new ScriptStep { Id = "amount", Kind = StepKind.Ask, Texts = English("How much?"), Question = new() { Kind = QuestionKind.Pledge } };

        Assert.Equal([new ScriptFinding.MoneyOpeningHidesOrganization("opening")], Check(Script(Opening(), pledge, Close())));
        Assert.Empty(Check(Script(Opening("This is {organization}, asking for a gift. Is this a good moment?"), pledge, Close())));
    }

    [Fact]
    public void The_message_for_everyone_names_nobody()
    {
        var message = new ScriptStep { Id = "machine", Kind = StepKind.Voicemail, Texts = English("This is {organization}.") };

        Assert.Equal([new ScriptFinding.VoicemailNamesTopic("machine")], Check(Script(Opening(), Close(), message)));
        Assert.Empty(Check(Script(Opening(), Close(), message with { Kind = StepKind.VoicemailNamed })));
    }

    [Fact]
    public void A_conversation_that_stops_without_a_goodbye_is_a_dead_end()
    {
        Assert.Contains(new ScriptFinding.DeadEnd("news"), Check(Script(Opening(), Close(), Say("news"))));
        Assert.Contains(new ScriptFinding.DeadEnd("which", "a"), Check(Script(Opening(), Close(), Ask("which", Choice("a"), Choice("b", "bye")))));
    }

    [Fact]
    public void A_step_to_which_nothing_leads_is_found() =>
        Assert.Equal([new ScriptFinding.UnreachableStep("lost")], Check(Script(Opening(), Say("news", next: "bye"), Say("lost"), Close())));

    [Fact]
    public void A_step_that_does_not_exist_is_found()
    {
        Assert.Contains(new ScriptFinding.UnknownNextStep("news", "nowhere"), Check(Script(Opening(), Say("news", next: "nowhere"), Close())));
        Assert.Contains(
            new ScriptFinding.UnknownNextStep("which", "machine", "a"),
            Check(Script(Opening(), Ask("which", Choice("a", "machine"), Choice("b")), Close(), new ScriptStep { Id = "machine", Kind = StepKind.Voicemail, Texts = English("Later.") })));
    }

    [Fact]
    public void An_outcome_that_the_campaign_lacks_is_found() =>
        Assert.Equal(
            [new ScriptFinding.UnknownOutcome("which", "a", "sold")],
            Check(Script(Opening(), Ask("which", Choice("a", outcome: "sold"), Choice("b", outcome: "talked")), Close())));

    [Fact]
    public void Going_round_is_a_warning_while_there_is_a_way_out()
    {
        var findings = Check(Script(Opening(), Ask("which", Choice("again", "which"), Choice("done")), Close()));

        var loop = Assert.Single(findings);
        Assert.Equal(new ScriptFinding.Loop("which", NeverEnds: false), loop);
        Assert.Equal(FindingWeight.Warning, loop.Weight);
    }

    [Fact]
    public void Going_round_for_ever_is_an_error()
    {
        var findings = Check(Script(Opening(), Say("a"), Say("b", next: "a"), Close()));

        Assert.Equal([new ScriptFinding.Loop("a", NeverEnds: true), new ScriptFinding.Loop("b", NeverEnds: true)], findings);
        Assert.All(findings, finding => Assert.Equal(FindingWeight.Error, finding.Weight));
    }

    [Fact]
    public void A_question_without_choices_and_an_ask_without_question_are_found()
    {
        Assert.Equal([new ScriptFinding.NoChoices("which")], Check(Script(Opening(), Ask("which"), Close())));
        Assert.Equal([new ScriptFinding.NoQuestion("which")], Check(Script(Opening(), Ask("which") with { Question = null }, Close())));
    }

    [Fact]
    public void A_text_missing_in_a_language_is_named_with_its_place()
    {
        var hebrew = Texts(("en", "a"), ("he", "א"));
        var script = Script(Opening() with { Texts = hebrew }, Close() with { Texts = hebrew }) with { NeverSay = [English("No promises.")] };

        var findings = Check(script, languages: ["en", "he-IL"]);

        Assert.Equal(
            [
                new ScriptFinding.MissingText("opening", "he-il", IsMain: false, "yes"),
                new ScriptFinding.MissingText("opening", "he-il", IsMain: false, "no"),
                new ScriptFinding.MissingText(null, "he-il", IsMain: false),
            ],
            findings);
        Assert.All(findings, finding => Assert.Equal(FindingWeight.Warning, finding.Weight));
    }

    [Fact]
    public void The_main_language_is_always_asked_for_and_its_gaps_are_errors()
    {
        var findings = ScriptCheck.Run(Sound(), ["en"], "ru", Outcomes);

        Assert.Equal(5, findings.OfType<ScriptFinding.MissingText>().Count(finding => finding is { Language: "ru", Weight: FindingWeight.Error }));
        Assert.Equal(5, findings.Count);
    }

    [Fact]
    public void A_word_in_braces_that_nothing_fills_is_found_in_every_wording()
    {
        var script = Script(Opening(), Say("news") with { Texts = Texts(("en", new ScriptText("Hi {name}", Masculine: "Hi {surname|sir}"))) }, Close());

        Assert.Equal(
            [new ScriptFinding.UnknownMergeField("news", "en", "name"), new ScriptFinding.UnknownMergeField("news", "en", "surname")],
            Check(script));
    }

    [Theory]
    [InlineData("Hi {first_name")]
    [InlineData("Hi first_name}")]
    [InlineData("Hi {{organizer}}")]
    public void A_brace_that_is_left_over_is_found(string text) =>
        Assert.Equal([new ScriptFinding.UnknownMergeField("news", "en", "")], Check(Script(Opening(), Say("news", text), Close())));

    [Fact]
    public void A_field_that_may_be_empty_wants_something_to_say_instead()
    {
        Assert.Equal([new ScriptFinding.NoFallback("news", "en", "first_name")], Check(Script(Opening(), Say("news", "Hi {first_name}"), Close())));
        Assert.Equal([new ScriptFinding.NoFallback("news", "en", "cover")], Check(Script(Opening(), Say("news", "{cover}"), Close())));
        Assert.Empty(Check(Script(Opening(), Say("news", "Hi {first_name|}, {organizer} here"), Close())));
    }

    [Fact]
    public void A_goodbye_that_is_reached_without_any_outcome_is_found()
    {
        var opening = ScriptBuilder.Opening();

        Assert.Equal([new ScriptFinding.NoOutcome("bye")], Check(Script(opening, Close())));
        Assert.Empty(Check(Script(opening, Ask("which", Choice("a", outcome: "talked"), Choice("b", outcome: "not_safe")), Close())));
        Assert.Equal([new ScriptFinding.NoOutcome("bye")], Check(Script(opening, Ask("which", Choice("a", outcome: "talked"), Choice("b")), Close())));
        Assert.Equal(FindingWeight.Warning, Check(Script(opening, Close()))[0].Weight);
    }

    [Theory]
    [InlineData("en", "We promise money", "And so: we PROMISE, money!", true)]
    [InlineData("en", "tax", "Take a taxi.", false)]
    [InlineData("en", "tax", "It is tax-free", true)]
    [InlineData("he", "בסיס", "באיזה בסיס אתה?", true)]
    [InlineData("he", "בסיס", "כמה בסיסים יש?", false)]
    [InlineData("he", "בסיס", "איפה הבסיס?", true)]
    [InlineData("ru", "деньги", "ДЕНЬГИ вернут", true)]
    public void What_must_never_be_said_is_found_where_it_is_read_aloud(string language, string line, string said, bool found)
    {
        var never = Texts((language, line));
        var step = Say("news") with { Texts = Texts(("en", "Some words."), (language, said)) };

        var findings = Check(Script(Opening(), step, Close()) with { NeverSay = [never] }).OfType<ScriptFinding.SaysWhatIsNeverSaid>().ToList();

        Assert.Equal(found ? [new ScriptFinding.SaysWhatIsNeverSaid("news", language, line)] : [], findings);
        Assert.DoesNotContain(
            Check(Script(Opening(), step with { Kind = StepKind.Do }, Close()) with { NeverSay = [never] }),
            finding => finding is ScriptFinding.SaysWhatIsNeverSaid);
    }

    [Fact]
    public void An_answer_is_read_aloud_as_well()
    {
        var script = Script(Opening(), Ask("which", Choice("no promises", outcome: "talked"), Choice("b")), Close()) with { NeverSay = [English("No promises.")] };

        Assert.Equal([new ScriptFinding.SaysWhatIsNeverSaid("which", "en", "No promises.", "no promises")], Check(script));
    }

    /// <summary>Whoever says yes has talked, so that every goodbye has an outcome.</summary>
    private static ScriptStep Opening(string text = "Is it safe to talk?") => ScriptBuilder.Opening(text, "talked");

    private static IReadOnlyList<ScriptFinding> Check(ScriptDocument script, IReadOnlyCollection<string>? languages = null) =>
        ScriptCheck.Run(script, languages ?? ["en"], "en", Outcomes);
}
