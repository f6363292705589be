using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reports;

/// <summary>A campaign to export, with its lists.</summary>
/// <param name="ReasonNeeded">Results of this one are given only with a reason.</param>
public sealed record ExportableCampaign(Guid Id, string Name, bool ReasonNeeded, IReadOnlyList<FilterChoice> Lists);

/// <summary>An export that was made, as all coordinators of the book see it.</summary>
/// <param name="ListName">Null means the whole campaign.</param>
/// <param name="Finished">False while it is being written, and when the application died over it.</param>
public sealed record PastExport(
    Guid Id, ExportKind Kind, string CampaignName, string? ListName, string? By, DateTime AtLocal, string? Reason, int Rows, int LeftOut, bool Finished, bool BrokenOff);

public sealed record ExportsView(IReadOnlyList<ExportableCampaign> Campaigns, IReadOnlyList<PastExport> Past);

/// <summary>What a coordinator can export, and what was exported from her or his books, newest first.</summary>
public sealed class ExportsQuery(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    public const int MostPast = 50;

    public async Task<ExportsView> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var campaigns = await (
            from campaign in db.CampaignsOf(actor).AsNoTracking()
            join book in db.Books on campaign.BookId equals book.Id
            orderby campaign.Id descending
            select new { campaign.Id, campaign.SealedName, campaign.TimeZone, book.Level }).ToListAsync(ct);
        var lists = (await db.CallListsOf(actor).AsNoTracking().OrderByDescending(list => list.Id).Select(list => new { list.Id, list.CampaignId, list.SealedName }).ToListAsync(ct))
            .Select(list => new FilterChoice(list.Id, sealer.Open(Places.CallListName(list.Id), list.SealedName), list.CampaignId))
            .ToList();
        var past = await db.Exports.AsNoTracking()
            .Where(export => db.BooksOf(actor).Any(book => book.Id == export.BookId))
            .OrderByDescending(export => export.At).ThenByDescending(export => export.Id)
            .Take(MostPast)
            .ToListAsync(ct);
        var names = new VolunteerNames(sealer);
        await names.LoadAsync(db, [.. past.Select(export => export.By)], ct);
        var campaignNames = campaigns.ToDictionary(campaign => campaign.Id, campaign => sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName));
        var zones = campaigns.ToDictionary(campaign => campaign.Id, campaign => DeskClock.In(campaign.TimeZone));
        return new ExportsView(
            [.. campaigns.Select(campaign => new ExportableCampaign(
                campaign.Id, campaignNames[campaign.Id], campaign.Level == ProtectionLevel.AtRisk, [.. lists.Where(list => list.CampaignId == campaign.Id)]))],
            [.. past.Select(export => new PastExport(
                export.Id,
                export.Kind,
                campaignNames.GetValueOrDefault(export.CampaignId, ""),
                lists.FirstOrDefault(list => list.Id == export.ListId)?.Name,
                names.Of(export.By),
                (zones.GetValueOrDefault(export.CampaignId) ?? DeskClock.In(zone: null)).ToLocal(export.At),
                export.SealedReason is null ? null : sealer.Open(Places.ExportReason(export.Id), export.SealedReason),
                export.Rows,
                export.LeftOut,
                export.FinishedAt is not null,
                export.BrokenOff))]);
    }
}
