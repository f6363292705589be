using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Lists;

/// <summary>
/// Puts into each list that refills itself whoever has come to fit its filter and is in no list of the campaign yet. Of
/// several such lists the one with the higher priority takes first. Paused lists are filled too; those of closed campaigns are not.
/// </summary>
public sealed class RefillLists(IDbContextFactory<PhoneBankDb> dbs, ListFiller filler, Signals signals)
{
    /// <returns>How many people were put in.</returns>
    public async Task<int> ExecuteAsync(CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var lists = await db.CallLists.AsNoTracking()
            .Where(list => list.Refills && (list.State == CallListState.Open || list.State == CallListState.Paused))
            .Join(db.Campaigns.Where(campaign => campaign.State != CampaignState.Closed), list => list.CampaignId, campaign => campaign.Id, (list, campaign) => new { list, campaign })
            .OrderByDescending(pair => pair.list.Priority)
            .ThenBy(pair => pair.list.Id)
            .ToListAsync(ct);
        var added = 0;
        foreach (var pair in lists)
        {
            var made = await filler.FillAsync(pair.list, pair.campaign, move: false, progress: null, ct, onlyStrangers: true);
            if (made.Added > 0)
            {
                added += made.Added;
                signals.Publish(new Signal(Signal.ListChanged, pair.campaign.Id));
            }
        }

        return added;
    }
}
