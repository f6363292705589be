using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Lists;

/// <summary>Why people of a list are not reached unless somebody mends it.</summary>
public enum Starving
{
    /// <summary>It is handed to nobody.</summary>
    NobodyAssigned,

    /// <summary>None of those it is handed to has been calling lately.</summary>
    NobodyOnShift,

    /// <summary>Nobody it is handed to speaks the language of some of its people.</summary>
    LanguageNobodySpeaks,

    /// <summary>At the present pace nobody is left to be called within half an hour.</summary>
    RunsDry,
}

/// <summary>Whom a list is handed to, and how far they are.</summary>
/// <param name="Name">Empty for everyone.</param>
/// <param name="People">Admitted callers it means.</param>
/// <param name="OnShift">Of them, those calling now or lately.</param>
/// <param name="Calls">Calls they have recorded on this list.</param>
public sealed record AssigneeLine(Guid AssignmentId, AssigneeKind Kind, string Name, int? Maximum, int People, int OnShift, int Calls);

/// <summary>People of a list whose language nobody speaks whom it is handed to.</summary>
/// <param name="Language">A primary tag.</param>
/// <param name="Speakers">Callers of the campaign who speak it and do not have the list.</param>
public sealed record LanguageGap(string Language, int People, IReadOnlyList<Guid> Speakers);

/// <summary>What was done in the last hour, as a rate; measured from the first call of that hour.</summary>
public sealed record ListPace(double CallsPerHour, double DonePerHour);

/// <summary>One list at a glance.</summary>
/// <param name="Now">Can be handed out at this moment. Null: not counted yet.</param>
/// <param name="Later">Wait for the hour, or for their next try, or are promised a callback.</param>
/// <param name="Never">Wait, but have no number that may be called, or rest.</param>
/// <param name="CountedAt">UTC.</param>
/// <param name="Pace">Null while nobody has called in the last hour.</param>
/// <param name="Lasts">How long its people last at this pace; null without one.</param>
public sealed record ListAtAGlance(
    Guid Id,
    string Name,
    CallListState State,
    ListCounts Counts,
    int? Now,
    int Later,
    int Never,
    DateTime? NextAt,
    DateTime? CountedAt,
    IReadOnlyList<AssigneeLine> Assignees,
    ListPace? Pace,
    TimeSpan? Lasts,
    IReadOnlyList<Starving> Starves,
    IReadOnlyList<LanguageGap> Gaps);

/// <summary>Who of a campaign has what.</summary>
/// <param name="HoldOuts">How many people are held out from whom.</param>
public sealed record WhoHasWhatView(
    Guid CampaignId,
    string CampaignName,
    CampaignState State,
    string TimeZone,
    bool KeepsRelativesApart,
    IReadOnlyList<ListAtAGlance> Lists,
    IReadOnlyList<HoldOutCount> HoldOuts);

/// <summary>So many people are not handed to this organizer, for this reason.</summary>
public sealed record HoldOutCount(Guid OrganizerId, string Organizer, SkipReason Reason, int People);

/// <summary>
/// Each list of a campaign with those it is handed to, what waits, how fast it goes and what it lacks. Read from counters, the kept summaries and
/// the calls of the last hour: what it costs does not grow with the campaign. Refuses with <see cref="NotFound"/>.
/// </summary>
public sealed class WhoHasWhat(IDbContextFactory<PhoneBankDb> dbs, HoursClasses classes, CallingHours hours, Sealer sealer, TimeProvider time)
{
    /// <summary>Whoever took somebody so lately is on shift.</summary>
    public static readonly TimeSpan OnShiftWithin = TimeSpan.FromMinutes(20);

    /// <summary>A list that lasts no longer starves.</summary>
    public static readonly TimeSpan Dry = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan PaceOver = TimeSpan.FromMinutes(60);

    // One call a minute after the shift began is no pace yet.
    private static readonly TimeSpan ShortestPace = TimeSpan.FromMinutes(10);

