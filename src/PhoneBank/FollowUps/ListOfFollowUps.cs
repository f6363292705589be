using PhoneBank.Campaigns;
using PhoneBank.Lists;
using PhoneBank.Shared;

namespace PhoneBank.FollowUps;

/// <summary>
/// Makes a call list of whoever promised what a filter finds, in a campaign on the same book. Refuses with <see cref="NotFound"/>,
/// <see cref="CampaignIsClosed"/>, <see cref="InvalidField"/>, <see cref="NobodyMatches"/>, <see cref="AllInThatCampaign"/>.
/// </summary>
public sealed class ListOfFollowUps(CountFilter count, MakeCallList make)
{
    /// <param name="campaignId">Into which the list goes; the filter's own campaign is the one in which it was promised.</param>
    public async Task<Result<MadeCallList>> ExecuteAsync(Actor actor, Guid campaignId, FollowUpFilter filter, string name, CancellationToken ct)
    {
        Guid? owner = filter.Owner == FollowUpOwner.Mine ? actor.VolunteerId : null;
        var people = new ContactFilter { Promised = new PromiseFilter(filter.CampaignId, filter.Kind, filter.Closed, owner, filter.Owner == FollowUpOwner.Anyones) };
        var counted = await count.ExecuteAsync(actor, campaignId, people, ct);
        if (!counted.IsDone)
        {
            return counted.Error;
        }

        return counted.Value is { Matching: > 0, New: 0, Movable: 0 }
            ? new AllInThatCampaign()
            : await make.ExecuteAsync(actor, campaignId, new NewCallList(name, people, MoveFromOtherLists: true), progress: null, ct);
    }
}
