using PhoneBank.Phones;

namespace PhoneBank.Books;

/// <summary>One number of a contact. In a book a number belongs to one contact only.</summary>
public sealed class ContactPhone
{
    public Guid Id { get; init; }

    public Guid ContactId { get; init; }

    public Guid BookId { get; init; }

    /// <summary>The order in which to try them, from 0.</summary>
    public int Position { get; set; }

    /// <summary>The number in E.164, sealed under the book's key.</summary>
    public byte[] SealedNumber { get; set; } = [];

    /// <summary>The number's blind index in this book.</summary>
    public byte[] BlindIndex { get; set; } = [];

    public string? Country { get; set; }

    public PhoneKind Kind { get; set; }

    /// <summary>Possible, but not in the numbering plan we know.</summary>
    public bool Doubtful { get; set; }

    /// <summary>UTC. A caller found that it does not work or is someone else's.</summary>
    public DateTime? BadSince { get; set; }

    /// <summary>On the stop list; kept in step with the rows of <c>Suppression</c>.</summary>
    public bool Suppressed { get; set; }

    public Guid? ImportId { get; init; }
}
