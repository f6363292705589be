using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Help;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reports;

/// <summary>What a caller on shift is doing, what a coordinator should look at first.</summary>
public enum LiveState
{
    /// <summary>Asked a coordinator for help and has none yet.</summary>
    WaitingForHelp,

    /// <summary>The number has been shown for longer than calls take.</summary>
    Stuck,

    /// <summary>A number was shown and nobody has said what happened.</summary>
    Unreported,
    InCall,

    /// <summary>Has a person, not yet the number.</summary>
    Reading,

    /// <summary>Has nobody.</summary>
    Idle,
    OnBreak,

    /// <summary>Has nobody, and a coordinator lets her or him take nobody.</summary>
    Paused,
}

/// <summary>One caller on shift.</summary>
/// <param name="CampaignId">Where she or he took somebody last.</param>
/// <param name="Since">UTC, when the shift began: the first person taken after a pause; null for somebody who has taken nobody lately.</param>
/// <param name="StateSince">UTC.</param>
/// <param name="IsUrgent">Was threatened, or can be heard.</param>
/// <param name="Calls">Recorded in the last hour.</param>
/// <param name="Reached">Of these, conversations.</param>
public sealed record LiveCaller(
    Guid VolunteerId, string Name, Guid CampaignId, Guid? ListId, string? ListName, DateTime? Since, LiveState State, DateTime? StateSince, bool IsUrgent, bool IsPaused, int Calls, int Reached);

/// <summary>What came of the calls of one quarter of an hour.</summary>
/// <param name="From">UTC.</param>
/// <param name="Care">Held for a coordinator's care.</param>
public sealed record LiveQuarter(DateTime From, int NotReached, int Reached, int Care)
{
    public int Calls => NotReached + Reached + Care;
}

public sealed record LiveList(Guid Id, string Name, CallListState State);

/// <summary>One open or paused campaign.</summary>
/// <param name="Calls">Recorded in the last hour.</param>
/// <param name="Reached">Of these, conversations.</param>
/// <param name="Quarters">Oldest first; the last is not over yet.</param>
public sealed record LiveCampaign(
    Guid Id, string Name, CampaignState State, string TimeZone, CampaignFunnel Funnel, int Calls, int Reached, IReadOnlyList<LiveQuarter> Quarters, IReadOnlyList<LiveList> Lists);

/// <summary>The shift at one moment.</summary>
/// <param name="Now">UTC.</param>
/// <param name="Callers">Those first who need a look.</param>
public sealed record LiveShiftView(DateTime Now, IReadOnlyList<LiveCaller> Callers, IReadOnlyList<LiveCampaign> Campaigns);

/// <summary>
/// Who is calling and how far each campaign is, within the coordinator's books. Reads open claims, the last claim of each caller, the calls of the last
/// hour and counters, so that it may be asked every second with a thousand callers.
/// </summary>
public sealed class LiveShift(IHotStore store, IDbContextFactory<PhoneBankDb> dbs, CampaignFunnels funnels, Sealer sealer, TimeProvider time)
{
    /// <summary>Whoever takes nobody for so long has ended the shift.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(30);

    /// <summary>A number shown for so long is stuck.</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromMinutes(30);

    public static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    /// <summary>Quarters shown, the present one among them.</summary>
    public const int Quarters = 12;

    private const int MostShifts = 20_000;

    private static readonly TimeSpan LongestShift = TimeSpan.FromHours(12);

    // A shift's beginning and a quarter that is over do not change: what was found once is not asked again. Within one book, so that no answer says
    // what somebody does for another.
    private readonly ConcurrentDictionary<(Guid Organizer, Guid Book), ShiftSpan> _shifts = new();
    private readonly ConcurrentDictionary<(Guid Campaign, DateTime From), IReadOnlyDictionary<Guid, int>> _quarters = new();

