using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reports;

/// <summary>Somebody who holds a person at this moment.</summary>
/// <param name="Number">The number is shown; else only looking.</param>
/// <param name="Lapsing">The lease has run out and waits for the sweep, or does within five minutes.</param>
public sealed record CallingNow(Guid OrganizerId, string Organizer, string ListName, DateTime SinceLocal, TimeSpan For, bool Number, bool Lapsing, int CallsToday);

/// <param name="Callers">Organizers who recorded a call today.</param>
/// <param name="CallbacksDue">Promised for the next hour or before; like the next two counted only as far as <see cref="DeskNeed.MostCounted"/> and one.</param>
/// <param name="CallbacksLate">Of these, those whose time passed more than half an hour ago.</param>
public sealed record DeskToday(int Calls, int Reached, int Callers, int CallbacksDue, int CallbacksLate, int Held);

/// <summary>The desk at one moment.</summary>
/// <param name="Checklist">Null once a call was recorded, and while it is put away.</param>
/// <param name="ChecklistIsAway">There is one, which this coordinator has put away.</param>
/// <param name="NextCampaignId">The campaign the checklist is about; null when there is none yet.</param>
public sealed record DeskHomeView(
    DateTime NowLocal,
    string ZoneId,
    IReadOnlyList<DeskNeed> Needs,
    IReadOnlyList<CallingNow> Calling,
    DeskToday Today,
    IReadOnlyList<ChecklistItem>? Checklist,
    bool ChecklistIsAway,
    Guid? NextCampaignId);

/// <summary>What a coordinator's home page shows, within her or his books. Cheap enough to ask again every second.</summary>
public sealed class DeskHome(IDbContextFactory<PhoneBankDb> dbs, DeskNeeds desk, Sealer sealer, TimeProvider time)
{
    public const int MostCalling = 200;

    public async Task<DeskHomeView> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var clock = await DeskClock.OfAsync(db, actor, campaignId: null, ct);
        var now = time.UtcNow();
        var campaigns = await db.CampaignsOf(actor).AsNoTracking().Where(campaign => campaign.State != CampaignState.Closed).Select(campaign => campaign.Id).ToListAsync(ct);
        var byOrganizer = await TodayAsync(db, campaigns, clock.StartOf(clock.DayOf(now)), ct);
        var needs = await desk.OfAsync(db, actor, campaigns, clock.ToLocal, ct);
        var steps = await FirstSteps.OfAsync(db, actor, ct);
        return new DeskHomeView(
            clock.ToLocal(now),
            clock.ZoneId,
            needs.Needs,
            await CallingAsync(db, campaigns, byOrganizer, clock, now, ct),
            new DeskToday(
                byOrganizer.Sum(row => row.Calls),
                byOrganizer.Where(row => row.Reached).Sum(row => row.Calls),
                byOrganizer.Where(row => row.OrganizerId is not null).Select(row => row.OrganizerId).Distinct().Count(),
                needs.CallbacksDue,
                needs.CallbacksLate,
                needs.Held),
            steps.IsAway ? null : steps.Items,
            steps is { IsAway: true, Items: not null },
            steps.CampaignId);
    }

    private static async Task<List<TodayRow>> TodayAsync(PhoneBankDb db, List<Guid> campaigns, DateTime start, CancellationToken ct)
    {
        var reached = (await db.Outcomes.AsNoTracking().Where(outcome => campaigns.Contains(outcome.CampaignId)).Select(outcome => new { outcome.Id, outcome.Definition }).ToListAsync(ct))
            .Where(outcome => outcome.Definition.Reached).Select(outcome => outcome.Id).ToHashSet();
        var counts = await db.CountedCalls()
            .Where(counted => campaigns.Contains(counted.Call.CampaignId) && counted.Call.EndedAt >= start && counted.Call.WithdrawnAt == null)
            .GroupBy(counted => new { counted.Call.OrganizerId, counted.OutcomeId })
            .Select(group => new { group.Key.OrganizerId, group.Key.OutcomeId, Calls = group.Count() })
            .ToListAsync(ct);
        return [.. counts.Select(row => new TodayRow(row.OrganizerId, reached.Contains(row.OutcomeId), row.Calls))];
    }

    private async Task<List<CallingNow>> CallingAsync(PhoneBankDb db, List<Guid> campaigns, List<TodayRow> today, DeskClock clock, DateTime now, CancellationToken ct)
    {
        var claims = await (
            from claim in db.Claims.AsNoTracking()
            where claim.EndedAt == null && campaigns.Contains(claim.CampaignId)
            join volunteer in db.Users on claim.OrganizerId equals volunteer.Id
            join list in db.CallLists on claim.ListId equals list.Id
            orderby claim.TakenAt, claim.Id
            select new { claim.OrganizerId, volunteer.SealedDisplayName, claim.ListId, list.SealedName, claim.TakenAt, claim.Kind, claim.ExpiresAt }).Take(MostCalling).ToListAsync(ct);
        return claims.ConvertAll(claim => new CallingNow(
            claim.OrganizerId,
            sealer.Open(Places.VolunteerName(claim.OrganizerId), claim.SealedDisplayName),
            sealer.Open(Places.CallListName(claim.ListId), claim.SealedName),
            clock.ToLocal(claim.TakenAt),
            now - claim.TakenAt,
            claim.Kind == ClaimKind.Calling,
            claim.Kind == ClaimKind.Calling && claim.ExpiresAt <= now.AddMinutes(5),
            today.Where(row => row.OrganizerId == claim.OrganizerId).Sum(row => row.Calls)));
    }

    private sealed record TodayRow(Guid? OrganizerId, bool Reached, int Calls);
}
