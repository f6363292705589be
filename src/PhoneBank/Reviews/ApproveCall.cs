using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Reviews;

/// <summary>
/// A coordinator has looked at a call and it is good as it is; on a book that looks at first calls it lets a newcomer go on. Idempotent.
/// Refuses with <see cref="NotFound"/>, <see cref="AlreadyReviewed"/>, <see cref="ReviewTakenByOther"/>.
/// </summary>
public sealed class ApproveCall(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid reviewId, CancellationToken ct)
    {
        Review? review;
        await using (var db = await dbs.CreateDbContextAsync(ct))
        {
            review = await Judging.FindAsync(db, actor, reviewId, ct);
        }

        if (review is null)
        {
            return new NotFound();
        }

        var refusal = await store.WriteAsync(
            async session =>
            {
                var (isNew, refusal) = await Judging.WriteAsync(session, time, actor, reviewId, ReviewVerdict.Approved);
                if (isNew)
                {
                    await session.RecordAsync(time, actor, AuditAction.CallApproved, review.CallId, review.CampaignId);
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
