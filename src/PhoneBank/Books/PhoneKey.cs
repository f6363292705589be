namespace PhoneBank.Books;

/// <summary>
/// By which a number is found in its book: the blind index of a phone, apart from the phone itself. Keys come in no order,
/// so an import writes them sorted at its end; beside their phones each would rewrite a page of its own. A phone whose key
/// is not written yet belongs to an import that is not decided. Deleting a phone deletes its key (a trigger).
/// </summary>
public sealed class PhoneKey
{
    public Guid BookId { get; init; }

    public byte[] BlindIndex { get; init; } = [];

    public Guid PhoneId { get; init; }
}

/// <summary>The same for the ids that other systems gave to people. Several may have the same: other systems number their people from 1 as well.</summary>
public sealed class ExternalKey
{
    public Guid BookId { get; init; }

    public byte[] BlindIndex { get; init; } = [];

    public Guid ContactId { get; init; }
}