    public async Task<LiveShiftView> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var now = time.UtcNow();
        var campaigns = await db.CampaignsOf(actor).AsNoTracking()
            .Where(campaign => campaign.State == CampaignState.Open || campaign.State == CampaignState.Paused)
            .OrderByDescending(campaign => campaign.State == CampaignState.Open).ThenByDescending(campaign => campaign.Id)
            .Select(campaign => new { campaign.Id, campaign.SealedName, campaign.State, campaign.TimeZone }).ToListAsync(ct);
        if (campaigns.Count == 0)
        {
            return new LiveShiftView(now, [], []);
        }

        var ids = campaigns.ConvertAll(campaign => campaign.Id);
        var outcomes = (await db.Outcomes.AsNoTracking().Where(outcome => ids.Contains(outcome.CampaignId)).Select(outcome => new { outcome.Id, outcome.Group, outcome.Definition }).ToListAsync(ct))
            .ToDictionary(outcome => outcome.Id, outcome => (outcome.Group, outcome.Definition.Reached));
        var lists = (await db.CallLists.AsNoTracking().Where(list => ids.Contains(list.CampaignId)).OrderByDescending(list => list.Priority).ThenBy(list => list.Id)
                .Select(list => new { list.Id, list.CampaignId, list.SealedName, list.State }).ToListAsync(ct))
            .ConvertAll(list => (list.CampaignId, List: new LiveList(list.Id, sealer.Open(Places.CallListName(list.Id), list.SealedName), list.State)));
        var first = now.AddTicks(-(now.Ticks % Quarter.Ticks)) - (Quarters - 1) * Quarter;
        var corrections = await CorrectionsAsync(db, ids, first, ct);
        var hour = await HourAsync(db, ids, outcomes, corrections, now, ct);
        var quarters = await QuartersAsync(db, ids, outcomes, corrections, first, now, ct);
        var parts = await funnels.ExecuteAsync(actor, ct);
        return new LiveShiftView(
            now,
            await CallersAsync(db, ids, lists.ToDictionary(row => row.List.Id, row => row.List.Name), hour, now, ct),
            campaigns.ConvertAll(campaign => new LiveCampaign(
                campaign.Id,
                sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName),
                campaign.State,
                campaign.TimeZone,
                parts.GetValueOrDefault(campaign.Id) ?? CampaignFunnel.None,
                hour.Where(row => row.CampaignId == campaign.Id).Sum(row => row.Calls),
                hour.Where(row => row.CampaignId == campaign.Id && row.Reached).Sum(row => row.Calls),
                quarters[campaign.Id],
                [.. lists.Where(row => row.CampaignId == campaign.Id && row.List.State != CallListState.Closed).Select(row => row.List)])));
    }

    /// <summary>Calls since an instant that count by another outcome than they were recorded with: few, so that calls can be counted as they were recorded and these set right.</summary>
    private static Task<List<Correction>> CorrectionsAsync(PhoneBankDb db, List<Guid> campaigns, DateTime since, CancellationToken ct) => (
        from review in db.Reviews.AsNoTracking()
        where review.CorrectedOutcomeId != null && review.JudgedAt >= since && campaigns.Contains(review.CampaignId)
        join call in db.Calls on review.CallId equals call.Id
        where call.EndedAt >= since && call.WithdrawnAt == null
        select new Correction(call.CampaignId, call.OrganizerId, call.EndedAt, call.OutcomeId, review.CorrectedOutcomeId!.Value)).ToListAsync(ct);

    private static async Task<List<HourRow>> HourAsync(
        PhoneBankDb db, List<Guid> campaigns, Dictionary<Guid, (OutcomeGroup Group, bool Reached)> outcomes, List<Correction> corrections, DateTime now, CancellationToken ct)
    {
        var since = now.AddHours(-1);
        var rows = await db.Calls.AsNoTracking()
            .Where(call => campaigns.Contains(call.CampaignId) && call.EndedAt > since && call.WithdrawnAt == null)
            .GroupBy(call => new { call.CampaignId, call.OrganizerId, call.OutcomeId })
            .Select(group => new { group.Key.CampaignId, group.Key.OrganizerId, group.Key.OutcomeId, Calls = group.Count() }).ToListAsync(ct);
        return
        [
            .. rows.Select(row => Row(row.CampaignId, row.OrganizerId, row.OutcomeId, row.Calls)),
            .. corrections.Where(call => call.EndedAt > since).SelectMany(call => new[] { Row(call.CampaignId, call.OrganizerId, call.From, -1), Row(call.CampaignId, call.OrganizerId, call.To, 1) }),
        ];

        HourRow Row(Guid campaign, Guid? organizer, Guid outcome, int calls) => new(campaign, organizer, outcomes.GetValueOrDefault(outcome).Reached, calls);
    }

    private async Task<Dictionary<Guid, IReadOnlyList<LiveQuarter>>> QuartersAsync(
        PhoneBankDb db, List<Guid> campaigns, Dictionary<Guid, (OutcomeGroup Group, bool Reached)> outcomes, List<Correction> corrections, DateTime first, DateTime now, CancellationToken ct)
    {
        foreach (var old in _quarters.Keys.Where(key => key.From < first))
        {
            _quarters.TryRemove(old, out _);
        }

        var found = campaigns.ToDictionary(id => id, _ => new List<LiveQuarter>());
        for (var from = first; from <= now; from += Quarter)
        {
            var (start, end) = (from, from + Quarter);
            var unknown = campaigns.FindAll(id => !_quarters.ContainsKey((id, start)));
            var rows = unknown.Count == 0 ? null : (await db.Calls.AsNoTracking()
                    .Where(call => unknown.Contains(call.CampaignId) && call.EndedAt >= start && call.EndedAt < end && call.WithdrawnAt == null)
                    .GroupBy(call => new { call.CampaignId, call.OutcomeId })
                    .Select(group => new { group.Key.CampaignId, group.Key.OutcomeId, Calls = group.Count() }).ToListAsync(ct))
                .ToLookup(row => row.CampaignId);
            foreach (var id in campaigns)
            {
                var counts = _quarters.TryGetValue((id, start), out var known) ? known : rows?[id].ToDictionary(row => row.OutcomeId, row => row.Calls) ?? [];

                // A call can be taken back for a while.
                if (end + RecordOutcome.UndoWindow < now)
                {
                    _quarters[(id, start)] = counts;
                }

                var corrected = corrections.FindAll(call => call.CampaignId == id && call.EndedAt >= start && call.EndedAt < end);
                int In(OutcomeGroup group) => counts.Where(pair => GroupOf(pair.Key) == group).Sum(pair => pair.Value)
                    + corrected.Count(call => GroupOf(call.To) == group) - corrected.Count(call => GroupOf(call.From) == group);
                found[id].Add(new LiveQuarter(start, In(OutcomeGroup.NotReached), In(OutcomeGroup.Reached), In(OutcomeGroup.Care)));
            }
        }

        return found.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<LiveQuarter>)pair.Value);

        OutcomeGroup GroupOf(Guid outcome) => outcomes.GetValueOrDefault(outcome).Group;
    }

    private async Task<IReadOnlyList<LiveCaller>> CallersAsync(PhoneBankDb db, List<Guid> campaigns, Dictionary<Guid, string> lists, List<HourRow> hour, DateTime now, CancellationToken ct)
    {
        var members = await MembersAsync(campaigns, now, ct);
        var help = (await db.HelpRequests.AsNoTracking()
                .Where(request => request.ClosedAt == null && request.OrganizerId != null && campaigns.Contains(request.CampaignId))
                .Select(request => new { request.OrganizerId, request.Kind, request.At }).ToListAsync(ct))
            .GroupBy(request => request.OrganizerId!.Value)
            .ToDictionary(group => group.Key, group => (At: group.Min(request => request.At), IsUrgent: group.Any(request => Urgency.IsUrgent(request.Kind))));
        var unreported = await db.Claims.AsNoTracking()
            .Where(claim => campaigns.Contains(claim.CampaignId) && claim.EndedBy == ClaimEnd.Lapsed && claim.ReportedAt == null)
            .GroupBy(claim => claim.OrganizerId)
            .Select(group => new { OrganizerId = group.Key, Since = group.Min(claim => claim.RevealedAt) }).ToDictionaryAsync(row => row.OrganizerId, row => row.Since, ct);
        var present = members.GroupBy(member => member.Id)
            .Select(rows => (Member: rows.FirstOrDefault(row => row.CampaignId == row.Claim?.CampaignId) ?? rows.First(), PausedAt: rows.Min(row => row.PausedAt)))
            .Where(row => row.PausedAt is not null || row.Member.IsOnShift(now) || help.ContainsKey(row.Member.Id) || unreported.ContainsKey(row.Member.Id))
            .ToList();
        var spans = await ShiftsAsync(db, [.. present.Select(row => row.Member).Where(member => member.IsOnShift(now))], now, ct);
        var calls = hour.ToLookup(row => row.OrganizerId);
        return
        [
            .. present.Select(row =>
                {
                    var member = row.Member;
                    var asked = help.TryGetValue(member.Id, out var found) ? found : ((DateTime At, bool IsUrgent)?)null;
                    var (state, since) = asked is { } request ? (LiveState.WaitingForHelp, request.At)
                        : unreported.TryGetValue(member.Id, out var shown) && member.Claim is not { EndedAt: null } ? (LiveState.Unreported, shown)
                        : member.StateAt(now, row.PausedAt);
                    return new LiveCaller(
                        member.Id,
                        sealer.Open(Places.VolunteerName(member.Id), member.SealedName),
                        member.Claim?.CampaignId ?? member.CampaignId,
                        member.Claim?.ListId,
                        member.Claim is { } claim ? lists.GetValueOrDefault(claim.ListId) : null,
                        spans.TryGetValue(member.Id, out var begun) ? begun : null,
                        state,
                        since,
                        asked?.IsUrgent == true,
                        row.PausedAt is not null,
                        calls[member.Id].Sum(one => one.Calls),
                        calls[member.Id].Where(one => one.Reached).Sum(one => one.Calls));
                })
                .OrderBy(caller => !caller.IsUrgent).ThenBy(caller => caller.State).ThenBy(caller => caller.StateSince).ThenBy(caller => caller.VolunteerId),
        ];
    }

    // In one statement of its own: for each caller one look at the end of the index of claims.
    private Task<List<Member>> MembersAsync(List<Guid> campaigns, DateTime now, CancellationToken ct) => store.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT v.id, m.campaign_id, v.sealed_display_name, v.on_break_since, m.paused_at,
                k.book_id, k.campaign_id, k.list_id, k.kind, k.taken_at, k.revealed_at, k.ended_at
            FROM campaign_members m
            JOIN volunteers v ON v.id = m.volunteer_id AND v.status = 'Active'
            LEFT JOIN claims k ON k.id = (
                SELECT c.id FROM claims c WHERE c.organizer_id = m.volunteer_id AND c.taken_at > {now - LongestShift} AND c.campaign_id IN {campaigns}
                ORDER BY c.taken_at DESC LIMIT 1)
            WHERE m.campaign_id IN {campaigns} AND m.admitted_at IS NOT NULL AND m.removed_at IS NULL
            """,
            row => new Member(
                row.Id(0),
                row.Id(1),
                row.Bytes(2),
                Volunteer.BreakAt(row.TimeOrNull(3), now),
                row.TimeOrNull(4),
                row.IsNull(5) ? null : new LastClaim(row.Id(5), row.Id(6), row.Id(7), row.Word<ClaimKind>(8), row.Time(9), row.TimeOrNull(10), row.TimeOrNull(11)))),
        ct);

    private async Task<Dictionary<Guid, DateTime>> ShiftsAsync(PhoneBankDb db, List<Member> members, DateTime now, CancellationToken ct)
    {
        if (_shifts.Count > MostShifts)
        {
            _shifts.Clear();
        }

        var begun = new Dictionary<Guid, DateTime>();
        var unknown = new List<Member>();
        foreach (var member in members)
        {
            var claim = member.Claim!;
            if (_shifts.TryGetValue((member.Id, claim.BookId), out var span) && claim.TakenAt - span.Until <= Pause)
            {
                var until = claim.EndedAt ?? now;
                _shifts[(member.Id, claim.BookId)] = span with { Until = until > span.Until ? until : span.Until };
                begun[member.Id] = span.Begun;
            }
            else
            {
                unknown.Add(member);
            }
        }

        var oldest = now - LongestShift;
        foreach (var chunk in unknown.Chunk(200))
        {
            var (ids, books) = (chunk.Select(member => member.Id).ToList(), chunk.Select(member => member.Claim!.BookId).Distinct().ToList());
            var claims = await db.Claims.AsNoTracking()
                .Where(claim => ids.Contains(claim.OrganizerId) && claim.TakenAt > oldest && books.Contains(claim.BookId))
                .Select(claim => new { claim.OrganizerId, claim.BookId, claim.TakenAt, claim.EndedAt }).ToListAsync(ct);
            var taken = claims.ToLookup(claim => (claim.OrganizerId, claim.BookId), claim => (claim.TakenAt, Until: claim.EndedAt ?? now));
            foreach (var member in chunk)
            {
                var key = (member.Id, member.Claim!.BookId);
                _shifts[key] = ShiftSpan.Of(taken[key]);
                begun[member.Id] = _shifts[key].Begun;
            }
        }

        return begun;
    }

    private sealed record Correction(Guid CampaignId, Guid? OrganizerId, DateTime EndedAt, Guid From, Guid To);

    private sealed record HourRow(Guid CampaignId, Guid? OrganizerId, bool Reached, int Calls);

    private sealed record LastClaim(Guid BookId, Guid CampaignId, Guid ListId, ClaimKind Kind, DateTime TakenAt, DateTime? RevealedAt, DateTime? EndedAt);

    private sealed record Member(Guid Id, Guid CampaignId, byte[] SealedName, DateTime? OnBreakSince, DateTime? PausedAt, LastClaim? Claim)
    {
        public bool IsOnShift(DateTime now) => Claim is not null && (Claim.EndedAt is not { } ended || ended > now - Pause || OnBreakSince is not null);

        public (LiveState State, DateTime? Since) StateAt(DateTime now, DateTime? pausedAt) => Claim switch
        {
            { EndedAt: null, Kind: ClaimKind.Calling } calling => (now - (calling.RevealedAt ?? calling.TakenAt) > StuckAfter ? LiveState.Stuck : LiveState.InCall, calling.RevealedAt ?? calling.TakenAt),
            { EndedAt: null } viewing => (LiveState.Reading, viewing.TakenAt),
            _ when pausedAt is not null => (LiveState.Paused, pausedAt),
            _ when OnBreakSince is not null => (LiveState.OnBreak, OnBreakSince),
            _ => (LiveState.Idle, Claim?.EndedAt),
        };
    }

    private readonly record struct ShiftSpan(DateTime Begun, DateTime Until)
    {
        public static ShiftSpan Of(IEnumerable<(DateTime TakenAt, DateTime Until)> claims)
        {
            ShiftSpan? span = null;
            foreach (var (taken, until) in claims.OrderBy(claim => claim.TakenAt))
            {
                span = span is not { } known || taken - known.Until > Pause ? new ShiftSpan(taken, until) : known with { Until = until > known.Until ? until : known.Until };
            }

            return span ?? default;
        }
    }
}
