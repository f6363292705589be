using System.Text.RegularExpressions;
using PhoneBank.Campaigns;

namespace PhoneBank.Tests.Campaigns;

public sealed partial class OutcomeSetTests
{
    private static readonly OutcomeSet Default = OutcomeSet.Default;

    [Fact]
    public void The_default_set_is_offered_in_the_order_of_the_rules()
    {
        Assert.Equal(["no_answer", "busy", "left_message", "wrong_number", "not_in_service", "someone_else"], KeysOf(OutcomeGroup.NotReached));
        Assert.Equal(["talked", "callback", "follow_up", "other_language", "not_interested", "do_not_call"], KeysOf(OutcomeGroup.Reached));
        Assert.Equal(["not_safe", "hostile", "distress", "under_18", "died"], KeysOf(OutcomeGroup.Care));
        Assert.Equal(17, Default.Outcomes.Count);
    }

    [Fact]
    public void At_most_two_attempts_a_day_and_four_a_campaign_count()
    {
        Assert.Equal((2, 4), (Default.MaxAttemptsPerDay, Default.MaxAttemptsPerCampaign));
        Assert.Equal(["busy"], KeysWhere(outcome => !outcome.CountsAsAttempt));
    }

    [Theory]
    [InlineData("no_answer", 180, null, 4, AtMaximum.EndsEntry)]
    [InlineData("busy", 15, 3, null, AtMaximum.EndsEntry)]
    [InlineData("left_message", 1440, null, 1, AtMaximum.NotOffered)]
    [InlineData("someone_else", 1440, null, null, AtMaximum.EndsEntry)]
    public void These_come_back_after_so_many_minutes(string key, int minutes, int? perDay, int? perCampaign, AtMaximum atMaximum)
    {
        var outcome = Default.Find(key)!;

        Assert.Equal((minutes, perDay, perCampaign, atMaximum), (outcome.RetryAfterMinutes, outcome.MaxPerDay, outcome.MaxPerCampaign, outcome.AtMaximum));
        Assert.Equal(TimeSpan.FromMinutes(minutes), outcome.RetryAfter);
    }

    [Fact]
    public void Every_flag_is_set_exactly_where_the_rules_say()
    {
        Assert.Equal(["no_answer", "busy", "left_message", "someone_else"], KeysWhere(outcome => outcome.RetryAfterMinutes is not null));
        Assert.Equal(["busy"], KeysWhere(outcome => outcome.MaxPerDay is not null));
        Assert.Equal(["no_answer", "left_message"], KeysWhere(outcome => outcome.MaxPerCampaign is not null));
        Assert.Equal(["no_answer"], KeysWhere(outcome => outcome.AnotherPartOfDay));
        Assert.Equal(["left_message"], KeysWhere(outcome => outcome.HiddenWithoutVoicemail));
        Assert.Equal(["wrong_number", "not_in_service"], KeysWhere(outcome => outcome.NumberIsBad));
        Assert.Equal(
            ["talked", "callback", "follow_up", "other_language", "not_interested", "do_not_call", "not_safe", "hostile", "distress", "under_18"],
            KeysWhere(outcome => outcome.Reached));
        Assert.Equal(["talked", "follow_up", "not_interested", "do_not_call", "died"], KeysWhere(outcome => outcome.EndsEntry));
        Assert.Equal(["callback"], KeysWhere(outcome => outcome.AsksCallbackTime));
        Assert.Equal(["follow_up"], KeysWhere(outcome => outcome.PromisesFollowUp));
        Assert.Equal(["other_language"], KeysWhere(outcome => outcome.ReroutesByLanguage));
        Assert.Equal(["not_interested"], KeysWhere(outcome => outcome.RestsInBookDays == 90));
        Assert.Equal(["not_interested"], KeysWhere(outcome => outcome.RestsInBookDays is not null));
        Assert.Equal(["do_not_call"], KeysWhere(outcome => outcome.SuppressEverywhere));
        Assert.Equal(["not_safe", "hostile", "distress", "under_18"], KeysWhere(outcome => outcome.Holds));
        Assert.Equal(["not_safe", "under_18"], KeysWhere(outcome => outcome.NeedsCoordinator == CoordinatorNeed.InTurn));
        Assert.Equal(["hostile", "distress"], KeysWhere(outcome => outcome.NeedsCoordinator == CoordinatorNeed.Now));
        Assert.Equal(["hostile"], KeysWhere(outcome => outcome.NeverSameCaller));
        Assert.Equal(["died"], KeysWhere(outcome => outcome.EndsInBook));
        Assert.Empty(KeysWhere(outcome => outcome.AsksReason));
    }

