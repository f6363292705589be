using Microsoft.EntityFrameworkCore;
using PhoneBank.Reports;
using PhoneBank.Reviews;

namespace PhoneBank.Tests.Reports;

/// <summary>What reports are answered from is what a recount gives, whatever was done to calls before or after they were summed up.</summary>
internal static class SumCheck
{
    /// <summary>What differs in any campaign.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(World world)
    {
        await world.Get<SummarizeCalls>().ExecuteAsync(CancellationToken.None);
        var found = new List<string>();
        foreach (var mark in await world.ReadAsync(db => db.CallSumMarks.AsNoTracking().ToListAsync()))
        {
            found.AddRange(await world.Get<CheckCallSums>().ExecuteAsync(mark.CampaignId, CancellationToken.None));

            // Once more in another way: the counting itself is looked at too.
            var calls = await world.ReadAsync(db => db.CountedCalls()
                .Where(counted => counted.Call.CampaignId == mark.CampaignId && counted.Call.EndedAt < mark.UntilAt && counted.Call.WithdrawnAt == null)
                .GroupBy(counted => new { counted.Call.ListId, counted.OutcomeId }).Select(group => new { group.Key.ListId, group.Key.OutcomeId, N = group.Count() }).ToListAsync());
            var sums = await world.ReadAsync(db => db.CallSums.Where(sum => sum.CampaignId == mark.CampaignId && sum.Kind == CallSumKind.Outcome)
                .GroupBy(sum => new { sum.ListId, sum.Key }).Select(group => new { group.Key.ListId, group.Key.Key, N = group.Sum(sum => sum.Calls) }).ToListAsync());
            var (expected, kept) = (calls.Select(row => (row.ListId, Key: row.OutcomeId.ToString("D"), row.N)).ToHashSet(), sums.Select(row => (row.ListId, row.Key, row.N)).ToHashSet());
            found.AddRange(expected.Except(kept).Select(row => $"list {row.ListId} had {row.N} calls of {row.Key}, the sums say otherwise"));
            found.AddRange(kept.Except(expected).Select(row => $"the sums of list {row.ListId} say {row.N} calls of {row.Key}"));
        }

        return found;
    }

    public static async Task EqualsRecountAsync(World world) => Assert.Empty(await FindAsync(world));
}
