using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Campaigns;

/// <summary>A campaign in the list of campaigns.</summary>
public sealed record CampaignLine(Guid Id, string Name, Guid BookId, string BookName, ProtectionLevel Level, CampaignState State, DateTime CreatedAt, ListCounts Counts);

/// <summary>Every campaign on the books this actor coordinates: open ones first, then the newest.</summary>
public sealed class CampaignList(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    public async Task<IReadOnlyList<CampaignLine>> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var campaigns = await db.CampaignsOf(actor).AsNoTracking()
            .Join(db.Books, campaign => campaign.BookId, book => book.Id, (campaign, book) => new { campaign, book })
            .ToListAsync(ct);
        var ids = campaigns.ConvertAll(row => row.campaign.Id);
        var lists = await db.CallLists.AsNoTracking().Where(list => ids.Contains(list.CampaignId)).Select(list => new { list.Id, list.CampaignId }).ToListAsync(ct);
        var counts = await ListCounts.OfAsync(db, lists.ConvertAll(list => list.Id), ct);
        return [.. campaigns
            .Select(row => new CampaignLine(
                row.campaign.Id,
                sealer.Open(Places.CampaignName(row.campaign.Id), row.campaign.SealedName),
                row.book.Id,
                sealer.Open(Places.BookName(row.book.Id), row.book.SealedName),
                row.book.Level,
                row.campaign.State,
                row.campaign.CreatedAt,
                lists.Where(list => list.CampaignId == row.campaign.Id).Aggregate(ListCounts.None, (sum, list) => sum + (counts.GetValueOrDefault(list.Id) ?? ListCounts.None))))
            .OrderBy(line => line.State switch { CampaignState.Open => 0, CampaignState.Paused => 1, CampaignState.Draft => 2, _ => 3 })
            .ThenByDescending(line => line.Id)];
    }
}
