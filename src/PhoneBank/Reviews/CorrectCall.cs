using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reviews;

/// <summary>Another outcome for a call, and why.</summary>
public sealed record CorrectionRequest(Guid ReviewId, string OutcomeKey, string Reason);

/// <summary>
/// A coordinator gives a call another outcome of its campaign. What was recorded is kept; every total counts the call by the corrected
/// outcome, and the person's place in the queue follows it as long as nothing has come after the call. Refuses with
/// <see cref="CorrectionReasonMissing"/>, <see cref="ReviewTextTooLong"/>, <see cref="NotFound"/>, <see cref="NoSuchOutcome"/>,
/// <see cref="SameOutcome"/>, <see cref="CallWasWithdrawn"/>, <see cref="AlreadyReviewed"/>, <see cref="ReviewTakenByOther"/>.
/// </summary>
public sealed class CorrectCall(
    IDbContextFactory<PhoneBankDb> dbs, IHotStore store, CorrectionWriter writer, HoursClasses hoursClasses, SilencedClaims silenced, Sealer sealer, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, CorrectionRequest request, CancellationToken ct)
    {
        var reason = request.Reason.Trim();
        if (reason.Length == 0)
        {
            return new CorrectionReasonMissing();
        }

        if (reason.Length > Review.LongestText)
        {
            return new ReviewTextTooLong(Review.LongestText);
        }

        Found? found;
        Outcome? outcome;
        CampaignHours campaignHours;
        await using (var db = await dbs.CreateDbContextAsync(ct))
        {
            found = await (
                from review in db.Reviews.AsNoTracking()
                where review.Id == request.ReviewId
                join campaign in db.CampaignsOf(actor) on review.CampaignId equals campaign.Id
                join call in db.Calls on review.CallId equals call.Id
                join entry in db.Entries on call.EntryId equals entry.Id
                select new Found(review, campaign, call.OutcomeId, entry.HoursClassId, entry.Country)).FirstOrDefaultAsync(ct);
            if (found is null)
            {
                return new NotFound();
            }

            outcome = await db.Outcomes.AsNoTracking().FirstOrDefaultAsync(
                outcome => outcome.CampaignId == found.Campaign.Id && outcome.Key == request.OutcomeKey && outcome.RetiredAt == null, ct);
            campaignHours = await CampaignMoments.HoursOfAsync(db, found.Campaign, time.UtcNow(), ct);
        }

        if (outcome is null)
        {
            return new NoSuchOutcome();
        }

        if (outcome.Id == found.OutcomeId)
        {
            return new SameOutcome();
        }

        var hours = (await hoursClasses.KeysOfAsync([found.HoursClassId], ct)).GetValueOrDefault(found.HoursClassId)
            ?? HoursClassKey.For(zone: null, found.Country, safeHours: null, found.Campaign.TimeZone);
        var sealedReason = sealer.Seal(found.Review.BookId, Places.ReviewText(found.Review.Id), reason);
        var (isNew, refusal) = await store.WriteAsync(session => WriteAsync(session, found.Review, new Correction(actor, outcome, hours, campaignHours), sealedReason), ct);
        if (refusal is not null)
        {
            return refusal;
        }

        if (isNew && outcome.Definition.SuppressEverywhere)
        {
            await silenced.CloseOfCallAsync(found.Review.CallId, ct);
        }

        signals.Publish(new Signal(Signal.CallRecorded, found.Campaign.Id, found.Review.OrganizerId));
        signals.Publish(new Signal(Signal.ReviewsChanged, found.Campaign.Id, found.Review.OrganizerId));
        signals.Publish(new Signal(Signal.HelpAsked, found.Campaign.Id));
        return Result.Done;
    }

    private async Task<(bool IsNew, Error? Refusal)> WriteAsync(HotSession session, Review review, Correction correction, byte[] sealedReason)
    {
        if (await writer.LockAsync(session, review.CallId, correction.To.Definition) is not { } call)
        {
            return (false, new CallWasWithdrawn());
        }

        // First the verdict: what is counted below asks which outcome the call counts by.
        var judged = await Judging.WriteAsync(session, time, correction.By, review.Id, ReviewVerdict.Corrected, correction.To.Id, sealedReason);
        if (judged.IsNew)
        {
            await writer.WriteAsync(session, call, correction);
            await session.RecordAsync(time, correction.By, AuditAction.CallCorrected, review.CallId, review.CampaignId, correction.To.Key);
        }

        return judged;
    }

    private sealed record Found(Review Review, Campaign Campaign, Guid OutcomeId, Guid HoursClassId, string? Country);
}
