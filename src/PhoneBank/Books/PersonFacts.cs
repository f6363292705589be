using System.Collections.ObjectModel;
using PhoneBank.Phones;
using PhoneBank.Scripts;

namespace PhoneBank.Books;

/// <summary>What a row of a file or a form says about one person, read and checked, not yet part of any contact.</summary>
public sealed record PersonFacts
{
    public string First { get; init; } = "";

    public string Last { get; init; } = "";

    public string? ExternalId { get; init; }

    /// <summary>Its blind index in the book the facts are for, once somebody has made it.</summary>
    internal byte[]? ExternalIndex { get; set; }

    public IReadOnlyList<PhoneFact> Phones { get; init; } = [];

    public string? Email { get; init; }

    public string? Language { get; init; }

    public string? Country { get; init; }

    public string? TimeZone { get; init; }

    public AddressForm Form { get; init; }

    public string? City { get; init; }

    public string? Source { get; init; }

    public Consent Consent { get; init; }

    public string? Comment { get; init; }

    /// <summary>Weekly windows in their stored form.</summary>
    public string? SafeHours { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Custom fields whose values are words to filter by.</summary>
    public IReadOnlyDictionary<string, string> Choices { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Custom fields whose values are free text.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    internal bool IsNameless => NameKey.Of(First, Last).Length == 0;

    /// <summary>Keeps personal data out of logs.</summary>
    public override string ToString() => nameof(PersonFacts);
}

/// <summary>A number that can be dialled.</summary>
public sealed record PhoneFact(string E164, string? Country, PhoneKind Kind, bool Doubtful)
{
    /// <summary>Its blind index in the book the facts are for, once somebody has made it.</summary>
    internal byte[]? Index { get; set; }

    public override string ToString() => nameof(PhoneFact);
}
