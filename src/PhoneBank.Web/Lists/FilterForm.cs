using PhoneBank.Books;
using PhoneBank.Lists;

namespace PhoneBank.Web.Lists;

/// <summary>The filter as the fields of <see cref="FilterFields"/> post it. What nobody offered is passed over.</summary>
internal static class FilterForm
{
    // An empty value would be the same as none.
    private const string UnknownCode = "unknown";

    public static string CodeOf(string code) => code.Length == 0 ? UnknownCode : code;

    /// <summary>How a chip names an answer: which campaign's question, and the choice.</summary>
    public static string AnswerOf(QuestionChoices question, string choiceId) => $"{question.CampaignId:N}/{question.StepId}/{choiceId}";

    /// <param name="now">UTC; days since the last call are counted back from here.</param>
    public static ContactFilter Read(IFormCollection form, FilterChoicesView choices, DateTime now) => new()
    {
        ImportId = Id(form["Import"].ToString()),
        Languages = Codes(form, "Language"),
        TagIds = Ids(form, "Tag"),
        CityIds = Ids(form, "City"),
        SourceIds = Ids(form, "Source"),
        Fields = [.. choices.Fields.Select(field => new FieldFilter(field.Id, Ids(form, $"Field-{field.Id:N}"))).Where(field => field.ValueIds.Count > 0)],
        Countries = Codes(form, "Country"),
        TimeZones = Codes(form, "TimeZone"),
        Consents = [.. form["Consent"].Select(text => Enum.TryParse<Consent>(text, out var consent) && Enum.IsDefined(consent) ? consent : (Consent?)null).OfType<Consent>()],
        NeverCalled = form.ContainsKey("NeverCalled"),
        LastOutcomes = [.. form["Outcome"].OfType<string>()],
        CalledInCampaignId = Id(form["CalledIn"].ToString()) is { } campaign && choices.Campaigns.Any(choice => choice.Id == campaign) ? campaign : null,
        AttemptsAtLeast = Number(form, "AtLeast", 1, 30),
        AttemptsAtMost = Number(form, "AtMost", 0, 30),
        NotCalledSince = RestDays(form) is { } days ? now.AddDays(-days) : null,
        Answers = Answers(form["Answer"], choices),
    };

    /// <summary>Days since the last call; null when nothing sensible was typed.</summary>
    public static int? RestDays(IFormCollection form) => Number(form, "RestDays", 1, 730);

    /// <summary>The filter another page asked for: everybody whose last call in a campaign came to one outcome, or who gave one answer.</summary>
    public static ContactFilter Asked(FilterChoicesView choices, Guid campaignId, Guid? importId, string? outcome, string? answer) => new()
    {
        ImportId = importId,
        LastOutcomes = choices.Outcomes.Any(known => known.Key == outcome) ? [outcome!] : [],
        CalledInCampaignId = outcome is null ? null : campaignId,
        Answers = answer is null ? [] : Answers([answer], choices),
    };

    private static List<AnswerFilter> Answers(IEnumerable<string?> posted, FilterChoicesView choices)
    {
        var chosen = posted.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. choices.Questions
                .Select(question => new AnswerFilter(
                    question.CampaignId, question.StepId, [.. question.Choices.Select(choice => choice.Id).Where(choice => chosen.Contains(AnswerOf(question, choice)))]))
                .Where(answer => answer.ChoiceIds.Count > 0),
        ];
    }

    private static Guid? Id(string text) => Guid.TryParse(text, out var id) && id != Guid.Empty ? id : null;

    private static List<Guid> Ids(IFormCollection form, string field) => [.. form[field].Select(text => Id(text ?? "")).OfType<Guid>()];

    private static List<string> Codes(IFormCollection form, string field) =>
        [.. form[field].OfType<string>().Select(code => code == UnknownCode ? ContactFilter.Unknown : code)];

    private static int? Number(IFormCollection form, string field, int least, int most) =>
        int.TryParse(form[field], System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;
}
