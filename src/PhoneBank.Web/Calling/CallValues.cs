using System.Globalization;
using PhoneBank.Calling;
using PhoneBank.Scripts;

namespace PhoneBank.Web.Calling;

/// <summary>What the form of a call holds: from the draft, or as it was just posted.</summary>
public sealed record CallValues
{
    public const string LocalMoment = "yyyy-MM-dd'T'HH:mm";
    public const string OtherMoment = "other";

    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    /// <summary>Answers to steps the conversation has left again; kept, not recorded.</summary>
    public IReadOnlyDictionary<string, string> AnswersAside { get; init; } = new Dictionary<string, string>();

    /// <summary>Everything answered, for showing; the way through the script decides what of it counts.</summary>
    public IReadOnlyDictionary<string, string> EveryAnswer =>
        AnswersAside.Concat(Answers).GroupBy(answer => answer.Key, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Last().Value, StringComparer.Ordinal);

    public string? Outcome { get; init; }

    public string? Note { get; init; }

    public string? Message { get; init; }

    public string? Reason { get; init; }

    /// <summary>The quick choice taken, as <see cref="LocalMoment"/>, or <see cref="OtherMoment"/>.</summary>
    public string? CallbackChoice { get; init; }

    public string? CallbackDate { get; init; }

    public string? CallbackTime { get; init; }

    public string? CallbackZone { get; init; }

    public bool CallbackMine { get; init; }

    /// <summary>Somebody else is to call next time.</summary>
    public bool NotByMeAgain { get; init; }

    /// <summary>A coordinator is asked to look at the call.</summary>
    public bool AsksReview { get; init; }

    public string? Speaks { get; init; }

    public string? ScriptLanguage { get; init; }

    /// <summary>Details in texts that a warning was given about, as <see cref="Findings"/> writes them.</summary>
    public string? Kept { get; init; }

    /// <summary>Null for the one known of the contact.</summary>
    public AddressForm? AddressForm { get; init; }

    public Guid? ScriptVersionId { get; init; }

    public bool StopAfter { get; init; }

    /// <summary>Names of the parts that stand open.</summary>
    public IReadOnlyList<string> Open { get; init; } = [];

    /// <summary>The page it was typed on, and how manieth save of it this is.</summary>
    public (Guid? Page, int Sequence) Save { get; init; }

    /// <summary>The moment promised in the contact's zone, when it is complete.</summary>
    public DateTime? CallbackLocal =>
        CallbackChoice is { Length: > 0 } choice and not OtherMoment ? Moment(choice) : Moment($"{CallbackDate}T{CallbackTime}");

    public bool HasText => Note is { Length: > 0 } || Message is { Length: > 0 } || Reason is { Length: > 0 };

    public static CallValues From(CallDraft draft)
    {
        var local = Moment(draft.CallbackLocal ?? "");
        return new CallValues
        {
            Answers = draft.Answers,
            AnswersAside = draft.AnswersAside,
            Outcome = draft.OutcomeKey,
            Note = draft.NoteToCallers,
            Message = draft.MessageToCoordinator,
            Reason = draft.Reason,
            CallbackChoice = local is null ? null : draft.CallbackLocal,
            CallbackDate = local?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? draft.CallbackDate,
            CallbackTime = local?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? draft.CallbackTime,
            CallbackZone = draft.CallbackZone,
            CallbackMine = draft.CallbackMine,
            NotByMeAgain = draft.NotByMeAgain,
            AsksReview = draft.AsksReview,
            Speaks = draft.SpeaksLanguage,
            ScriptLanguage = draft.Language,
            AddressForm = draft.AddressForm,
            ScriptVersionId = draft.ScriptVersionId,
            StopAfter = draft.StopAfter,
            Open = draft.Open,
        };
    }

    public CallDraft ToDraft() => new()
    {
        Answers = Answers,
        AnswersAside = AnswersAside,
        OutcomeKey = Outcome,
        NoteToCallers = Note,
        MessageToCoordinator = Message,
        Reason = Reason,
        CallbackLocal = CallbackLocal?.ToString(LocalMoment, CultureInfo.InvariantCulture),
        CallbackDate = CallbackLocal is null ? CallbackDate : null,
        CallbackTime = CallbackLocal is null ? CallbackTime : null,
        CallbackZone = CallbackZone,
        CallbackMine = CallbackMine,
        NotByMeAgain = NotByMeAgain,
        AsksReview = AsksReview,
        SpeaksLanguage = Speaks,
        Language = ScriptLanguage,
        AddressForm = AddressForm,
        ScriptVersionId = ScriptVersionId,
        StopAfter = StopAfter,
        Open = Open,
        Page = Save.Page,
        Sequence = Save.Sequence,
    };

    private static DateTime? Moment(string text) =>
        DateTime.TryParseExact(text, [LocalMoment, "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment : null;
}
