using System.Text;
using System.Text.Json;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Scripts;
using static PhoneBank.Tests.Scripts.ScriptBuilder;

namespace PhoneBank.Tests.Scripts;

public sealed class ScriptDocumentTests
{
    [Fact]
    public void A_script_survives_being_stored()
    {
        foreach (var template in CampaignTemplate.All)
        {
            var stored = template.Script.ToUtf8();
            var read = ScriptDocument.FromUtf8(stored);

            Assert.Equal(template.Script.Steps.Select(step => (step.Id, step.Kind, step.NextStepId)), read.Steps.Select(step => (step.Id, step.Kind, step.NextStepId)));
            Assert.Equal(template.Script.NeverSay.Count, read.NeverSay.Count);
            Assert.Equal(stored, read.ToUtf8());
        }
    }

    [Fact]
    public void Letters_are_stored_as_letters_and_forms_only_where_they_are_written()
    {
        var script = Script(Say("hi") with { Texts = Texts(("he", new ScriptText("אפשר?", Feminine: "את יכולה?")), ("en", "May we?")) });

        Assert.Equal(
            """{"steps":[{"id":"hi","kind":"say","texts":{"en":"May we?","he":{"any":"אפשר?","f":"את יכולה?"}}}],"neverSay":[]}""",
            Encoding.UTF8.GetString(script.ToUtf8()));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{\"steps\":[{\"id\":\"a\",\"kind\":\"shout\"}]}")]
    [InlineData("{\"steps\":[{\"id\":\"a\",\"kind\":\"say\",\"texts\":{\"he\":{\"x\":\"\"}}}]}")]
    [InlineData("{\"steps\":")]
    public void What_is_no_script_is_not_read(string json) =>
        Assert.ThrowsAny<JsonException>(() => ScriptDocument.FromUtf8(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Texts_are_replaced_in_a_copy()
    {
        var before = Texts(("en", "Hello"), ("he", "שלום"));

        var after = before.With("EN", "Hi").With("he", null);

        Assert.Equal("Hi", after.Find("en")!.Value.Text.Any);
        Assert.Null(after.Find("he"));
        Assert.Equal("Hello", before.Find("en")!.Value.Text.Any);
        Assert.NotNull(before.Find("he"));
    }

    [Fact]
    public void Answers_lead_as_far_as_the_first_open_choice()
    {
        var script = Script(Opening(), Say("news"), Ask("which", Choice("a", "bye", "talked"), Choice("b")), Say("more"), Close());

        Assert.Equal(["opening"], Ids(script.Path(Answers())));
        Assert.Equal(["opening", "news", "which"], Ids(script.Path(Answers(("opening", "yes")))));
        Assert.Equal(["opening", "news", "which", "bye"], Ids(script.Path(Answers(("opening", "yes"), ("which", "a")))));
        Assert.Equal(["opening", "news", "which", "more", "bye"], Ids(script.Path(Answers(("opening", "yes"), ("which", "b")))));
        Assert.Equal(["opening"], Ids(script.Path(Answers(("opening", "perhaps"), ("which", "a")))));
        Assert.Empty(ScriptDocument.Empty.Path(Answers()));
    }

    [Fact]
    public void The_last_answer_on_the_way_suggests_the_outcome()
    {
        var script = Script(Opening(), Ask("which", Choice("a", "bye", "talked"), Choice("b")), Close());

        Assert.Equal("not_safe", script.SuggestedOutcome(Answers(("opening", "no"), ("which", "a"))));
        Assert.Equal("talked", script.SuggestedOutcome(Answers(("opening", "yes"), ("which", "a"))));
        Assert.Null(script.SuggestedOutcome(Answers(("opening", "yes"), ("which", "b"))));
    }

    [Fact]
    public void A_script_that_goes_round_is_walked_once()
    {
        var script = Script(Opening(), Say("a"), Say("b", next: "a"), Close());

        Assert.Equal(["opening", "a", "b"], Ids(script.Path(Answers(("opening", "yes")))));
    }

    [Fact]
    public void The_languages_of_a_script_are_those_in_which_something_is_written()
    {
        var script = Sound() with { NeverSay = [Texts(("ru", "Нет"), ("de", " "))] };

        Assert.Equal(["en", "ru"], script.WrittenLanguages());
    }

    private static IEnumerable<string> Ids(IReadOnlyList<ScriptStep> steps) => steps.Select(step => step.Id);

    private static Dictionary<string, string> Answers(params (string Step, string Choice)[] answers) =>
        answers.ToDictionary(answer => answer.Step, answer => answer.Choice);
}
