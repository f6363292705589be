using Microsoft.Extensions.Localization;
using PhoneBank.Scripts;

namespace PhoneBank.Web.Scripts;

/// <summary>A text that is missing: the part of the editor it is in, its field there, and its language.</summary>
/// <param name="Part">The index of a step, or <see cref="ScriptDraft.NeverSayPart"/>.</param>
public sealed record MissingText(int Part, string Field, string Language);

/// <summary>What every part of the editor's page draws: the draft, its tree, what is missing in it and what the check found.</summary>
public sealed class ScriptEditing
{
    private readonly IStringLocalizer<ScriptsText> _texts;

    public ScriptEditing(EditableScript script, ScriptDraft draft, IReadOnlyList<ScriptFinding> findings, string? focus, IStringLocalizer<ScriptsText> texts)
    {
        _texts = texts;
        Script = script;
        Draft = draft;
        Findings = findings;
        Focus = focus;
        Tree = ScriptTree.Of(draft.Script);
        Columns = [.. script.Languages.Concat(draft.Script.WrittenLanguages().Where(tag => script.Languages.All(language => LanguageTags.Normalize(language) != tag)))];
        Missing = [.. MissingTexts(script, Tree, draft.Script)];
    }

    public EditableScript Script { get; }

    public ScriptDraft Draft { get; }

    public IReadOnlyList<ScriptFinding> Findings { get; }

    /// <summary>The id of the field or button to go on at; null: the first of what stands open.</summary>
    public string? Focus { get; }

    public ScriptTree Tree { get; }

    /// <summary>The campaign's languages, and others somebody has written in.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>In the order the tree is read.</summary>
    public IReadOnlyList<MissingText> Missing { get; }

    public bool IsErroneous => Findings.Any(finding => finding.Weight == FindingWeight.Error);

    /// <summary>The next missing text after this field, or after this part has been left; from the end it begins anew.</summary>
    public static MissingText? Next(EditableScript script, ScriptDraft draft, string? after)
    {
        var tree = ScriptTree.Of(draft.Script);
        var missing = MissingTexts(script, tree, draft.Script).ToList();
        var at = missing.FindIndex(one => one.Part == draft.Open && one.Field == after);
        if (at >= 0)
        {
            return missing[(at + 1) % missing.Count];
        }

        var order = tree.All.Select(node => node.Index).Append(ScriptDraft.NeverSayPart).ToList();
        var here = draft.Open is { } open ? order.IndexOf(open) : 0;
        return missing.Find(one => order.IndexOf(one.Part) >= here) ?? missing.FirstOrDefault();
    }

    /// <summary>Whether a text of the campaign's languages is missing where all are wanted.</summary>
    public bool IsMissing(ScriptTexts texts, string language) => Script.Languages.Contains(language) && texts.Find(language) is null;

    public string NameOf(ScriptTreeNode node) => $"{node.Number}. {_texts[$"Kind{node.Step.Kind}"]}: {Short(node.Step.Texts, 40)}";

    /// <summary>Number and kind of the step that an id leads to; the id itself when there is none.</summary>
    public string PlaceOf(string stepId) =>
        stepId == ScriptTree.Nowhere ? _texts["Nowhere"]
        : Tree.All.FirstOrDefault(node => node.Step.Id == stepId) is { } node ? $"{node.Number}. {_texts[$"Kind{node.Step.Kind}"]}"
        : stepId;

    public ScriptTreeNode? NodeOf(ScriptFinding finding) => finding.StepId is { } id ? Tree.All.FirstOrDefault(node => node.Step.Id == id) : null;

    /// <summary>The field a finding is about, where it is about one; else null.</summary>
    public string? FieldOf(ScriptFinding finding)
    {
        var (choice, language) = finding switch
        {
            ScriptFinding.MissingText missing => (missing.Choice, missing.Language),
            ScriptFinding.SaysWhatIsNeverSaid says => (says.Choice, says.Language),
            ScriptFinding.UnknownMergeField field => (null, field.Language),
            ScriptFinding.NoFallback field => (null, field.Language),
            _ => ((string?)null, (string?)null),
        };
        if (language is null || NodeOf(finding) is not { } node)
        {
            return null;
        }

        var column = Columns.FirstOrDefault(tag => LanguageTags.Normalize(tag) == language) ?? language;
        var place = choice is null ? -1 : node.Step.Choices.Select(one => one.Id).ToList().IndexOf(choice);
        return ScriptTextFields.IdOf(place < 0 ? "text" : $"choice-{place}", "any", column);
    }

    /// <summary>The beginning of a text in the main language, on one line.</summary>
    public string Short(ScriptTexts texts, int length)
    {
        var text = (texts.Pick(Script.MainLanguage, Script.MainLanguage)?.Text.Any ?? "").ReplaceLineEndings(" ").Replace("**", "", StringComparison.Ordinal);
        return text.Length <= length ? text : string.Concat(text.AsSpan(0, length).TrimEnd(), "…");
    }

    private static IEnumerable<MissingText> MissingTexts(EditableScript script, ScriptTree tree, ScriptDocument document)
    {
        var steps = tree.All.SelectMany(node => node.Step.Choices.Select((choice, i) => (node.Index, $"choice-{i}", choice.Labels)).Prepend((node.Index, "text", node.Step.Texts)));
        var lines = document.NeverSay.Select((line, i) => (ScriptDraft.NeverSayPart, $"never-{i}", line));
        return from place in steps.Concat(lines)
               from language in script.Languages
               where place.Item3.Find(language) is null
               select new MissingText(place.Item1, ScriptTextFields.IdOf(place.Item2, "any", language), language);
    }
}
