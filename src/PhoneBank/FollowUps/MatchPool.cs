namespace PhoneBank.FollowUps;

/// <summary>Money a giver has promised to add to what others pledge, until it is spent. Only one is open in a campaign at a time.</summary>
public sealed class MatchPool
{
    public Guid Id { get; init; }

    public Guid CampaignId { get; init; }

    /// <summary>Hundredths of the currency.</summary>
    public long AmountInHundredths { get; set; }

    /// <summary>Of it, so much is claimed by pledges that stand. Kept in the same transaction as they are.</summary>
    public long TakenInHundredths { get; set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; init; } = "";

    /// <summary>How the giver allows it to be said, sealed under the installation's key.</summary>
    public byte[] SealedWording { get; set; } = [];

    /// <summary>UTC.</summary>
    public DateTime OpenedAt { get; init; }

    public Guid OpenedBy { get; init; }

    public DateTime? ClosedAt { get; set; }
}
