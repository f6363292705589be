using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Help;
using PhoneBank.Imports;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reports;

/// <summary>Something that waits for a coordinator, the most pressing kind first.</summary>
public enum DeskNeedKind
{
    /// <summary>An organizer was threatened, or could be heard.</summary>
    HelpUrgent,

    /// <summary>Somebody is held who cannot wait.</summary>
    HeldNow,

    /// <summary>An organizer asked a coordinator for help.</summary>
    HelpAsked,

    /// <summary>People wait to be admitted.</summary>
    WaitingRoom,

    /// <summary>Promised callbacks whose time has passed.</summary>
    MissedCallbacks,
    HeldInTurn,

    /// <summary>Numbers were shown and nobody has said what happened.</summary>
    Unreported,

    /// <summary>A list that is being called has hardly anybody left.</summary>
    ListRunningDry,

    /// <summary>An import was checked and waits for a yes.</summary>
    ImportWaiting,

    /// <summary>Another coordinator took ids of an at-risk book out of it within the last week.</summary>
    ExportedByOther,

    /// <summary>The recovery sheet of the key was never confirmed.</summary>
    RecoverySheet,
}

/// <param name="SubjectId">The campaign, list or import it is about, when it is one.</param>
/// <param name="Name">Of the campaign or list; null when it is about several.</param>
/// <param name="SinceLocal">When the oldest of them began to wait.</param>
public sealed record DeskNeed(DeskNeedKind Kind, int Count, Guid? SubjectId = null, string? Name = null, DateTime? SinceLocal = null);

/// <summary>Somebody who holds a person at this moment.</summary>
/// <param name="Number">The number is shown; else only looking.</param>
/// <param name="Lapsing">The lease has run out and waits for the sweep, or does within five minutes.</param>
public sealed record CallingNow(Guid OrganizerId, string Organizer, string ListName, DateTime SinceLocal, TimeSpan For, bool Number, bool Lapsing, int CallsToday);

/// <param name="Callers">Organizers who recorded a call today.</param>
/// <param name="CallbacksDue">Promised for the next hour or before.</param>
/// <param name="CallbacksLate">Of these, those whose time passed more than half an hour ago.</param>
public sealed record DeskToday(int Calls, int Reached, int Callers, int CallbacksDue, int CallbacksLate, int Held);

/// <summary>From an empty installation to the first call, in order.</summary>
public enum FirstStep
{
    Book,
    Contacts,
    Campaign,
    Script,
    List,
    Assignment,
    Open,
    Caller,
    FirstCall,
}

public sealed record ChecklistItem(FirstStep Step, bool Done);

/// <summary>The desk at one moment.</summary>
/// <param name="Checklist">Null once a call was recorded.</param>
/// <param name="NextCampaignId">The campaign the checklist is about; null when there is none yet.</param>
public sealed record DeskHomeView(
    DateTime NowLocal,
    string ZoneId,
    IReadOnlyList<DeskNeed> Needs,
    IReadOnlyList<CallingNow> Calling,
    DeskToday Today,
    IReadOnlyList<ChecklistItem>? Checklist,
    Guid? NextCampaignId);

