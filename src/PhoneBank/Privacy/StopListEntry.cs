namespace PhoneBank.Privacy;

/// <summary>
/// A number that must never be called again, in any book, known only by its keyed hash. Survives the erasure of the
/// contact. Lifted, not deleted, so that who and when stay known.
/// </summary>
public sealed class StopListEntry
{
    public Guid Id { get; init; }

    public byte[] Hash { get; init; } = [];

    public DateTime AddedAt { get; init; }

    public Guid? AddedBy { get; init; }

    /// <summary>The call in which the person asked for it; null when a coordinator added the number.</summary>
    public Guid? CallId { get; init; }

    public DateTime? LiftedAt { get; set; }

    public Guid? LiftedBy { get; set; }
}

/// <summary>One phone silenced by one stop-list entry. A phone with any is never handed out; lifting the entry deletes its rows.</summary>
public sealed class Suppression
{
    public Guid Id { get; init; }

    public Guid StopListEntryId { get; init; }

    public Guid PhoneId { get; init; }

    public Guid ContactId { get; init; }
}
