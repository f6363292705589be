using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhoneBank.Scripts;

/// <summary>What a step is for.</summary>
public enum StepKind
{
    /// <summary>Said aloud.</summary>
    Say,

    /// <summary>Said aloud and answered; the answer is recorded.</summary>
    Ask,

    /// <summary>Done by the organizer, never said.</summary>
    Do,

    /// <summary>The opening: asks whether it is a safe moment, before the topic is named.</summary>
    Safety,

    /// <summary>The goodbye. The conversation ends here.</summary>
    Close,

    /// <summary>Left on an answering machine; names neither organisation nor topic. Stands outside the conversation.</summary>
    Voicemail,

    /// <summary>As <see cref="Voicemail"/>, for people who allow the organisation to be named.</summary>
    VoicemailNamed,
}

/// <summary>How a question is answered.</summary>
public enum QuestionKind
{
    /// <summary>One of the choices.</summary>
    Choice,

    /// <summary>A few words, kept sealed.</summary>
    Text,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A promised amount in an ISO currency. Makes the script a money script.</summary>
    Pledge,
}

/// <summary>One possible answer.</summary>
public sealed record ScriptChoice
{
    /// <summary>Unique within the step; answers are stored under it.</summary>
    public required string Id { get; init; }

    public ScriptTexts Labels { get; init; } = ScriptTexts.None;

    /// <summary>Where this answer leads; null goes where the step goes.</summary>
    public string? NextStepId { get; init; }

    /// <summary>Key of the outcome this answer suggests; the last on the way counts. It is a suggestion: the organizer decides.</summary>
    public string? SuggestsOutcome { get; init; }
}

/// <summary>A day that is offered, such as one evening of a meeting.</summary>
public sealed record ScriptDay
{
    /// <summary><c>yyyy-MM-dd</c>; anything else is a finding of <see cref="ScriptCheck"/>.</summary>
    public string Date { get; init; } = "";

    /// <summary>When it begins, as it is said; null when that does not matter.</summary>
    public string? Time { get; init; }

    /// <summary>So many people can promise to come; null: any number.</summary>
    public int? Places { get; init; }

    /// <summary>What is said of the day besides, such as where.</summary>
    public ScriptTexts Labels { get; init; } = ScriptTexts.None;
}

/// <summary>What a step asks. The step's own text is the question as it is said.</summary>
public sealed record ScriptQuestion
{
    public required QuestionKind Kind { get; init; }

    public IReadOnlyList<ScriptChoice> Choices { get; init; } = [];

    /// <summary>The days that can be answered to a question for a day; empty: any day.</summary>
    public IReadOnlyList<ScriptDay> Days { get; init; } = [];
}

/// <summary>One screenful: what to say or do, and what may be answered.</summary>
public sealed record ScriptStep
{
    /// <summary>Unique within the script and kept across versions, so that answers can be compared.</summary>
    public required string Id { get; init; }

    public required StepKind Kind { get; init; }

    public ScriptTexts Texts { get; init; } = ScriptTexts.None;

    public ScriptQuestion? Question { get; init; }

    /// <summary>Where the conversation goes from here; null goes to the following step, <see cref="ScriptTree.Nowhere"/> to none.</summary>
    public string? NextStepId { get; init; }

    /// <summary>What can be chosen here; empty unless a choice is asked for.</summary>
    [JsonIgnore]
    public IReadOnlyList<ScriptChoice> Choices => Question is { Kind: QuestionKind.Choice } question ? question.Choices : [];

    [JsonIgnore]
    public bool IsVoicemail => Kind is StepKind.Voicemail or StepKind.VoicemailNamed;
}