    public async Task<Result<WhoHasWhatView>> ExecuteAsync(Actor actor, Guid campaignId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        var now = time.UtcNow();
        var lists = await db.CallLists.AsNoTracking().Where(list => list.CampaignId == campaignId && list.State != CallListState.Closed)
            .OrderByDescending(list => list.Priority).ThenBy(list => list.Id).ToListAsync(ct);
        var ids = lists.ConvertAll(list => list.Id);
        var counts = await ListCounts.OfAsync(db, ids, ct);
        var summaries = await db.ListSummaries.AsNoTracking().Where(summary => ids.Contains(summary.ListId)).ToDictionaryAsync(summary => summary.ListId, ct);
        var callers = await CampaignCallers.OfAsync(db, campaignId, now - OnShiftWithin, now, sealer, ct);
        var assignments = await AssigneesAsync(db, campaignId, ids, callers, ct);
        var paces = await PacesAsync(db, campaignId, now, ct);
        var keys = await classes.KeysOfAsync([.. summaries.Values.SelectMany(summary => summary.Groups).Select(group => group.HoursClassId).Distinct()], ct);
        var campaignHours = await CampaignMoments.HoursOfAsync(db, campaign, now, ct);
        return new WhoHasWhatView(
            campaignId,
            sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName),
            campaign.State,
            campaign.TimeZone,
            campaign.KeepsRelativesApart,
            [.. lists.Select(list => AtAGlance(
                list,
                campaign,
                counts.GetValueOrDefault(list.Id) ?? ListCounts.None,
                summaries.GetValueOrDefault(list.Id),
                [.. assignments[list.Id]],
                callers,
                paces.GetValueOrDefault(list.Id),
                (key, from) => keys.TryGetValue(key, out var found) ? hours.NextOpening(found, campaignHours, from) : null,
                now))],
            await HoldOutsAsync(db, campaign, callers, ct));
    }

    private ListAtAGlance AtAGlance(
        CallList list, Campaign campaign, ListCounts counts, ListSummary? summary, List<Handed> handed, CampaignCallers callers, ListPace? pace, Func<Guid, DateTime, DateTime?> opening, DateTime now)
    {
        var (open, waiting) = (0, 0);
        DateTime? next = null;
        foreach (var group in summary?.Groups ?? [])
        {
            var opens = opening(group.HoursClassId, group.Ready > 0 ? now : group.FirstLater ?? now);
            var isOpen = group.Ready > 0 && opens <= now;
            open += isOpen ? group.Ready : 0;
            waiting += group.Ready + group.Later;
            next = isOpen || opens is null || next <= opens ? next : opens;
        }

        // The counters are of this moment, the summary of a few seconds ago.
        open = Math.Min(open, counts.Waiting);
        var people = handed.SelectMany(one => one.People).ToHashSet();
        var gaps = summary is null ? [] : callers.Gaps(summary.Groups, people);
        var reachable = Math.Min(waiting, counts.Waiting) + counts.Scheduled;
        (TimeSpan? Whole, TimeSpan UntilDry)? lasts = pace is null || (summary is null && counts.Waiting > 0) ? null : Lasting(reachable, open, pace);
        return new ListAtAGlance(
            list.Id,
            sealer.Open(Places.CallListName(list.Id), list.SealedName),
            list.State,
            counts,
            summary is null ? null : open,
            Math.Max(0, reachable - open),
            summary is null ? 0 : Math.Max(0, counts.Waiting - waiting),
            open > 0 ? null : next,
            summary?.At,
            handed.ConvertAll(one => one.Line),
            pace,
            lasts?.Whole,
            list.State == CallListState.Open && campaign.State == CampaignState.Open && reachable > 0 ? [.. Starves(handed, people, callers, gaps, lasts?.UntilDry)] : [],
            gaps);
    }

    private static IEnumerable<Starving> Starves(List<Handed> handed, HashSet<Guid> people, CampaignCallers callers, IReadOnlyList<LanguageGap> gaps, TimeSpan? untilDry)
    {
        if (handed.Count == 0)
        {
            yield return Starving.NobodyAssigned;
        }
        else if (!people.Any(callers.IsOnShift))
        {
            yield return Starving.NobodyOnShift;
        }

        if (handed.Count > 0 && gaps.Count > 0)
        {
            yield return Starving.LanguageNobodySpeaks;
        }

        if (untilDry < Dry)
        {
            yield return Starving.RunsDry;
        }
    }

    // A person takes several calls before she or he is done; whoever can be called now is taken by each call.
    private static (TimeSpan? Whole, TimeSpan UntilDry) Lasting(int reachable, int open, ListPace pace) => (
        pace.DonePerHour > 0 ? TimeSpan.FromHours(Math.Min(reachable / pace.DonePerHour, 24 * 365)) : null,
        TimeSpan.FromHours(Math.Min(open / pace.CallsPerHour, 24 * 365)));

    private async Task<ILookup<Guid, Handed>> AssigneesAsync(PhoneBankDb db, Guid campaignId, List<Guid> listIds, CampaignCallers callers, CancellationToken ct)
    {
        var assignments = await db.Assignments.AsNoTracking().Where(assignment => listIds.Contains(assignment.ListId) && assignment.TakenBackAt == null).ToListAsync(ct);
        var teams = await db.Teams.AsNoTracking().Where(team => team.CampaignId == campaignId).ToListAsync(ct);
        var teamIds = teams.ConvertAll(team => team.Id);
        var members = (await db.TeamMembers.AsNoTracking().Where(member => teamIds.Contains(member.TeamId)).ToListAsync(ct)).ToLookup(member => member.TeamId, member => member.VolunteerId);
        var calls = (await db.Tallies.AsNoTracking().Where(tally => listIds.Contains(tally.ListId) && tally.Key.StartsWith(EntryMoves.CallerKeyPrefix))
            .GroupBy(tally => new { tally.ListId, tally.Key }).Select(group => new { group.Key.ListId, group.Key.Key, N = group.Sum(tally => tally.N) }).ToListAsync(ct))
            .ToDictionary(row => (row.ListId, row.Key), row => row.N);
        var everyCall = calls.GroupBy(row => row.Key.ListId).ToDictionary(list => list.Key, list => list.Sum(row => row.Value));
        return assignments.Select(assignment =>
        {
            var (kind, name, people) = assignment switch
            {
                { VolunteerId: { } id } => (AssigneeKind.Volunteer, callers.NameOf(id), callers.Admitted([id])),
                { TeamId: { } id } => (AssigneeKind.Team, teams.Find(team => team.Id == id) is { } team ? sealer.Open(Places.TeamName(id), team.SealedName) : "", callers.Admitted(members[id])),
                _ => (AssigneeKind.Everyone, "", callers.All),
            };
            var done = kind == AssigneeKind.Everyone
                ? everyCall.GetValueOrDefault(assignment.ListId)
                : people.Sum(person => calls.GetValueOrDefault((assignment.ListId, EntryMoves.CallerKey(person))));
            return new Handed(assignment.ListId, people, new AssigneeLine(assignment.Id, kind, name, assignment.Maximum, people.Count, people.Count(callers.IsOnShift), done));
        }).OrderBy(one => one.Line.Kind).ThenBy(one => one.Line.Name, StringComparer.CurrentCulture).ToLookup(one => one.ListId);
    }

    private static async Task<Dictionary<Guid, ListPace>> PacesAsync(PhoneBankDb db, Guid campaignId, DateTime now, CancellationToken ct)
    {
        var since = now - PaceOver;
        var recent = db.Calls.AsNoTracking().Where(call => call.CampaignId == campaignId && call.EndedAt > since && call.WithdrawnAt == null);
        var calls = await recent.GroupBy(call => call.ListId).Select(group => new { ListId = group.Key, Calls = group.Count(), First = group.Min(call => call.StartedAt) }).ToListAsync(ct);
        var done = await recent.Join(db.Entries.Where(entry => entry.State == EntryState.Done), call => call.EntryId, entry => entry.Id, (call, entry) => new { call.ListId, entry.Id })
            .Distinct().GroupBy(row => row.ListId).Select(group => new { ListId = group.Key, People = group.Count() }).ToDictionaryAsync(row => row.ListId, row => row.People, ct);
        return calls.ToDictionary(
            row => row.ListId,
            row =>
            {
                var over = now - row.First;
                var span = (over > PaceOver ? PaceOver : over < ShortestPace ? ShortestPace : over).TotalHours;
                return new ListPace(row.Calls / span, done.GetValueOrDefault(row.ListId) / span);
            });
    }

    private static async Task<IReadOnlyList<HoldOutCount>> HoldOutsAsync(PhoneBankDb db, Campaign campaign, CampaignCallers callers, CancellationToken ct)
    {
        var reasons = SkipReasons.HoldingOut;
        var rows = await db.CampaignMembers.Where(member => member.CampaignId == campaign.Id && member.RemovedAt == null)
            .Join(db.Skips.Where(skip => reasons.Contains(skip.Reason) && (skip.BookId == campaign.BookId || (skip.ContactId == null && skip.CampaignId == campaign.Id))), member => member.VolunteerId, skip => skip.OrganizerId, (_, skip) => skip)
            .GroupBy(skip => new { skip.OrganizerId, skip.Reason })
            .Select(group => new { group.Key.OrganizerId, group.Key.Reason, People = group.Select(skip => skip.ContactId ?? skip.EntryId).Distinct().Count() })
            .ToListAsync(ct);
        return [.. rows.Select(row => new HoldOutCount(row.OrganizerId, callers.NameOf(row.OrganizerId), row.Reason, row.People)).OrderBy(row => row.Organizer, StringComparer.CurrentCulture).ThenBy(row => row.Reason)];
    }

    private sealed record Handed(Guid ListId, IReadOnlyCollection<Guid> People, AssigneeLine Line);
}
