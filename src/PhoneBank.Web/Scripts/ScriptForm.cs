using System.Globalization;
using System.Text;
using System.Text.Json;
using PhoneBank.Scripts;

namespace PhoneBank.Web.Scripts;

/// <summary>Reads the editor's form: the whole script as it was, and the fields of the part that stands open.</summary>
public static class ScriptForm
{
    /// <summary>What was posted, with the fields of the open part put back. A document that is not one becomes <paramref name="otherwise"/>.</summary>
    public static ScriptDraft Read(IFormCollection posted, ScriptDocument otherwise)
    {
        ScriptDocument script;
        try
        {
            script = ScriptDocument.FromUtf8(Encoding.UTF8.GetBytes(posted["document"].ToString()));
        }
        catch (JsonException)
        {
            script = otherwise;
        }

        int? open = int.TryParse(posted["open"], CultureInfo.InvariantCulture, out var index) ? index : null;
        var draft = new ScriptDraft(script, open);
        if (open == ScriptDraft.NeverSayPart)
        {
            return draft with { Script = script with { NeverSay = [.. script.NeverSay.Select((texts, i) => Texts(posted, $"never-{i}", texts))] } };
        }

        return draft.OpenStep is { } step ? draft.With(StepOf(posted, step)) : draft with { Open = null };
    }

    private static ScriptStep StepOf(IFormCollection posted, ScriptStep step)
    {
        ScriptQuestion? question = null;
        if (Enum.TryParse<QuestionKind>(posted["question"], out var kind) && Enum.IsDefined(kind))
        {
            // Choices and days are kept while another kind of question is tried.
            question = new ScriptQuestion
            {
                Kind = kind,
                Choices = [.. (step.Question?.Choices ?? []).Select((choice, i) => choice with
                {
                    Labels = Texts(posted, $"choice-{i}", choice.Labels),
                    NextStepId = OrNull(posted[$"goto-{i}"]),
                    SuggestsOutcome = OrNull(posted[$"outcome-{i}"]),
                })],
                Days = [.. (step.Question?.Days ?? []).Select((day, i) => posted.ContainsKey($"day-{i}-date") ? DayOf(posted, $"day-{i}", day) : day)],
            };
        }

        return step with
        {
            Kind = Enum.TryParse<StepKind>(posted["kind"], out var stepKind) && Enum.IsDefined(stepKind) ? stepKind : step.Kind,
            Texts = Texts(posted, "text", step.Texts),
            NextStepId = OrNull(posted["next"]),
            Question = question,
        };
    }

    private static ScriptDay DayOf(IFormCollection posted, string prefix, ScriptDay before)
    {
        var places = posted[prefix + "-places"].ToString().Trim();
        return before with
        {
            Date = posted[prefix + "-date"].ToString().Trim(),
            Time = OrNull(posted[prefix + "-time"].ToString().Trim()),

            // A number that is none must not become "any number of people".
            Places = places.Length == 0 ? null : int.TryParse(places, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, 1_000_000) : 0,
            Labels = Texts(posted, prefix, before.Labels),
        };
    }

    private static ScriptTexts Texts(IFormCollection posted, string prefix, ScriptTexts before)
    {
        var texts = before;
        foreach (var field in posted.Keys.Where(key => key.StartsWith(prefix + ".any.", StringComparison.Ordinal)))
        {
            var language = field[(prefix.Length + 5)..];
            var any = Clean(posted[field].ToString());
            var masculine = OrNull(Clean(posted[$"{prefix}.m.{language}"].ToString()));
            var feminine = OrNull(Clean(posted[$"{prefix}.f.{language}"].ToString()));
            texts = texts.With(language, any.Length == 0 && masculine is null && feminine is null ? null : new ScriptText(any, masculine, feminine));
        }

        return texts;
    }

    private static string Clean(string text) => text.ReplaceLineEndings("\n").TrimEnd();

    private static string? OrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
