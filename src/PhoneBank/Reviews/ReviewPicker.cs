using System.Security.Cryptography;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Reviews;

/// <summary>Decides by chance which calls are looked at.</summary>
public class ReviewDice
{
    /// <summary>A number from 0 to 99, each as likely as the others.</summary>
    public virtual int Roll() => RandomNumberGenerator.GetInt32(100);
}

/// <summary>A call just recorded, with what speaks for looking at it.</summary>
/// <param name="HoldsDetails">A text of it holds details the caller was warned about and kept.</param>
public sealed record PickableCall(Guid CallId, Guid OrganizerId, Guid CampaignId, Guid BookId, ProtectionLevel Level, bool Conflicting, bool Asked, bool HoldsDetails, DateTime Now);

/// <summary>
/// Picks the calls a coordinator looks at, in the transaction that records them: whatever a rule names, all first calls of an
/// organizer, and of the others so many in a hundred as the level says. Coordinators of the book are not sampled.
/// </summary>
public sealed class ReviewPicker(ReviewDice dice, TimeProvider time)
{
    public async Task PickAsync(HotSession session, PickableCall call)
    {
        if (await ReasonAsync(session, call) is not { } reason)
        {
            return;
        }

        await session.ExecuteAsync($"""
            INSERT INTO reviews (id, call_id, campaign_id, book_id, organizer_id, reason, verdict, picked_at)
            VALUES ({time.NewId()}, {call.CallId}, {call.CampaignId}, {call.BookId}, {call.OrganizerId}, {reason}, {ReviewVerdict.Waiting}, {call.Now})
            """);
    }

    private async Task<ReviewReason?> ReasonAsync(HotSession session, PickableCall call) =>
        call.Conflicting ? ReviewReason.Conflicting
        : call.Asked ? ReviewReason.Asked
        : call.HoldsDetails ? ReviewReason.Details
        : await BySeniorityAsync(session, call);

    private async Task<ReviewReason?> BySeniorityAsync(HotSession session, PickableCall call)
    {
        if (await session.CountAsync($"SELECT count(*) FROM book_members WHERE book_id = {call.BookId} AND volunteer_id = {call.OrganizerId}") > 0)
        {
            return null;
        }

        var rules = LevelRules.Of(call.Level);
        if (!await HasCallsBeforeAsync(session, call, rules.FirstCallsReviewed))
        {
            return ReviewReason.Newcomer;
        }

        // Every call is recorded here, so the many calls of a senior are counted only where that decides.
        var roll = dice.Roll();
        return roll < rules.SeniorReviewPercent || (roll < LevelRules.ReviewPercent && !await HasCallsBeforeAsync(session, call, LevelRules.SeniorAfterCalls)) ? ReviewReason.Sampled : null;
    }

    /// <summary>Whether the organizer has recorded at least so many; whose link to the calls was cut is new again.</summary>
    private static async Task<bool> HasCallsBeforeAsync(HotSession session, PickableCall call, int least) => await session.CountAsync(
        $"""
        SELECT count(*) FROM (SELECT 1 FROM calls WHERE organizer_id = {call.OrganizerId} AND withdrawn_at IS NULL AND id <> {call.CallId} LIMIT {least}) AS earlier
        """) >= least;
}

/// <summary>What reviews ask of an organizer before the next person.</summary>
public static class ReviewDuties
{
    /// <summary>Whether a call came back and the feedback was not yet said to be read.</summary>
    public static async Task<bool> HasReturnedAsync(HotSession session, Guid organizerId) =>
        await session.CountAsync($"SELECT count(*) FROM reviews WHERE organizer_id = {organizerId} AND verdict = 'Returned' AND acknowledged_at IS NULL") > 0;

    /// <summary>Whether so many first calls of a newcomer wait to be looked at that the next one has to wait too.</summary>
    public static async Task<bool> FirstCallsWaitAsync(HotSession session, Guid organizerId, Guid bookId, ProtectionLevel level)
    {
        if (LevelRules.Of(level) is not { NewcomerReview: NewcomerReview.FirstCallsWait, NewcomerCallsToReview: var first })
        {
            return false;
        }

        // Asked for every next person, so no more are counted than decide.
        return await session.CountAsync(
                $"SELECT count(*) FROM (SELECT 1 FROM reviews WHERE organizer_id = {organizerId} AND book_id = {bookId} AND verdict <> 'Waiting' LIMIT {first}) AS judged") < first
            && await session.CountAsync(
                $"SELECT count(*) FROM (SELECT 1 FROM reviews WHERE organizer_id = {organizerId} AND book_id = {bookId} AND verdict = 'Waiting' AND reason = 'Newcomer' LIMIT {first}) AS waiting") >= first;
    }
}
