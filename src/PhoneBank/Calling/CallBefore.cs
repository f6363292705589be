using System.Text.Json;
using PhoneBank.Campaigns;
using PhoneBank.Lists;
using PhoneBank.Privacy;

namespace PhoneBank.Calling;

/// <summary>
/// How everything stood before a call was recorded, and what of the form is kept nowhere else, so that taking it back restores
/// both. States, times and codes, no content.
/// </summary>
internal sealed record CallBefore
{
    /// <summary>The call changed the entry; a conflicting one did not.</summary>
    public bool Applied { get; init; }

    /// <summary>The entry it was recorded for; null in calls recorded before this was kept.</summary>
    public Guid? EntryId { get; init; }

    public EntryState State { get; init; }

    public DateTime ReadyAt { get; init; }

    public int Pass { get; init; }

    public string? Language { get; init; }

    public string? ReroutedTo { get; init; }

    public int Attempts { get; init; }

    public DateTime? CallbackAt { get; init; }

    public Guid? CallbackFor { get; init; }

    public DateTime? LastCallAt { get; init; }

    public Guid? LastOutcomeId { get; init; }

    public CoordinatorNeed? HeldFor { get; init; }

    public DateTime? RestsUntil { get; init; }

    public DateTime? EndedAt { get; init; }

    /// <summary>The call marked its phone bad.</summary>
    public bool MarkedBad { get; init; }

    /// <summary>What had ended the claim before, for a late report; null when it was open.</summary>
    public ClaimEnd? ClaimEnd { get; init; }

    public DateTime? ClaimEndedAt { get; init; }

    public DateTime? ClaimReportedAt { get; init; }

    /// <summary>The person claimed next in the same act.</summary>
    public Guid? NextClaimId { get; init; }

    /// <summary>The callback as it was promised, <c>yyyy-MM-ddTHH:mm</c> in the contact's zone; null when none was.</summary>
    public string? CallbackLocal { get; init; }

    /// <summary>The contact's zone, where it had to be asked.</summary>
    public string? CallbackZone { get; init; }

    public bool CallbackMine { get; init; }

    /// <summary>The person asked for another caller next time.</summary>
    public bool NotByMeAgain { get; init; }

    /// <summary>The language the person was said to speak.</summary>
    public string? SpeaksLanguage { get; init; }

    /// <summary>Entries of the person in other campaigns that wait because of this call.</summary>
    public IReadOnlyList<MadeToWait> MadeToWait { get; init; } = [];

    public string ToJson() => JsonSerializer.Serialize(this, SealedJson.Options);

    public static CallBefore Parse(string json) => JsonSerializer.Deserialize<CallBefore>(json, SealedJson.Options)!;
}

/// <summary>An entry of another campaign that waits until a time because of a call, and when it was ready before.</summary>
internal sealed record MadeToWait(Guid EntryId, DateTime ReadyAt, DateTime Until);
