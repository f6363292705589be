namespace PhoneBank.Campaigns;

/// <summary>
/// A time in which a campaign calls in spite of its own hours, days without calls and calendars, with the reason somebody gave. The
/// countries' ceilings, people's safe hours and the stop list hold nevertheless.
/// </summary>
public sealed class HoursOverride
{
    public Guid Id { get; init; }

    public Guid CampaignId { get; init; }

    /// <summary>UTC.</summary>
    public DateTime FromAt { get; init; }

    /// <summary>UTC, not included.</summary>
    public DateTime UntilAt { get; init; }

    /// <summary>Why, in the coordinator's own words; sealed under the installation's key.</summary>
    public byte[] SealedReason { get; init; } = [];

    public DateTime CreatedAt { get; init; }

    public Guid CreatedBy { get; init; }

    /// <summary>UTC. Ended before its time.</summary>
    public DateTime? EndedAt { get; set; }

    public Guid? EndedBy { get; set; }
}
