namespace PhoneBank.Scripts;

/// <summary>Whether a finding keeps a script from being used, or only deserves a look.</summary>
public enum FindingWeight
{
    Warning,
    Error,
}

/// <summary>Something a script's author should know, named by what is wrong. The type's name is the key of its text.</summary>
public abstract record ScriptFinding
{
    private ScriptFinding(FindingWeight weight, string? stepId)
    {
        Weight = weight;
        StepId = stepId;
    }

    public FindingWeight Weight { get; }

    /// <summary>The step it is about; null when it is about the whole script or its "never say" list.</summary>
    public string? StepId { get; }

    /// <summary>Nothing to say in it.</summary>
    public sealed record Empty() : ScriptFinding(FindingWeight.Error, null);

    /// <summary>Two steps, or two choices of one step, share an id.</summary>
    public sealed record DuplicateId(string Step, string? Choice = null) : ScriptFinding(FindingWeight.Error, Step);

    /// <summary>The conversation does not open by asking whether it is a safe moment, with at least two answers to choose from.</summary>
    public sealed record NoOpeningSafetyStep(string? Step) : ScriptFinding(FindingWeight.Error, Step);

    /// <summary>The opening names the organisation or the campaign before it is known to be safe.</summary>
    public sealed record OpeningNamesTopic(string Step) : ScriptFinding(FindingWeight.Warning, Step);

    /// <summary>Money is asked for, but the opening does not say for which organisation.</summary>
    public sealed record MoneyOpeningHidesOrganization(string Step) : ScriptFinding(FindingWeight.Error, Step);

    /// <summary>The message for everybody's answering machine names the organisation or the campaign.</summary>
    public sealed record VoicemailNamesTopic(string Step) : ScriptFinding(FindingWeight.Error, Step);

    /// <summary>The conversation stops here without a goodbye.</summary>
    public sealed record DeadEnd(string Step, string? Choice = null) : ScriptFinding(FindingWeight.Error, Step);

    /// <summary>No answer leads here.</summary>
    public sealed record UnreachableStep(string Step) : ScriptFinding(FindingWeight.Warning, Step);

    /// <summary>Leads to a step that does not exist, or that is no part of the conversation.</summary>
    public sealed record UnknownNextStep(string Step, string Next, string? Choice = null) : ScriptFinding(FindingWeight.Error, Step);

    /// <summary>Suggests an outcome that the campaign does not have.</summary>
    public sealed record UnknownOutcome(string Step, string Choice, string Outcome) : ScriptFinding(FindingWeight.Error, Step);

    /// <summary>The conversation can come back here; an error when it can then never end.</summary>
    public sealed record Loop(string Step, bool NeverEnds) : ScriptFinding(NeverEnds ? FindingWeight.Error : FindingWeight.Warning, Step);

    /// <summary>This goodbye can be reached without any answer that suggests an outcome: the caller has to find one alone.</summary>
    public sealed record NoOutcome(string Step) : ScriptFinding(FindingWeight.Warning, Step);

    /// <summary>What callers read aloud holds a line that must never be said.</summary>
    public sealed record SaysWhatIsNeverSaid(string Step, string Language, string Line, string? Choice = null) : ScriptFinding(FindingWeight.Warning, Step);

    /// <summary>A choice question without choices.</summary>
    public sealed record NoChoices(string Step) : ScriptFinding(FindingWeight.Error, Step);

    /// <summary>A step that should be answered asks nothing.</summary>
    public sealed record NoQuestion(string Step) : ScriptFinding(FindingWeight.Error, Step);

    /// <summary>A day that is offered has no date, or no place at all.</summary>
    public sealed record DayNotReadable(string Step) : ScriptFinding(FindingWeight.Error, Step);

    /// <summary>One day is offered twice; its places are counted by day.</summary>
    public sealed record DayTwice(string Step, string Day) : ScriptFinding(FindingWeight.Error, Step);

    /// <summary>A text is missing in a language: an error in the campaign's main one, else it falls back and is flagged to the caller.</summary>
    public sealed record MissingText(string? Step, string Language, bool IsMain, string? Choice = null)
        : ScriptFinding(IsMain ? FindingWeight.Error : FindingWeight.Warning, Step);

    /// <summary>A word in braces that nothing fills, or a brace that is never closed (then the name is empty).</summary>
    public sealed record UnknownMergeField(string? Step, string Language, string Field) : ScriptFinding(FindingWeight.Error, Step);

    /// <summary>A field that is often empty, with nothing written to say instead.</summary>
    public sealed record NoFallback(string? Step, string Language, string Field) : ScriptFinding(FindingWeight.Warning, Step);
}
