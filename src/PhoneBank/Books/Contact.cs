using System.Text.Json.Serialization;

namespace PhoneBank.Books;

/// <summary>A person in a book. Everything that says who it is, is in one sealed document.</summary>
public sealed class Contact
{
    public Guid Id { get; init; }

    public Guid BookId { get; init; }

    /// <summary>A sealed <see cref="ContactDetails"/>, under the book's key.</summary>
    public byte[] SealedDetails { get; set; } = [];

    /// <summary>BCP-47 tag of the language to call in; null means unknown, which is its own value and never English.</summary>
    public string? Language { get; set; }

    /// <summary>ISO code; from the file, else from the number.</summary>
    public string? Country { get; set; }

    /// <summary>IANA zone when known.</summary>
    public string? TimeZone { get; set; }

    public Scripts.AddressForm AddressForm { get; set; }

    /// <summary>A label of kind City.</summary>
    public Guid? CityId { get; set; }

    /// <summary>A label of kind Source.</summary>
    public Guid? SourceId { get; set; }

    public Consent Consent { get; set; }

    /// <summary>The group of contacts that can be called at the very same hours; see <c>HoursClass</c>.</summary>
    public Guid HoursClassId { get; set; }

    /// <summary>The import that brought this contact, whom nobody sees until it is done; see <see cref="Book.UndecidedImportId"/>.</summary>
    public Guid? ImportId { get; set; }

    /// <summary>Phones that are neither bad nor suppressed; 0 means nobody is handed this contact.</summary>
    public int CallablePhones { get; set; }

    /// <summary>UTC. Rests in the whole book until then (not interested).</summary>
    public DateTime? RestsUntil { get; set; }

    /// <summary>UTC. Died: never called again in this book.</summary>
    public DateTime? EndedAt { get; set; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; set; }
}

public enum Consent
{
    Unknown,
    Given,
    Refused,
}

/// <summary>What is sealed of a contact.</summary>
public sealed record ContactDetails
{
    /// <summary>Everybody known at this contact's number, in the order they came; usually one.</summary>
    public IReadOnlyList<ContactName> Names { get; init; } = [];

    public string? Email { get; init; }

    /// <summary>What the file said about this person; for coordinators.</summary>
    public string? Comment { get; init; }

    public SafeContactCard? Card { get; init; }

    /// <summary>Answers of the file in columns the importer chose to keep and that have too many different values to be labels.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; init; }
}

/// <summary>A name at a number, with the id under which the system the list came from knows that person.</summary>
public sealed record ContactName(string First, string Last, string? ExternalId)
{
    [JsonIgnore]
    public string Full => string.Join(' ', new[] { First, Last }.Where(part => part.Length > 0));
}

/// <summary>How to reach someone without harm.</summary>
public sealed record SafeContactCard
{
    /// <summary>Weekly windows in which it is safe to call, as text such as <c>Su-Th 18:00-21:00</c>; null means the usual hours.</summary>
    public string? SafeHours { get; init; }

    /// <summary>Null means the level's default.</summary>
    public VoicemailWish? Voicemail { get; init; }

    /// <summary>Who else may answer and may be spoken to.</summary>
    public string? WhoMayAnswer { get; init; }

    /// <summary>What to say when somebody else answers.</summary>
    public string? CoverWording { get; init; }

    public string? PreferredChannel { get; init; }
}

public enum VoicemailWish
{
    No,
    YesUnnamed,
    YesNamed,
}
