namespace PhoneBank.Books;

/// <summary>Finds a contact by the id that another system gave it; only the keyed hash is here, the id itself is sealed in the details.</summary>
public sealed class ContactExternalId
{
    public Guid BookId { get; init; }

    public Guid ContactId { get; init; }

    public byte[] BlindIndex { get; init; } = [];
}
