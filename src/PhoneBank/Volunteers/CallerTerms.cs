using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Volunteers;

/// <summary>What holds in the campaigns a caller is in or waits for, as read before the first call.</summary>
/// <param name="PromisedAt">UTC, when this person gave the promises; null while they are to be given.</param>
/// <param name="Terms">One for each protection level, the strictest first; empty when there is no campaign yet.</param>
public sealed record CallerTerms(DateTime? PromisedAt, IReadOnlyList<LevelTerms> Terms);

/// <summary>The figures of one protection level, and the campaigns they hold in.</summary>
public sealed record LevelTerms(LevelRules Rules, IReadOnlyList<string> Campaigns);

/// <summary>The actor's own terms. Refusals: <see cref="NotAllowed"/>.</summary>
public sealed class CallerTermsQuery(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    public async Task<Result<CallerTerms>> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var volunteer = await db.Users.AsNoTracking().SingleOrDefaultAsync(found => found.Id == actor.VolunteerId && found.Status == VolunteerStatus.Active, ct);
        if (volunteer is null)
        {
            return new NotAllowed();
        }

        var campaigns = await db.Campaigns.AsNoTracking()
            .Where(campaign => campaign.State != CampaignState.Closed
                && db.CampaignMembers.Any(member => member.CampaignId == campaign.Id && member.VolunteerId == actor.VolunteerId && member.RemovedAt == null))
            .Join(db.Books, campaign => campaign.BookId, book => book.Id, (campaign, book) => new { campaign.Id, campaign.SealedName, book.Level })
            .ToListAsync(ct);
        return new CallerTerms(
            volunteer.PromisedAt,
            [.. campaigns.GroupBy(campaign => campaign.Level).OrderByDescending(level => level.Key).Select(level => new LevelTerms(
                LevelRules.Of(level.Key),
                [.. level.Select(campaign => sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName)).Order(StringComparer.CurrentCultureIgnoreCase)]))]);
    }
}
