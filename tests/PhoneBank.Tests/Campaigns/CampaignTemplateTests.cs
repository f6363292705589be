using System.Text.RegularExpressions;
using PhoneBank.Books;
using PhoneBank.Calling.Hours.Calendars;
using PhoneBank.Campaigns;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Scripts;

namespace PhoneBank.Tests.Campaigns;

public sealed partial class CampaignTemplateTests
{
    public static TheoryData<string> Keys => [.. CampaignTemplate.All.Select(template => template.Key)];

    public static TheoryData<string, string> KeysAndLanguages
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var template in CampaignTemplate.All)
            {
                foreach (var language in CampaignTemplate.Languages)
                {
                    data.Add(template.Key, language);
                }
            }

            return data;
        }
    }

    [Fact]
    public void Three_templates_suggest_the_level_their_people_need()
    {
        Assert.Equal(
            [("protest-follow-up", ProtectionLevel.Careful), ("supporters-match", ProtectionLevel.Supporters), ("reservist-support", ProtectionLevel.AtRisk)],
            CampaignTemplate.All.Select(template => (template.Key, template.SuggestedLevel)));
        Assert.Null(CampaignTemplate.Find("door-knocking"));
    }

    [Fact]
    public void Templates_for_Israel_keep_the_Jewish_and_the_Muslim_calendar() => Assert.Equal(
        [("protest-follow-up", CalendarSets.Jewish | CalendarSets.Muslim), ("supporters-match", CalendarSets.None), ("reservist-support", CalendarSets.Jewish | CalendarSets.Muslim)],
        CampaignTemplate.All.Select(template => (template.Key, template.Calendars)));

    [Theory]
    [MemberData(nameof(KeysAndLanguages))]
    public void Nothing_is_found_wrong_with_a_script_whatever_the_main_language(string key, string mainLanguage)
    {
        var template = Template(key);

        Assert.Empty(ScriptCheck.Run(template.Script, CampaignTemplate.Languages, mainLanguage, template.Outcomes.Keys));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_place_has_exactly_the_four_languages(string key)
    {
        var expected = CampaignTemplate.Languages.Order(StringComparer.Ordinal).ToArray();

        Assert.Equal(expected, Template(key).Texts.Keys.Order(StringComparer.Ordinal));
        Assert.All(Places(Template(key)), texts => Assert.Equal(expected, texts.Languages));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void No_english_is_left_in_the_other_languages(string key)
    {
        foreach (var (language, wording) in Wordings(Template(key)).Where(pair => pair.Language != "en"))
        {
            // What is said when a field is empty is text too: only the field's name may be Latin.
            var words = FieldName().Replace(wording, "");
            Assert.False(LatinLetter().IsMatch(words), $"{language}: {wording}");
            Assert.Matches(language switch { "he" => Hebrew(), "ar" => Arabic(), _ => Cyrillic() }, words);
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_wording_of_a_place_uses_the_same_fields(string key)
    {
        foreach (var texts in Places(Template(key)))
        {
            var fields = texts.ByLanguage.Values.SelectMany(text => text.Wordings)
                .Select(wording => string.Join(' ', MergeFields.In(wording).Select(use => use.Name).Order(StringComparer.Ordinal)));
            Assert.Single(fields.Distinct());
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_wording_has_the_same_paragraphs_and_points(string key)
    {
        foreach (var texts in Places(Template(key)))
        {
            var shapes = texts.ByLanguage.Values.SelectMany(text => text.Wordings)
                .Select(wording => (Paragraphs: wording.Split("\n\n").Length, Points: Point().Count(wording), Bold: wording.Split("**").Length));
            Assert.Single(shapes.Distinct());
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Forms_of_address_are_written_in_pairs(string key)
    {
        foreach (var text in Places(Template(key)).SelectMany(texts => texts.ByLanguage.Values))
        {
            Assert.Equal(text.Masculine is null, text.Feminine is null);
            Assert.True(text.Masculine is null || text.Masculine != text.Any || text.Feminine != text.Any);
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Hebrew_and_arabic_address_men_and_women_rightly_from_the_first_words(string key)
    {
        foreach (var language in new[] { "he", "ar" })
        {
            var opening = Template(key).Script.Conversation.First().Texts.Find(language)!.Value.Text;
            Assert.Equal(3, opening.Wordings.Distinct().Count());
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void The_opening_offers_every_way_out(string key)
    {
        var opening = Template(key).Script.Conversation.First();

        Assert.Equal(StepKind.Safety, opening.Kind);
        Assert.Superset(
            new HashSet<string?> { OutcomeKeys.Callback, OutcomeKeys.NotSafe, OutcomeKeys.SomeoneElse, OutcomeKeys.WrongNumber },
            opening.Question!.Choices.Select(choice => choice.SuggestsOutcome).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_way_through_a_conversation_suggests_an_outcome_and_asking_for_quiet_is_always_possible(string key)
    {
        var script = Template(key).Script;
        var walks = Walks(script, script.Conversation.First(), suggested: null).ToList();

        Assert.All(walks, walk => Assert.True(walk.Outcome is not null, $"Ends at {walk.LastStep} without an outcome."));
        Assert.Contains(walks, walk => walk.Outcome == OutcomeKeys.DoNotCall);
        Assert.Contains(walks, walk => walk.Outcome == OutcomeKeys.FollowUp);
        Assert.Contains(walks, walk => walk.Outcome == OutcomeKeys.Talked);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_way_through_takes_few_steps(string key)
    {
        var script = Template(key).Script;

        Assert.All(Walks(script, script.Conversation.First(), suggested: null), walk => Assert.InRange(walk.Length, 2, 10));
    }

    [Fact]
    public void Only_the_supporters_script_asks_for_money_and_it_never_takes_card_numbers()
    {
        Assert.Equal(["supporters-match"], CampaignTemplate.All.Where(template => template.Script.AsksForMoney).Select(template => template.Key));

        var match = Template(CampaignTemplate.SupportersMatch).Script;
        Assert.Contains("no card or bank details", match.Find("how")!.Texts.Find("en")!.Value.Text.Any, StringComparison.Ordinal);
        Assert.StartsWith("Never take a card, bank or identity number", match.NeverSay[0].Find("en")!.Value.Text.Any, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_names_the_organisation_exists_only_where_a_level_allows_it()
    {
        Assert.All(CampaignTemplate.All, template => Assert.Contains(template.Script.Steps, step => step.Kind == StepKind.Voicemail));
        Assert.DoesNotContain(Template(CampaignTemplate.ReservistSupport).Script.Steps, step => step.Kind == StepKind.VoicemailNamed);
    }

    [Fact]
    public void Cover_wording_is_used_only_at_the_level_that_offers_it()
    {
        foreach (var template in CampaignTemplate.All)
        {
            var usesCover = Wordings(template).Any(pair => MergeFields.In(pair.Wording).Any(use => use.Name == MergeFields.Cover));
            Assert.Equal(LevelRules.Of(template.SuggestedLevel).CoverWordingOffered, usesCover);
        }
    }

    [Theory]
    [MemberData(nameof(KeysAndLanguages))]
    public void A_script_reads_without_gaps_for_someone_of_whom_nothing_is_known(string key, string language)
    {
        var values = new MergeValues(Organizer: "Mia", Organization: "Harbour", Campaign: "Spring");

        foreach (var form in Enum.GetValues<AddressForm>())
        {
            var rendered = ScriptRenderer.Render(Template(key).Script, language, "en", form, values);

            Assert.False(rendered.FellBack);
            Assert.All(rendered.Steps.Append(rendered.Voicemail!), step =>
            {
                Assert.DoesNotMatch(Gap(), step.Text.Text);
                Assert.DoesNotContain('{', step.Text.Text);
                Assert.Equal(language is "he" or "ar" ? TextDirection.RightToLeft : TextDirection.LeftToRight, step.Text.Direction);
            });
        }
    }

    private static CampaignTemplate Template(string key) => CampaignTemplate.Find(key)!;

    private static IEnumerable<ScriptTexts> Places(CampaignTemplate template) =>
        template.Script.Steps.SelectMany(step => (step.Question?.Choices ?? []).Select(choice => choice.Labels).Prepend(step.Texts)).Concat(template.Script.NeverSay);

    private static IEnumerable<(string Language, string Wording)> Wordings(CampaignTemplate template) =>
        Places(template).SelectMany(texts => texts.ByLanguage).SelectMany(pair => pair.Value.Wordings.Select(wording => (pair.Key, wording)))
            .Concat(template.Texts.SelectMany(pair => new[] { (pair.Key, pair.Value.Name), (pair.Key, pair.Value.Goal) }));

    private static IEnumerable<(string LastStep, string? Outcome, int Length)> Walks(ScriptDocument script, ScriptStep step, string? suggested, int length = 1)
    {
        if (step.Kind == StepKind.Close)
        {
            return [(step.Id, suggested, length)];
        }

        IReadOnlyList<ScriptChoice?> choices = step.Question is { Choices.Count: > 0 } question ? [.. question.Choices] : [null];
        return choices.SelectMany(choice => Walks(script, script.Find(script.NextIdOf(step, choice)!)!, choice?.SuggestsOutcome ?? suggested, length + 1));
    }

    [GeneratedRegex(@"(?<=\{)[a-z_]+(?=[|}])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FieldName();

    [GeneratedRegex("[A-Za-z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LatinLetter();

    [GeneratedRegex(@"\p{IsHebrew}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hebrew();

    [GeneratedRegex(@"\p{IsArabic}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Arabic();

    [GeneratedRegex(@"\p{IsCyrillic}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Cyrillic();

    [GeneratedRegex("^- ", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Point();

    [GeneratedRegex(@" [,.!?،؟]|  |,\.|,,|^[,.]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Gap();
}
