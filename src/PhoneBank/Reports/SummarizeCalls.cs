using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Reports;

/// <summary>
/// Keeps the <see cref="CallSum"/>s of all campaigns: adds calls once their callers cannot take them back any more, and counts a day anew when a
/// call of it counts differently than before. Recording a call does nothing for it. What is counted is read without holding anybody up and written
/// only if nobody else has written meanwhile, so any number of nodes may do it.
/// </summary>
public sealed class SummarizeCalls(IHotStore store, IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    /// <summary>Younger calls are read one by one by each report.</summary>
    public static readonly TimeSpan Settled = RecordOutcome.UndoWindow + TimeSpan.FromMinutes(1);

    /// <summary>So much of a campaign's time is added at once.</summary>
    private static readonly TimeSpan Piece = TimeSpan.FromHours(1);

    /// <summary>How long somebody waits for sums to be counted anew.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(600);

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    private const int MostMarks = 1_000;

    private const string Columns = "campaign_id, day, list_id, kind, key, calls, reached";

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <returns>How many times sums were written.</returns>
    public async Task<int> ExecuteAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var written = 0;
            foreach (var campaignId in await CampaignsAsync(ct))
            {
                while (await StepAsync(campaignId, ct))
                {
                    written++;
                }
            }

            return written;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// Counts anew what counts differently than before in one campaign, for somebody who is about to read its sums. What is left after
    /// <see cref="Patience"/>, as when many days have changed at once, the work in the background does.
    /// </summary>
    public async Task CatchUpAsync(Guid campaignId, CancellationToken ct)
    {
        for (var began = Stopwatch.StartNew(); began.Elapsed < Patience && await IsStaleAsync(campaignId, ct);)
        {
            if (!await StepAsync(campaignId, ct))
            {
                // Another one is at it.
                await Task.Delay(Moment, ct);
            }
        }
    }

    private async Task<bool> IsStaleAsync(Guid campaignId, CancellationToken ct) => await store.ReadAsync(
        session => session.CountAsync($"""
            SELECT count(*) FROM (SELECT s.id FROM stale_calls s JOIN call_sum_marks m ON m.campaign_id = s.campaign_id WHERE s.campaign_id = {campaignId} AND s.at < m.until_at LIMIT 1) x
            """),
        ct) > 0;

    /// <summary>Those about which there is something to do.</summary>
    private Task<List<Guid>> CampaignsAsync(CancellationToken ct)
    {
        var settled = time.UtcNow() - Settled;
        return store.ReadAsync(
            session => session.QueryAsync(
                $"""
                SELECT c.id FROM campaigns c LEFT JOIN call_sum_marks m ON m.campaign_id = c.id
                WHERE EXISTS (SELECT 1 FROM stale_calls s WHERE s.campaign_id = c.id)
                   OR EXISTS (SELECT 1 FROM calls k WHERE k.campaign_id = c.id AND k.ended_at >= coalesce(m.until_at, {DateTime.UnixEpoch}) AND k.ended_at < {settled})
                   OR m.zone <> c.time_zone
                ORDER BY c.id
                """,
                row => row.Id(0)),
            ct);
    }

    /// <returns>False when nothing is left to do, or another node is at it.</returns>
    private async Task<bool> StepAsync(Guid campaignId, CancellationToken ct)
    {
        CountedCampaign? campaign;
        await using (var db = await dbs.CreateDbContextAsync(ct))
        {
            campaign = await CountedCampaign.FindAsync(db, campaignId, ct);
        }

        if (campaign is null)
        {
            return false;
        }

        var mark = await MarkAsync(campaign, ct);
        if (mark.Zone != campaign.Clock.ZoneId)
        {
            return await WriteAsync(campaign, mark, DateTime.UnixEpoch, session => session.ExecuteAsync($"DELETE FROM call_sums WHERE campaign_id = {campaignId}"), ct);
        }

        // The marks first: whatever changes after this leaves another one.
        var stale = await store.ReadAsync(
            session => session.QueryAsync($"SELECT id, at FROM stale_calls WHERE campaign_id = {campaignId} ORDER BY at LIMIT {MostMarks}", row => (Id: row.Id(0), At: row.Time(1))), ct);
        return stale.Count == 0 ? await AddAsync(campaign, mark, ct)
            : stale[0].At < mark.UntilAt ? await RecountAsync(campaign, mark, stale, ct)
            : await WriteAsync(campaign, mark, mark.UntilAt, session => ForgetAsync(session, stale.ConvertAll(call => call.Id)), ct);
    }

    private async Task<CallSumMark> MarkAsync(CountedCampaign campaign, CancellationToken ct)
    {
        if (await ReadMarkAsync(store, campaign.Id, ct) is { } mark)
        {
            return mark;
        }

        await store.WriteAsync(
            session => session.ExecuteAsync($"""
                INSERT INTO call_sum_marks (campaign_id, until_at, zone, version) VALUES ({campaign.Id}, {DateTime.UnixEpoch}, {campaign.Clock.ZoneId}, {0}) ON CONFLICT (campaign_id) DO NOTHING
                """),
            ct);
        return (await ReadMarkAsync(store, campaign.Id, ct))!;
    }

    internal static Task<CallSumMark?> ReadMarkAsync(IHotStore store, Guid campaignId, CancellationToken ct) => store.ReadAsync(session => ReadMarkAsync(session, campaignId), ct);

    internal static Task<CallSumMark?> ReadMarkAsync(HotSession session, Guid campaignId) => session.FirstAsync(
        $"SELECT until_at, zone, version FROM call_sum_marks WHERE campaign_id = {campaignId}",
        row => new CallSumMark { CampaignId = campaignId, UntilAt = row.Time(0), Zone = row.Text(1), Version = row.Int(2) });

    private async Task<bool> AddAsync(CountedCampaign campaign, CallSumMark mark, CancellationToken ct)
    {
        var settled = time.UtcNow() - Settled;
        var next = await store.ReadAsync(
            session => session.QueryAsync(
                $"SELECT ended_at FROM calls WHERE campaign_id = {campaign.Id} AND ended_at >= {mark.UntilAt} AND ended_at < {settled} ORDER BY ended_at LIMIT 1", row => row.Time(0)),
            ct);
        if (next is not [var from])
        {
            return false;
        }

        var until = Earlier(settled, from + Piece);
        var sums = await store.ReadAsync(session => CallCounter.CountAsync(session, campaign, mark.UntilAt, until), ct);
        return await WriteAsync(campaign, mark, until, session => InsertAsync(session, campaign.Id, sums), ct);
    }

    private async Task<bool> RecountAsync(CountedCampaign campaign, CallSumMark mark, List<(Guid Id, DateTime At)> stale, CancellationToken ct)
    {
        var day = campaign.Clock.DayOf(stale[0].At);
        var sums = await store.ReadAsync(
            session => CallCounter.CountAsync(session, campaign, campaign.Clock.StartOf(day), Earlier(mark.UntilAt, campaign.Clock.StartOf(day.AddDays(1)))), ct);
        return await WriteAsync(
            campaign,
            mark,
            mark.UntilAt,
            async session =>
            {
                await session.ExecuteAsync($"DELETE FROM call_sums WHERE campaign_id = {campaign.Id} AND day = {day.DayNumber}");
                await InsertAsync(session, campaign.Id, sums);
                await ForgetAsync(session, [.. stale.Where(call => call.At < mark.UntilAt && campaign.Clock.DayOf(call.At) == day).Select(call => call.Id)]);
            },
            ct);
    }

    /// <returns>Whether it was written: only if the sums are still those it was counted for.</returns>
    private Task<bool> WriteAsync(CountedCampaign campaign, CallSumMark mark, DateTime until, Func<HotSession, Task> write, CancellationToken ct) => store.WriteBulkAsync(
        async session =>
        {
            var isStill = await session.ExecuteAsync($"""
                UPDATE call_sum_marks SET until_at = {until}, zone = {campaign.Clock.ZoneId}, version = version + 1 WHERE campaign_id = {campaign.Id} AND version = {mark.Version}
                """) > 0;
            if (isStill)
            {
                await write(session);
            }

            return isStill;
        },
        ct);

    private static Task InsertAsync(HotSession session, Guid campaignId, Dictionary<SumKey, Sum> sums) => session.InsertAsync(
        "call_sums",
        Columns,
        [.. sums.Select(pair => new object?[] { campaignId, pair.Key.Day, pair.Key.ListId, pair.Key.Kind, pair.Key.Key, pair.Value.Calls, pair.Value.Reached })],
        "ON CONFLICT (campaign_id, day, list_id, kind, key) DO UPDATE SET calls = call_sums.calls + excluded.calls, reached = call_sums.reached + excluded.reached");

    private static Task ForgetAsync(HotSession session, List<Guid> marks) => session.ExecuteAsync($"DELETE FROM stale_calls WHERE id IN {marks}");

    private static DateTime Earlier(DateTime left, DateTime right) => left < right ? left : right;
}
