namespace PhoneBank.Scripts;

/// <summary>The conversation as a graph. Where ids repeat, the first step of an id is the one that is led to.</summary>
internal sealed class ScriptFlow(ScriptDocument script)
{
    private readonly Dictionary<string, ScriptStep> _steps =
        script.Conversation.DistinctBy(step => step.Id).ToDictionary(step => step.Id, StringComparer.Ordinal);

    public ScriptStep? Step(string id) => _steps.GetValueOrDefault(id);

    /// <summary>Every way out of a step with the choice that takes it; no choice means the question was left open or there is none.</summary>
    public IEnumerable<(ScriptChoice? Choice, string? Next)> WaysOut(ScriptStep step) =>
        step.Kind == StepKind.Close ? []
        : step.Choices is { Count: > 0 } choices ? choices.Select(choice => ((ScriptChoice?)choice, script.NextIdOf(step, choice)))
        : [(null, script.NextIdOf(step))];

    /// <summary>The steps that can come after this one; the step itself only when one can come back to it.</summary>
    public HashSet<ScriptStep> After(ScriptStep step) => Reach(Following(step, Any), Any);

    /// <summary>This step and all that can come after it, by the choices that <paramref name="taken"/> allows.</summary>
    public HashSet<ScriptStep> From(ScriptStep step, Func<ScriptChoice, bool>? taken = null) => Reach([step], taken ?? Any);

    public bool Ends(ScriptStep step) => WaysOut(step).All(way => way.Next is null);

    private static bool Any(ScriptChoice choice) => true;

    private HashSet<ScriptStep> Reach(IEnumerable<ScriptStep> starts, Func<ScriptChoice, bool> taken)
    {
        var reached = new HashSet<ScriptStep>(ReferenceEqualityComparer.Instance);
        var open = new Queue<ScriptStep>(starts);
        while (open.TryDequeue(out var step))
        {
            if (reached.Add(step))
            {
                foreach (var next in Following(step, taken))
                {
                    open.Enqueue(next);
                }
            }
        }

        return reached;
    }

    private IEnumerable<ScriptStep> Following(ScriptStep step, Func<ScriptChoice, bool> taken) =>
        WaysOut(step).Where(way => way.Choice is null || taken(way.Choice))
            .Select(way => way.Next is null ? null : Step(way.Next)).Where(next => next is not null).Select(next => next!);
}