    [Fact]
    public void The_default_set_can_be_used_as_it_is() => Assert.Empty(Default.Check(OutcomeSet.Languages));

    [Fact]
    public void Labels_are_in_four_languages_without_a_word_of_english_in_the_others()
    {
        foreach (var outcome in Default.Outcomes)
        {
            Assert.Equal(OutcomeSet.Languages.Order(StringComparer.Ordinal), outcome.Texts.Keys.Order(StringComparer.Ordinal));
            foreach (var (language, text) in outcome.Texts.Where(pair => pair.Key != "en"))
            {
                Assert.DoesNotMatch(LatinLetter(), text.Label + text.Consequence);
                Assert.NotEqual(text.Label, outcome.Texts["en"].Label);
                Assert.True(text.Label.Length <= 35, $"{outcome.Key} in {language} is too long for a button: {text.Label}");
            }
        }

        foreach (var language in OutcomeSet.Languages)
        {
            Assert.Equal(17, Default.Outcomes.Select(outcome => outcome.Texts[language].Label).Distinct().Count());
        }
    }

    [Theory]
    [InlineData("no_answer", "3", "4")]
    [InlineData("busy", "15", "3")]
    [InlineData("left_message", "24", null)]
    [InlineData("someone_else", "24", null)]
    [InlineData("not_interested", "90", null)]
    public void A_consequence_names_the_figures_of_its_flags(string key, string first, string? second)
    {
        foreach (var text in Default.Find(key)!.Texts.Values)
        {
            string[] expected = second is null ? [first] : [first, second];
            Assert.Equal(expected, Number().Matches(text.Consequence).Select(match => match.Value));
        }
    }

    [Theory]
    [InlineData("en", "again by anyone")]
    [InlineData("he", "אף אחד לא יתקשר שוב")]
    [InlineData("ar", "لن يتصل أحد مرة أخرى")]
    [InlineData("ru", "Никто больше не позвонит")]
    public void Suppressing_everywhere_says_that_nobody_calls_again(string language, string words) =>
        Assert.All(Default.Outcomes.Where(outcome => outcome.SuppressEverywhere), outcome => Assert.Contains(words, outcome.Texts[language].Consequence, StringComparison.Ordinal));

