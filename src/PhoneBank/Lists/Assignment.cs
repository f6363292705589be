namespace PhoneBank.Lists;

/// <summary>A call list handed to an organizer, a team, or everyone in the campaign.</summary>
public sealed class Assignment
{
    public Guid Id { get; init; }

    public Guid ListId { get; init; }

    /// <summary>With no volunteer and no team it is for everyone.</summary>
    public Guid? VolunteerId { get; init; }

    public Guid? TeamId { get; init; }

    /// <summary>The most entries one assignee may take; null means no limit. A maximum, not a reserved share.</summary>
    public int? Maximum { get; set; }

    public DateTime CreatedAt { get; init; }

    public Guid CreatedBy { get; init; }

    public DateTime? TakenBackAt { get; set; }
}
