using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reviews;

/// <summary>The call was looked at meanwhile; <paramref name="Verdict"/> says what came of it.</summary>
public sealed record AlreadyReviewed(ReviewVerdict Verdict) : Error;

/// <summary>Another coordinator has this review open.</summary>
public sealed record ReviewTakenByOther : Error;

/// <summary>A correction says why.</summary>
public sealed record CorrectionReasonMissing : Error;

/// <summary>A call that goes back says why.</summary>
public sealed record FeedbackMissing : Error;

/// <summary>The text has more than <paramref name="Most"/> characters.</summary>
public sealed record ReviewTextTooLong(int Most) : Error
{
    public override IReadOnlyList<object> TextArguments => [Most];
}

/// <summary>The campaign has no such outcome (any more).</summary>
public sealed record NoSuchOutcome : Error;

/// <summary>The call was recorded with this very outcome.</summary>
public sealed record SameOutcome : Error;

/// <summary>Nobody can be told any more who made this call, so nobody can be given feedback.</summary>
public sealed record NobodyToReturnTo : Error;

/// <summary>What the three verdicts have in common.</summary>
internal static class Judging
{
    /// <summary>A review within the actor's reach; null when there is none.</summary>
    public static Task<Review?> FindAsync(PhoneBankDb db, Actor actor, Guid reviewId, CancellationToken ct) =>
        db.Reviews.AsNoTracking().FirstOrDefaultAsync(review => review.Id == reviewId && db.CampaignsOf(actor).Any(campaign => campaign.Id == review.CampaignId), ct);

    /// <summary>Writes the verdict; the first one stands. The same reviewer's same verdict again is no refusal and changes nothing.</summary>
    public static async Task<(bool IsNew, Error? Refusal)> WriteAsync(
        HotSession session, TimeProvider time, Actor actor, Guid reviewId, ReviewVerdict verdict, Guid? outcomeId = null, byte[]? sealedText = null)
    {
        var now = time.UtcNow();
        var changed = await session.ExecuteAsync($"""
            UPDATE reviews SET verdict = {verdict}, judged_by = {actor.VolunteerId}, judged_at = {now}, corrected_outcome_id = {outcomeId}, sealed_text = {sealedText},
                taken_by = NULL, taken_until = NULL
            WHERE id = {reviewId} AND verdict = 'Waiting' AND (taken_by IS NULL OR taken_by = {actor.VolunteerId} OR taken_until <= {now})
            """);
        if (changed > 0)
        {
            return (IsNew: true, Refusal: null);
        }

        var found = await session.FirstAsync(
            $"SELECT verdict, judged_by, corrected_outcome_id FROM reviews WHERE id = {reviewId}",
            row => new { Verdict = row.Word<ReviewVerdict>(0), By = row.IdOrNull(1), OutcomeId = row.IdOrNull(2) });
        return found switch
        {
            null => (false, new NotFound()),
            { Verdict: ReviewVerdict.Waiting } => (false, new ReviewTakenByOther()),
            _ when found.Verdict == verdict && found.By == actor.VolunteerId && found.OutcomeId == outcomeId => (false, null),
            _ => (false, new AlreadyReviewed(found.Verdict)),
        };
    }
}
