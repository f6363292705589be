using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.FollowUps;
using PhoneBank.Scripts;

namespace PhoneBank.Calling;

public enum CallStage
{
    /// <summary>First name, language and card; no number yet.</summary>
    Viewing,

    /// <summary>The number is shown.</summary>
    Calling,

    /// <summary>The claim lapsed after the number was shown; only the outcome is asked, the number is hidden.</summary>
    Unreported,
}

/// <summary>Everything the call page shows. Never a last name; a number only while calling.</summary>
public sealed record CallView
{
    public required Guid ClaimId { get; init; }

    public required Guid EntryId { get; init; }

    public required Guid ListId { get; init; }

    public required Guid CampaignId { get; init; }

    public required CallStage Stage { get; init; }

    /// <summary>UTC. Renewed by any activity.</summary>
    public required DateTime ExpiresAt { get; init; }

    /// <summary>UTC, when the number was first shown.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>UTC, when the organizer last did anything about it: each act renews the claim.</summary>
    public DateTime ActiveAt { get; init; }

    /// <summary>UTC of this view, to count down from.</summary>
    public required DateTime Now { get; init; }

    public required CallDraft Draft { get; init; }

    public required int DraftVersion { get; init; }

    public required string FirstName { get; init; }

    /// <summary>Others known at this number, first names only.</summary>
    public IReadOnlyList<string> AlsoAtThisNumber { get; init; } = [];

    /// <summary>The contact's language (BCP-47); null when unknown.</summary>
    public string? Language { get; init; }

    /// <summary>The language to read the script in: the contact's, else the campaign's main one.</summary>
    public required string CallLanguage { get; init; }

    /// <summary>Languages the script can be read in, the call language first.</summary>
    public IReadOnlyList<string> ScriptLanguages { get; init; } = [];

    /// <summary>How the contact is known to be addressed; a call can set another (<see cref="CallDraft.AddressForm"/>).</summary>
    public AddressForm AddressForm { get; init; }

    public SafeContactCard? Card { get; init; }

    public required ProtectionLevel Level { get; init; }

    /// <summary>What may be left on an answering machine: the card's wish, else the level's default.</summary>
    public required VoicemailWish Voicemail { get; init; }

    /// <summary>Whether cover wording and the advice to withhold one's number are offered.</summary>
    public bool CoverWordingOffered { get; init; }

    /// <summary>Earlier attempts in this campaign, newest first.</summary>
    public IReadOnlyList<PastCall> History { get; init; } = [];

    /// <summary>A callback that was promised, UTC.</summary>
    public DateTime? PromisedCallbackAt { get; init; }

    /// <summary>The callback was promised to be made by this organizer.</summary>
    public bool PromisedByMe { get; init; }

    /// <summary>Null unless the stage is <see cref="CallStage.Calling"/>.</summary>
    public ShownNumber? Number { get; init; }

    /// <summary>The number that was shown has come onto the stop list since: it is hidden, the call keeps its work.</summary>
    public bool NumberSilenced { get; init; }

    /// <summary>In the order they are offered; those not allowed now are left out.</summary>
    public IReadOnlyList<OfferedOutcome> Outcomes { get; init; } = [];

    /// <summary>The version this call began with, else the campaign's.</summary>
    public ScriptDocument? Script { get; init; }

    public Guid? ScriptVersionId { get; init; }

    /// <summary>Places, match, address and code, as far as the script asks for promises.</summary>
    public PromisesOfCall Promises { get; init; } = PromisesOfCall.None;

    public required string CampaignName { get; init; }

    public required string Organization { get; init; }

    public required string ListName { get; init; }

    /// <summary>The organizer's own display name, for scripts.</summary>
    public required string OrganizerName { get; init; }

    public required string MainLanguage { get; init; }

    public bool NotesToNextCallers { get; init; }

    public bool MessagesToCoordinator { get; init; }

    /// <summary>The contact's local time; null when the zone is one of several.</summary>
    public DateTime? LocalTime { get; init; }

    /// <summary>IANA id; null when it is one of <see cref="CallbackOptions.Zones"/>.</summary>
    public string? ZoneId { get; init; }

    public required CallbackOptions Callback { get; init; }

    /// <summary>The organizer has been shown no number in the last hours: a moment to ask who else can hear.</summary>
    public bool IsFirstOfShift { get; init; }

    /// <summary>Skips left in this hour.</summary>
    public int SkipsLeft { get; init; }

    /// <summary>Nobody is called: the person is invented, the number is reserved for fiction, and nothing is kept.</summary>
    public bool IsPractice => ClaimId == InventedCall.ClaimId;
}

/// <summary>One earlier attempt.</summary>
/// <param name="EndedAt">UTC.</param>
/// <param name="Note">For callers, where the campaign allows such notes and it was not struck out.</param>
public sealed record PastCall(DateTime EndedAt, string OutcomeKey, OutcomeDefinition Outcome, string? Note, bool ByMe);

/// <summary>An outcome that can be chosen.</summary>
public sealed record OfferedOutcome(Guid Id, OutcomeDefinition Definition)
{
    public string Key => Definition.Key;

    public OutcomeGroup Group => Definition.Group;
}

/// <summary>How a callback can be promised, in the contact's local time.</summary>
/// <param name="Zones">To choose from when the contact's own zone is not known; else empty.</param>
/// <param name="Choices">Quick choices that can be kept.</param>
public sealed record CallbackOptions(DateOnly Earliest, DateOnly Latest, IReadOnlyList<string> Zones, IReadOnlyList<CallbackChoice> Choices);

/// <summary>A callback that can be promised at a tap.</summary>
/// <param name="Date">By the contact's clock, as <paramref name="Time"/>.</param>
/// <param name="At">The same moment, UTC.</param>
public sealed record CallbackChoice(CallbackMoment Moment, DateOnly Date, TimeOnly Time, DateTime At);

public enum CallbackMoment
{
    InAnHour,
    ThisEvening,
    TomorrowMorning,
    TomorrowSameTime,
    TomorrowEvening,

    /// <summary>The first day of the contact's working week, when it is neither today nor tomorrow.</summary>
    WeekStart,
}
