using System.Globalization;
using PhoneBank.Calling;

namespace PhoneBank.Web.Calling;

/// <summary>What the form of a call holds: from the draft, or as it was just posted.</summary>
public sealed record CallValues
{
    public const string LocalMoment = "yyyy-MM-dd'T'HH:mm";
    public const string OtherMoment = "other";

    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

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

    public string? Speaks { get; init; }

    public string? ScriptLanguage { get; init; }

    /// <summary>Details in texts that a warning was given about, as <see cref="Findings"/> writes them.</summary>
    public string? Kept { get; init; }

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
            Outcome = draft.OutcomeKey,
            Note = draft.NoteToCallers,
            Message = draft.MessageToCoordinator,
            Reason = draft.Reason,
            CallbackChoice = local is null ? null : draft.CallbackLocal,
            CallbackDate = local?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            CallbackTime = local?.ToString("HH:mm", CultureInfo.InvariantCulture),
            CallbackZone = draft.CallbackZone,
            CallbackMine = draft.CallbackMine,
            Speaks = draft.SpeaksLanguage,
            ScriptLanguage = draft.Language,
        };
    }

    public CallDraft ToDraft() => new()
    {
        Answers = Answers,
        OutcomeKey = Outcome,
        NoteToCallers = Note,
        MessageToCoordinator = Message,
        Reason = Reason,
        CallbackLocal = CallbackLocal?.ToString(LocalMoment, CultureInfo.InvariantCulture),
        CallbackZone = CallbackZone,
        CallbackMine = CallbackMine,
        SpeaksLanguage = Speaks,
        Language = ScriptLanguage,
    };

    private static DateTime? Moment(string text) =>
        DateTime.TryParseExact(text, [LocalMoment, "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment : null;
}
