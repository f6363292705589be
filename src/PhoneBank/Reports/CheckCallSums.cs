using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;

namespace PhoneBank.Reports;

/// <summary>
/// Proves that the kept sums say what a recount says: counts all calls of a campaign that are summed up, one by one, and compares. Reads only;
/// what it costs grows with the campaign.
/// </summary>
public sealed class CheckCallSums(IHotStore store, IDbContextFactory<PhoneBankDb> dbs)
{
    /// <returns>What differs, in ids and counts; empty when all is right, or nothing is summed up yet.</returns>
    public async Task<IReadOnlyList<string>> ExecuteAsync(Guid campaignId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await CountedCampaign.FindAsync(db, campaignId, ct) is not { } campaign || await SummarizeCalls.ReadMarkAsync(store, campaignId, ct) is not { } mark)
        {
            return [];
        }

        var recount = await store.ReadAsync(session => CallCounter.CountAsync(session, campaign, DateTime.UnixEpoch, mark.UntilAt), ct);
        var kept = await db.CallSums.AsNoTracking().Where(sum => sum.CampaignId == campaignId && sum.Calls != 0)
            .ToDictionaryAsync(sum => new SumKey(sum.Day, sum.ListId, sum.Kind, sum.Key), sum => new Sum(sum.Calls, sum.Reached), ct);
        return [.. kept.Keys.Union(recount.Keys)
            .Select(key => (Key: key, Kept: kept.GetValueOrDefault(key), Recount: recount.GetValueOrDefault(key)))
            .Where(row => row.Kept != row.Recount)
            .Select(row => $"{row.Key.Kind} {row.Key.Key} of list {row.Key.ListId} on day {row.Key.Day}: kept {row.Kept.Calls} calls, {row.Kept.Reached} reached; a recount says {row.Recount.Calls}, {row.Recount.Reached}")];
    }
}
