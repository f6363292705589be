using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Campaigns;

/// <summary>An outcome with its place in the order.</summary>
/// <param name="HasCalls">Calls have it: what it does stays, and it can be retired but not deleted.</param>
public sealed record OutcomeLine(Guid Id, int Position, bool IsRetired, bool HasCalls, OutcomeDefinition Definition);

/// <summary>Every outcome of a campaign: those offered in their order, then the retired.</summary>
public sealed class CampaignOutcomes(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    /// <returns>The outcomes, or <see cref="NotFound"/>.</returns>
    public async Task<Result<OutcomeLines>> ExecuteAsync(Actor actor, Guid campaignId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        var outcomes = await db.Outcomes.AsNoTracking().Where(outcome => outcome.CampaignId == campaignId).ToListAsync(ct);
        var used = await OutcomeUse.UsedAsync(db, outcomes.ConvertAll(outcome => outcome.Id), ct);
        return new OutcomeLines(
            sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName),
            campaign.MainLanguage,
            campaign.State == CampaignState.Closed,
            [.. outcomes
                .OrderBy(outcome => outcome.RetiredAt is not null)
                .ThenBy(outcome => outcome.Position)
                .Select(outcome => new OutcomeLine(outcome.Id, outcome.Position, outcome.RetiredAt is not null, used.Contains(outcome.Id), outcome.Definition))]);
    }
}

/// <summary>The outcomes of a campaign, and whether they can still be changed.</summary>
public sealed record OutcomeLines(string CampaignName, string MainLanguage, bool IsClosed, IReadOnlyList<OutcomeLine> Lines);
