namespace PhoneBank.FollowUps;

/// <summary>What a yes promised in a call: mine or anyone's, until done. Written with the call, taken back with it.</summary>
public sealed class FollowUp
{
    public Guid Id { get; init; }

    public FollowUpKind Kind { get; init; }

    public Guid CallId { get; init; }

    public Guid CampaignId { get; init; }

    public Guid EntryId { get; init; }

    public Guid ContactId { get; init; }

    public Guid BookId { get; init; }

    /// <summary>Who sees to it; null for anyone.</summary>
    public Guid? OrganizerId { get; set; }

    /// <summary>The step of the script whose answer made the promise; empty when the outcome alone did.</summary>
    public string StepId { get; init; } = "";

    /// <summary>The day that was promised, <c>yyyy-MM-dd</c>: the same text as the answer's, so that both databases count it alike.</summary>
    public string? Day { get; init; }

    /// <summary>Hundredths of the currency. Never added up across currencies.</summary>
    public long? AmountInHundredths { get; init; }

    /// <summary>ISO 4217.</summary>
    public string? Currency { get; init; }

    /// <summary>Of the amount, so much is doubled out of a match pool.</summary>
    public long? MatchedInHundredths { get; init; }

    public Guid? MatchPoolId { get; init; }

    /// <summary>What the giver writes with the donation, so that it is known whose it is.</summary>
    public string? Reference { get; init; }

    /// <summary>UTC.</summary>
    public DateTime At { get; init; }

    /// <summary>UTC, when the call was withdrawn.</summary>
    public DateTime? WithdrawnAt { get; set; }

    /// <summary>UTC, when it was closed: kept (paid, came, sent, talked), or not to be kept any more.</summary>
    public DateTime? DoneAt { get; set; }

    public Guid? DoneBy { get; set; }

    /// <summary>Null while it is open.</summary>
    public FollowUpEnd? EndedAs { get; set; }

    /// <summary>Of a pledge that was kept: what came, in hundredths of its currency.</summary>
    public long? PaidInHundredths { get; set; }
}

public enum FollowUpKind
{
    Event,
    Pledge,
    Talk,
    Material,
}

/// <summary>What came of a promise.</summary>
public enum FollowUpEnd
{
    /// <summary>Paid, came, sent, talked.</summary>
    Kept,

    /// <summary>Of a promise to come.</summary>
    DidNotCome,

    /// <summary>Does not want to, or cannot, any more.</summary>
    Withdrew,
}
