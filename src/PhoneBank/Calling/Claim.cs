namespace PhoneBank.Calling;

/// <summary>
/// A lease: one organizer holds one entry until it expires. A viewing claim shows first name, language and card; a calling
/// claim shows the number. While it is not ended nobody else can hold the entry, and its owner can hold no other.
/// </summary>
public sealed class Claim
{
    public Guid Id { get; init; }

    public Guid EntryId { get; init; }

    public Guid ListId { get; init; }

    public Guid CampaignId { get; init; }

    public Guid BookId { get; init; }

    public Guid ContactId { get; init; }

    public Guid OrganizerId { get; init; }

    public ClaimKind Kind { get; set; }

    public DateTime TakenAt { get; init; }

    /// <summary>UTC. When the first number was shown.</summary>
    public DateTime? RevealedAt { get; set; }

    /// <summary>The phone now shown.</summary>
    public Guid? PhoneId { get; set; }

    /// <summary>UTC. Viewing 10 minutes, calling 45, renewed by activity.</summary>
    public DateTime ExpiresAt { get; set; }

    /// <summary>The state the entry goes back to when the claim ends without a call.</summary>
    public Lists.EntryState FromState { get; init; }

    /// <summary>A sealed <see cref="CallDraft"/> under the book's key.</summary>
    public byte[]? SealedDraft { get; set; }

    /// <summary>Moves with every save; a save that is behind is appended, never dropped.</summary>
    public int DraftVersion { get; set; }

    public DateTime? EndedAt { get; set; }

    public ClaimEnd? EndedBy { get; set; }

    /// <summary>UTC. For a lapsed calling claim: when its owner (or the 20 h rule) said what happened.</summary>
    public DateTime? ReportedAt { get; set; }
}

public enum ClaimKind
{
    Viewing,
    Calling,
}

public enum ClaimEnd
{
    /// <summary>A call was recorded.</summary>
    Recorded,
    Skipped,
    Released,

    /// <summary>A viewing claim ran out; the entry went back.</summary>
    Expired,

    /// <summary>A calling claim ran out; the entry is unreported.</summary>
    Lapsed,

    /// <summary>Taken back by a coordinator, a pause or a suspension.</summary>
    TakenBack,
}

/// <summary>What a caller has typed and chosen so far.</summary>
public sealed record CallDraft
{
    /// <summary>By step id: a choice's id, or typed text.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();

    /// <summary>By step id: answers to steps the conversation has left again. Never recorded, but there when it comes back to them.</summary>
    public IReadOnlyDictionary<string, string> AnswersAside { get; init; } = new Dictionary<string, string>();

    public string? NoteToCallers { get; init; }

    public string? MessageToCoordinator { get; init; }

    public string? OutcomeKey { get; init; }

    /// <summary>Local date and time in the contact's zone, <c>yyyy-MM-ddTHH:mm</c>.</summary>
    public string? CallbackLocal { get; init; }

    /// <summary>A day typed so far, <c>yyyy-MM-dd</c>, while the moment is not complete.</summary>
    public string? CallbackDate { get; init; }

    /// <summary>A time typed so far, <c>HH:mm</c>, while the moment is not complete.</summary>
    public string? CallbackTime { get; init; }

    public bool CallbackMine { get; init; }

    /// <summary>The person asked for another caller next time.</summary>
    public bool NotByMeAgain { get; init; }

    /// <summary>A coordinator is asked to look at the call.</summary>
    public bool AsksReview { get; init; }

    /// <summary>The language the script is read in, where it was switched.</summary>
    public string? Language { get; init; }

    /// <summary>The form in which the script addresses the person, where it was set on this call.</summary>
    public Scripts.AddressForm? AddressForm { get; init; }

    /// <summary>The version of the script this call is led by, however many are signed off meanwhile.</summary>
    public Guid? ScriptVersionId { get; init; }

    /// <summary>The language the person speaks, where the outcome asks for it.</summary>
    public string? SpeaksLanguage { get; init; }

    /// <summary>The contact's zone, where it had to be asked.</summary>
    public string? CallbackZone { get; init; }

    public string? Reason { get; init; }

    /// <summary>No next person was wanted after this one.</summary>
    public bool StopAfter { get; init; }

    /// <summary>Names of the parts of the page that stood open.</summary>
    public IReadOnlyList<string> Open { get; init; } = [];

    /// <summary>The page it was typed on.</summary>
    public Guid? Page { get; init; }

    /// <summary>Counts the saves of one page, so that one which comes late, or twice, does not undo a newer one.</summary>
    public int Sequence { get; init; }
}
