namespace PhoneBank.Volunteers;

/// <summary>
/// A link or QR that lets people join one campaign as organizers until it ends or is used up. Its token and its typed
/// code are nowhere in the database, only their keyed hashes are; with the installation's key they can be shown again.
/// </summary>
public sealed class Invitation
{
    public Guid Id { get; init; }

    public Guid CampaignId { get; init; }

    public byte[] TokenHash { get; init; } = [];

    public Guid CreatedBy { get; init; }

    public DateTime CreatedAt { get; init; }

    /// <summary>UTC. Nobody joins from this moment on; members stay until the campaign closes.</summary>
    public DateTime ExpiresAt { get; set; }

    public int MaxUses { get; set; }

    public int Uses { get; set; }

    public DateTime? RevokedAt { get; set; }

    public Guid? RevokedBy { get; set; }

    /// <summary>Keyed hash of the eight-character code that can be typed while the coordinator's join page is open.</summary>
    public byte[]? JoinCodeHash { get; set; }

    /// <summary>UTC. The typed code works until then; the open join page keeps pushing it forward.</summary>
    public DateTime? JoinCodeUntil { get; set; }

    /// <summary>Wrong codes typed so far; past 20 the code is dead.</summary>
    public int JoinCodeWrongTries { get; set; }

    /// <summary>Wrong codes after which the typed code is dead for good.</summary>
    public const int MaxWrongTries = 20;

    public bool IsOpen(DateTime now) => RevokedAt is null && now < ExpiresAt && Uses < MaxUses;
}
