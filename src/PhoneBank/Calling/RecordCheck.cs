using System.Globalization;
using System.Text.RegularExpressions;
using PhoneBank.Books;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.FollowUps;
using PhoneBank.Scripts;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>An answer that fits its question: a choice's id or a typed text.</summary>
internal sealed record CheckedAnswer(string StepId, string? ChoiceId, string? Text);

/// <summary>What was submitted, checked and in order.</summary>
internal sealed record CheckedRecord(IReadOnlyList<CheckedAnswer> Answers, CallTexts? Texts, DateTime? CallbackAt, string? SpeaksLanguage, IReadOnlyList<Promise> Promises);

/// <summary>What a submission is checked against.</summary>
internal sealed record RecordRules(OutcomeDefinition Outcome, bool OutcomeIsOffered, ScriptDocument? Script, VoicemailWish Voicemail, HoursClassKey Hours, CampaignHours CampaignHours, DateTime Now, bool AtRisk = false)
{
    /// <summary>UTC, when the number was shown: what was promised in a call reported late was promised then.</summary>
    public required DateTime CalledAt { get; init; }
}

/// <summary>Checks a submission before anything is written, so that a refusal loses nothing.</summary>
internal static partial class RecordCheck
{
    public static Result<CheckedRecord> Run(RecordRequest request, RecordRules rules, CallingHours hours)
    {
        if (!rules.OutcomeIsOffered || (rules.Outcome.HiddenWithoutVoicemail && rules.Voicemail == VoicemailWish.No))
        {
            return new OutcomeNotOffered();
        }

        var texts = new CallTexts { NoteToCallers = Text(request.NoteToCallers), MessageToCoordinator = Text(request.MessageToCoordinator), Reason = Text(request.Reason) };
        (string Field, string? Text)[] fields =
            [(nameof(request.NoteToCallers), texts.NoteToCallers), (nameof(request.MessageToCoordinator), texts.MessageToCoordinator), (nameof(request.Reason), texts.Reason)];
        var money = rules.Script?.AsksForMoney == true;
        foreach (var (field, text) in fields)
        {
            if (text?.Length > RecordOutcome.MostText)
            {
                return new TextTooLong(field, RecordOutcome.MostText);
            }

            if (money && AccountNumbers.IsIn(text))
            {
                return new LooksLikeCardNumber(field);
            }
        }

        if (rules.Outcome.AsksReason && texts.Reason is null)
        {
            return new ReasonMissing();
        }

        var language = rules.Outcome.ReroutesByLanguage ? Language(request.SpeaksLanguage) : null;
        if (rules.Outcome.ReroutesByLanguage && language is null)
        {
            return new LanguageMissing();
        }

        var callback = rules.Outcome.AsksCallbackTime ? Callback(request, rules, hours) : (At: null, Refusal: null);
        if (callback.Refusal is not null)
        {
            return callback.Refusal;
        }

        var (answers, refusal) = Answers(request.Answers, rules, money);
        if (refusal is not null)
        {
            return refusal;
        }

        // Last, so that "save anyway" saves.
        var typed = answers.Where(answer => rules.Script?.Find(answer.StepId)?.Question?.Kind == QuestionKind.Text).Select(answer => (answer.StepId, answer.Text));
        if (Details([.. fields, .. typed], request.Kept, rules.AtRisk) is { } details)
        {
            return details;
        }

        var promises = Promises.Of(rules.Script, answers.ToDictionary(answer => answer.StepId, answer => answer.ChoiceId ?? answer.Text!, StringComparer.Ordinal), rules.Outcome);
        return new CheckedRecord(answers, texts == new CallTexts() ? null : texts, callback.At, language, promises);
    }

    /// <summary>What the texts hold that the caller was not warned about yet; null when there is nothing.</summary>
    public static TextHoldsDetails? Details(IEnumerable<(string Field, string? Text)> fields, IReadOnlyCollection<NoteFinding> kept, bool atRisk)
    {
        var found = fields.SelectMany(field => NoteGuard.Find(field.Text, atRisk).Select(matter => new NoteFinding(field.Field, matter))).ToList();
        return found.Except(kept).Any() ? new TextHoldsDetails(found) : null;
    }

    private static (DateTime? At, Error? Refusal) Callback(RecordRequest request, RecordRules rules, CallingHours hours)
    {
        if (request.CallbackDate is not { } date || request.CallbackTime is not { } time)
        {
            return (null, new CallbackTimeMissing());
        }

        var key = rules.Hours;
        if (key.ZoneId is null && !string.IsNullOrWhiteSpace(request.CallbackZone) && key.TryInZone(request.CallbackZone, out var chosen))
        {
            key = chosen;
        }

        return hours.TryPromise(key, rules.CampaignHours, date, time, rules.Now, out var at, out var why) ? (at, null) : (null, new CallbackNotPossible(why));
    }

    private static (IReadOnlyList<CheckedAnswer> Answers, Error? Refusal) Answers(IReadOnlyDictionary<string, string> given, RecordRules rules, bool money)
    {
        var answers = new List<CheckedAnswer>();
        foreach (var (stepId, value) in given)
        {
            if (Text(value) is not { } text)
            {
                continue;
            }

            if (rules.Script?.Find(stepId)?.Question is not { } question)
            {
                return ([], new AnswerNotInScript(stepId));
            }

            Error? refusal = question.Kind switch
            {
                QuestionKind.Choice => question.Choices.Any(choice => choice.Id == text) ? null : new AnswerNotInScript(stepId),
                QuestionKind.Date => Day(stepId, text, question, rules),
                QuestionKind.Pledge => Pledge(stepId, ref text),
                _ when text.Length > RecordOutcome.MostText => new TextTooLong(stepId, RecordOutcome.MostText),
                _ => money && AccountNumbers.IsIn(text) ? new LooksLikeCardNumber(stepId) : null,
            };
            if (refusal is not null)
            {
                return ([], refusal);
            }

            answers.Add(question.Kind == QuestionKind.Choice ? new CheckedAnswer(stepId, text, Text: null) : new CheckedAnswer(stepId, ChoiceId: null, text));
        }

        return (answers, null);
    }

    private static Error? Day(string stepId, string text, ScriptQuestion question, RecordRules rules)
    {
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || (question.Days.Count > 0 && question.Days.All(offered => offered.Date != text)))
        {
            return new AnswerNotReadable(stepId);
        }

        return day < DateOnly.FromDateTime(ContactClock.At(rules.Hours, rules.CalledAt).EarliestLocal) ? new DayIsPast(stepId) : null;
    }

    // Kept in one form, however it was typed.
    private static Error? Pledge(string stepId, ref string text)
    {
        if (AccountNumbers.IsIn(text))
        {
            return new LooksLikeCardNumber(stepId);
        }

        if (!PledgeAmount.TryRead(text, out var amount))
        {
            return new AmountNotReadable(stepId);
        }

        text = amount.ToString();
        return amount.IsSane ? null : new AmountOutOfRange(stepId);
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string? Language(string? tag) =>
        tag is { Length: <= 35 } && LanguageTags.Normalize(tag) is var normal && LanguageForm().IsMatch(normal) ? normal : null;

    [GeneratedRegex("^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LanguageForm();
}
