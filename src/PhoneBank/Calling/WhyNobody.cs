using PhoneBank.Calling.Hours;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>Finds out why nobody can be handed to an organizer now, with counts and the next times. Asked only then, outside any write.</summary>
public sealed class WhyNobody(IHotStore store, CampaignMoments moments, TimeProvider time)
{
    internal async Task<NothingToCall> AskAsync(Actor actor, Guid? campaignId, Guid? listId, CancellationToken ct)
    {
        var assigned = await store.ReadAsync(
            async session => new
            {
                Lists = await AssignedLists.OfAsync(session, actor.VolunteerId),
                Paused = await PausedAsync(session, actor.VolunteerId, campaignId) > 0,
                CallerPaused = await CallerPausedAsync(session, actor.VolunteerId, campaignId) > 0,
                Caller = await Caller.FindAsync(session, actor.VolunteerId),
            },
            ct);
        var reasons = new List<NothingReason>();
        var lists = assigned.Lists.Where(list => (campaignId is null || list.CampaignId == campaignId) && (listId is null || list.Id == listId)).ToList();
        if (assigned.CallerPaused)
        {
            reasons.Add(new NothingReason.CallerPaused());
        }
        else if (assigned.Paused)
        {
            reasons.Add(new NothingReason.CampaignPaused());
        }
        else if (lists.Count == 0)
        {
            reasons.Add(new NothingReason.NoListAssigned());
        }

        if (lists.Any(list => list.ShareTaken))
        {
            reasons.Add(new NothingReason.ShareTaken());
        }

        var open = lists.Where(list => !list.ShareTaken).ToList();
        if (open.Count > 0 && assigned.Caller is { } caller)
        {
            var counted = await CountAsync(caller, open, ct);
            reasons.AddRange(counted.Count == 0 ? [new NothingReason.AllDone()] : counted);
        }

        return new NothingToCall(reasons);
    }

    private static Task<long> PausedAsync(HotSession session, Guid organizerId, Guid? campaignId) => session.CountAsync(
        $"""
        SELECT count(*) FROM campaign_members m JOIN campaigns c ON c.id = m.campaign_id AND c.state = 'Paused'
        WHERE m.volunteer_id = {organizerId} AND m.admitted_at IS NOT NULL AND m.removed_at IS NULL AND ({campaignId is null} OR c.id = {campaignId ?? Guid.Empty})
        """);

    private static Task<long> CallerPausedAsync(HotSession session, Guid organizerId, Guid? campaignId) => session.CountAsync(
        $"""
        SELECT count(*) FROM campaign_members m JOIN campaigns c ON c.id = m.campaign_id AND c.state = 'Open'
        WHERE m.volunteer_id = {organizerId} AND m.paused_at IS NOT NULL AND m.admitted_at IS NOT NULL AND m.removed_at IS NULL
          AND ({campaignId is null} OR c.id = {campaignId ?? Guid.Empty})
        """);

    private async Task<List<NothingReason>> CountAsync(Caller caller, List<AssignedList> lists, CancellationToken ct)
    {
        var now = time.UtcNow();
        var tally = new Tally();
        foreach (var campaign in lists.GroupBy(list => list.CampaignId))
        {
            var moment = await moments.OfAsync(campaign.Key, ct);
            var languages = LanguageSet.Of(caller, moment.Speakers);
            var ids = campaign.Select(list => list.Id).ToList();
            await store.ReadAsync(
                async session =>
                {
                    foreach (var group in await WaitingAsync(session, caller, ids, now))
                    {
                        tally.Add(group, languages, moment.StateOf(group.HoursClassId));
                    }

                    foreach (var (callbacks, first) in await ScheduledAsync(session, ids))
                    {
                        tally.AddCallbacks(callbacks, first);
                    }

                    tally.AddHeld(
                        await session.CountAsync($"SELECT sum(n) FROM tallies WHERE list_id IN {ids} AND key IN ('state:Held', 'state:Unreported')"),
                        await session.CountAsync($"SELECT sum(n) FROM tallies WHERE list_id IN {ids} AND key = 'state:Claimed'"));
                    return true;
                },
                ct);
        }

        return tally.Reasons();
    }

