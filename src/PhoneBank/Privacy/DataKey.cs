namespace PhoneBank.Privacy;

/// <summary>
/// A data-encryption key, wrapped under the installation's master key. Each book has one; the installation has one for
/// labels, names of volunteers and the like. Destroying it makes everything sealed under it unreadable for ever.
/// </summary>
public sealed class DataKey
{
    public Guid Id { get; private set; }

    /// <summary>The book it belongs to; null for the installation's own key.</summary>
    public Guid? BookId { get; private set; }

    public byte[] Wrapped { get; private set; } = [];

    public DateTime CreatedAt { get; private set; }

    public static DataKey Create(Guid id, Guid? bookId, byte[] wrapped, DateTime now) =>
        new() { Id = id, BookId = bookId, Wrapped = wrapped, CreatedAt = now };
}
