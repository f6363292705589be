namespace PhoneBank.Volunteers;

/// <summary>A way back in for an organizer who lost the words: shown by a coordinator as a QR or link, good once and for a short time.</summary>
public sealed class ReEntry
{
    public Guid Id { get; init; }

    public Guid VolunteerId { get; init; }

    /// <summary>Keyed hash; the token itself is nowhere in the database.</summary>
    public byte[] TokenHash { get; init; } = [];

    public Guid MadeBy { get; init; }

    /// <summary>UTC.</summary>
    public DateTime MadeAt { get; init; }

    /// <summary>UTC.</summary>
    public DateTime ExpiresAt { get; init; }

    public DateTime? UsedAt { get; set; }

    public DateTime? RevokedAt { get; set; }
}
