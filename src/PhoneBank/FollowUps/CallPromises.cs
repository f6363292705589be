using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;

namespace PhoneBank.FollowUps;

/// <summary>A match as a caller may speak of it now.</summary>
public sealed record MatchLeft(PledgeAmount Left, ScriptTexts Wording)
{
    public bool IsUsedUp => Left.Hundredths <= 0;
}

/// <summary>What a caller needs to take a promise: places, the match, where and with what code to give.</summary>
public sealed record PromisesOfCall
{
    public static readonly PromisesOfCall None = new();

    /// <summary>Places taken by step and day; days nobody has promised are missing.</summary>
    public IReadOnlyDictionary<(string StepId, string Day), int> Taken { get; init; } = new Dictionary<(string StepId, string Day), int>();

    /// <summary>Null when there is none.</summary>
    public MatchLeft? Match { get; init; }

    /// <summary>A web address or how to transfer, as the operator wrote it; empty when there is none.</summary>
    public string DonationAddress { get; init; } = "";

    /// <summary>Null unless the script asks for a pledge.</summary>
    public string? Reference { get; init; }

    /// <summary>Null when any number may come; never below 0.</summary>
    public int? PlacesLeft(string stepId, string day, int? places) => places is { } all ? Math.Max(0, all - Taken.GetValueOrDefault((stepId, day))) : null;

    /// <summary>The same values with those that a money script may name.</summary>
    public MergeValues Fill(MergeValues values, string language, string mainLanguage) => values with
    {
        Match = Match is { IsUsedUp: false } match ? match.Wording.Pick(language, mainLanguage)?.Text.Any : null,
        MatchLeft = Match is { IsUsedUp: false } left ? left.Left.ToText() : null,
        DonationAddress = DonationAddress,
        Reference = Reference,
    };
}

/// <summary>Reads what a caller needs to take the promises a script asks for; asks nothing of the database when it asks for none.</summary>
public sealed class CallPromises(Sealer sealer)
{
    public async Task<PromisesOfCall> OfAsync(PhoneBankDb db, Campaign campaign, ScriptDocument? script, Guid claimId, CancellationToken ct)
    {
        var promises = PromisesOfCall.None;
        if (script?.Steps.Any(step => step.Question is { Kind: QuestionKind.Date } question && question.Days.Any(day => day.Places is not null)) == true)
        {
            promises = promises with { Taken = await TakenAsync(db, campaign.Id, ct) };
        }

        if (script?.AsksForMoney == true)
        {
            promises = promises with
            {
                Match = await MatchAsync(db, campaign.Id, ct),
                DonationAddress = campaign.SealedDonationAddress.Length == 0 ? "" : sealer.Open(Places.DonationAddress(campaign.Id), campaign.SealedDonationAddress),
                Reference = PledgeReference.Of(sealer, claimId),
            };
        }

        return promises;
    }

    private static async Task<IReadOnlyDictionary<(string StepId, string Day), int>> TakenAsync(PhoneBankDb db, Guid campaignId, CancellationToken ct)
    {
        var days = await db.FollowUps.AsNoTracking()
            .Where(promise => promise.CampaignId == campaignId && promise.Day != null && promise.WithdrawnAt == null)
            .GroupBy(promise => new { promise.StepId, promise.Day })
            .Select(group => new { group.Key.StepId, group.Key.Day, Count = group.Count() })
            .ToListAsync(ct);
        return days.ToDictionary(day => (day.StepId, day.Day!), day => day.Count);
    }

    private async Task<MatchLeft?> MatchAsync(PhoneBankDb db, Guid campaignId, CancellationToken ct) =>
        await db.MatchPools.AsNoTracking().FirstOrDefaultAsync(pool => pool.CampaignId == campaignId && pool.ClosedAt == null, ct) is { } open
            ? new MatchLeft(
                new PledgeAmount(open.AmountInHundredths - open.TakenInHundredths, open.Currency),
                sealer.OpenJson<ScriptTexts>(Places.MatchWording(open.Id), open.SealedWording))
            : null;
}
