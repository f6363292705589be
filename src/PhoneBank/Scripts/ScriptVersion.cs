namespace PhoneBank.Scripts;

/// <summary>One version of a campaign's script. Never changed: editing makes the next version. A call remembers the version it was made with.</summary>
public sealed class ScriptVersion
{
    public Guid Id { get; init; }

    public Guid CampaignId { get; init; }

    /// <summary>From 1.</summary>
    public int Number { get; init; }

    /// <summary>A sealed <see cref="ScriptDocument"/>, under the installation's key.</summary>
    public byte[] SealedDocument { get; set; } = [];

    public DateTime CreatedAt { get; init; }

    public Guid CreatedBy { get; init; }

    /// <summary>Who agreed to it; on an at-risk book somebody else than its author.</summary>
    public Guid? SignedOffBy { get; set; }

    /// <summary>UTC. With nobody in <see cref="SignedOffBy"/> it is a template as the product ships it.</summary>
    public DateTime? SignedOffAt { get; set; }

    /// <summary>The coordinator who objected while it waited for sign-off.</summary>
    public Guid? ObjectedBy { get; set; }

    public DateTime? ObjectedAt { get; set; }
}