    private static Task<List<WaitingGroup>> WaitingAsync(HotSession session, Caller caller, List<Guid> lists, DateTime now) => session.QueryAsync(
        $"""
        SELECT x.hours_class_id, x.language, x.abroad, x.ready, x.passed, x.gone, count(*), min(x.ready_at) FROM (
            SELECT e.hours_class_id, e.language, e.ready_at,
                CASE WHEN {caller.FreeCountries.Count == 0} OR e.country IS NULL OR e.country IN {caller.FreeCountries} THEN 0 ELSE 1 END AS abroad,
                CASE WHEN e.ready_at <= {now} THEN 1 ELSE 0 END AS ready,
                COALESCE(
                    (SELECT min(s.reason) FROM skips s WHERE s.contact_id = e.contact_id AND s.organizer_id = {caller.Id}),
                    (SELECT min(s.reason) FROM skips s WHERE s.entry_id = e.id AND s.organizer_id = {caller.Id})) AS passed,
                CASE WHEN e.callable THEN 0 ELSE 1 END AS gone
            FROM entries e WHERE e.list_id IN {lists} AND e.state = 'Waiting' LIMIT {NothingReason.MostCounted}) x
        GROUP BY x.hours_class_id, x.language, x.abroad, x.ready, x.passed, x.gone
        """,
        row => new WaitingGroup(row.Id(0), row.TextOrNull(1), row.Int(2) != 0, row.Int(3) != 0, row.WordOrNull<SkipReason>(4), row.Int(5) != 0, row.Long(6), row.Time(7)));

    private static Task<List<(long Count, DateTime First)>> ScheduledAsync(HotSession session, List<Guid> lists) => session.QueryAsync(
        $"SELECT count(*), min(callback_at) FROM entries WHERE list_id IN {lists} AND state = 'Scheduled' AND callable HAVING count(*) > 0",
        row => (row.Long(0), row.Time(1)));

    private sealed record WaitingGroup(Guid HoursClassId, string? Language, bool Abroad, bool Ready, SkipReason? Passed, bool Gone, long Count, DateTime FirstReady);

    // Everybody is counted under the first reason that holds, in the order in which it could be changed least.
    private sealed class Tally
    {
        private readonly Dictionary<string, long> _languages = new(StringComparer.Ordinal);
        private readonly Dictionary<SkipReason, long> _heldOut = [];
        private long _gone, _passed, _abroad, _retry, _closed, _elsewhere, _held, _callbacks;
        private DateTime _retryAt = DateTime.MaxValue, _callbackAt = DateTime.MaxValue;
        private DateTime? _opensAt;

        public void Add(WaitingGroup group, LanguageSet languages, HoursState? state)
        {
            if (group.Gone)
            {
                _gone += group.Count;
            }
            else if (group.Passed is { } reason)
            {
                var isHeldOut = SkipReasons.HoldingOut.Contains(reason);
                _passed += isHeldOut ? 0 : group.Count;
                _heldOut[reason] = _heldOut.GetValueOrDefault(reason) + (isHeldOut ? group.Count : 0);
            }
            else if (!languages.Contains(group.Language))
            {
                _languages[group.Language!] = _languages.GetValueOrDefault(group.Language!) + group.Count;
            }
            else if (group.Abroad)
            {
                _abroad += group.Count;
            }
            else if (!group.Ready)
            {
                _retry += group.Count;
                _retryAt = Earlier(_retryAt, group.FirstReady);
            }
            else if (state is not { IsOpen: true })
            {
                _closed += group.Count;
                _opensAt = state?.NextOpeningUtc is { } opens ? Earlier(_opensAt ?? opens, opens) : _opensAt;
            }
            else
            {
                _elsewhere += group.Count;
            }
        }

        public void AddCallbacks(long count, DateTime first)
        {
            _callbacks += count;
            _callbackAt = Earlier(_callbackAt, first);
        }

        public void AddHeld(long held, long claimed)
        {
            _held += held;
            _elsewhere += claimed;
        }

        public List<NothingReason> Reasons() =>
        [
            .. If(_closed, new NothingReason.OutsideHours(_closed, _opensAt)),
            .. If(_callbacks, new NothingReason.CallbackLater(_callbacks, _callbackAt)),
            .. If(_retry, new NothingReason.WaitingForRetry(_retry, _retryAt)),
            .. If(_languages.Count, new NothingReason.OtherLanguage(_languages.Values.Sum(), _languages)),
            .. If(_abroad, new NothingReason.OtherCountry(_abroad)),
            .. If(_elsewhere, new NothingReason.HeldByOthers(_elsewhere)),
            .. If(_held, new NothingReason.Held(_held)),
            .. If(_passed, new NothingReason.PassedOn(_passed)),
            .. SkipReasons.HoldingOut.SelectMany(reason => If(_heldOut.GetValueOrDefault(reason), new NothingReason.HeldOut(_heldOut.GetValueOrDefault(reason), reason))),
            .. If(_gone, new NothingReason.NotCallable(_gone)),
        ];

        private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;

        private static IEnumerable<NothingReason> If(long count, NothingReason reason) => count > 0 ? [reason] : [];
    }
}
