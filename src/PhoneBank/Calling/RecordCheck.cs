using System.Globalization;
using System.Text.RegularExpressions;
using PhoneBank.Books;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Scripts;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>An answer that fits its question: a choice's id or a typed text.</summary>
internal sealed record CheckedAnswer(string StepId, string? ChoiceId, string? Text);

/// <summary>What was submitted, checked and in order.</summary>
internal sealed record CheckedRecord(IReadOnlyList<CheckedAnswer> Answers, CallTexts? Texts, DateTime? CallbackAt, string? SpeaksLanguage);

/// <summary>What a submission is checked against.</summary>
internal sealed record RecordRules(OutcomeDefinition Outcome, bool OutcomeIsOffered, ScriptDocument? Script, VoicemailWish Voicemail, HoursClassKey Hours, CampaignHours CampaignHours, DateTime Now, bool AtRisk = false);

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

            if (money && HoldsAccountNumber(text))
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

        var (answers, refusal) = Answers(request.Answers, rules.Script, money);
        if (refusal is not null)
        {
            return refusal;
        }

        // Last, so that "save anyway" saves.
        var typed = answers.Where(answer => rules.Script?.Find(answer.StepId)?.Question?.Kind == QuestionKind.Text).Select(answer => (answer.StepId, answer.Text));
        return Details([.. fields, .. typed], request.Kept, rules.AtRisk) is { } details
            ? details
            : new CheckedRecord(answers, texts == new CallTexts() ? null : texts, callback.At, language);
    }

    /// <summary>What the texts hold that the caller was not warned about yet; null when there is nothing.</summary>
    public static TextHoldsDetails? Details(IEnumerable<(string Field, string? Text)> fields, IReadOnlyCollection<NoteFinding> kept, bool atRisk)
    {
        var found = fields.SelectMany(field => NoteGuard.Find(field.Text, atRisk).Select(matter => new NoteFinding(field.Field, matter))).ToList();
        return found.Except(kept).Any() ? new TextHoldsDetails(found) : null;
    }

    /// <summary>Whether a text holds what looks like a card number (13 to 19 digits with a right check digit) or an IBAN.</summary>
    internal static bool HoldsAccountNumber(string? text)
    {
        if (text is null)
        {
            return false;
        }

        foreach (Match match in CardForm().Matches(text))
        {
            var digits = match.Value.Where(char.IsAsciiDigit).Select(digit => digit - '0').ToArray();
            if (digits.Length is >= 13 and <= 19 && HasCheckDigit(digits))
            {
                return true;
            }
        }

        return IbanForm().Matches(text).Any(match => IsIban(match.Value.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant()));
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

    private static (IReadOnlyList<CheckedAnswer> Answers, Error? Refusal) Answers(IReadOnlyDictionary<string, string> given, ScriptDocument? script, bool money)
    {
        var answers = new List<CheckedAnswer>();
        foreach (var (stepId, value) in given)
        {
            if (Text(value) is not { } text)
            {
                continue;
            }

            if (script?.Find(stepId)?.Question is not { } question)
            {
                return ([], new AnswerNotInScript(stepId));
            }

            Error? refusal = question.Kind switch
            {
                QuestionKind.Choice => question.Choices.Any(choice => choice.Id == text) ? null : new AnswerNotInScript(stepId),
                QuestionKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : new AnswerNotReadable(stepId),
                QuestionKind.Pledge => PledgeForm().IsMatch(text) ? null : new AnswerNotReadable(stepId),
                _ when text.Length > RecordOutcome.MostText => new TextTooLong(stepId, RecordOutcome.MostText),
                _ => money && HoldsAccountNumber(text) ? new LooksLikeCardNumber(stepId) : null,
            };
            if (refusal is not null)
            {
                return ([], refusal);
            }

            answers.Add(question.Kind == QuestionKind.Choice ? new CheckedAnswer(stepId, text, Text: null) : new CheckedAnswer(stepId, ChoiceId: null, text));
        }

        return (answers, null);
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string? Language(string? tag) =>
        tag is { Length: <= 35 } && LanguageTags.Normalize(tag) is var normal && LanguageForm().IsMatch(normal) ? normal : null;

    private static bool HasCheckDigit(int[] digits)
    {
        var sum = 0;
        for (var n = 0; n < digits.Length; n++)
        {
            var digit = digits[digits.Length - 1 - n];
            var doubled = n % 2 == 1 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0 && digits.Any(digit => digit != 0);
    }

    private static bool IsIban(string text)
    {
        var rest = 0;
        foreach (var letter in text[4..] + text[..4])
        {
            var value = char.IsAsciiDigit(letter) ? letter - '0' : letter - 'A' + 10;
            rest = ((rest * (value > 9 ? 100 : 10)) + value) % 97;
        }

        return rest == 1;
    }

    [GeneratedRegex(@"(?<![0-9+])[0-9](?:[ -]?[0-9]){12,18}(?![0-9])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CardForm();

    [GeneratedRegex("(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?: ?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IbanForm();

    [GeneratedRegex(@"^[0-9]{1,9}(?:[.,][0-9]{1,2})? [A-Z]{3}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PledgeForm();

    [GeneratedRegex("^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LanguageForm();
}
