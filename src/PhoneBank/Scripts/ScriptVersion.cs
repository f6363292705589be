namespace PhoneBank.Scripts;

/// <summary>One version of a campaign's script. Never changed: editing makes the next version. A call remembers the version it was made with.</summary>
public sealed class ScriptVersion
{
    public Guid Id { get; init; }

    public Guid CampaignId { get; init; }

    /// <summary>From 1.</summary>
    public int Number { get; init; }

    /// <summary>A sealed <see cref="ScriptDocument"/>, under the installation's key.</summary>
    public byte[] SealedDocument { get; init; } = [];

    public DateTime CreatedAt { get; init; }

    public Guid CreatedBy { get; init; }

    /// <summary>Who agreed to it; on an at-risk book somebody else than its author.</summary>
    public Guid? SignedOffBy { get; set; }

    public DateTime? SignedOffAt { get; set; }
}
