namespace PhoneBank.Reviews;

/// <summary>Why a coordinator is asked to look at a call, the strongest reason first.</summary>
public enum ReviewReason
{
    /// <summary>Somebody else had recorded a call meanwhile.</summary>
    Conflicting,

    /// <summary>The caller asked for it.</summary>
    Asked,

    /// <summary>A text holds details that point at somebody.</summary>
    Details,

    /// <summary>One of the organizer's first calls.</summary>
    Newcomer,

    /// <summary>By chance.</summary>
    Sampled,
}

public enum ReviewVerdict
{
    Waiting,
    Approved,

    /// <summary>The call counts by another outcome; the one recorded is kept.</summary>
    Corrected,

    /// <summary>The organizer reads the feedback before the next call.</summary>
    Returned,
}

/// <summary>A call a coordinator is asked to look at, and what came of it. One for each call that was picked.</summary>
public sealed class Review
{
    /// <summary>How long an opened review is its reviewer's alone.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>Characters of a reason or of feedback.</summary>
    public const int LongestText = 1000;

    public Guid Id { get; init; }

    public Guid CallId { get; init; }

    public Guid CampaignId { get; init; }

    public Guid BookId { get; init; }

    /// <summary>Who called; null once the link between caller and contact is cut.</summary>
    public Guid? OrganizerId { get; set; }

    public ReviewReason Reason { get; init; }

    public ReviewVerdict Verdict { get; set; }

    /// <summary>UTC, when the call was recorded.</summary>
    public DateTime PickedAt { get; init; }

    /// <summary>Who has it open, until <see cref="TakenUntil"/>.</summary>
    public Guid? TakenBy { get; set; }

    /// <summary>UTC.</summary>
    public DateTime? TakenUntil { get; set; }

    public Guid? JudgedBy { get; set; }

    /// <summary>UTC.</summary>
    public DateTime? JudgedAt { get; set; }

    /// <summary>What the call counts by since it was corrected.</summary>
    public Guid? CorrectedOutcomeId { get; set; }

    /// <summary>Sealed under the book's key: the reason of a correction, or the feedback.</summary>
    public byte[]? SealedText { get; set; }

    /// <summary>UTC, when the organizer said that the feedback was read.</summary>
    public DateTime? AcknowledgedAt { get; set; }
}
