using System.Globalization;
using PhoneBank.Calling;
using PhoneBank.FollowUps;
using PhoneBank.Scripts;
using PhoneBank.Shared;

namespace PhoneBank.Web.Calling;

/// <summary>
/// The form of a call as it came in. One-tap outcomes are buttons called <c>outcome</c>; the others are radio buttons called
/// <c>reached</c>, so that a button always wins over a choice made before.
/// </summary>
public sealed record PostedCall
{
    public const string AnswerPrefix = "answer.";
    public const string AgainField = "again";

    /// <summary>Of fields of steps that are hidden: what was answered there is kept for the way back.</summary>
    public const string AsidePrefix = "aside.";

    /// <summary>What may come after: the next person, the start page, the call page as it is; else the thanks of who stops.</summary>
    public const string ThenNextPerson = "next";
    public const string ThenStart = "start";
    public const string ThenCall = "call";

    /// <summary>The currency of an amount stands in a field beside it; both are one answer.</summary>
    public const string CurrencyPrefix = "currency.";

    public required Guid ClaimId { get; init; }

    /// <summary>The version of the draft this form was made from.</summary>
    public required int Version { get; init; }

    public required Guid Token { get; init; }

    public required CallValues Values { get; init; }

    public required CallScope Scope { get; init; }

    /// <summary>A further number to show.</summary>
    public Guid? PhoneId { get; init; }

    /// <summary>The two buttons say it; for a one-tap outcome the box beside them does.</summary>
    public bool ThenNext { get; init; }

    /// <summary>What the pressed button, or the form, says comes after.</summary>
    public string Then { get; init; } = "";

    public static PostedCall From(IFormCollection form, TimeProvider time)
    {
        string? Text(string name) => form[name].ToString() is { Length: > 0 } text ? text.ReplaceLineEndings("\n") : null;
        Guid? Id(string name) => Guid.TryParse(form[name], CultureInfo.InvariantCulture, out var id) ? id : null;

        Dictionary<string, string> Answers(string prefix) =>
            form.Where(field => field.Key.StartsWith(prefix, StringComparison.Ordinal) && field.Value.ToString().Trim().Length > 0)
                .ToDictionary(field => field.Key[prefix.Length..], field => Answer(form, field.Key[prefix.Length..], field.Value.ToString().Trim()), StringComparer.Ordinal);

        var token = Id("token");

        // "Save anyway" repeats what was pressed before the warning: a one-tap outcome, and whether a next person was wanted.
        var again = Text(AgainField)?.Split(' ');
        var then = again?[^1] ?? form["then"].ToString();
        return new PostedCall
        {
            ClaimId = Id("claim") ?? Guid.Empty,
            Version = int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0,
            Token = token ?? time.NewId(),
            Scope = CallScope.From(form),
            PhoneId = Id("phone"),
            Then = then,
            ThenNext = then switch { ThenNextPerson => true, "stop" or ThenStart or ThenCall => false, _ => form["stop"] != "true" },
            Values = new CallValues
            {
                Answers = Answers(AnswerPrefix),
                AnswersAside = Answers(AsidePrefix),
                Outcome = (again?[0] is { Length: > 0 } oneTap ? oneTap : null) ?? Text("outcome") ?? Text("reached"),
                Note = Text("note"),
                Message = Text("message"),
                Reason = Text("reason"),
                CallbackChoice = Text("callback"),
                CallbackDate = Text("callbackDate"),
                CallbackTime = Text("callbackTime"),
                CallbackZone = Text("callbackZone"),
                CallbackMine = form["callbackMine"] == "true",
                NotByMeAgain = form["notMe"] == "true",
                AsksReview = form["look"] == "true",
                Speaks = Text("speaks"),
                ScriptLanguage = Text("language") ?? Text("scriptLanguage"),
                Kept = Text(Findings.Field),
                AddressForm = Enum.TryParse<AddressForm>(Text("address") ?? Text("addressForm"), out var address) && Enum.IsDefined(address) ? address : null,
                ScriptVersionId = Id("scriptVersion"),
                StopAfter = form["stop"] == "true",
                Open = Text("open")?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [],
                Save = (token, int.TryParse(form["save"], NumberStyles.None, CultureInfo.InvariantCulture, out var save) ? save : 0),
            },
        };
    }

    private static string Answer(IFormCollection form, string step, string text) =>
        form[CurrencyPrefix + step].ToString() is { Length: > 0 } currency && PledgeAmount.Parts(text).Currency is null ? $"{text} {currency}" : text;

    public RecordRequest ToRequest()
    {
        var callback = Values.CallbackLocal;
        return new RecordRequest
        {
            ClaimId = ClaimId,
            SubmissionToken = Token,
            OutcomeKey = Values.Outcome ?? "",
            Answers = Values.Answers,
            NoteToCallers = Values.Note,
            MessageToCoordinator = Values.Message,
            Reason = Values.Reason,
            CallbackDate = callback is { } date ? DateOnly.FromDateTime(date) : null,
            CallbackTime = callback is { } time ? TimeOnly.FromDateTime(time) : null,
            CallbackZone = Values.CallbackZone,
            CallbackMine = Values.CallbackMine,
            NotByMeAgain = Values.NotByMeAgain,
            AsksReview = Values.AsksReview,
            SpeaksLanguage = Values.Speaks,
            ScriptLanguage = Values.ScriptLanguage,
            ScriptVersionId = Values.ScriptVersionId,
            Kept = Findings.Read(Values.Kept),
            ThenNext = ThenNext,
            NextCampaignId = Scope.CampaignId,
            NextListId = Scope.ListId,
        };
    }
}
