using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Reviews;

namespace PhoneBank.Reports;

internal readonly record struct SumKey(int Day, Guid ListId, CallSumKind Kind, string Key);

internal readonly record struct Sum(int Calls, int Reached)
{
    public static Sum operator +(Sum left, Sum right) => new(left.Calls + right.Calls, left.Reached + right.Reached);
}

/// <summary>What has to be known of a campaign to count its calls.</summary>
internal sealed record CountedCampaign(Guid Id, DeskClock Clock, IReadOnlyDictionary<Guid, OutcomeDefinition> Outcomes)
{
    public static async Task<CountedCampaign?> FindAsync(PhoneBankDb db, Guid campaignId, CancellationToken ct)
    {
        var zone = await db.Campaigns.Where(campaign => campaign.Id == campaignId).Select(campaign => campaign.TimeZone).FirstOrDefaultAsync(ct);
        return zone is null ? null : new CountedCampaign(
            campaignId,
            DeskClock.In(zone),
            await db.Outcomes.AsNoTracking().Where(outcome => outcome.CampaignId == campaignId).ToDictionaryAsync(outcome => outcome.Id, outcome => outcome.Definition, ct));
    }
}

/// <summary>
/// Counts calls one by one: the one place that says what a report counts. Calls taken back are left out, a corrected one counts by its
/// corrected outcome.
/// </summary>
internal sealed class CallCounter(HotSession session, CountedCampaign campaign)
{
    /// <summary>Later attempts are counted as this one.</summary>
    public const int MostAttempts = 12;

    private const int Piece = 5_000;

    private readonly Dictionary<SumKey, Sum> _sums = [];

    /// <summary>The sums over all calls recorded from one instant (UTC) on and before another.</summary>
    public static async Task<Dictionary<SumKey, Sum>> CountAsync(HotSession session, CountedCampaign campaign, DateTime from, DateTime until)
    {
        var counter = new CallCounter(session, campaign);
        var (at, last) = (from, Guid.Empty);
        while (await counter.PieceAsync(at, last, until) is { } end)
        {
            (at, last) = (end.EndedAt, end.Id);
        }

        return counter._sums;
    }

    /// <returns>The last call of the piece; null when there are no more after it.</returns>
    private async Task<CountedRow?> PieceAsync(DateTime at, Guid last, DateTime until)
    {
        var calls = await session.QueryAsync(
            $"""
            SELECT k.id, k.list_id, k.entry_id, k.organizer_id, k.language, k.started_at, k.ended_at, {CountedOutcomes.OfCall}, k.callback_at
            FROM calls k
            WHERE k.campaign_id = {campaign.Id} AND k.ended_at >= {at} AND k.ended_at < {until} AND (k.ended_at > {at} OR k.id > {last}) AND k.withdrawn_at IS NULL
            ORDER BY k.ended_at, k.id LIMIT {Piece}
            """,
            row => new CountedRow(row.Id(0), row.Id(1), row.Id(2), row.IdOrNull(3), row.Text(4), row.Time(5), row.Time(6), row.Id(7), row.TimeOrNull(8)));
        if (calls.Count == 0)
        {
            return null;
        }

        var histories = (await session.QueryAsync(
                $"""
                SELECT k.entry_id, k.id, {CountedOutcomes.OfCall}, k.callback_at FROM calls k
                WHERE k.entry_id IN {calls.Select(call => call.EntryId).Distinct().ToList()} AND k.withdrawn_at IS NULL ORDER BY k.ended_at, k.id
                """,
                row => (EntryId: row.Id(0), Past: new PastCall(row.Id(1), row.Id(2), row.TimeOrNull(3)))))
            .ToLookup(row => row.EntryId, row => row.Past);
        foreach (var call in calls)
        {
            Count(call, [.. histories[call.EntryId].TakeWhile(past => past.Id != call.Id)]);
        }

        var byId = calls.ToDictionary(call => call.Id);
        foreach (var (callId, key) in await session.QueryAsync(
            $"SELECT call_id, step_id, choice_id FROM answers WHERE call_id IN {byId.Keys.ToList()} AND choice_id IS NOT NULL", row => (row.Id(0), row.Text(1) + ":" + row.Text(2))))
        {
            Add(byId[callId], CallSumKind.Answer, key);
        }

        return calls.Count < Piece ? null : calls[^1];
    }

    /// <param name="before">The calls to this person before, oldest first.</param>
    private void Count(CountedRow call, PastCall[] before)
    {
        Add(call, CallSumKind.Outcome, call.OutcomeId.ToString("D"));
        var local = campaign.Clock.ToLocal(call.EndedAt);
        Add(call, CallSumKind.Hour, Word((int)local.DayOfWeek * 24 + local.Hour));
        Add(call, CallSumKind.Organizer, call.OrganizerId?.ToString("D") ?? "");
        Add(call, CallSumKind.Language, call.Language);
        if (!before.Any(past => IsReached(past.OutcomeId)))
        {
            Add(call, CallSumKind.Attempt, Word(Math.Min(MostAttempts, before.Length + 1)));
        }

        if (call.CallbackAt is not null && AsksTime(call.OutcomeId))
        {
            Add(call, CallSumKind.Callback, CallSum.Promised);
        }

        if (before is [.., { CallbackAt: { } promised } previous] && AsksTime(previous.OutcomeId))
        {
            Add(call, CallSumKind.Callback, CallbackTimings.Of(promised, call.StartedAt).ToString());
        }
    }

    private void Add(CountedRow call, CallSumKind kind, string key)
    {
        var sum = new SumKey(campaign.Clock.DayOf(call.EndedAt).DayNumber, call.ListId, kind, key);
        _sums[sum] = _sums.GetValueOrDefault(sum) + new Sum(1, IsReached(call.OutcomeId) ? 1 : 0);
    }

    private bool IsReached(Guid outcomeId) => campaign.Outcomes.GetValueOrDefault(outcomeId) is { Reached: true };

    private bool AsksTime(Guid outcomeId) => campaign.Outcomes.GetValueOrDefault(outcomeId) is { AsksCallbackTime: true };

    private static string Word(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record CountedRow(
        Guid Id, Guid ListId, Guid EntryId, Guid? OrganizerId, string Language, DateTime StartedAt, DateTime EndedAt, Guid OutcomeId, DateTime? CallbackAt);

    private sealed record PastCall(Guid Id, Guid OutcomeId, DateTime? CallbackAt);
}
