using Microsoft.Extensions.Localization;
using PhoneBank.Calling;
using PhoneBank.Shared;

namespace PhoneBank.Web.Calling;

/// <summary>The sentences that warn about details in a text, in the language of the request.</summary>
public sealed class NoteWarnings(IStringLocalizer<WrapUpText> texts)
{
    /// <summary>While typing: one sentence for each field that had better be changed, by the field's name in the form.</summary>
    public IReadOnlyDictionary<string, string> Of(CallValues values)
    {
        IEnumerable<(string Field, string? Text)> typed =
            [("note", values.Note), ("message", values.Message), ("reason", values.Reason), .. values.Answers.Select(answer => (PostedCall.AnswerPrefix + answer.Key, (string?)answer.Value))];
        return typed.Select(field => (field.Field, Found: NoteGuard.Find(field.Text))).Where(field => field.Found.Count > 0)
            .ToDictionary(field => field.Field, field => Sentence(field.Found), StringComparer.Ordinal);
    }

    /// <summary>The sentence under one field after a refusal; null when nothing was found there.</summary>
    public string? Under(string formField, Error? refusal) =>
        refusal is TextHoldsDetails details && details.Findings.Where(finding => Findings.FormField(finding.Field) == formField).Select(finding => finding.Matter).ToList() is { Count: > 0 } found
            ? Sentence(found)
            : null;

    /// <summary>The kinds in words: a phone number, an address.</summary>
    public string Named(IEnumerable<NoteMatter> matters) => string.Join(", ", matters.Select(matter => texts[matter.ToString()].Value));

    private string Sentence(IEnumerable<NoteMatter> matters) => texts["Holds", Named(matters)];
}
