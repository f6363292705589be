namespace PhoneBank.Campaigns;

/// <summary>An outcome of a campaign: a label and flags. The definition is kept whole, so that a campaign's rules never change behind its back.</summary>
public sealed class Outcome
{
    public Guid Id { get; init; }

    public Guid CampaignId { get; init; }

    /// <summary>Short stable name such as <c>no-answer</c>; what exports say.</summary>
    public string Key { get; init; } = "";

    public OutcomeGroup Group { get; set; }

    /// <summary>Order on the call page, from 0.</summary>
    public int Position { get; set; }

    /// <summary>The <see cref="OutcomeDefinition"/> as JSON: labels, consequences and flags. Not personal.</summary>
    public OutcomeDefinition Definition { get; set; } = null!;

    /// <summary>No longer offered; calls that have it keep it.</summary>
    public DateTime? RetiredAt { get; set; }
}
