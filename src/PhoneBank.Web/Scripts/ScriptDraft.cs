using System.Globalization;
using System.Text;
using System.Text.Json;
using PhoneBank.Scripts;

namespace PhoneBank.Web.Scripts;

/// <summary>
/// A script while it is being edited with plain forms. The whole of it travels in the form, one part of it is open in
/// fields; every button first puts the fields back, so that nothing typed is lost whatever is pressed.
/// </summary>
/// <param name="Open">The index of the step that is open; null: none. <see cref="NeverSayPart"/> is the list of what must not be said.</param>
public sealed record ScriptDraft(ScriptDocument Script, int? Open)
{
    public const int NeverSayPart = -1;
    public const int MostSteps = 60;
    public const int MostChoices = 12;
    public const int MostNeverSay = 20;
    public const int MostDays = 30;

    public string Json => Encoding.UTF8.GetString(Script.ToUtf8());

    public ScriptStep? OpenStep => Open is { } index and >= 0 && index < Script.Steps.Count ? Script.Steps[index] : null;

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
        if (open == NeverSayPart)
        {
            return draft with { Script = script with { NeverSay = [.. script.NeverSay.Select((texts, i) => Texts(posted, $"never-{i}", texts))] } };
        }

        return draft.OpenStep is { } step ? draft.With(StepOf(posted, step)) : draft with { Open = null };
    }

    /// <summary>Does what a button asks for: <c>open:2</c>, <c>add:2</c>, <c>up:2</c>, <c>down:2</c>, <c>remove:2</c>, <c>add-choice</c>, <c>remove-choice:1</c>, <c>add-day</c>, <c>remove-day:1</c>, <c>add-never</c>, <c>remove-never:1</c>, <c>close</c>.</summary>
    public ScriptDraft Do(string act)
    {
        var parts = act.Split(':');
        var at = parts.Length > 1 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var index) ? index : 0;
        var steps = Script.Steps;
        var isStep = at >= 0 && at < steps.Count;
        return parts[0] switch
        {
            "open" when isStep || at == NeverSayPart => this with { Open = at },
            "close" => this with { Open = null },
            "add" when steps.Count < MostSteps => new ScriptDraft(Script with { Steps = [.. steps.Take(at + 1), NewStep(), .. steps.Skip(at + 1)] }, Math.Min(at + 1, steps.Count)),
            "remove" when isStep => new ScriptDraft(Script with { Steps = [.. steps.Where((_, i) => i != at)] }, null),
            "up" when isStep && at > 0 => Swap(at, at - 1),
            "down" when isStep && at < steps.Count - 1 => Swap(at, at + 1),
            "add-choice" when OpenStep is { } step => With(WithChoice(step)),
            "remove-choice" when OpenStep is { Question: { } question } step => With(step with { Question = question with { Choices = [.. question.Choices.Where((_, i) => i != at)] } }),
            "add-day" when OpenStep is { Question: { } question } step && question.Days.Count < MostDays => With(step with { Question = question with { Days = [.. question.Days, new ScriptDay()] } }),
            "remove-day" when OpenStep is { Question: { } question } step => With(step with { Question = question with { Days = [.. question.Days.Where((_, i) => i != at)] } }),
            "add-never" when Script.NeverSay.Count < MostNeverSay => new ScriptDraft(Script with { NeverSay = [.. Script.NeverSay, ScriptTexts.None] }, NeverSayPart),
            "remove-never" => this with { Script = Script with { NeverSay = [.. Script.NeverSay.Where((_, i) => i != at)] } },
            _ => this,
        };
    }

    private ScriptDraft With(ScriptStep step) =>
        this with { Script = Script with { Steps = [.. Script.Steps.Select((other, i) => i == Open ? step : other)] } };

    private ScriptDraft Swap(int from, int to)
    {
        var steps = Script.Steps.ToList();
        (steps[from], steps[to]) = (steps[to], steps[from]);
        return new ScriptDraft(Script with { Steps = steps }, Open == from ? to : Open == to ? from : Open);
    }

    private ScriptStep NewStep() => new() { Id = Free("step", Script.Steps.Select(step => step.Id)), Kind = StepKind.Say };

    private static ScriptStep WithChoice(ScriptStep step)
    {
        var question = step.Question ?? new ScriptQuestion { Kind = QuestionKind.Choice };
        return question.Choices.Count >= MostChoices
            ? step
            : step with { Question = question with { Choices = [.. question.Choices, new ScriptChoice { Id = Free("choice", question.Choices.Select(choice => choice.Id)) }] } };
    }

    // Ids stay with their step across versions, so a number once used for another must not come back while that one is there.
    private static string Free(string stem, IEnumerable<string> taken)
    {
        var ids = taken.ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, ids.Count + 1).Select(n => $"{stem}_{n}").First(id => !ids.Contains(id));
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
