using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>A campaign an organizer calls for.</summary>
public sealed record MyCampaign(Guid Id, string Name);

/// <summary>The open and paused campaigns an organizer is admitted to, newest first.</summary>
public sealed class MyCampaigns(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    public async Task<IReadOnlyList<MyCampaign>> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var campaigns = await db.CallingCampaignsOf(actor).AsNoTracking()
            .Where(campaign => campaign.State == CampaignState.Open || campaign.State == CampaignState.Paused)
            .OrderByDescending(campaign => campaign.Id).Select(campaign => new { campaign.Id, campaign.SealedName }).ToListAsync(ct);
        return [.. campaigns.Select(campaign => new MyCampaign(campaign.Id, sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName)))];
    }
}
