using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reviews;

/// <summary>No call waits to be looked at, or others have them all open.</summary>
public sealed record NothingToReview : Error;

/// <summary>
/// Opens the review this coordinator has open, or else takes the oldest one that waits; for some minutes nobody else gets it.
/// One's own calls are left to the other coordinators of the book where there are any. Refuses with <see cref="NotFound"/>,
/// <see cref="NothingToReview"/>.
/// </summary>
public sealed class NextReview(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, Signals signals, TimeProvider time)
{
    /// <param name="campaignId">Of this campaign; null for all within reach.</param>
    /// <returns>The id of the review.</returns>
    public async Task<Result<Guid>> ExecuteAsync(Actor actor, Guid? campaignId, CancellationToken ct)
    {
        List<Guid> campaigns;
        await using (var db = await dbs.CreateDbContextAsync(ct))
        {
            campaigns = await db.CampaignsOf(actor).Where(campaign => campaignId == null || campaign.Id == campaignId).Select(campaign => campaign.Id).ToListAsync(ct);
        }

        if (campaigns.Count == 0)
        {
            return campaignId is null ? new NothingToReview() : new NotFound();
        }

        if (await store.WriteAsync(session => TakeAsync(session, actor, campaigns), ct) is not { } taken)
        {
            return new NothingToReview();
        }

        signals.Publish(new Signal(Signal.ReviewsChanged));
        return taken;
    }

    private async Task<Guid?> TakeAsync(HotSession session, Actor actor, List<Guid> campaigns)
    {
        // The acts of one reviewer come one after another, so that two taps open the same review.
        await session.QueryAsync($"SELECT id FROM volunteers WHERE id = {actor.VolunteerId} {session.ForUpdate}", row => row.Id(0));
        var now = time.UtcNow();
        var until = now + Review.Lease;
        var open = await session.QueryAsync(
            $"""
            UPDATE reviews SET taken_until = {until} WHERE id = (SELECT r.id FROM reviews r
                WHERE r.campaign_id IN {campaigns} AND r.verdict = 'Waiting' AND r.taken_by = {actor.VolunteerId} AND r.taken_until > {now}
                ORDER BY r.picked_at, r.id LIMIT 1 {session.ForUpdate}) RETURNING id
            """,
            row => row.Id(0));
        if (open is [var mine, ..])
        {
            return mine;
        }

        var taken = await session.QueryAsync(
            $"""
            UPDATE reviews SET taken_by = {actor.VolunteerId}, taken_until = {until} WHERE id = (SELECT r.id FROM reviews r
                WHERE r.campaign_id IN {campaigns} AND r.verdict = 'Waiting' AND (r.taken_until IS NULL OR r.taken_until <= {now})
                  AND (r.organizer_id IS NULL OR r.organizer_id <> {actor.VolunteerId}
                    OR NOT EXISTS (SELECT 1 FROM book_members m WHERE m.book_id = r.book_id AND m.volunteer_id <> {actor.VolunteerId}))
                ORDER BY r.picked_at, r.id LIMIT 1 {session.SkipLocked}) RETURNING id
            """,
            row => row.Id(0));
        if (taken is not [var next, ..])
        {
            return null;
        }

        await session.RecordAsync(time, actor, AuditAction.ReviewTaken, next);
        return next;
    }
}
