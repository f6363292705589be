using PhoneBank.Scripts;
using static PhoneBank.Tests.Scripts.ScriptBuilder;

namespace PhoneBank.Tests.Scripts;

public sealed class ScriptRendererTests
{
    private static readonly MergeValues Rosa = new(FirstName: "Rosa", Organizer: "Mia", Organization: "Harbour", Campaign: "Spring", LocalTime: new(9, 30));

    [Fact]
    public void The_text_of_the_language_asked_for_is_read()
    {
        var rendered = Render(Texts(("en", "Hello"), ("he", "שלום")), "he");

        Assert.Equal(new RenderedText("שלום", "he", TextDirection.RightToLeft, FellBack: false), rendered);
    }

    [Fact]
    public void A_regional_tag_finds_the_text_of_its_language()
    {
        Assert.Equal("שלום", Render(Texts(("en", "Hello"), ("he", "שלום")), "he-IL").Text);
        Assert.False(Render(Texts(("en", "Hello"), ("he", "שלום")), "iw_IL").FellBack);
    }

    [Fact]
    public void A_general_tag_finds_the_text_of_a_region()
    {
        var rendered = Render(Texts(("en", "Hello"), ("pt-BR", "Olá")), "pt");

        Assert.Equal(("Olá", "pt-br", false), (rendered.Text, rendered.Language, rendered.FellBack));
    }

    [Fact]
    public void A_missing_language_falls_back_to_the_main_language_and_says_so()
    {
        var rendered = Render(Texts(("en", "Hello"), ("he", "שלום")), "fr", main: "he");

        Assert.Equal(new RenderedText("שלום", "he", TextDirection.RightToLeft, FellBack: true), rendered);
    }

    [Fact]
    public void Without_the_main_language_any_text_is_better_than_none()
    {
        var rendered = Render(Texts(("ru", "Здравствуйте")), "fr", main: "he");

        Assert.Equal(new RenderedText("Здравствуйте", "ru", TextDirection.LeftToRight, FellBack: true), rendered);
    }

    [Fact]
    public void A_blank_text_counts_as_missing() => Assert.Equal("en", Render(Texts(("en", "Hello"), ("he", "  ")), "he").Language);

    [Fact]
    public void A_place_without_any_text_is_empty_and_flagged()
    {
        Assert.Equal(new RenderedText("", "ar", TextDirection.RightToLeft, FellBack: true), Render(ScriptTexts.None, "ar"));
    }

    [Fact]
    public void One_text_that_fell_back_flags_the_whole_script()
    {
        var script = Script(Say("one") with { Texts = Texts(("en", "One"), ("he", "אחת")) }, Say("two"), Close() with { Texts = Texts(("en", "Bye"), ("he", "להתראות")) });

        var rendered = ScriptRenderer.Render(script, "he", "en", AddressForm.Unknown, Rosa);

        Assert.True(rendered.FellBack);
        Assert.Equal([false, true, false], rendered.Steps.Select(step => step.Text.FellBack));
        Assert.False(ScriptRenderer.Render(script, "en", "en", AddressForm.Unknown, Rosa).FellBack);
    }

    [Theory]
    [InlineData(AddressForm.Unknown, "אפשר לדבר?")]
    [InlineData(AddressForm.Masculine, "אתה יכול לדבר?")]
    [InlineData(AddressForm.Feminine, "את יכולה לדבר?")]
    public void The_one_called_is_addressed_in_their_form(AddressForm form, string expected)
    {
        var texts = Texts(("he", new ScriptText("אפשר לדבר?", "אתה יכול לדבר?", "את יכולה לדבר?")));

        Assert.Equal(expected, Render(texts, "he", form: form).Text);
    }

    [Fact]
    public void A_form_that_is_not_written_uses_the_text_for_everyone()
    {
        var texts = Texts(("he", new ScriptText("אפשר לדבר?", Masculine: "אתה יכול לדבר?", Feminine: " ")));

        Assert.Equal("אפשר לדבר?", Render(texts, "he", form: AddressForm.Feminine).Text);
    }

    [Theory]
    [InlineData("{greeting}, {first_name}, this is {organizer}.", "Good morning, Rosa, this is Mia.")]
    [InlineData("{ First Name } of {ORGANIZATION}, for {campaign}", "Rosa of Harbour, for Spring")]
    [InlineData("{cover|A personal call}.", "A personal call.")]
    [InlineData("Hello {cover|}, all well?", "Hello, all well?")]
    [InlineData("Hello, {cover|}. All well?", "Hello. All well?")]
    [InlineData("{cover|}, all well?", "all well?")]
    [InlineData("A {cover} B", "A B")]
    [InlineData("Costs {price}.", "Costs {price}.")]
    [InlineData("Is it ? {first_name}", "Is it ? Rosa")]
    public void Fields_are_filled(string text, string expected) => Assert.Equal(expected, MergeFields.Fill(text, "en", Rosa));

