using PhoneBank.Campaigns;

namespace PhoneBank.Lists;

/// <summary>
/// One contact's place in a campaign's queue; one per contact and campaign, whatever lists name the contact. It carries
/// copies of what the claim needs, so that handing out the next contact reads this table alone.
/// </summary>
public sealed class Entry
{
    public Guid Id { get; init; }

    public Guid CampaignId { get; init; }

    public Guid ListId { get; set; }

    public Guid ContactId { get; init; }

    public EntryState State { get; set; }

    /// <summary>UTC. Not handed out before; the epoch for entries never called.</summary>
    public DateTime ReadyAt { get; set; }

    /// <summary>0 never called, 1 called before: those never called go first.</summary>
    public int Pass { get; set; }

    /// <summary>A stable random number that decides between equals.</summary>
    public int RandomKey { get; init; }

    /// <summary>Copies from the contact.</summary>
    public string? Language { get; set; }

    public string? Country { get; set; }

    public Guid HoursClassId { get; set; }

    /// <summary>False when the contact has no callable phone, rests, or ended: a claim only reads this flag.</summary>
    public bool Callable { get; set; } = true;

    /// <summary>Attempts in this campaign that count (Busy apart).</summary>
    public int Attempts { get; set; }

    /// <summary>UTC. A promised callback (state Scheduled).</summary>
    public DateTime? CallbackAt { get; set; }

    /// <summary>Whose callback it is; null means anyone's.</summary>
    public Guid? CallbackFor { get; set; }

    public DateTime? LastCallAt { get; set; }

    public Guid? LastOutcomeId { get; set; }

    /// <summary>Why it is held: a coordinator is wanted now or in turn; null when it is not held.</summary>
    public CoordinatorNeed? HeldFor { get; set; }

    /// <summary>The language a caller heard, when it is not the contact's; a coordinator may still correct the contact.</summary>
    public string? ReroutedTo { get; set; }

    /// <summary>Moves with every change of state, to notice that someone was faster.</summary>
    public int Version { get; set; }
}

public enum EntryState
{
    Waiting,
    Claimed,

    /// <summary>A number was shown, the claim lapsed, and nobody has said what happened.</summary>
    Unreported,

    /// <summary>A callback is promised.</summary>
    Scheduled,

    /// <summary>Waits for a coordinator.</summary>
    Held,
    Done,
}

/// <summary>
/// A change of one of a list's counters (state or outcome), written in the transaction that made the change. A counter
/// is the sum of its rows; they are folded into one from time to time. Rows instead of one updated counter, because an
/// updated counter would make all callers of a list queue behind each other.
/// </summary>
public sealed class Tally
{
    public Guid Id { get; init; }

    public Guid ListId { get; init; }

    /// <summary><c>state:Waiting</c> or <c>outcome:</c> and the outcome's id.</summary>
    public string Key { get; init; } = "";

    public int N { get; init; }
}
