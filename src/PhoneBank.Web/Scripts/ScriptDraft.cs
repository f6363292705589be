using System.Globalization;
using System.Text;
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

    /// <summary>What became of the last act.</summary>
    public DraftNews News { get; init; }

    /// <summary>The index of the step that was moved or added by it.</summary>
    public int? Touched { get; init; }

    /// <summary>
    /// Does what a button asks for: <c>open:2</c>, <c>close</c>; <c>add:2</c> after a step, <c>add-under:2:0</c> to an answer of it; <c>up:2</c>,
    /// <c>down:2</c>, <c>in:2</c>, <c>out:2</c>, <c>before:2:5</c>, <c>after:2:5</c>, <c>under:2:5:0</c>; <c>remove:2</c>; of the open step
    /// <c>add-choice</c>, <c>remove-choice:1</c>, <c>add-day</c>, <c>remove-day:1</c>; and <c>add-never</c>, <c>remove-never:1</c>. Anything else changes nothing.
    /// </summary>
    public ScriptDraft Do(string act)
    {
        var parts = act.Split(':');
        int Number(int part) => parts.Length > part && int.TryParse(parts[part], CultureInfo.InvariantCulture, out var number) ? number : part == 1 ? 0 : -1;
        var at = Number(1);
        return parts[0] switch
        {
            "open" when (at >= 0 && at < Script.Steps.Count) || at == NeverSayPart => this with { Open = at },
            "close" => this with { Open = null },
            "add" => Add((tree, step) => tree.AddAfter(tree.At(at), step)),
            "add-under" => Add((tree, step) => tree.At(at)?.Answers.ElementAtOrDefault(Number(2)) is { } answer ? tree.AddUnder(answer, step) : null),
            "remove" => Remove(at),
            "up" => Move(at, (tree, node) => tree.MoveUp(node)),
            "down" => Move(at, (tree, node) => tree.MoveDown(node)),
            "in" => Move(at, (tree, node) => tree.MoveIn(node)),
            "out" => Move(at, (tree, node) => tree.MoveOut(node)),
            "before" or "after" => Move(at, (tree, node) => tree.At(Number(2)) is { } other && tree.MoveBeside(node, other, parts[0] == "after")),
            "under" => Move(at, (tree, node) => tree.At(Number(2))?.Answers.ElementAtOrDefault(Number(3)) is { } answer && tree.MoveUnder(node, answer)),
            "add-choice" when OpenStep is { } step => With(WithChoice(step)),
            "remove-choice" when OpenStep is { Question: { } question } step => With(step with { Question = question with { Choices = [.. question.Choices.Where((_, i) => i != at)] } }),
            "add-day" when OpenStep is { Question: { } question } step && question.Days.Count < MostDays => With(step with { Question = question with { Days = [.. question.Days, new ScriptDay()] } }),
            "remove-day" when OpenStep is { Question: { } question } step => With(step with { Question = question with { Days = [.. question.Days.Where((_, i) => i != at)] } }),
            "add-never" when Script.NeverSay.Count < MostNeverSay => new ScriptDraft(Script with { NeverSay = [.. Script.NeverSay, ScriptTexts.None] }, NeverSayPart),
            "remove-never" => this with { Script = Script with { NeverSay = [.. Script.NeverSay.Where((_, i) => i != at)] } },
            _ => this,
        };
    }

    /// <summary>The open step replaced.</summary>
    internal ScriptDraft With(ScriptStep step) =>
        this with { Script = Script with { Steps = [.. Script.Steps.Select((other, i) => i == Open ? step : other)] } };

    private ScriptDraft Add(Func<ScriptTree, ScriptStep, ScriptTreeNode?> add)
    {
        if (Script.Steps.Count >= MostSteps)
        {
            return this with { News = DraftNews.TooMany };
        }

        var tree = ScriptTree.Of(Script);
        if (add(tree, new ScriptStep { Id = Free("step", Script.Steps.Select(step => step.Id)), Kind = StepKind.Say }) is not { } added)
        {
            return this;
        }

        var (script, index) = tree.ToDocument(added);
        return new ScriptDraft(script, index) { News = DraftNews.Added, Touched = index };
    }

    private ScriptDraft Move(int at, Func<ScriptTree, ScriptTreeNode, bool> move)
    {
        var tree = ScriptTree.Of(Script);
        if (tree.At(at) is not { } node)
        {
            return this;
        }

        // What stands open stays open, wherever it is afterwards.
        var open = Open is >= 0 ? tree.At(Open.Value) : null;
        if (!move(tree, node))
        {
            return this with { News = DraftNews.NotMoved, Touched = at };
        }

        var (script, index) = tree.ToDocument(node);
        return new ScriptDraft(script, open is null ? Open : tree.ToDocument(open).Index) { News = DraftNews.Moved, Touched = index };
    }

    private ScriptDraft Remove(int at)
    {
        var tree = ScriptTree.Of(Script);
        if (tree.At(at) is not { } node)
        {
            return this;
        }

        tree.Remove(node);
        return new ScriptDraft(tree.ToDocument().Script, null) { News = DraftNews.Removed };
    }

    private static ScriptStep WithChoice(ScriptStep step)
    {
        var question = step.Question ?? new ScriptQuestion { Kind = QuestionKind.Choice };
        return question.Choices.Count >= MostChoices
            ? step
            : step with { Question = question with { Choices = [.. question.Choices, new ScriptChoice { Id = Free("choice", question.Choices.Select(choice => choice.Id)) }] } };
    }

    private static string Free(string stem, IEnumerable<string> taken)
    {
        var ids = taken.ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(1, ids.Count + 1).Select(n => $"{stem}_{n}").First(id => !ids.Contains(id));
    }
}

/// <summary>What an act did to the tree of steps; its name is the key of what is said of it.</summary>
public enum DraftNews
{
    None,
    Moved,
    NotMoved,
    Added,
    Removed,
    TooMany,
}
