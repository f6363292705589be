namespace PhoneBank.Books;

/// <summary>
/// A word used for many contacts (tag, city, source, a value of a custom field). Filters and reports work on its id;
/// the word is sealed under the installation's key, so a stolen disk shows no words.
/// </summary>
public sealed class Label
{
    public Guid Id { get; init; }

    public Guid BookId { get; init; }

    public LabelKind Kind { get; init; }

    /// <summary>The custom field a value belongs to; null for other kinds.</summary>
    public Guid? FieldId { get; init; }

    public byte[] SealedText { get; set; } = [];

    /// <summary>Blind index of the folded word, to find it again.</summary>
    public byte[] BlindIndex { get; init; } = [];

    /// <summary>The running import that brought the word; goes with it when that import is rolled back.</summary>
    public Guid? ImportId { get; set; }
}

public enum LabelKind
{
    Tag,
    City,
    Source,
    Field,
    FieldValue,
}

/// <summary>A tag or a custom field's value on a contact.</summary>
public sealed class ContactLabel
{
    public Guid ContactId { get; init; }

    public Guid LabelId { get; init; }
}
