namespace PhoneBank.Reports;

/// <summary>What calls are counted by.</summary>
public enum CallSumKind
{
    /// <summary>Key: the id of the outcome a call counts by.</summary>
    Outcome,

    /// <summary>Key: the weekday (0 is Sunday) times 24 plus the hour in which the call was recorded, in the zone of the campaign.</summary>
    Hour,

    /// <summary>Key: the id of who called; empty when nobody can tell any more.</summary>
    Organizer,

    /// <summary>Key: the language tag the script was read in; empty when unknown.</summary>
    Language,

    /// <summary>Key: step and chosen answer, with a colon between.</summary>
    Answer,

    /// <summary>Key: the how manieth call to somebody not reached before it was; the last one stands for all later ones too.</summary>
    Attempt,

    /// <summary>Key: <see cref="CallSum.Promised"/>, or how a call came after a promised callback: a <see cref="Calling.CallbackTiming"/>.</summary>
    Callback,
}

/// <summary>
/// How many calls of one list and one day have one thing in common. Kept by <see cref="SummarizeCalls"/> for calls old enough that their
/// callers cannot take them back, so that a report never reads the calls of a campaign. Who called is summed up by the day, so that no
/// sum tells who made a particular call.
/// </summary>
public sealed class CallSum
{
    /// <summary>The key of callbacks that were promised.</summary>
    public const string Promised = "Promised";

    public Guid CampaignId { get; init; }

    /// <summary>The <see cref="DateOnly.DayNumber"/> of the day on which the calls were recorded, in the zone of the campaign.</summary>
    public int Day { get; init; }

    public Guid ListId { get; init; }

    public CallSumKind Kind { get; init; }

    public string Key { get; init; } = "";

    public int Calls { get; set; }

    /// <summary>Of these, those in which the person was reached.</summary>
    public int Reached { get; set; }
}

/// <summary>How far a campaign's calls are summed up.</summary>
public sealed class CallSumMark
{
    public Guid CampaignId { get; init; }

    /// <summary>UTC. Calls recorded before are in the sums, later ones are not.</summary>
    public DateTime UntilAt { get; set; }

    /// <summary>The zone the days of the sums are meant in; when the campaign moves to another one, all is counted anew.</summary>
    public string Zone { get; set; } = "";

    /// <summary>Moves with every change of the sums: what was counted beside somebody else is not written.</summary>
    public int Version { get; set; }
}

/// <summary>A call counts differently than before. The day it was recorded on is counted anew when that day is in the sums.</summary>
public sealed class StaleCall
{
    public Guid Id { get; init; }

    public Guid CampaignId { get; init; }

    /// <summary>UTC, when the call was recorded.</summary>
    public DateTime At { get; init; }
}
