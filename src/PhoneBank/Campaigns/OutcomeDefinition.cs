using System.Text.Json.Serialization;
using PhoneBank.Scripts;

namespace PhoneBank.Campaigns;

/// <summary>Where an outcome stands on the call page.</summary>
public enum OutcomeGroup
{
    NotReached,
    Reached,
    Care,
}

/// <summary>Whether a coordinator is asked to look.</summary>
public enum CoordinatorNeed
{
    No,

    /// <summary>With the others that wait.</summary>
    InTurn,

    /// <summary>Whoever is on shift is alarmed at once.</summary>
    Now,
}

/// <summary>What happens when an outcome has been recorded as often as <see cref="OutcomeDefinition.MaxPerCampaign"/> says.</summary>
public enum AtMaximum
{
    /// <summary>The entry is done.</summary>
    EndsEntry,

    /// <summary>The entry goes on, the outcome is no longer offered.</summary>
    NotOffered,
}

/// <summary>What an outcome is called, and in a few words what it will cause.</summary>
public sealed record OutcomeText(string Label, string Consequence);

/// <summary>What a call can come to. Behaviour is in the flags; no code asks for a key by name.</summary>
public sealed record OutcomeDefinition
{
    /// <summary>Lower case letters, digits and underscores; scripts and exports refer to it.</summary>
    public required string Key { get; init; }

    public required OutcomeGroup Group { get; init; }

    /// <summary>Label and consequence by language of the interface.</summary>
    public IReadOnlyDictionary<string, OutcomeText> Texts { get; init; } = new Dictionary<string, OutcomeText>();

    /// <summary>The person themselves was on the line.</summary>
    public bool Reached { get; init; }

    /// <summary>Nobody calls this person again in this campaign.</summary>
    public bool EndsEntry { get; init; }

    /// <summary>The number is marked bad: the entry goes on with the person's next phone, or ends when there is none.</summary>
    public bool NumberIsBad { get; init; }

    /// <summary>The person's numbers go on the stop list of all books, at once.</summary>
    public bool SuppressEverywhere { get; init; }

    public CoordinatorNeed NeedsCoordinator { get; init; }

    /// <summary>The entry waits until a coordinator has decided.</summary>
    public bool Holds { get; init; }

    /// <summary>Minutes until the person may be called again; null when that does not apply, or at once.</summary>
    public int? RetryAfterMinutes { get; init; }

    /// <summary>The waits after the second time, the third and so on, in minutes; the last goes on. Empty: always as after the first.</summary>
    public IReadOnlyList<int> LaterRetriesMinutes { get; init; } = [];

    /// <summary>The next try is in another part of the day.</summary>
    public bool AnotherPartOfDay { get; init; }

    /// <summary>How often it may be recorded for one person in a day; then the entry waits until the next day. Null: no maximum of its own.</summary>
    public int? MaxPerDay { get; init; }

    /// <summary>How often it may be recorded for one person in a campaign. Null: no maximum of its own.</summary>
    public int? MaxPerCampaign { get; init; }

    /// <summary>What follows once <see cref="MaxPerCampaign"/> is reached.</summary>
    public AtMaximum AtMaximum { get; init; }

    /// <summary>Counts towards <see cref="OutcomeSet.MaxAttemptsPerDay"/> and <see cref="OutcomeSet.MaxAttemptsPerCampaign"/>.</summary>
    public bool CountsAsAttempt { get; init; } = true;

    /// <summary>Asks for the language and keeps the entry for those who speak it.</summary>
    public bool ReroutesByLanguage { get; init; }

    /// <summary>Days nobody calls this person from any campaign of the book; null: not at all.</summary>
    public int? RestsInBookDays { get; init; }

    /// <summary>The person leaves every list of the book for good, as when they have died.</summary>
    public bool EndsInBook { get; init; }

    public bool AsksCallbackTime { get; init; }

    public bool AsksReason { get; init; }

    /// <summary>Something was promised: a follow-up is made.</summary>
    public bool PromisesFollowUp { get; init; }

    /// <summary>This organizer is never given this person again.</summary>
    public bool NeverSameCaller { get; init; }

    /// <summary>Not offered where the card or the level forbids a message.</summary>
    public bool HiddenWithoutVoicemail { get; init; }

    [JsonIgnore]
    public TimeSpan? RetryAfter => RetryAfterMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null;

    /// <summary>Every wait in order; empty when there is none.</summary>
    [JsonIgnore]
    public IReadOnlyList<int> WaitsMinutes => RetryAfterMinutes is { } first ? [first, .. LaterRetriesMinutes] : [];

    /// <summary>The wait when the outcome was recorded so often for this person before.</summary>
    public TimeSpan? RetryAfterTimes(int before) =>
        WaitsMinutes is { Count: > 0 } waits ? TimeSpan.FromMinutes(waits[Math.Clamp(before, 0, waits.Count - 1)]) : null;

    /// <summary>The text in this language, else in the main one, else in English, else any. Null when there is none.</summary>
    public OutcomeText? TextIn(string language, string mainLanguage) =>
        Find(language) ?? Find(mainLanguage) ?? Find("en")
        ?? Texts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).FirstOrDefault();

    private OutcomeText? Find(string language) => Texts.GetValueOrDefault(language) ?? Texts.GetValueOrDefault(LanguageTags.PrimaryOf(language));
}
