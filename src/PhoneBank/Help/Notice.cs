namespace PhoneBank.Help;

/// <summary>A coordinator's word to the callers of a campaign, or to one of them, shown on their open pages.</summary>
public sealed class Notice
{
    public Guid Id { get; init; }

    public Guid CampaignId { get; init; }

    /// <summary>Only for this organizer; null for all callers of the campaign.</summary>
    public Guid? VolunteerId { get; init; }

    /// <summary>Sealed under the installation's key.</summary>
    public byte[] SealedText { get; init; } = [];

    /// <summary>UTC.</summary>
    public DateTime At { get; init; }

    public Guid By { get; init; }

    /// <summary>UTC. Shown until then.</summary>
    public DateTime Until { get; init; }

    public DateTime? WithdrawnAt { get; set; }
}

/// <summary>An organizer has read a notice and put it away.</summary>
public sealed class NoticeReading
{
    public Guid NoticeId { get; init; }

    public Guid VolunteerId { get; init; }

    public DateTime At { get; init; }
}
