using PhoneBank.Calling.Hours;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>What one sweep did.</summary>
public sealed record Swept(int Expired, int Lapsed, int CountedUnreported, int OverdueCallbacks, int Rested, int FoldedTallies)
{
    public bool Any => Expired + Lapsed + CountedUnreported + OverdueCallbacks + Rested + FoldedTallies > 0;
}

/// <summary>
/// Ends what ran out: viewing claims give the person back, calling claims become unreported, unreported ones count as an
/// attempt after 20 hours, callbacks two hours overdue wait for the desk, people whose rest is over may be called; and folds
/// the tallies. Every step is a short act of its own that looks again, so it is safe on several nodes at once.
/// </summary>
public sealed class SweepLapsedClaims(IHotStore store, CampaignMoments moments, CallingHours hours, Signals signals, TimeProvider time)
{
    public static readonly TimeSpan UnreportedCountsAfter = TimeSpan.FromHours(20);

    private const int AtOnce = 500;
    private const int FoldFrom = 200;

    public async Task<Swept> ExecuteAsync(CancellationToken ct)
    {
        var now = time.UtcNow();
        var ends = await EachAsync($"SELECT id FROM claims WHERE ended_at IS NULL AND expires_at <= {now} ORDER BY expires_at LIMIT {AtOnce}", EndAsync, ct);
        var counted = 0;
        foreach (var claimId in await IdsAsync(
            $"SELECT id FROM claims WHERE ended_by = 'Lapsed' AND reported_at IS NULL AND ended_at <= {now - UnreportedCountsAfter} LIMIT {AtOnce}", ct))
        {
            counted += await CountUnreportedAsync(claimId, ct) ? 1 : 0;
        }

        var overdue = await EachAsync($"SELECT id FROM entries WHERE state = 'Scheduled' AND callback_at <= {now - CallQueue.CallbackForDesk} LIMIT {AtOnce}", HandToDeskAsync, ct);
        var rested = await EachAsync($"SELECT id FROM contacts WHERE rests_until IS NOT NULL AND rests_until <= {now} LIMIT {AtOnce}", EndRestAsync, ct);
        var swept = new Swept(ends.Count(end => end == ClaimEnd.Expired), ends.Count(end => end == ClaimEnd.Lapsed), counted, overdue.Count(done => done), rested.Count(done => done), await FoldAsync(ct));
        if (swept.Expired + swept.Lapsed + swept.CountedUnreported + swept.OverdueCallbacks > 0)
        {
            signals.Publish(new Signal(Signal.ClaimChanged));
        }

        return swept;
    }

    private Task<List<Guid>> IdsAsync(FormattableString sql, CancellationToken ct) => store.ReadAsync(session => session.QueryAsync(sql, row => row.Id(0)), ct);

    private async Task<List<T>> EachAsync<T>(FormattableString sql, Func<HotSession, Guid, Task<T>> act, CancellationToken ct)
    {
        var done = new List<T>();
        foreach (var id in await IdsAsync(sql, ct))
        {
            done.Add(await store.WriteAsync(session => act(session, id), ct));
        }

        return done;
    }

    private async Task<ClaimEnd?> EndAsync(HotSession session, Guid claimId)
    {
        var now = time.UtcNow();
        if (await ClaimRow.LockAsync(session, claimId) is not { IsOpen: true } claim || claim.ExpiresAt > now)
        {
            return null;
        }

        if (claim.Kind == ClaimKind.Viewing)
        {
            await session.GiveBackAsync(time, claim, ClaimEnd.Expired);
            return ClaimEnd.Expired;
        }

        await session.ExecuteAsync($"UPDATE claims SET ended_at = {now}, ended_by = {ClaimEnd.Lapsed} WHERE id = {claim.Id}");
        if (await EntryRow.LockAsync(session, claim.EntryId) is { State: EntryState.Claimed } entry)
        {
            await session.MoveAsync(time, entry.Id, entry.ListId, EntryState.Claimed, EntryState.Unreported);
        }

        return ClaimEnd.Lapsed;
    }

