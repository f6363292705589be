using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reviews;

/// <summary>Where a call stands in the list of calls.</summary>
internal readonly record struct CallKey(DateTime EndedAt, Guid Id)
{
    public static CallKey? Parse(string? text) =>
        text?.Split('.') is [var ticks, var id]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
        && Guid.TryParseExact(id, "N", out var callId)
            ? new CallKey(new DateTime(at, DateTimeKind.Utc), callId)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{EndedAt.Ticks}.{Id:N}");
}

/// <summary>
/// Finds the next calls of a filter, newest first. Whatever is filtered, each statement walks down an index that holds little else than what is
/// wanted, so that a page of a million calls costs no more than a page of a hundred, also where nothing is found.
/// </summary>
internal sealed class CallKeys(IHotStore store, CallFilter filter, CallKey? after, DeskClock clock, int most)
{
    private static readonly FormattableString All = $"TRUE";
    private static readonly FormattableString Uncorrected = $"NOT EXISTS (SELECT 1 FROM reviews w WHERE w.call_id = k.id AND w.corrected_outcome_id IS NOT NULL)";
    private static readonly DateTime End = DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc);
    private static readonly RawSql Any = new("");
    private static readonly RawSql Standing = new("AND k.withdrawn_at IS NULL");
    private static readonly RawSql Held = new("AND EXISTS (SELECT 1 FROM entries e WHERE e.id = k.entry_id AND e.state = 'Held')");

    /// <param name="campaigns">Within the actor's reach, and of the filter.</param>
    public async Task<List<CallKey>> FindAsync(PhoneBankDb db, List<Guid> campaigns, CancellationToken ct)
    {
        if (filter.ListId is { } listId)
        {
            campaigns = await db.CallLists.Where(list => list.Id == listId && campaigns.Contains(list.CampaignId)).Select(list => list.CampaignId).ToListAsync(ct);
        }

        var outcomes = await db.Outcomes.Where(outcome => campaigns.Contains(outcome.CampaignId)
                && (string.IsNullOrEmpty(filter.OutcomeKey) || outcome.Key == filter.OutcomeKey))
            .Select(outcome => outcome.Id).ToListAsync(ct);
        if (campaigns.Count == 0 || outcomes.Count == 0)
        {
            return [];
        }

        var keys = await store.ReadAsync(session => FindAsync(session, campaigns, outcomes), ct);
        return [.. keys.Distinct().OrderByDescending(key => key.EndedAt).ThenByDescending(key => key.Id).Take(most)];
    }

    private async Task<List<CallKey>> FindAsync(HotSession session, List<Guid> campaigns, List<Guid> outcomes)
    {
        var isOutcome = !string.IsNullOrEmpty(filter.OutcomeKey);
        if (filter.OrganizerId is { } organizerId)
        {
            return await TakeAsync(session, $"k.organizer_id = {organizerId} AND {session.NotByIndex}k.campaign_id IN {campaigns}", OfList(session), isOutcome ? Counted(outcomes) : All);
        }

        if (filter.HeldOnly)
        {
            return await TakeAsync(
                session, $"k.entry_id IN (SELECT e.id FROM entries e WHERE e.campaign_id IN {campaigns} AND e.state = 'Held')", OfList(session), isOutcome ? Counted(outcomes) : All);
        }

        var keys = new List<CallKey>();
        if (!isOutcome && filter.ListId is null)
        {
            foreach (var campaignId in campaigns)
            {
                keys.AddRange(await TakeAsync(session, $"k.campaign_id = {campaignId}", All, All));
            }

            return keys;
        }

        foreach (var outcomeId in outcomes)
        {
            keys.AddRange(await TakeAsync(session, $"k.outcome_id = {outcomeId}", filter.ListId is { } listId ? Part($"k.list_id = {listId}") : All, isOutcome ? Uncorrected : All));
        }

        if (isOutcome)
        {
            // Those that came to this outcome by a correction are few.
            keys.AddRange(await TakeAsync(
                session,
                $"k.id IN (SELECT w.call_id FROM reviews w WHERE w.corrected_outcome_id IN {outcomes}) AND {session.NotByIndex}k.campaign_id IN {campaigns}",
                OfList(session),
                All));
        }

        return keys;
    }

    private Task<List<CallKey>> TakeAsync(HotSession session, FormattableString which, FormattableString and, FormattableString also)
    {
        var start = filter.From is { } from ? clock.StartOf(from) : DateTime.UnixEpoch;
        var last = filter.To is { } to ? clock.StartOf(to < DateOnly.MaxValue ? to.AddDays(1) : to).AddTicks(-1) : End;
        var seen = after ?? new CallKey(End, Guid.AllBitsSet);
        return session.QueryAsync(
            $"""
            SELECT k.ended_at, k.id FROM calls k
            WHERE {which} AND {and} AND {also} AND k.ended_at >= {start} AND k.ended_at <= {(seen.EndedAt < last ? seen.EndedAt : last)} AND (k.ended_at < {seen.EndedAt} OR k.id < {seen.Id})
                {(filter.HeldOnly ? Held : Any)} {(filter.WithWithdrawn ? Any : Standing)}
            ORDER BY k.ended_at DESC, k.id DESC LIMIT {most}
            """,
            row => new CallKey(row.Time(0), row.Id(1)));
    }

    private FormattableString OfList(HotSession session) => filter.ListId is { } listId ? Part($"{session.NotByIndex}k.list_id = {listId}") : All;

    // Of two choices the compiler would make texts.
    private static FormattableString Part(FormattableString sql) => sql;

    private static FormattableString Counted(List<Guid> outcomes) => $"{CountedOutcomes.OfCall} IN {outcomes}";
}
