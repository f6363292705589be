using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.FollowUps;

/// <summary>What a giver promised to add, and how it may be said. Refused as <see cref="InvalidField"/> with the name of the property.</summary>
/// <param name="Wording">By call language; the campaign's main language must be among them.</param>
public sealed record MatchTerms(PledgeAmount Amount, ScriptTexts Wording)
{
    /// <summary>Characters of the wording in one language.</summary>
    public const int LongestWording = 400;

    internal InvalidField? Check(string mainLanguage)
    {
        if (!Amount.IsSane)
        {
            return new InvalidField(nameof(Amount), "OutOfRange");
        }

        return Wording.Find(mainLanguage) is null ? new InvalidField(nameof(Wording), "Empty")
            : Wording.ByLanguage.Values.Any(text => text.Any.Length > LongestWording) ? new InvalidField(nameof(Wording), "TooLong")
            : null;
    }
}

/// <summary>One match of a campaign.</summary>
/// <param name="Pledges">Pledges that stand and have a share of it.</param>
public sealed record MatchLine(Guid Id, PledgeAmount Amount, PledgeAmount Taken, ScriptTexts Wording, int Pledges, DateTime OpenedAt, DateTime? ClosedAt)
{
    public PledgeAmount Left => Amount with { Hundredths = Amount.Hundredths - Taken.Hundredths };
}

/// <summary>The matches of a campaign.</summary>
/// <param name="AsksForMoney">The script in use asks for a pledge.</param>
public sealed record CampaignMatches(Guid CampaignId, string CampaignName, string TimeZone, IReadOnlyList<string> Languages, bool IsClosed, bool AsksForMoney, MatchLine? Open, IReadOnlyList<MatchLine> Closed)
{
    public string MainLanguage => Languages[0];
}

/// <summary>Reads the matches of a campaign, the newest first.</summary>
public sealed class MatchPools(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    /// <returns>The matches, or <see cref="NotFound"/>.</returns>
    public async Task<Result<CampaignMatches>> ExecuteAsync(Actor actor, Guid campaignId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        var pools = await db.MatchPools.AsNoTracking()
            .Where(pool => pool.CampaignId == campaignId)
            .Select(pool => new { Pool = pool, Pledges = db.FollowUps.Count(promise => promise.MatchPoolId == pool.Id && promise.WithdrawnAt == null && promise.MatchedInHundredths > 0) })
            .ToListAsync(ct);
        var lines = pools.OrderByDescending(row => row.Pool.OpenedAt).Select(row => Line(row.Pool, row.Pledges)).ToList();
        var script = await db.ScriptVersions.AsNoTracking().FirstOrDefaultAsync(version => version.Id == campaign.ScriptVersionId, ct);
        return new CampaignMatches(
            campaign.Id,
            sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName),
            campaign.TimeZone,
            campaign.LanguageList,
            campaign.State == CampaignState.Closed,
            script is not null && SealedScript.Open(sealer, script).AsksForMoney,
            lines.Find(line => line.ClosedAt is null),
            [.. lines.Where(line => line.ClosedAt is not null)]);
    }

    private MatchLine Line(MatchPool pool, int pledges) => new(
        pool.Id,
        new PledgeAmount(pool.AmountInHundredths, pool.Currency),
        new PledgeAmount(pool.TakenInHundredths, pool.Currency),
        sealer.OpenJson<ScriptTexts>(Places.MatchWording(pool.Id), pool.SealedWording),
        pledges,
        pool.OpenedAt,
        pool.ClosedAt);
}