    private async Task<bool> CountUnreportedAsync(Guid claimId, CancellationToken ct)
    {
        if (await IdsAsync($"SELECT campaign_id FROM claims WHERE id = {claimId}", ct) is not [var campaignId])
        {
            return false;
        }

        var moment = await moments.OfAsync(campaignId, ct);
        return await store.WriteAsync(
            async session =>
            {
                if (await ClaimRow.LockAsync(session, claimId) is not { IsUnreported: true } claim)
                {
                    return false;
                }

                var now = time.UtcNow();
                await session.ExecuteAsync($"UPDATE claims SET reported_at = {now} WHERE id = {claim.Id}");
                if (await EntryRow.LockAsync(session, claim.EntryId) is { State: EntryState.Unreported } entry)
                {
                    await CountAttemptAsync(session, claim, entry, moment, now);
                }

                return true;
            },
            ct);
    }

    private async Task CountAttemptAsync(HotSession session, ClaimRow claim, EntryRow entry, CampaignMoment moment, DateTime now)
    {
        var campaign = (await CampaignRow.FindAsync(session, claim.CampaignId))!;
        var after = OutcomeEffects.Unreported(
            new CallSituation
            {
                Now = now,
                Hours = moment.Classes[entry.HoursClassId],
                CampaignHours = moment.Hours,
                MaxPerDay = campaign.MaxAttemptsPerDay,
                MaxPerCampaign = campaign.MaxAttempts,
                AttemptsBefore = entry.Attempts,
                Language = entry.Language,
                ReroutedTo = entry.ReroutedTo,
                CallerId = claim.OrganizerId,
            },
            hours);
        await session.ExecuteAsync($"""
            UPDATE entries SET state = {after.State}, ready_at = {after.ReadyAt}, pass = {1}, attempts = {after.Attempts}, callback_at = NULL, callback_for = NULL,
                last_call_at = {claim.RevealedAt}, version = version + 1
            WHERE id = {entry.Id}
            """);
        await session.CountMoveAsync(time, entry.ListId, EntryState.Unreported, after.State);
    }

    private async Task<bool> HandToDeskAsync(HotSession session, Guid entryId)
    {
        if (await EntryRow.LockAsync(session, entryId) is not { State: EntryState.Scheduled } entry || entry.CallbackAt > time.UtcNow() - CallQueue.CallbackForDesk)
        {
            return false;
        }

        // Whoever must not be called any more needs no decision.
        if (!entry.Callable)
        {
            return await session.MoveAsync(time, entry.Id, entry.ListId, EntryState.Scheduled, EntryState.Done);
        }

        await session.ExecuteAsync($"UPDATE entries SET held_for = {Campaigns.CoordinatorNeed.InTurn} WHERE id = {entry.Id}");
        return await session.MoveAsync(time, entry.Id, entry.ListId, EntryState.Scheduled, EntryState.Held);
    }

    private async Task<bool> EndRestAsync(HotSession session, Guid contactId)
    {
        var now = time.UtcNow();
        if (await ContactRow.LockAsync(session, contactId) is not { RestsUntil: { } until } || until > now)
        {
            return false;
        }

        await session.ExecuteAsync($"UPDATE contacts SET rests_until = NULL WHERE id = {contactId}");
        await session.RefreshCallableAsync([contactId], now);
        return true;
    }

    // Deleted and added up in one statement, so that two nodes can fold at once and count nothing twice.
    private async Task<int> FoldAsync(CancellationToken ct)
    {
        var counters = await store.ReadAsync(
            session => session.QueryAsync($"SELECT list_id, key FROM tallies GROUP BY list_id, key HAVING count(*) >= {FoldFrom}", row => (List: row.Id(0), Key: row.Text(1))),
            ct);
        var folded = 0;
        foreach (var (listId, key) in counters)
        {
            folded += await store.WriteAsync(
                async session =>
                {
                    var rows = await session.QueryAsync(
                        $"DELETE FROM tallies WHERE id IN (SELECT id FROM tallies WHERE list_id = {listId} AND key = {key} ORDER BY id LIMIT 5000) RETURNING n",
                        row => row.Int(0));
                    if (rows.Count > 0)
                    {
                        await session.ExecuteAsync($"INSERT INTO tallies (id, list_id, key, n) VALUES ({time.NewId()}, {listId}, {key}, {rows.Sum()})");
                    }

                    return rows.Count;
                },
                ct);
        }

        return folded;
    }
}
