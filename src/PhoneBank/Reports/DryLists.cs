using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Reports;

/// <summary>The lists of open campaigns that have hardly anybody left, or soon will at the pace of the last hour.</summary>
public sealed class DryLists(WhoHasWhat whoHasWhat, Sealer sealer, TimeProvider time)
{
    // A list is running dry with this few waiting, or this share of it.
    private const int FewWaiting = 10;
    private const int WaitingShare = 20;

    // A pace moves slowly; the desk is asked every second.
    private static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<Guid, (DateTime At, IReadOnlySet<Guid> Lists)> _soonDry = new();

    internal async Task<IReadOnlyList<DeskNeed>> OfAsync(PhoneBankDb db, Actor actor, IReadOnlyCollection<Guid> campaigns, CancellationToken ct)
    {
        var lists = await db.CallLists.AsNoTracking()
            .Where(list => list.State == CallListState.Open && campaigns.Contains(list.CampaignId)
                && db.Campaigns.Any(campaign => campaign.Id == list.CampaignId && campaign.State == CampaignState.Open))
            .Select(list => new { list.Id, list.CampaignId, list.SealedName }).ToListAsync(ct);
        var counts = await ListCounts.OfAsync(db, lists.ConvertAll(list => list.Id), ct);
        var soon = new HashSet<Guid>();
        foreach (var campaignId in lists.Select(list => list.CampaignId).Distinct())
        {
            soon.UnionWith(await SoonDryAsync(actor, campaignId, ct));
        }

        var needs = new List<DeskNeed>();
        foreach (var list in lists)
        {
            var count = counts.GetValueOrDefault(list.Id) ?? ListCounts.None;

            // A list nobody has called yet is short, not running dry; one that is all done is finished.
            var isDry = count.All > count.Waiting && count.All > count.Done && count.Waiting <= Math.Max(FewWaiting, count.All / WaitingShare);
            if (isDry || (soon.Contains(list.Id) && count.Waiting > 0))
            {
                needs.Add(new DeskNeed(isDry ? DeskNeedKind.ListRunningDry : DeskNeedKind.ListSoonDry, count.Waiting, list.Id, sealer.Open(Places.CallListName(list.Id), list.SealedName)));
            }
        }

        return needs;
    }

    private async Task<IReadOnlySet<Guid>> SoonDryAsync(Actor actor, Guid campaignId, CancellationToken ct)
    {
        var now = time.UtcNow();
        if (_soonDry.TryGetValue(campaignId, out var known) && now - known.At < KnownFor && known.At <= now)
        {
            return known.Lists;
        }

        var lists = (await whoHasWhat.ExecuteAsync(actor, campaignId, ct)).Value?.Lists ?? [];
        var soon = lists.Where(list => list.Starves.Contains(Starving.RunsDry)).Select(list => list.Id).ToHashSet();
        _soonDry[campaignId] = (now, soon);
        return soon;
    }
}
