using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reports;

/// <summary>A campaign one may ask a report of.</summary>
/// <param name="Lists">Empty for whoever does not coordinate it.</param>
public sealed record ReportChoice(Guid Id, string Name, IReadOnlyList<FilterChoice> Lists);

/// <summary>
/// The reports of a campaign, from kept sums and the calls of the last minutes. Its coordinators see every count. An administrator who does not
/// coordinate it sees the whole campaign without organizers, and small counts as few. Refuses with <see cref="NotFound"/>.
/// </summary>
public sealed class CampaignReports(IHotStore store, IDbContextFactory<PhoneBankDb> dbs, SummarizeCalls summarize, Sealer sealer, TimeProvider time)
{
    /// <param name="filter">Without a campaign the newest one is reported on, one that is open before others.</param>
    /// <param name="language">Of the interface: questions and answers stand in it where they are written in it.</param>
    public async Task<Result<CampaignReport>> ExecuteAsync(Actor actor, ReportFilter filter, string language, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var found = await (await WithinReachAsync(db, actor, ct))
            .Where(campaign => filter.CampaignId == null || campaign.Id == filter.CampaignId)
            .OrderByDescending(campaign => db.CampaignsOf(actor).Any(own => own.Id == campaign.Id))
            .ThenByDescending(campaign => campaign.State == CampaignState.Open).ThenByDescending(campaign => campaign.Id)
            .Select(campaign => new { Campaign = campaign, IsExact = db.CampaignsOf(actor).Any(own => own.Id == campaign.Id) })
            .AsNoTracking().FirstOrDefaultAsync(ct);
        if (found is null || await CountedCampaign.FindAsync(db, found.Campaign.Id, ct) is not { } counted)
        {
            return new NotFound();
        }

        // Whoever is not told small counts could find them out by taking one period, or one list, from another.
        var within = found.IsExact ? filter : new ReportFilter();
        var lists = await db.CallLists.AsNoTracking().Where(list => list.CampaignId == found.Campaign.Id).OrderByDescending(list => list.Id)
            .Select(list => new { list.Id, list.SealedName }).ToListAsync(ct);
        if (within.ListId is { } listId && !lists.Exists(list => list.Id == listId))
        {
            return new NotFound();
        }

        var shown = lists.FindAll(list => within.ListId is null || list.Id == within.ListId);
        await summarize.CatchUpAsync(counted.Id, ct);
        var sums = await ReportSums.ReadAsync(store, counted, within.ListId, within.From, within.To, ct);
        var people = await ListCounts.OfAsync(db, shown.ConvertAll(list => list.Id), ct);
        var parts = new ReportParts(sums, counted.Outcomes, found.IsExact);
        return new CampaignReport
        {
            CampaignId = found.Campaign.Id,
            Name = sealer.Open(Places.CampaignName(found.Campaign.Id), found.Campaign.SealedName),
            MainLanguage = found.Campaign.MainLanguage,
            ZoneId = counted.Clock.ZoneId,
            AtLocal = counted.Clock.ToLocal(time.UtcNow()),
            IsExact = found.IsExact,
            All = parts.All,
            Outcomes = parts.Outcomes(await OrderAsync(db, found.Campaign.Id, ct)),
            Questions = await new ReportQuestions(sealer).OfAsync(db, found.Campaign, parts, language, ct),
            Hours = parts.Hours(),
            Attempts = parts.Attempts(),
            Lists = [.. shown.Select(list => parts.List(list.Id, sealer.Open(Places.CallListName(list.Id), list.SealedName), people.GetValueOrDefault(list.Id)?.All ?? 0))],
            Organizers = found.IsExact ? await OrganizersAsync(db, parts, ct) : [],
            Languages = parts.Languages(),
            Callbacks = await CallbacksAsync(db, parts, shown.ConvertAll(list => list.Id), ct),
        };
    }

    /// <summary>What a report can be asked of, the newest first.</summary>
    public async Task<IReadOnlyList<ReportChoice>> ChoicesAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var campaigns = await (await WithinReachAsync(db, actor, ct)).OrderByDescending(campaign => campaign.Id).Select(campaign => new { campaign.Id, campaign.SealedName }).ToListAsync(ct);
        var lists = (await db.CallListsOf(actor).OrderByDescending(list => list.Id).Select(list => new { list.Id, list.CampaignId, list.SealedName }).ToListAsync(ct))
            .ToLookup(list => list.CampaignId, list => new FilterChoice(list.Id, sealer.Open(Places.CallListName(list.Id), list.SealedName), list.CampaignId));
        return campaigns.ConvertAll(campaign => new ReportChoice(campaign.Id, sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName), [.. lists[campaign.Id]]));
    }

    private static async Task<IQueryable<Campaign>> WithinReachAsync(PhoneBankDb db, Actor actor, CancellationToken ct) =>
        await db.IsInRoleAsync(actor, Roles.AdministratorId, ct) ? db.Campaigns : db.CampaignsOf(actor);

    private static Task<List<Guid>> OrderAsync(PhoneBankDb db, Guid campaignId, CancellationToken ct) =>
        db.Outcomes.Where(outcome => outcome.CampaignId == campaignId).OrderBy(outcome => outcome.Position).Select(outcome => outcome.Id).ToListAsync(ct);

    private async Task<IReadOnlyList<OrganizerCount>> OrganizersAsync(PhoneBankDb db, ReportParts parts, CancellationToken ct)
    {
        var counts = parts.Organizers();
        var names = new VolunteerNames(sealer);
        await names.LoadAsync(db, [.. counts.Select(row => row.Id).OfType<Guid>()], ct);
        return [.. counts.Select(row => new OrganizerCount(row.Id, names.Of(row.Id), row.Counts))];
    }

    private async Task<CallbackCounts> CallbacksAsync(PhoneBankDb db, ReportParts parts, List<Guid> lists, CancellationToken ct)
    {
        var now = time.UtcNow();
        var open = await db.Entries.Where(entry => lists.Contains(entry.ListId) && entry.State == EntryState.Scheduled)
            .GroupBy(entry => entry.CallbackAt < now.AddMinutes(-30)).Select(group => new { IsOverdue = group.Key, N = group.Count() }).ToListAsync(ct);
        return parts.Callbacks(open.Where(row => row.IsOverdue).Sum(row => row.N), open.Where(row => !row.IsOverdue).Sum(row => row.N));
    }
}