    [Theory]
    [InlineData("he", 9, "בוקר טוב")]
    [InlineData("he", 13, "צהריים טובים")]
    [InlineData("he-IL", 18, "ערב טוב")]
    [InlineData("ar", 8, "صباح الخير")]
    [InlineData("ar", 20, "مساء الخير")]
    [InlineData("ru", 14, "Добрый день")]
    [InlineData("ru", 23, "Здравствуйте")]
    [InlineData("en", 3, "Hello")]
    [InlineData("fr", 19, "Bonsoir")]
    [InlineData("sw", 9, "Habari")]
    public void The_greeting_follows_the_hour_where_the_one_called_is(string language, int hour, string expected)
    {
        Assert.Equal(expected, MergeFields.Fill("{greeting|Habari}", language, new MergeValues(LocalTime: new(hour, 0))));
    }

    [Fact]
    public void Without_an_hour_the_greeting_is_a_plain_hello() => Assert.Equal("שלום", MergeFields.Fill("{greeting}", "he", MergeValues.None));

    [Fact]
    public void A_value_cannot_bring_formatting_lines_or_fields_of_its_own()
    {
        var values = Rosa with { FirstName = "**Rosa**\n\n[x](https://example.org) {cover}", Cover = "secret" };

        var filled = MergeFields.Fill("Hello {first_name}", "en", values);

        Assert.Equal(@"Hello \*\*Rosa\*\* \[x\]\(https://example.org\) \{cover\}", filled);
    }

    [Fact]
    public void A_name_in_the_other_direction_is_isolated_and_carries_no_marks_of_its_own()
    {
        Assert.Equal("שלום \u2068Rosa\u2069.", MergeFields.Fill("שלום {first_name}.", "he", Rosa));
        Assert.Equal("שלום הדס.", MergeFields.Fill("שלום {first_name}.", "he", Rosa with { FirstName = "\u202eהדס\u200f" }));
        Assert.Equal("Hello \u2068הדס\u2069.", MergeFields.Fill("Hello {first_name}.", "en", Rosa with { FirstName = "הדס" }));
    }

    [Fact]
    public void A_text_that_fell_back_is_filled_and_greets_in_its_own_language()
    {
        Assert.Equal("בוקר טוב \u2068Rosa\u2069", Render(Texts(("he", "{greeting} {first_name}")), "fr", main: "he").Text);
    }

    [Fact]
    public void Steps_know_where_they_lead_by_choice_by_name_or_by_order()
    {
        var script = Script(
            Opening(),
            Ask("which", Choice("here"), Choice("there", "far")) with { NextStepId = "bye" },
            Say("far"),
            new ScriptStep { Id = "machine", Kind = StepKind.Voicemail, Texts = English("I will call again.") },
            Close());

        var rendered = ScriptRenderer.Render(script, "en", "en", AddressForm.Unknown, Rosa);

        Assert.Equal(["opening", "which", "far", "bye"], rendered.Steps.Select(step => step.Id));
        Assert.Equal(["which", "bye", "bye", null], rendered.Steps.Select(step => step.NextStepId));
        Assert.Equal(["which", "bye"], rendered.Steps[0].Question!.Choices.Select(choice => choice.NextStepId));
        Assert.Equal([null, "not_safe"], rendered.Steps[0].Question!.Choices.Select(choice => choice.SuggestsOutcome));
        Assert.Equal(["bye", "far"], rendered.Steps[1].Question!.Choices.Select(choice => choice.NextStepId));
        Assert.Equal("I will call again.", rendered.Voicemail!.Text.Text);
        Assert.Null(rendered.VoicemailNamed);
    }

    [Fact]
    public void A_question_of_which_every_answer_leads_elsewhere_leads_nowhere_while_it_is_open()
    {
        var script = Script(Opening(), Ask("which", Choice("a", "bye"), Choice("b", "far")), Say("far"), Close());

        Assert.Null(ScriptRenderer.Render(script, "en", "en", AddressForm.Unknown, Rosa).Steps[1].NextStepId);
    }

    [Fact]
    public void What_must_not_be_said_is_rendered_like_every_text()
    {
        var script = Sound() with { NeverSay = [Texts(("en", "No promises."), ("ar", "لا وعود."))] };

        var line = Assert.Single(ScriptRenderer.Render(script, "ar", "en", AddressForm.Unknown, Rosa).NeverSay);

        Assert.Equal(new RenderedText("لا وعود.", "ar", TextDirection.RightToLeft, FellBack: false), line);
    }

    [Theory]
    [InlineData("ar-EG", TextDirection.RightToLeft)]
    [InlineData("yi", TextDirection.RightToLeft)]
    [InlineData("fa", TextDirection.RightToLeft)]
    [InlineData("az-Arab-IR", TextDirection.RightToLeft)]
    [InlineData("ks-Deva", TextDirection.LeftToRight)]
    [InlineData("ru", TextDirection.LeftToRight)]
    [InlineData("de-1996", TextDirection.LeftToRight)]
    public void Direction_follows_the_writing(string tag, TextDirection expected) => Assert.Equal(expected, LanguageTags.DirectionOf(tag));

    private static RenderedText Render(ScriptTexts texts, string language, string main = "en", AddressForm form = AddressForm.Unknown) =>
        ScriptRenderer.Render(Script(Say("only") with { Texts = texts }), language, main, form, Rosa).Steps[0].Text;
}
