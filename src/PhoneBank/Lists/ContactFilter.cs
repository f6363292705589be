using System.Text.Json;
using System.Text.Json.Serialization;
using PhoneBank.Books;
using PhoneBank.FollowUps;
using PhoneBank.Privacy;

namespace PhoneBank.Lists;

/// <summary>
/// Which contacts of a book a list is made of. Everything given must hold; of several values of one kind any will do.
/// Holds ids and codes only, never a word about anybody. Unusable contacts and those who have died never match.
/// </summary>
public sealed record ContactFilter
{
    /// <summary>Stands for "unknown" in <see cref="Languages"/>, <see cref="Countries"/> and <see cref="TimeZones"/>.</summary>
    public const string Unknown = "";

    /// <summary>Everybody this import brought or met again.</summary>
    public Guid? ImportId { get; init; }

    /// <summary>Labels of kind Tag.</summary>
    public IReadOnlyList<Guid> TagIds { get; init; } = [];

    /// <summary>Labels of kind City.</summary>
    public IReadOnlyList<Guid> CityIds { get; init; } = [];

    /// <summary>BCP-47 tags as contacts have them, and <see cref="Unknown"/>.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>ISO codes, and <see cref="Unknown"/>.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>IANA zones as contacts have them, and <see cref="Unknown"/>.</summary>
    public IReadOnlyList<string> TimeZones { get; init; } = [];

    /// <summary>Labels of kind Source.</summary>
    public IReadOnlyList<Guid> SourceIds { get; init; } = [];

    public IReadOnlyList<Consent> Consents { get; init; } = [];

    /// <summary>Custom fields whose values are words; of one field any value will do, every field given must fit.</summary>
    public IReadOnlyList<FieldFilter> Fields { get; init; } = [];

    /// <summary>Nobody has called them in any campaign of the book, or in <see cref="CalledInCampaignId"/>.</summary>
    public bool NeverCalled { get; init; }

    /// <summary>Keys of outcomes: the last call, in whichever campaign of the book or in <see cref="CalledInCampaignId"/>, came to one of these.</summary>
    public IReadOnlyList<string> LastOutcomes { get; init; } = [];

    /// <summary>What is said about calls is about this campaign's; null: about those of every campaign of the book.</summary>
    public Guid? CalledInCampaignId { get; init; }

    /// <summary>Called at least so many times (attempts that count, in one campaign).</summary>
    public int? AttemptsAtLeast { get; init; }

    /// <summary>Called at most so many times; people who were never called fit.</summary>
    public int? AttemptsAtMost { get; init; }

    /// <summary>UTC. Nobody has called them since; people who were never called fit.</summary>
    public DateTime? NotCalledSince { get; init; }

    /// <summary>Answers to script questions; to one question any of the choices will do, every question given must fit. Withdrawn calls do not count.</summary>
    public IReadOnlyList<AnswerFilter> Answers { get; init; } = [];

    /// <summary>Something was promised in a call that stands.</summary>
    public PromiseFilter? Promised { get; init; }

    /// <summary>An import and nothing else: such a list is that import's, and never changes with the book.</summary>
    public bool IsOneImport => ImportId is not null && (this with { ImportId = null }).IsEverybody;

    /// <summary>Nothing is asked of anybody.</summary>
    [JsonIgnore]
    public bool IsEverybody => ToJson() == new ContactFilter().ToJson();

    /// <summary>Asks of each person only what stands in their own row.</summary>
    [JsonIgnore]
    public bool IsOfPeopleAlone =>
        (this with { CityIds = [], Languages = [], Countries = [], TimeZones = [], SourceIds = [], Consents = [] }).IsEverybody;

    public string ToJson() => JsonSerializer.Serialize(this, SealedJson.Options);

    public static ContactFilter FromJson(string json) =>
        JsonSerializer.Deserialize<ContactFilter>(json, SealedJson.Options) ?? throw new JsonException("A filter cannot be null.");
}

/// <summary>Which promises fit; everything left out means all.</summary>
/// <param name="CampaignId">Made in a call of this campaign.</param>
/// <param name="IsClosed">Kept, or not to be kept any more; else still open.</param>
/// <param name="OrganizerId">This volunteer sees to it.</param>
/// <param name="IsAnyones">Nobody in particular sees to it.</param>
public sealed record PromiseFilter(Guid? CampaignId, FollowUpKind? Kind, bool IsClosed, Guid? OrganizerId, bool IsAnyones);

/// <summary>A custom field and those of its values that fit, as labels.</summary>
public sealed record FieldFilter(Guid FieldId, IReadOnlyList<Guid> ValueIds);

/// <summary>A question of a campaign's script and those of its choices that fit.</summary>
public sealed record AnswerFilter(Guid CampaignId, string StepId, IReadOnlyList<string> ChoiceIds);