/// <summary>
/// One version of a script. Immutable; stored as the JSON of <see cref="ToUtf8"/>. The first step that is not a voicemail
/// opens the conversation; a step leads to the following one unless it, or the choice taken, names another.
/// </summary>
public sealed record ScriptDocument
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The bytes are sealed, never put into a page: letters stay letters, at half the size.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static readonly ScriptDocument Empty = new();

    public IReadOnlyList<ScriptStep> Steps { get; init; } = [];

    /// <summary>What must not be said or promised, whatever is asked.</summary>
    public IReadOnlyList<ScriptTexts> NeverSay { get; init; } = [];

    /// <summary>The steps of the conversation, without what is left on an answering machine.</summary>
    [JsonIgnore]
    public IEnumerable<ScriptStep> Conversation => Steps.Where(step => !step.IsVoicemail);

    /// <summary>Whether a pledge is asked for. Such a script opens with organisation and purpose.</summary>
    [JsonIgnore]
    public bool AsksForMoney => Steps.Any(step => step.Question?.Kind == QuestionKind.Pledge);

    public ScriptStep? Find(string stepId) => Steps.FirstOrDefault(step => step.Id == stepId);

    /// <summary>
    /// The id of the step that comes after this one when this choice (or none) was taken. Null at the end of the conversation,
    /// and for a question left open of which every answer leads somewhere else. The id may be unknown in an unchecked script.
    /// </summary>
    public string? NextIdOf(ScriptStep step, ScriptChoice? choice = null)
    {
        if (step.Kind == StepKind.Close || step.IsVoicemail)
        {
            return null;
        }

        if (choice is null && step.NextStepId is null && step.Choices is { Count: > 0 } choices && choices.All(other => other.NextStepId is not null))
        {
            return null;
        }

        return choice?.NextStepId ?? step.NextStepId ?? Conversation.SkipWhile(other => !ReferenceEquals(other, step)).Skip(1).FirstOrDefault()?.Id;
    }

    /// <summary>
    /// The steps from the opening as far as these answers (choice id by step id) lead: up to the goodbye, or to the first
    /// choice that is still open. Answers to steps off the way, or with unknown choices, lead nowhere.
    /// </summary>
    public IReadOnlyList<ScriptStep> Path(IReadOnlyDictionary<string, string> answers)
    {
        var path = new List<ScriptStep>();
        var step = Conversation.FirstOrDefault();
        while (step is not null && !path.Contains(step, ReferenceEqualityComparer.Instance))
        {
            path.Add(step);
            var choice = Taken(step, answers);
            var next = choice is null && step.Choices.Count > 0 ? null : NextIdOf(step, choice);
            step = next is null ? null : Conversation.FirstOrDefault(other => other.Id == next);
        }

        return path;
    }

    /// <summary>Answers that lead from the opening to a step, by a shortest way; null when none do.</summary>
    public IReadOnlyDictionary<string, string>? AnswersTo(string stepId)
    {
        var flow = new ScriptFlow(this);
        var ways = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        var open = new Queue<ScriptStep>(Conversation.Take(1));
        open.ToList().ForEach(step => ways[step.Id] = new Dictionary<string, string>());
        while (open.TryDequeue(out var step))
        {
            var way = ways[step.Id];
            if (step.Id == stepId)
            {
                return way;
            }

            foreach (var (choice, next) in flow.WaysOut(step).Where(one => one.Next is { } id && flow.Step(id) is not null && !ways.ContainsKey(id)))
            {
                ways[next!] = choice is null ? way : new Dictionary<string, string>(way) { [step.Id] = choice.Id };
                open.Enqueue(flow.Step(next!)!);
            }
        }

        return null;
    }

    /// <summary>The outcome that the answers on the way suggest; null when none does.</summary>
    public string? SuggestedOutcome(IReadOnlyDictionary<string, string> answers) =>
        Path(answers).Select(step => Taken(step, answers)?.SuggestsOutcome).LastOrDefault(outcome => outcome is not null);

    /// <summary>Every language in which anything is written, in a stable order.</summary>
    public IReadOnlyList<string> WrittenLanguages() =>
        [.. AllTexts().SelectMany(texts => texts.Languages).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Whether anything read in this language is worded differently for a man and for a woman.</summary>
    public bool HasForms(string language, string mainLanguage) =>
        AllTexts().Select(texts => texts.Pick(language, mainLanguage)?.Text)
            .Any(text => text is not null && text.For(AddressForm.Masculine) != text.For(AddressForm.Feminine));

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <summary>Reads what <see cref="ToUtf8"/> wrote; anything else is a <see cref="JsonException"/>.</summary>
    public static ScriptDocument FromUtf8(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<ScriptDocument>(json, Options) ?? throw new JsonException("A script cannot be null.");

    private static ScriptChoice? Taken(ScriptStep step, IReadOnlyDictionary<string, string> answers) =>
        answers.TryGetValue(step.Id, out var taken) ? step.Choices.FirstOrDefault(choice => choice.Id == taken) : null;

    private IEnumerable<ScriptTexts> AllTexts() =>
        Steps
            .SelectMany(step => (step.Question?.Choices ?? []).Select(choice => choice.Labels)
                .Concat((step.Question?.Days ?? []).Select(day => day.Labels))
                .Prepend(step.Texts))
            .Concat(NeverSay);
}
