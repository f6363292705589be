namespace PhoneBank.IdentifiedExports;

/// <summary>A wish of a coordinator to take names and numbers out of a book, and what became of it. Kept for good; every coordinator of the book sees it.</summary>
public sealed class IdentifiedRequest
{
    public Guid Id { get; init; }

    public Guid BookId { get; init; }

    public Guid CampaignId { get; init; }

    /// <summary>Null means all lists of the campaign.</summary>
    public Guid? ListId { get; init; }

    public Guid AskedBy { get; init; }

    /// <summary>UTC.</summary>
    public DateTime AskedAt { get; init; }

    /// <summary>Sealed under the book's key; never empty.</summary>
    public byte[] SealedReason { get; init; } = [];

    public IdentifiedWay Way { get; init; }

    /// <summary>Who agreed, where a second coordinator has to.</summary>
    public Guid? ApprovedBy { get; set; }

    /// <summary>UTC.</summary>
    public DateTime? ApprovedAt { get; set; }

    /// <summary>Who put an end to it before its time; any coordinator of the book may.</summary>
    public Guid? EndedBy { get; set; }

    /// <summary>UTC.</summary>
    public DateTime? EndedAt { get; set; }

    /// <summary>UTC. When the file was begun; it is there for <see cref="IdentifiedRules.FileLife"/> from then.</summary>
    public DateTime? MadeAt { get; set; }

    /// <summary>Of the encrypted file; 0 until it is whole.</summary>
    public long Bytes { get; set; }

    /// <summary>People's rows, without the head.</summary>
    public int Rows { get; set; }

    /// <summary>UTC. First fetched.</summary>
    public DateTime? FetchedAt { get; set; }
}

/// <summary>What stands between the wish and the file; follows from the book's level when it was asked.</summary>
public enum IdentifiedWay
{
    /// <summary>The passphrase alone.</summary>
    AtOnce,

    /// <summary>Another coordinator agrees within <see cref="IdentifiedRules.ApprovalWithin"/>.</summary>
    SecondCoordinator,

    /// <summary>There are too few coordinators: a day passes in which any of them can end it.</summary>
    Wait,
}

/// <summary>Where a request stands at a moment.</summary>
public enum IdentifiedState
{
    WaitsForApproval,

    /// <summary>Nobody agreed in time.</summary>
    NotApproved,

    /// <summary>Time has to pass.</summary>
    Waits,

    /// <summary>The file can be made by whoever asked.</summary>
    Ready,

    /// <summary>It was ready and never made.</summary>
    Lapsed,

    /// <summary>The file is there.</summary>
    Made,

    /// <summary>The file was there and is deleted.</summary>
    Gone,

    /// <summary>A coordinator put an end to it.</summary>
    Ended,
}
