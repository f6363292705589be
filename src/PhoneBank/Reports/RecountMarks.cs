using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Reports;

/// <summary>Says, in the transaction that changes what a call counts as, that sums over it are out of date.</summary>
public static class RecountMarks
{
    /// <summary>Whatever changed about one call of this entry: which attempt the others were, and whether they kept a promise, may have changed with it.</summary>
    public static async Task MarkForRecountAsync(this HotSession session, TimeProvider time, Guid entryId)
    {
        foreach (var (campaignId, at) in await session.QueryAsync($"SELECT campaign_id, ended_at FROM calls WHERE entry_id = {entryId}", row => (row.Id(0), row.Time(1))))
        {
            await session.ExecuteAsync($"INSERT INTO stale_calls (id, campaign_id, at) VALUES ({time.NewId()}, {campaignId}, {at})");
        }
    }
}
