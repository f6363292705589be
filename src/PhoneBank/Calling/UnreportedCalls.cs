using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>A claim that lapsed after its number was shown.</summary>
/// <param name="ShownAt">UTC, when the number was shown.</param>
/// <param name="NoAnswer">The campaign's "no answer", to be recorded with one tap; null when it has none, or when something was typed that one tap would lose.</param>
/// <param name="MainLanguage">Of the campaign, for a label that is missing in the reader's language.</param>
public sealed record UnreportedClaim(Guid ClaimId, string FirstName, DateTime ShownAt, OutcomeDefinition? NoAnswer = null, string MainLanguage = "en");

/// <summary>The lapsed calls an organizer is asked about: "what happened with A.?", oldest first. Somebody who may not call is asked nothing.</summary>
public sealed class UnreportedCalls(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    public async Task<IReadOnlyList<UnreportedClaim>> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await OfAsync(db, sealer, actor, ct);
    }

    internal static async Task<IReadOnlyList<UnreportedClaim>> OfAsync(PhoneBankDb db, Sealer sealer, Actor actor, CancellationToken ct)
    {
        var rows = await (
            from claim in db.Claims.AsNoTracking().Where(claim => claim.OrganizerId == actor.VolunteerId && claim.EndedBy == ClaimEnd.Lapsed && claim.ReportedAt == null)
            join campaign in db.CallingCampaignsOf(actor).Where(campaign => campaign.State == CampaignState.Open || campaign.State == CampaignState.Paused) on claim.CampaignId equals campaign.Id
            join contact in db.Contacts on claim.ContactId equals contact.Id
            orderby claim.RevealedAt
            select new { Claim = claim, contact.SealedDetails, campaign.Languages }).ToListAsync(ct);
        if (rows.Count == 0)
        {
            return [];
        }

        var campaigns = rows.Select(row => row.Claim.CampaignId).Distinct().ToList();
        var noAnswer = (await db.Outcomes.AsNoTracking().Where(outcome => campaigns.Contains(outcome.CampaignId) && outcome.Key == OutcomeKeys.NoAnswer && outcome.RetiredAt == null).ToListAsync(ct))
            .ToDictionary(outcome => outcome.CampaignId, outcome => outcome.Definition);
        return
        [
            .. rows.Select(row => new UnreportedClaim(
                row.Claim.Id,
                ContactNames.First(sealer.OpenJson<ContactDetails>(Places.ContactDetails(row.Claim.ContactId), row.SealedDetails)),
                row.Claim.RevealedAt ?? row.Claim.TakenAt,
                HoldsWork(sealer, row.Claim) ? null : noAnswer.GetValueOrDefault(row.Claim.CampaignId),
                row.Languages.Split(',')[0])),
        ];
    }

    private static bool HoldsWork(Sealer sealer, Claim claim) =>
        claim.SealedDraft is { } draft
        && sealer.OpenJson<CallDraft>(Places.ClaimDraft(claim.Id), draft) is var typed
        && (typed.Answers.Count > 0 || !string.IsNullOrWhiteSpace(typed.NoteToCallers + typed.MessageToCoordinator + typed.Reason));
}
