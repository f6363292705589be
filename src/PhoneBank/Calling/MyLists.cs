using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>An organizer's start page.</summary>
/// <param name="OpenClaim">The person held now, if any.</param>
/// <param name="Unreported">Lapsed claims: "what happened with A.?", oldest first.</param>
/// <param name="Callbacks">Promised to be made by this organizer, soonest first.</param>
/// <param name="CallsToday">Since midnight in the zone of the organizer's newest campaign.</param>
/// <param name="ConversationsToday">Of them, those in which the person was reached.</param>
public sealed record MyListsView(
    OpenClaim? OpenClaim,
    IReadOnlyList<UnreportedClaim> Unreported,
    IReadOnlyList<MyCallback> Callbacks,
    IReadOnlyList<MyList> Lists,
    int CallsToday,
    int ConversationsToday)
{
    public static MyListsView Empty { get; } = new(OpenClaim: null, [], [], [], 0, 0);
}

/// <summary>The person an organizer holds.</summary>
/// <param name="ExpiresAt">UTC.</param>
public sealed record OpenClaim(Guid ClaimId, Guid CampaignId, string FirstName, ClaimKind Kind, DateTime ExpiresAt);


/// <summary>A call list assigned to the organizer, in open and paused campaigns.</summary>
/// <param name="ByMe">Calls of this organizer on this list.</param>
/// <param name="Waiting">Not called yet, or to be called again.</param>
/// <param name="Maximum">The most entries this organizer may take; null without a limit.</param>
/// <param name="CanPick">The entries may be seen by first name and picked from.</param>
public sealed record MyList(
    Guid ListId, Guid CampaignId, string Name, string CampaignName, CampaignListState State, long Done, long Total, long Waiting, int ByMe, int ByMeToday, int? Maximum, bool CanPick);

public enum CampaignListState
{
    Open,
    Paused,
}

/// <summary>Reads an organizer's start page. Somebody who may not call sees an empty one.</summary>
public sealed class MyLists(IDbContextFactory<PhoneBankDb> dbs, MyCallbacks callbacks, Sealer sealer, TimeProvider time)
{
    public async Task<MyListsView> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var me = actor.VolunteerId;
        var campaigns = await db.CallingCampaignsOf(actor).AsNoTracking()
            .Where(campaign => campaign.State == CampaignState.Open || campaign.State == CampaignState.Paused)
            .OrderByDescending(campaign => campaign.Id).ToListAsync(ct);
        if (campaigns.Count == 0)
        {
            return MyListsView.Empty;
        }

