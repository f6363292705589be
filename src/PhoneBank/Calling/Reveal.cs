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