    [Theory]
    [InlineData("en", "held")]
    [InlineData("he", "בהמתנה")]
    [InlineData("ar", "معلّق")]
    [InlineData("ru", "приостановлено")]
    public void Holding_says_so_and_nothing_else_does(string language, string word) =>
        Assert.All(Default.Outcomes, outcome => Assert.Equal(outcome.Holds, outcome.Texts[language].Consequence.Contains(word, StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void Every_named_key_is_in_the_default_set()
    {
        var named = typeof(OutcomeKeys).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(Default.Keys.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_label_falls_back_to_the_main_language_then_english()
    {
        var busy = Default.Find("busy")!;

        Assert.Equal("תפוס", busy.TextIn("he", "en")!.Label);
        Assert.Equal("תפוס", busy.TextIn("he-IL", "en")!.Label);
        Assert.Equal("תפוס", busy.TextIn("fr", "he")!.Label);
        Assert.Equal("Busy", busy.TextIn("fr", "de")!.Label);
        Assert.Null((busy with { Texts = new Dictionary<string, OutcomeText>() }).TextIn("he", "en"));
    }

    [Fact]
    public void A_set_needs_both_reached_and_not_reached()
    {
        Assert.Contains(new OutcomeFinding.NoNotReached(), Without(outcome => outcome.Group == OutcomeGroup.NotReached));
        Assert.Contains(new OutcomeFinding.NoReached(), Without(outcome => outcome.Group == OutcomeGroup.Reached));
    }

    [Fact]
    public void A_set_in_which_nothing_ends_suppresses_or_holds_is_found()
    {
        Assert.Contains(new OutcomeFinding.NothingEnds(), Without(outcome => outcome.EndsEntry));
        Assert.Equal([new OutcomeFinding.NothingSuppresses()], Without(outcome => outcome.SuppressEverywhere));
        Assert.Equal([new OutcomeFinding.NothingHolds()], Without(outcome => outcome.Holds));
    }

    [Fact]
    public void More_than_six_choices_under_reached_are_too_many() =>
        Assert.Equal([new OutcomeFinding.TooManyReached(7)], With(Default.Find("talked")! with { Key = "talked_long" }));

    [Fact]
    public void A_key_is_used_once_and_well_formed()
    {
        Assert.Equal([new OutcomeFinding.DuplicateKey("busy")], With(Default.Find("busy")!));
        Assert.Equal([new OutcomeFinding.BadKey("Very busy")], With(Default.Find("busy")! with { Key = "Very busy" }));
    }

    [Fact]
    public void A_missing_label_is_named() =>
        Assert.Equal(17, Default.Check(["en", "fr"]).OfType<OutcomeFinding.MissingText>().Count(finding => finding.Language == "fr"));

    [Theory]
    [InlineData(0, 4)]
    [InlineData(5, 4)]
    public void Maxima_are_above_zero_and_a_day_allows_no_more_than_the_campaign(int day, int campaign) =>
        Assert.Equal([new OutcomeFinding.BadMaximum()], (Default with { MaxAttemptsPerDay = day, MaxAttemptsPerCampaign = campaign }).Check([]));

    [Fact]
    public void Flags_that_contradict_each_other_are_found()
    {
        var odd = new OutcomeDefinition { Key = "odd", Group = OutcomeGroup.Care };

        Assert.Equal([new OutcomeFinding.LeadsNowhere("odd")], Odd(odd));
        Assert.Equal([new OutcomeFinding.BadFigure("odd")], Odd(odd with { RetryAfterMinutes = 0 }));
        Assert.Equal([new OutcomeFinding.BadFigure("odd")], Odd(odd with { RetryAfterMinutes = 60, LaterRetriesMinutes = [120, 0] }));
        Assert.Equal([new OutcomeFinding.EndsAndReturns("odd")], Odd(odd with { EndsEntry = true, RetryAfterMinutes = 60 }));
        Assert.Equal([new OutcomeFinding.HeldForNobody("odd")], Odd(odd with { Holds = true }));
        Assert.Equal([new OutcomeFinding.GoneButOpen("odd")], Odd(odd with { SuppressEverywhere = true, RetryAfterMinutes = 60 }));
        Assert.Equal([new OutcomeFinding.GoneButOpen("odd")], Odd(odd with { EndsInBook = true, RetryAfterMinutes = 60 }));
    }

    private static IReadOnlyList<string> KeysOf(OutcomeGroup group) => KeysWhere(outcome => outcome.Group == group);

    private static IReadOnlyList<string> KeysWhere(Func<OutcomeDefinition, bool> holds) => [.. Default.Outcomes.Where(holds).Select(outcome => outcome.Key)];

    private static IReadOnlyList<OutcomeFinding> Without(Func<OutcomeDefinition, bool> left) =>
        (Default with { Outcomes = [.. Default.Outcomes.Where(outcome => !left(outcome))] }).Check(OutcomeSet.Languages);

    private static IReadOnlyList<OutcomeFinding> With(OutcomeDefinition added) =>
        (Default with { Outcomes = [.. Default.Outcomes, added] }).Check(OutcomeSet.Languages);

    private static IReadOnlyList<OutcomeFinding> Odd(OutcomeDefinition odd) => (Default with { Outcomes = [.. Default.Outcomes, odd] }).Check([]);

    [GeneratedRegex("[A-Za-z]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LatinLetter();

    [GeneratedRegex("[0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