        var ids = campaigns.Select(campaign => campaign.Id).ToList();
        var open = await db.Claims.AsNoTracking().Where(claim => claim.OrganizerId == me && claim.EndedAt == null && ids.Contains(claim.CampaignId))
            .Join(db.Contacts, claim => claim.ContactId, contact => contact.Id, (claim, contact) => new { Claim = claim, contact.SealedDetails })
            .FirstOrDefaultAsync(ct);
        var calls = await CallsAsync(db, me, ids, OwnDay.StartIn(campaigns[0].TimeZone, time.UtcNow()), ct);
        return new MyListsView(
            open is null ? null : new OpenClaim(open.Claim.Id, open.Claim.CampaignId, FirstName(open.Claim.ContactId, open.SealedDetails), open.Claim.Kind, open.Claim.ExpiresAt),
            await UnreportedCalls.OfAsync(db, sealer, actor, ct),
            await callbacks.ReadAsync(db, actor, ids, ct),
            await ListsAsync(db, me, campaigns, calls, ct),
            calls.Sum(call => call.Today),
            calls.Sum(call => call.ReachedToday));
    }

    private static async Task<List<ListCalls>> CallsAsync(PhoneBankDb db, Guid me, List<Guid> campaigns, DateTime today, CancellationToken ct)
    {
        var reached = (await db.Outcomes.AsNoTracking().Where(outcome => campaigns.Contains(outcome.CampaignId)).ToListAsync(ct))
            .Where(outcome => outcome.Definition.Reached).Select(outcome => outcome.Id).ToHashSet();
        var rows = await db.CountedCalls()
            .Where(counted => counted.Call.OrganizerId == me && campaigns.Contains(counted.Call.CampaignId) && counted.Call.WithdrawnAt == null)
            .GroupBy(counted => new { counted.Call.ListId, counted.OutcomeId, IsToday = counted.Call.EndedAt >= today })
            .Select(group => new { group.Key.ListId, group.Key.OutcomeId, group.Key.IsToday, Count = group.Count() })
            .ToListAsync(ct);
        return
        [
            .. rows.GroupBy(row => row.ListId).Select(list => new ListCalls(
                list.Key,
                list.Sum(row => row.Count),
                list.Where(row => row.IsToday).Sum(row => row.Count),
                list.Where(row => row.IsToday && reached.Contains(row.OutcomeId)).Sum(row => row.Count))),
        ];
    }

    private async Task<IReadOnlyList<MyList>> ListsAsync(PhoneBankDb db, Guid me, List<Campaign> campaigns, List<ListCalls> calls, CancellationToken ct)
    {
        var ids = campaigns.Select(campaign => campaign.Id).ToList();
        var assigned = await db.Assignments.AsNoTracking()
            .Where(assignment => assignment.TakenBackAt == null
                && (assignment.VolunteerId == me || (assignment.VolunteerId == null && assignment.TeamId == null) || db.TeamMembers.Any(member => member.TeamId == assignment.TeamId && member.VolunteerId == me)))
            .Join(
                db.CallLists.Where(list => ids.Contains(list.CampaignId) && (list.State == CallListState.Open || list.State == CallListState.Paused)),
                assignment => assignment.ListId,
                list => list.Id,
                (assignment, list) => new { List = list, assignment.Maximum })
            .ToListAsync(ct);
        var listIds = assigned.Select(row => row.List.Id).Distinct().ToList();
        var pausedIn = await db.CampaignMembers.Where(member => member.VolunteerId == me && member.PausedAt != null).Select(member => member.CampaignId).ToListAsync(ct);
        var tallies = await db.Tallies.Where(tally => listIds.Contains(tally.ListId) && tally.Key.StartsWith("state:"))
            .GroupBy(tally => new { tally.ListId, tally.Key })
            .Select(group => new { group.Key.ListId, group.Key.Key, N = group.Sum(tally => tally.N) })
            .ToListAsync(ct);
        var supporters = await db.Books.Where(book => book.Level == ProtectionLevel.Supporters && campaigns.Select(campaign => campaign.BookId).Contains(book.Id)).Select(book => book.Id).ToListAsync(ct);
        return
        [
            .. assigned.GroupBy(row => row.List.Id).Select(rows => (rows.First().List, Maximum: rows.Any(row => row.Maximum is null) ? null : rows.Max(row => row.Maximum)))
                .OrderByDescending(row => row.List.Priority).ThenBy(row => row.List.Id)
                .Select(row =>
                {
                    var campaign = campaigns.Find(candidate => candidate.Id == row.List.CampaignId)!;
                    var counts = tallies.Where(tally => tally.ListId == row.List.Id).ToDictionary(tally => tally.Key, tally => (long)tally.N, StringComparer.Ordinal);
                    var mine = calls.Find(call => call.ListId == row.List.Id);
                    return new MyList(
                        row.List.Id,
                        campaign.Id,
                        sealer.Open(Places.CallListName(row.List.Id), row.List.SealedName),
                        sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName),
                        campaign.State == CampaignState.Open && row.List.State == CallListState.Open && !pausedIn.Contains(campaign.Id) ? CampaignListState.Open : CampaignListState.Paused,
                        counts.GetValueOrDefault(EntryMoves.StateKey(EntryState.Done)),
                        counts.Values.Sum(),
                        counts.GetValueOrDefault(EntryMoves.StateKey(EntryState.Waiting)),
                        mine?.All ?? 0,
                        mine?.Today ?? 0,
                        row.Maximum,
                        campaign.PickFromList && supporters.Contains(campaign.BookId));
                }),
        ];
    }

    private string FirstName(Guid contactId, byte[] details) => ContactNames.First(sealer.OpenJson<ContactDetails>(Places.ContactDetails(contactId), details));

    private sealed record ListCalls(Guid ListId, int All, int Today, int ReachedToday);
}
