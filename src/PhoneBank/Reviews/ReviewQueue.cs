using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reviews;

/// <summary>So many calls wait to be looked at for one reason.</summary>
public sealed record ReviewsWaiting(ReviewReason Reason, int Count, DateTime OldestLocal);

/// <summary>The review a coordinator has open.</summary>
/// <param name="UntilLocal">Nobody else is given it before.</param>
/// <param name="Outcomes">What the call can be corrected to.</param>
public sealed record OpenReview(Guid ReviewId, Guid CallId, ReviewReason Reason, DateTime UntilLocal, IReadOnlyList<OutcomeDefinition> Outcomes);

/// <param name="Waiting">By reason, the strongest first; also those that are open at this moment.</param>
/// <param name="TakenByOthers">Of these, how many other coordinators have open.</param>
/// <param name="Open">The actor's own; null when none is open.</param>
public sealed record ReviewQueueView(IReadOnlyList<ReviewsWaiting> Waiting, int TakenByOthers, OpenReview? Open);

/// <summary>The calls that wait to be looked at, within the actor's reach. Opens none: <see cref="NextReview"/> does.</summary>
public sealed class ReviewQueue(IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    public async Task<ReviewQueueView> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var now = time.UtcNow();
        var clock = await DeskClock.OfAsync(db, actor, campaignId: null, ct);
        var waiting = await WaitingFor(db, actor)
            .GroupBy(review => new { review.Reason, Elsewhere = review.TakenBy != null && review.TakenBy != actor.VolunteerId && review.TakenUntil > now })
            .Select(group => new { group.Key.Reason, group.Key.Elsewhere, Count = group.Count(), Oldest = group.Min(review => review.PickedAt) })
            .ToListAsync(ct);
        var open = await WaitingFor(db, actor)
            .Where(review => review.TakenBy == actor.VolunteerId && review.TakenUntil > now)
            .OrderBy(review => review.PickedAt).ThenBy(review => review.Id)
            .FirstOrDefaultAsync(ct);
        return new ReviewQueueView(
            [.. waiting.GroupBy(row => row.Reason).OrderBy(group => group.Key).Select(group => new ReviewsWaiting(group.Key, group.Sum(row => row.Count), clock.ToLocal(group.Min(row => row.Oldest))))],
            waiting.Where(row => row.Elsewhere).Sum(row => row.Count),
            open is null ? null : new OpenReview(open.Id, open.CallId, open.Reason, clock.ToLocal(open.TakenUntil!.Value), await OutcomesAsync(db, open.CampaignId, ct)));
    }

    /// <summary>How many wait, for a badge.</summary>
    public async Task<int> CountAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await WaitingFor(db, actor).CountAsync(ct);
    }

    private static IQueryable<Review> WaitingFor(PhoneBankDb db, Actor actor) =>
        db.Reviews.AsNoTracking().Where(review => review.Verdict == ReviewVerdict.Waiting && db.CampaignsOf(actor).Any(campaign => campaign.Id == review.CampaignId));

    private static async Task<List<OutcomeDefinition>> OutcomesAsync(PhoneBankDb db, Guid campaignId, CancellationToken ct) =>
        await db.Outcomes.AsNoTracking().Where(outcome => outcome.CampaignId == campaignId && outcome.RetiredAt == null)
            .OrderBy(outcome => outcome.Position).Select(outcome => outcome.Definition).ToListAsync(ct);
}
