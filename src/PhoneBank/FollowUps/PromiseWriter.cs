using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.FollowUps;

/// <summary>The call in which something was promised.</summary>
/// <param name="ShownAt">UTC, when the number was shown: a match that was open then may have been spoken of.</param>
public sealed record PromisingCall(Guid CallId, Guid ClaimId, Guid CampaignId, Guid EntryId, Guid ContactId, Guid BookId, DateTime ShownAt, DateTime Now);

/// <summary>Writes what was promised in the transaction of the call, and takes it back with the call.</summary>
public sealed class PromiseWriter(Sealer sealer, TimeProvider time)
{
    /// <summary>
    /// Refuses when a day has no place left. Calls with a day of limited places wait here for each other, per campaign, until the
    /// end of the transaction, so that places are exact; the others wait for nobody. To be asked before anything is written, after
    /// the locks of organizer, claim, contact and entry.
    /// </summary>
    public static async Task<NoPlacesLeft?> LockPlacesAsync(HotSession session, Guid campaignId, IReadOnlyList<Promise> promises)
    {
        var limited = promises.Where(promise => promise.Places is not null).ToList();
        if (limited.Count == 0)
        {
            return null;
        }

        // Not a full lock: rows that refer to the campaign are written all the time.
        await session.CountAsync($"SELECT 1 FROM campaigns WHERE id = {campaignId} {session.ForNoKeyUpdate}");
        foreach (var promise in limited)
        {
            var taken = await session.CountAsync(
                $"SELECT count(*) FROM follow_ups WHERE campaign_id = {campaignId} AND step_id = {promise.StepId} AND day = {promise.Day} AND withdrawn_at IS NULL");
            if (taken >= promise.Places)
            {
                return new NoPlacesLeft(promise.StepId);
            }
        }

        return null;
    }

    /// <summary>Writes the promises. True when a match that was spoken of did not suffice to double all that was pledged.</summary>
    public async Task<bool> WriteAsync(HotSession session, PromisingCall call, IReadOnlyList<Promise> promises)
    {
        var isShort = false;
        foreach (var promise in promises)
        {
            var match = promise.Amount is { } pledged ? await MatchAsync(session, call, pledged) : null;
            var reference = promise.Kind == FollowUpKind.Pledge ? PledgeReference.Of(sealer, call.ClaimId) : null;
            isShort |= match is not null && match.Taken < promise.Amount!.Value.Hundredths;
            await session.ExecuteAsync($"""
                INSERT INTO follow_ups (id, kind, call_id, campaign_id, entry_id, contact_id, book_id, step_id, day, amount_in_hundredths, currency,
                    matched_in_hundredths, match_pool_id, reference, at)
                VALUES ({time.NewId()}, {promise.Kind}, {call.CallId}, {call.CampaignId}, {call.EntryId}, {call.ContactId}, {call.BookId}, {promise.StepId}, {promise.Day},
                    {promise.Amount?.Hundredths}, {promise.Amount?.Currency}, {match?.Taken}, {match?.PoolId}, {reference}, {call.Now})
                """);
        }

        return isShort;
    }

    /// <summary>Takes back what a call promised: its places and its share of a match are free again.</summary>
    public static async Task WithdrawAsync(HotSession session, Guid callId, DateTime now)
    {
        var matched = await session.QueryAsync(
            $"SELECT match_pool_id, matched_in_hundredths FROM follow_ups WHERE call_id = {callId} AND withdrawn_at IS NULL AND matched_in_hundredths > 0",
            row => new Match(row.Id(0), row.Long(1)));
        foreach (var match in matched)
        {
            await session.ExecuteAsync($"UPDATE match_pools SET taken_in_hundredths = taken_in_hundredths - {match.Taken} WHERE id = {match.PoolId}");
        }

        await session.ExecuteAsync($"UPDATE follow_ups SET withdrawn_at = {now} WHERE call_id = {callId} AND withdrawn_at IS NULL");
    }

    // The row stays locked until the end, so what is left is what the next one finds. A match closed during the call gives nothing.
    private static async Task<Match?> MatchAsync(HotSession session, PromisingCall call, PledgeAmount pledged)
    {
        var pool = await session.FirstAsync(
            $"""
            SELECT id, amount_in_hundredths - taken_in_hundredths, closed_at FROM match_pools
            WHERE campaign_id = {call.CampaignId} AND currency = {pledged.Currency} AND (closed_at IS NULL OR closed_at > {call.ShownAt})
            ORDER BY CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END, opened_at DESC LIMIT 1 {session.ForNoKeyUpdate}
            """,
            row => new Match(row.Id(0), row.IsNull(2) ? Math.Min(pledged.Hundredths, Math.Max(0, row.Long(1))) : 0));
        if (pool is { Taken: > 0 })
        {
            await session.ExecuteAsync($"UPDATE match_pools SET taken_in_hundredths = taken_in_hundredths + {pool.Taken} WHERE id = {pool.PoolId}");
        }

        return pool;
    }

    private sealed record Match(Guid PoolId, long Taken);
}
