namespace PhoneBank.Volunteers;

/// <summary>A volunteer's place among the callers of a campaign. Without an admission it is the waiting room.</summary>
public sealed class CampaignMember
{
    public Guid Id { get; init; }

    public Guid CampaignId { get; init; }

    public Guid VolunteerId { get; init; }

    public Guid? InvitationId { get; init; }

    public DateTime JoinedAt { get; init; }

    public DateTime? AdmittedAt { get; set; }

    /// <summary>Who admitted; null when the book's level admits at once.</summary>
    public Guid? AdmittedBy { get; set; }

    public DateTime? RemovedAt { get; set; }

    public Guid? RemovedBy { get; set; }

    /// <summary>UTC, since when a coordinator lets this caller take nobody; null while calling is free.</summary>
    public DateTime? PausedAt { get; set; }

    public Guid? PausedBy { get; set; }
}

/// <summary>A coordinator's membership of a book: the start of everything she or he can see.</summary>
public sealed class BookMember
{
    public Guid BookId { get; init; }

    public Guid VolunteerId { get; init; }

    public DateTime AddedAt { get; init; }

    public Guid? AddedBy { get; init; }
}

/// <summary>Organizers grouped for assignment, within one campaign.</summary>
public sealed class Team
{
    public Guid Id { get; init; }

    public Guid CampaignId { get; init; }

    public byte[] SealedName { get; set; } = [];

    public DateTime CreatedAt { get; init; }
}

public sealed class TeamMember
{
    public Guid TeamId { get; init; }

    public Guid VolunteerId { get; init; }
}