/// <summary>What a coordinator's home page shows, within her or his books. Cheap enough to ask again every second.</summary>
public sealed class DeskHome(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    public const int MostCalling = 200;

    // A list is running dry with this few waiting, or this share of it.
    private const int FewWaiting = 10;
    private const int WaitingShare = 20;

    private static readonly TimeSpan NoticeOfExports = TimeSpan.FromDays(7);

    public async Task<DeskHomeView> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var clock = await DeskClock.OfAsync(db, actor, campaignId: null, ct);
        var now = time.UtcNow();
        var campaigns = await db.CampaignsOf(actor).AsNoTracking().Where(campaign => campaign.State != CampaignState.Closed).Select(campaign => campaign.Id).ToListAsync(ct);
        var byOrganizer = await TodayAsync(db, campaigns, clock.StartOf(clock.DayOf(now)), ct);
        var held = await HeldAsync(db, campaigns, ct);
        var callbacks = await CallbacksAsync(db, campaigns, now, ct);
        var needs = new List<DeskNeed>();
        Add(needs, DeskNeedKind.HeldNow, held.Now, held.NowSince, clock);
        Add(needs, DeskNeedKind.HeldInTurn, held.InTurn, held.InTurnSince, clock);
        Add(needs, DeskNeedKind.MissedCallbacks, callbacks.Late, callbacks.LateSince, clock);
        await AddHelpAsync(db, actor, needs, clock, ct);
        await AddWaitingAsync(db, actor, campaigns, needs, clock, now, ct);
        var (checklist, nextCampaign) = await ChecklistAsync(db, actor, ct);
        return new DeskHomeView(
            clock.ToLocal(now),
            clock.ZoneId,
            [.. needs.OrderBy(need => need.Kind)],
            await CallingAsync(db, campaigns, byOrganizer, clock, now, ct),
            new DeskToday(
                byOrganizer.Sum(row => row.Calls),
                byOrganizer.Where(row => row.Reached).Sum(row => row.Calls),
                byOrganizer.Where(row => row.OrganizerId is not null).Select(row => row.OrganizerId).Distinct().Count(),
                callbacks.Due,
                callbacks.Late,
                held.Now + held.InTurn),
            checklist,
            nextCampaign);
    }

    private static void Add(List<DeskNeed> needs, DeskNeedKind kind, int count, DateTime? since, DeskClock clock)
    {
        if (count > 0)
        {
            needs.Add(new DeskNeed(kind, count, SinceLocal: since is { } at ? clock.ToLocal(at) : null));
        }
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

    private static async Task<(int Now, DateTime? NowSince, int InTurn, DateTime? InTurnSince)> HeldAsync(PhoneBankDb db, List<Guid> campaigns, CancellationToken ct)
    {
        var held = await db.Entries.AsNoTracking()
            .Where(entry => campaigns.Contains(entry.CampaignId) && entry.State == EntryState.Held)
            .GroupBy(entry => entry.HeldFor == CoordinatorNeed.Now)
            .Select(group => new { Now = group.Key, Count = group.Count(), Since = group.Min(entry => entry.LastCallAt) })
            .ToListAsync(ct);
        var (pressing, inTurn) = (held.Find(row => row.Now), held.Find(row => !row.Now));
        return (pressing?.Count ?? 0, pressing?.Since, inTurn?.Count ?? 0, inTurn?.Since);
    }

    private static async Task<(int Due, int Late, DateTime? LateSince)> CallbacksAsync(PhoneBankDb db, List<Guid> campaigns, DateTime now, CancellationToken ct)
    {
        var until = now.AddHours(1);
        var late = now - HeldEntries.LateAfter;
        var due = await db.Entries.AsNoTracking()
            .Where(entry => entry.State == EntryState.Scheduled && entry.CallbackAt <= until && campaigns.Contains(entry.CampaignId))
            .GroupBy(entry => entry.CallbackAt < late)
            .Select(group => new { Late = group.Key, Count = group.Count(), Since = group.Min(entry => entry.CallbackAt) })
            .ToListAsync(ct);
        var missed = due.Find(row => row.Late);
        return (due.Sum(row => row.Count), missed?.Count ?? 0, missed?.Since);
    }

    // Also of campaigns that are closed by now: somebody still waits.
    private static async Task AddHelpAsync(PhoneBankDb db, Actor actor, List<DeskNeed> needs, DeskClock clock, CancellationToken ct)
    {
        var asked = await db.HelpRequests.AsNoTracking()
            .Where(request => request.ClosedAt == null && db.CampaignsOf(actor).Any(campaign => campaign.Id == request.CampaignId))
            .GroupBy(request => request.Kind)
            .Select(group => new { Kind = group.Key, Count = group.Count(), Since = group.Min(request => request.At) }).ToListAsync(ct);
        foreach (var group in asked.GroupBy(row => Urgency.IsUrgent(row.Kind)))
        {
            Add(needs, group.Key ? DeskNeedKind.HelpUrgent : DeskNeedKind.HelpAsked, group.Sum(row => row.Count), group.Min(row => row.Since), clock);
        }
    }

    private async Task AddWaitingAsync(PhoneBankDb db, Actor actor, List<Guid> campaigns, List<DeskNeed> needs, DeskClock clock, DateTime now, CancellationToken ct)
    {
        var waiting = await db.CampaignMembers.AsNoTracking()
            .Where(member => campaigns.Contains(member.CampaignId) && member.AdmittedAt == null && member.RemovedAt == null)
            .Select(member => member.JoinedAt).ToListAsync(ct);
        Add(needs, DeskNeedKind.WaitingRoom, waiting.Count, waiting.Count > 0 ? waiting.Min() : null, clock);

        var unreported = await db.Claims.AsNoTracking()
            .Where(claim => campaigns.Contains(claim.CampaignId) && claim.EndedBy == ClaimEnd.Lapsed && claim.ReportedAt == null)
            .Select(claim => claim.RevealedAt).ToListAsync(ct);
        Add(needs, DeskNeedKind.Unreported, unreported.Count, unreported.Min(), clock);

        await AddDryListsAsync(db, campaigns, needs, ct);
        var imports = await db.Imports.AsNoTracking()
            .Where(import => import.State == ImportState.Checked && db.BooksOf(actor).Any(book => book.Id == import.BookId))
            .OrderBy(import => import.CreatedAt)
            .Select(import => new { import.Id, import.CreatedAt, import.RowsNew }).ToListAsync(ct);
        needs.AddRange(imports.Select(import => new DeskNeed(DeskNeedKind.ImportWaiting, import.RowsNew, import.Id, SinceLocal: clock.ToLocal(import.CreatedAt))));

        var noticed = now - NoticeOfExports;
        var exports = await db.Exports.AsNoTracking()
            .Where(export => export.Kind == ExportKind.Results && export.At >= noticed && export.By != actor.VolunteerId
                && db.BooksOf(actor).Any(book => book.Id == export.BookId && book.Level == Books.ProtectionLevel.AtRisk))
            .Select(export => export.At).ToListAsync(ct);
        Add(needs, DeskNeedKind.ExportedByOther, exports.Count, exports.Count > 0 ? exports.Max() : null, clock);

        if (await db.IsInRoleAsync(actor, Roles.AdministratorId, ct)
            && await db.Installation.AnyAsync(state => state.SetUpAt != null && state.RecoverySheetConfirmedAt == null && !state.Demo, ct))
        {
            needs.Add(new DeskNeed(DeskNeedKind.RecoverySheet, 1));
        }
    }

    private async Task AddDryListsAsync(PhoneBankDb db, List<Guid> campaigns, List<DeskNeed> needs, CancellationToken ct)
    {
        var lists = await db.CallLists.AsNoTracking()
            .Where(list => list.State == CallListState.Open && campaigns.Contains(list.CampaignId)
                && db.Campaigns.Any(campaign => campaign.Id == list.CampaignId && campaign.State == CampaignState.Open))
            .Select(list => new { list.Id, list.SealedName }).ToListAsync(ct);
        var ids = lists.ConvertAll(list => list.Id);
        var tallies = await db.Tallies.AsNoTracking()
            .Where(tally => ids.Contains(tally.ListId) && tally.Key.StartsWith("state:"))
            .GroupBy(tally => new { tally.ListId, tally.Key })
            .Select(group => new { group.Key.ListId, group.Key.Key, N = group.Sum(tally => tally.N) })
            .ToListAsync(ct);
        foreach (var list in lists)
        {
            var states = tallies.Where(tally => tally.ListId == list.Id).ToDictionary(tally => tally.Key, tally => tally.N, StringComparer.Ordinal);
            var waiting = states.GetValueOrDefault("state:" + EntryState.Waiting);
            var total = states.Values.Sum();

            // A list nobody has called yet is short, not running dry; one that is all done is finished.
            if (total > waiting && total > states.GetValueOrDefault("state:" + EntryState.Done) && waiting <= Math.Max(FewWaiting, total / WaitingShare))
            {
                needs.Add(new DeskNeed(DeskNeedKind.ListRunningDry, waiting, list.Id, sealer.Open(Places.CallListName(list.Id), list.SealedName)));
            }
        }
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

    private static async Task<(List<ChecklistItem>? Items, Guid? CampaignId)> ChecklistAsync(PhoneBankDb db, Actor actor, CancellationToken ct)
    {
        if (await db.Calls.AnyAsync(call => db.CampaignsOf(actor).Any(campaign => campaign.Id == call.CampaignId), ct))
        {
            return (null, null);
        }

        var campaign = await db.CampaignsOf(actor).AsNoTracking()
            .Where(campaign => campaign.State != CampaignState.Closed)
            .OrderByDescending(campaign => campaign.State == CampaignState.Open).ThenByDescending(campaign => campaign.Id)
            .Select(campaign => new { campaign.Id, campaign.State, campaign.ScriptVersionId }).FirstOrDefaultAsync(ct);
        var campaignId = campaign?.Id ?? Guid.Empty;
        return (
            [
                new(FirstStep.Book, await db.BooksOf(actor).AnyAsync(ct)),
                new(FirstStep.Contacts, await db.Contacts.AnyAsync(contact => db.BooksOf(actor).Any(book => book.Id == contact.BookId && book.UndecidedImportId != contact.ImportId), ct)),
                new(FirstStep.Campaign, campaign is not null),
                new(FirstStep.Script, campaign?.ScriptVersionId is not null),
                new(FirstStep.List, await db.CallLists.AnyAsync(list => list.CampaignId == campaignId, ct)),
                new(FirstStep.Assignment, await db.Assignments.AnyAsync(assignment => assignment.TakenBackAt == null && db.CallLists.Any(list => list.Id == assignment.ListId && list.CampaignId == campaignId), ct)),
                new(FirstStep.Open, campaign?.State is CampaignState.Open),
                new(FirstStep.Caller, await db.CampaignMembers.AnyAsync(member => member.CampaignId == campaignId && member.AdmittedAt != null && member.RemovedAt == null, ct)),
                new(FirstStep.FirstCall, Done: false),
            ],
            campaign?.Id);
    }

    private sealed record TodayRow(Guid? OrganizerId, bool Reached, int Calls);
}
