using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Lists;

/// <summary>Where the people of a campaign stand; the parts add up to all.</summary>
/// <param name="Now">Wait and can be handed out at this moment.</param>
/// <param name="OutsideHours">Wait, but it is no hour to call them.</param>
/// <param name="Retry">Wait for the time of their next try.</param>
/// <param name="Callback">A callback is promised.</param>
/// <param name="Paused">Wait on a list, or in a campaign, that hands out nobody.</param>
/// <param name="NotCallable">Wait, but have no number that may be called, or rest.</param>
/// <param name="NotCounted">Wait on a list so new that it is not known yet who of them can be called.</param>
/// <param name="InCall">With a caller.</param>
/// <param name="Unreported">A number was shown and nobody has said what happened.</param>
/// <param name="Held">Wait for a coordinator.</param>
public sealed record CampaignFunnel(
    int Now, int OutsideHours, int Retry, int Callback, int Paused, int NotCallable, int NotCounted, int InCall, int Unreported, int Held, int Done)
{
    public static readonly CampaignFunnel None = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public int All => Now + Later + InCall + Unreported + Held + Done;

    /// <summary>All who wait and cannot be handed out now, whatever the reason.</summary>
    public int Later => OutsideHours + Retry + Callback + Paused + NotCallable + NotCounted;
}

/// <summary>
/// How far each open or paused campaign of a coordinator's books is, read from the counters and the kept summaries of its lists: what it
/// costs does not grow with the campaign.
/// </summary>
public sealed class CampaignFunnels(IDbContextFactory<PhoneBankDb> dbs, CampaignMoments moments)
{
    public async Task<IReadOnlyDictionary<Guid, CampaignFunnel>> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var campaigns = await db.CampaignsOf(actor).AsNoTracking()
            .Where(campaign => campaign.State == CampaignState.Open || campaign.State == CampaignState.Paused)
            .Select(campaign => new { campaign.Id, campaign.State }).ToListAsync(ct);
        var ids = campaigns.ConvertAll(campaign => campaign.Id);
        var lists = await db.CallLists.AsNoTracking().Where(list => ids.Contains(list.CampaignId))
            .Select(list => new { list.Id, list.CampaignId, list.State }).ToListAsync(ct);
        var listIds = lists.ConvertAll(list => list.Id);
        var counts = await ListCounts.OfAsync(db, listIds, ct);
        var summaries = await db.ListSummaries.AsNoTracking().Where(summary => listIds.Contains(summary.ListId)).ToDictionaryAsync(summary => summary.ListId, ct);
        var funnels = new Dictionary<Guid, CampaignFunnel>();
        foreach (var campaign in campaigns)
        {
            var open = await moments.OpenClassesAsync(campaign.Id, ct);
            var sum = CampaignFunnel.None;
            foreach (var list in lists.Where(list => list.CampaignId == campaign.Id))
            {
                sum = Add(sum, OfList(
                    counts.GetValueOrDefault(list.Id) ?? ListCounts.None,
                    campaign.State == CampaignState.Open && list.State == CallListState.Open,
                    summaries.GetValueOrDefault(list.Id),
                    open));
            }

            funnels[campaign.Id] = sum;
        }

        return funnels;
    }

    private static CampaignFunnel OfList(ListCounts counts, bool isHandedOut, ListSummary? summary, IReadOnlyList<Guid> open)
    {
        var others = CampaignFunnel.None with { Callback = counts.Scheduled, InCall = counts.Claimed, Unreported = counts.Unreported, Held = counts.Held, Done = counts.Done };
        if (!isHandedOut)
        {
            return others with { Paused = counts.Waiting };
        }

        if (summary is null)
        {
            return others with { NotCounted = counts.Waiting };
        }

        // The counters are of this moment, the summary of a few seconds ago: what it says is never more than who waits.
        var left = counts.Waiting;
        int Take(int wanted)
        {
            var taken = Math.Min(wanted, left);
            left -= taken;
            return taken;
        }

        var ready = summary.Groups.ToLookup(group => open.Contains(group.HoursClassId), group => group.Ready);
        return others with
        {
            Now = Take(ready[true].Sum()),
            OutsideHours = Take(ready[false].Sum()),
            Retry = Take(summary.Groups.Sum(group => group.Later)),
            NotCallable = left,
        };
    }

    private static CampaignFunnel Add(CampaignFunnel one, CampaignFunnel other) => new(
        one.Now + other.Now,
        one.OutsideHours + other.OutsideHours,
        one.Retry + other.Retry,
        one.Callback + other.Callback,
        one.Paused + other.Paused,
        one.NotCallable + other.NotCallable,
        one.NotCounted + other.NotCounted,
        one.InCall + other.InCall,
        one.Unreported + other.Unreported,
        one.Held + other.Held,
        one.Done + other.Done);
}
