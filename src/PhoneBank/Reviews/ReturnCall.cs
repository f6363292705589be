using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reviews;

/// <summary>
/// A coordinator gives a call back with feedback, which the organizer reads before the next person. The call itself stays as it is.
/// Refuses with <see cref="FeedbackMissing"/>, <see cref="ReviewTextTooLong"/>, <see cref="NotFound"/>, <see cref="NobodyToReturnTo"/>,
/// <see cref="AlreadyReviewed"/>, <see cref="ReviewTakenByOther"/>.
/// </summary>
public sealed class ReturnCall(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, Sealer sealer, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid reviewId, string feedback, CancellationToken ct)
    {
        var text = feedback.Trim();
        if (text.Length == 0)
        {
            return new FeedbackMissing();
        }

        if (text.Length > Review.LongestText)
        {
            return new ReviewTextTooLong(Review.LongestText);
        }

        Review? review;
        await using (var db = await dbs.CreateDbContextAsync(ct))
        {
            review = await Judging.FindAsync(db, actor, reviewId, ct);
        }

        if (review is null)
        {
            return new NotFound();
        }

        if (review.OrganizerId is null)
        {
            return new NobodyToReturnTo();
        }

        var sealedText = sealer.Seal(review.BookId, Places.ReviewText(reviewId), text);
        var refusal = await store.WriteAsync(
            async session =>
            {
                var (isNew, refusal) = await Judging.WriteAsync(session, time, actor, reviewId, ReviewVerdict.Returned, sealedText: sealedText);
                if (isNew)
                {
                    await session.RecordAsync(time, actor, AuditAction.CallReturned, review.CallId, review.CampaignId);
                }

                return refusal;
            },
            ct);
        if (refusal is not null)
        {
            return refusal;
        }

        signals.Publish(new Signal(Signal.ReviewsChanged, review.CampaignId, review.OrganizerId));
        return Result.Done;
    }
}

/// <summary>An organizer has read the feedback on a call that came back. Idempotent. Refuses with <see cref="NotFound"/>.</summary>
public sealed class AcknowledgeReview(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid reviewId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var review = await db.Reviews.FirstOrDefaultAsync(
            review => review.Id == reviewId && review.OrganizerId == actor.VolunteerId && review.Verdict == ReviewVerdict.Returned
                && db.Users.Any(volunteer => volunteer.Id == actor.VolunteerId && volunteer.Status == VolunteerStatus.Active),
            ct);
        if (review is null)
        {
            return new NotFound();
        }

        if (review.AcknowledgedAt is null)
        {
            review.AcknowledgedAt = time.UtcNow();
            db.Record(time, actor, AuditAction.FeedbackRead, review.CallId, review.CampaignId);
            await db.SaveChangesAsync(ct);
            signals.Publish(new Signal(Signal.ReviewsChanged, review.CampaignId, actor.VolunteerId));
        }

        return Result.Done;
    }
}
