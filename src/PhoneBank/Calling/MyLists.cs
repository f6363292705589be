using PhoneBank.Lists;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>An organizer's start page.</summary>
/// <param name="OpenClaim">The person held now, if any.</param>
/// <param name="Unreported">Lapsed claims: "what happened with A.?", oldest first.</param>
/// <param name="Callbacks">Promised to be made by this organizer, soonest first.</param>
/// <param name="CallsToday">Since midnight in the zone of the organizer's newest campaign.</param>
public sealed record MyListsView(
    OpenClaim? OpenClaim,
    IReadOnlyList<UnreportedClaim> Unreported,
    IReadOnlyList<MyCallback> Callbacks,
    IReadOnlyList<MyList> Lists,
    int CallsToday,
    int ConversationsToday);

/// <param name="ExpiresAt">UTC.</param>
public sealed record OpenClaim(Guid ClaimId, Guid CampaignId, string FirstName, ClaimKind Kind, DateTime ExpiresAt);

/// <param name="ShownAt">UTC, when the number was shown.</param>
public sealed record UnreportedClaim(Guid ClaimId, string FirstName, DateTime ShownAt);

/// <param name="At">UTC.</param>
/// <param name="LocalAt">The same in the contact's zone; null when it is not known which of several.</param>
/// <param name="IsDue">Can be claimed by its organizer now.</param>
public sealed record MyCallback(Guid EntryId, string FirstName, string ListName, DateTime At, DateTime? LocalAt, string? ZoneId, bool IsDue);

/// <summary>A call list assigned to the organizer, in open and paused campaigns.</summary>
/// <param name="ByMe">Calls of this organizer on this list.</param>
/// <param name="Waiting">Not called yet, or to be called again.</param>
/// <param name="CanPick">The entries may be seen by first name and picked from.</param>
public sealed record MyList(
    Guid ListId, Guid CampaignId, string Name, string CampaignName, CampaignListState State, long Done, long Total, long Waiting, int ByMe, int ByMeToday, int? Maximum, bool CanPick);

public enum CampaignListState
{
    Open,
    Paused,
}

/// <summary>Reads an organizer's start page. Somebody who may not call sees an empty one.</summary>
public sealed class MyLists
{
    public Task<MyListsView> ExecuteAsync(Actor actor, CancellationToken ct) => throw new NotSupportedException();
}

/// <summary>An entry as an organizer may see it to pick: first name, state, last outcome. Never a number.</summary>
/// <param name="LastOutcomeKey">Null when never called.</param>
/// <param name="LastOutcome">Texts by language of the interface; null when never called.</param>
/// <param name="CanBePicked">Free now for this organizer.</param>
public sealed record ListEntryView(
    Guid EntryId, string FirstName, string? Language, EntryState State, DateTime? LastCallAt, string? LastOutcomeKey, Campaigns.OutcomeDefinition? LastOutcome, DateTime? CallbackAt, bool CanBePicked);

/// <summary>The entries of a list to pick from. Refuses with <see cref="NotFound"/>, <see cref="PickingIsOff"/>.</summary>
public sealed class ListEntries
{
    public Task<Result<Page<ListEntryView>>> ExecuteAsync(Actor actor, Guid listId, string? after, CancellationToken ct) => throw new NotSupportedException();
}
