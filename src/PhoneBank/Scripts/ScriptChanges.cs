namespace PhoneBank.Scripts;

/// <summary>A step that is in both versions and not the same.</summary>
/// <param name="Languages">In which something is worded otherwise.</param>
/// <param name="Led">What it is, asks, suggests or leads to is another.</param>
public sealed record ChangedStep(ScriptStep Before, ScriptStep After, IReadOnlyList<string> Languages, bool Led);

/// <summary>What one version of a script has otherwise than another. Steps are the same when their ids are.</summary>
/// <param name="Reordered">Steps that are in both stand in another order.</param>
public sealed record ScriptChanges(
    IReadOnlyList<ScriptStep> Added,
    IReadOnlyList<ScriptStep> Removed,
    IReadOnlyList<ChangedStep> Changed,
    bool Reordered,
    bool NeverSayChanged)
{
    public bool IsNone => Added.Count + Removed.Count + Changed.Count == 0 && !Reordered && !NeverSayChanged;

    public static ScriptChanges Between(ScriptDocument before, ScriptDocument after)
    {
        var old = ById(before);
        var now = ById(after);
        var kept = now.Values.Where(step => old.ContainsKey(step.Id)).ToList();
        return new ScriptChanges(
            [.. now.Values.Where(step => !old.ContainsKey(step.Id))],
            [.. old.Values.Where(step => !now.ContainsKey(step.Id))],
            [.. kept.Where(step => !Same(old[step.Id], step)).Select(step => Compare(old[step.Id], step))],
            !old.Keys.Where(now.ContainsKey).SequenceEqual(kept.Select(step => step.Id)),
            !Same(before with { Steps = [] }, after with { Steps = [] }));
    }

    private static ChangedStep Compare(ScriptStep before, ScriptStep after)
    {
        var (old, now) = (Texts(before), Texts(after));
        var languages = old.Concat(now).SelectMany(pair => pair.Value.ByLanguage.Keys).Distinct().Order(StringComparer.Ordinal)
            .Where(language => old.Keys.Union(now.Keys).Any(place => In(old, place, language) != In(now, place, language)));
        return new ChangedStep(before, after, [.. languages], !Same(Bare(before), Bare(after)));
    }

    private static Dictionary<string, ScriptStep> ById(ScriptDocument script) =>
        script.Steps.DistinctBy(step => step.Id).ToDictionary(step => step.Id, StringComparer.Ordinal);

    private static Dictionary<string, ScriptTexts> Texts(ScriptStep step) =>
        (step.Question?.Choices ?? []).Select(choice => ("choice " + choice.Id, choice.Labels))
            .Concat((step.Question?.Days ?? []).Select((day, i) => ($"day {i}", day.Labels)))
            .Prepend(("text", step.Texts))
            .DistinctBy(pair => pair.Item1)
            .ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);

    private static ScriptText? In(Dictionary<string, ScriptTexts> texts, string place, string language) =>
        texts.GetValueOrDefault(place)?.ByLanguage.GetValueOrDefault(language);

    private static ScriptStep Bare(ScriptStep step) => step with
    {
        Texts = ScriptTexts.None,
        Question = step.Question is null
            ? null
            : step.Question with
            {
                Choices = [.. step.Question.Choices.Select(choice => choice with { Labels = ScriptTexts.None })],
                Days = [.. step.Question.Days.Select(day => day with { Labels = ScriptTexts.None })],
            },
    };

    private static bool Same(ScriptStep one, ScriptStep other) => Same(new ScriptDocument { Steps = [one] }, new ScriptDocument { Steps = [other] });

    private static bool Same(ScriptDocument one, ScriptDocument other) => one.ToUtf8().AsSpan().SequenceEqual(other.ToUtf8());
}
