using PhoneBank.Data;

namespace PhoneBank.Reports;

/// <summary>The sums of a campaign over some days: the kept ones, and the youngest calls counted one by one.</summary>
internal static class ReportSums
{
    // Sums are written a few times a minute, and reading takes a fraction of a second.
    private const int MostTries = 5;

    private static readonly DateTime End = DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);

    /// <param name="from">First day; null: from the beginning.</param>
    /// <param name="to">Last day, included.</param>
    public static async Task<Dictionary<SumKey, Sum>> ReadAsync(IHotStore store, CountedCampaign campaign, Guid? listId, DateOnly? from, DateOnly? to, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            var (sums, isWhole) = await store.ReadAsync(session => OnceAsync(session, campaign, listId, from, to), ct);
            if (isWhole || tries == MostTries)
            {
                return sums;
            }
        }
    }

    /// <returns>The sums without their days, and whether nobody wrote any while they were read.</returns>
    private static async Task<(Dictionary<SumKey, Sum> Sums, bool IsWhole)> OnceAsync(HotSession session, CountedCampaign campaign, Guid? listId, DateOnly? from, DateOnly? to)
    {
        var mark = await SummarizeCalls.ReadMarkAsync(session, campaign.Id);
        var (first, last) = (from?.DayNumber ?? 0, to?.DayNumber ?? DateOnly.MaxValue.DayNumber);
        var kept = await session.QueryAsync(
            $"""
            SELECT list_id, kind, key, sum(calls), sum(reached) FROM call_sums WHERE campaign_id = {campaign.Id} AND day >= {first} AND day <= {last}
            GROUP BY list_id, kind, key HAVING sum(calls) > 0
            """,
            row => (Key: new SumKey(0, row.Id(0), row.Word<CallSumKind>(1), row.Text(2)), Sum: new Sum(row.Int(3), row.Int(4))));
        var young = await CallCounter.CountAsync(
            session, campaign, Later(mark?.UntilAt, from is { } day ? campaign.Clock.StartOf(day) : null) ?? DateTime.UnixEpoch, to is { } end ? campaign.Clock.StartOf(Next(end)) : End);
        var after = await SummarizeCalls.ReadMarkAsync(session, campaign.Id);
        var sums = new Dictionary<SumKey, Sum>();
        foreach (var (key, sum) in kept.Concat(young.Select(pair => (pair.Key with { Day = 0 }, pair.Value))).Where(row => listId is null || row.Item1.ListId == listId))
        {
            sums[key] = sums.GetValueOrDefault(key) + sum;
        }

        return (sums, mark?.Version == after?.Version);
    }

    private static DateTime? Later(DateTime? left, DateTime? right) => left is null || right > left ? right : left;

    private static DateOnly Next(DateOnly day) => day < DateOnly.MaxValue ? day.AddDays(1) : day;
}
