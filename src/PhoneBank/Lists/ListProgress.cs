using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Lists;

/// <summary>How far a list is, and why those who wait are not being called.</summary>
/// <param name="Now">Wait and can be handed out at this moment.</param>
/// <param name="OutsideHours">Wait, but it is no hour to call them.</param>
/// <param name="Later">Wait for the time of their next try.</param>
/// <param name="NotCallable">Wait, but have no number that may be called, or rest.</param>
/// <param name="NextAt">UTC. When the next of them can be called, when nobody can now; null when unknown.</param>
public sealed record ListProgressView(ListCounts Counts, int Now, int OutsideHours, int Later, int NotCallable, DateTime? NextAt);

/// <summary>The progress of one list: totals from its counters, reasons from the queue's index.</summary>
public sealed class ListProgress(IDbContextFactory<PhoneBankDb> dbs, HoursClasses classes, CallingHours hours, TimeProvider time)
{
    /// <returns>The progress, or <see cref="NotFound"/>.</returns>
    public async Task<Result<ListProgressView>> ExecuteAsync(Actor actor, Guid listId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var found = await db.CallListsOf(actor).AsNoTracking()
            .Where(list => list.Id == listId)
            .Join(db.Campaigns, list => list.CampaignId, campaign => campaign.Id, (list, campaign) => new { campaign })
            .FirstOrDefaultAsync(ct);
        return found is null ? new NotFound() : await OfAsync(db, listId, found.campaign, ct);
    }

    internal async Task<ListProgressView> OfAsync(PhoneBankDb db, Guid listId, Campaign campaign, CancellationToken ct)
    {
        var now = time.UtcNow();
        var counts = (await ListCounts.OfAsync(db, [listId], ct)).GetValueOrDefault(listId) ?? ListCounts.None;
        var queue = await db.Entries.AsNoTracking()
            .Where(entry => entry.ListId == listId && entry.State == EntryState.Waiting && entry.Callable)
            .GroupBy(entry => new { entry.HoursClassId, IsReady = entry.ReadyAt <= now })
            .Select(group => new { group.Key.HoursClassId, group.Key.IsReady, N = group.Count(), Earliest = group.Min(entry => entry.ReadyAt) })
            .ToListAsync(ct);
        var keys = await classes.KeysOfAsync([.. queue.Select(row => row.HoursClassId).Distinct()], ct);
        var campaignHours = await CampaignMoments.HoursOfAsync(db, campaign, now, ct);

        var (open, closed, later) = (0, 0, 0);
        DateTime? next = null;
        foreach (var row in queue)
        {
            if (!keys.TryGetValue(row.HoursClassId, out var key))
            {
                closed += row.N;
                continue;
            }

            var opening = hours.NextOpening(key, campaignHours, row.IsReady ? now : row.Earliest);
            if (!row.IsReady)
            {
                later += row.N;
            }
            else if (opening <= now)
            {
                open += row.N;
                continue;
            }
            else
            {
                closed += row.N;
            }

            next = opening is null || next <= opening ? next : opening;
        }

        var blocked = Math.Max(0, counts.Waiting - open - closed - later);
        return new ListProgressView(counts, open, closed, later, blocked, open > 0 ? null : next);
    }
}
