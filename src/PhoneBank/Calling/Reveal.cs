namespace PhoneBank.Calling;

/// <summary>A phone number was first shown to an organizer in a claim. Counted against the budget.</summary>
public sealed class Reveal
{
    public Guid Id { get; init; }

    public Guid OrganizerId { get; init; }

    public Guid BookId { get; init; }

    public Guid ContactId { get; init; }

    public Guid PhoneId { get; init; }

    public Guid ClaimId { get; init; }

    public DateTime At { get; init; }
}

/// <summary>An organizer passed an entry on; it does not come back to her or him in this campaign.</summary>
public sealed class Skip
{
    public Guid Id { get; init; }

    public Guid OrganizerId { get; init; }

    public Guid CampaignId { get; init; }

    public Guid EntryId { get; init; }

    public DateTime At { get; init; }

    /// <summary>Why: a code of <see cref="SkipReason"/>.</summary>
    public SkipReason Reason { get; init; }
}

public enum SkipReason
{
    /// <summary>I know this person.</summary>
    KnowPerson,

    /// <summary>I do not speak the language well enough.</summary>
    Language,

    /// <summary>I would rather not; no reason asked.</summary>
    RatherNot,

    /// <summary>An outcome said never the same caller.</summary>
    Outcome,
}

/// <summary>A coordinator let an organizer go on past a budget.</summary>
public sealed class BudgetExtension
{
    public Guid Id { get; init; }

    public Guid OrganizerId { get; init; }

    public Guid BookId { get; init; }

    /// <summary>Further reveals on top of the level's figures.</summary>
    public int Extra { get; init; }

    public DateTime At { get; init; }

    /// <summary>UTC. Counts until then.</summary>
    public DateTime Until { get; init; }

    public Guid By { get; init; }
}
