using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>
/// Brings back at once those who were not reached and whose last try is an hour ago, in spite of the waits of their outcomes. Hours, maxima,
/// the day's maximum and the pace of the book hold. Goes through a list in small acts, so that callers keep calling meanwhile.
/// </summary>
public sealed class SecondPass(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, HoursClasses classes, Signals signals, TimeProvider time)
{
    /// <summary>Whoever was tried later than so long ago is left in peace.</summary>
    public static readonly TimeSpan SinceLastTry = TimeSpan.FromMinutes(60);

    private const int AtOnce = 500;

    /// <param name="listId">One list of the campaign; null: all of them.</param>
    /// <returns>How many are ready now; <see cref="NotFound"/> or <see cref="NoSecondPassNow"/>.</returns>
    public async Task<Result<int>> ExecuteAsync(Actor actor, Guid campaignId, Guid? listId, CancellationToken ct)
    {
        List<Guid> lists;
        List<Guid> notReached;
        await using (var db = await dbs.CreateDbContextAsync(ct))
        {
            if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
            {
                return new NotFound();
            }

            lists = await db.CallLists.Where(list => list.CampaignId == campaignId && (listId == null || list.Id == listId)).Select(list => list.Id).ToListAsync(ct);
            if (listId is not null && lists.Count == 0)
            {
                return new NotFound();
            }

            if (campaign.State != CampaignState.Open)
            {
                return new NoSecondPassNow();
            }

            var outcomes = await db.Outcomes.AsNoTracking().Where(outcome => outcome.CampaignId == campaignId).ToListAsync(ct);
            notReached = [.. outcomes.Where(outcome => outcome.Group == OutcomeGroup.NotReached && !outcome.Definition.Reached).Select(outcome => outcome.Id)];
        }

        var ready = 0;
        foreach (var id in lists)
        {
            ready += await ListAsync(actor, campaignId, id, notReached, ct);
        }

        // A press that brought nobody back was made nevertheless.
        if (ready == 0)
        {
            await store.WriteAsync(
                async session =>
                {
                    await session.RecordAsync(time, actor, AuditAction.SecondPass, listId ?? campaignId, campaignId, "0");
                    return true;
                },
                ct);
        }

        signals.Publish(new Signal(Signal.ListChanged, campaignId));
        return ready;
    }

    private async Task<int> ListAsync(Actor actor, Guid campaignId, Guid listId, List<Guid> notReached, CancellationToken ct)
    {
        var (ready, last) = (0, Guid.Empty);
        while (true)
        {
            var now = time.UtcNow();
            var tried = now - SinceLastTry;
            var (chunk, calls, campaign) = await store.ReadAsync(
                async session =>
                {
                    var campaign = (await CampaignRow.FindAsync(session, campaignId))!;
                    var chunk = await session.QueryAsync(
                        $"""
                        SELECT id, contact_id, hours_class_id FROM entries
                        WHERE list_id = {listId} AND id > {last} AND state = 'Waiting' AND callable AND ready_at > {now} AND last_call_at <= {tried}
                          AND attempts < {campaign.MaxAttempts} AND last_outcome_id IN {notReached}
                        ORDER BY id LIMIT {AtOnce}
                        """,
                        row => (Id: row.Id(0), ContactId: row.Id(1), HoursClassId: row.Id(2)));
                    var calls = chunk.Count == 0 ? [] : await RecentCalls.OfAsync(session, chunk.ConvertAll(entry => entry.ContactId), campaign.Pace, now);
                    return (chunk, calls.ToLookup(call => call.ContactId), campaign);
                },
                ct);
            if (chunk.Count == 0)
            {
                return ready;
            }

            last = chunk[^1].Id;
            var keys = await classes.KeysOfAsync([.. chunk.Select(entry => entry.HoursClassId).Distinct()], ct);
            var chosen = chunk.Where(entry => keys.TryGetValue(entry.HoursClassId, out var key) && IsTime(entry.Id, [.. calls[entry.ContactId]], key, campaign, now)).Select(entry => entry.Id).ToList();
            if (chosen.Count > 0)
            {
                ready += await store.WriteAsync(session => ReadyAsync(session, actor, campaignId, listId, chosen, now), ct);
            }
        }
    }

    private static bool IsTime(Guid entryId, List<RecentCall> calls, HoursClassKey key, CampaignRow campaign, DateTime now) =>
        !RecentCalls.DayIsFull(calls, entryId, campaign.MaxAttemptsPerDay, key, now) && !RecentCalls.OutcomeIsUsedUp(calls, entryId, key, now)
        && RecentCalls.QuietUntil(calls, entryId, campaign.Pace, now) is null;

    // Only those still so at this moment: somebody may just have called one of them.
    private async Task<int> ReadyAsync(HotSession session, Actor actor, Guid campaignId, Guid listId, List<Guid> entryIds, DateTime now)
    {
        var n = await session.ExecuteAsync(
            $"""
            UPDATE entries SET ready_at = {now}, version = version + 1
            WHERE id IN {entryIds} AND state = 'Waiting' AND ready_at > {now} AND last_call_at <= {now - SinceLastTry}
            """);
        if (n > 0)
        {
            await session.RecordAsync(time, actor, AuditAction.SecondPass, listId, campaignId, n.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return n;
    }
}

/// <summary>The campaign is not open, so nobody would be called.</summary>
public sealed record NoSecondPassNow : Error;
