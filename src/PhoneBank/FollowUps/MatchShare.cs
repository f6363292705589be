using PhoneBank.Data;

namespace PhoneBank.FollowUps;

/// <summary>What a pledge takes of a match, kept in step when the pledge is closed and opened again.</summary>
internal static class MatchShare
{
    /// <summary>Locks the match until the end of the transaction: to be asked before the pledge is written.</summary>
    public static async Task LockAsync(HotSession session, Guid? poolId)
    {
        if (poolId is { } id)
        {
            await session.CountAsync($"SELECT 1 FROM match_pools WHERE id = {id} {session.ForNoKeyUpdate}");
        }
    }

    /// <summary>A match doubles no more than came; the rest is free for others.</summary>
    public static async Task LimitAsync(HotSession session, FollowUp promise, long most)
    {
        var matched = await MatchedAsync(session, promise);
        if (promise.MatchPoolId is { } pool && matched > most)
        {
            await WriteAsync(session, promise, pool, matched, most);
        }
    }

    /// <summary>The share a pledge would have now; less than before when others have taken it meanwhile.</summary>
    public static async Task RestoreAsync(HotSession session, FollowUp promise)
    {
        if (promise is not { MatchPoolId: { } pool, AmountInHundredths: { } amount })
        {
            return;
        }

        var matched = await MatchedAsync(session, promise);
        var left = await session.CountAsync($"SELECT amount_in_hundredths - taken_in_hundredths FROM match_pools WHERE id = {pool}");
        await WriteAsync(session, promise, pool, matched, matched + Math.Min(Math.Max(0, amount - matched), Math.Max(0, left)));
    }

    private static Task<long> MatchedAsync(HotSession session, FollowUp promise) => session.CountAsync($"SELECT matched_in_hundredths FROM follow_ups WHERE id = {promise.Id}");

    private static async Task WriteAsync(HotSession session, FollowUp promise, Guid poolId, long before, long now)
    {
        if (before != now)
        {
            await session.ExecuteAsync($"UPDATE match_pools SET taken_in_hundredths = taken_in_hundredths + {now - before} WHERE id = {poolId}");
            await session.ExecuteAsync($"UPDATE follow_ups SET matched_in_hundredths = {now} WHERE id = {promise.Id}");
        }
    }
}
