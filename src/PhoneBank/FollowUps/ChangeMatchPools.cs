using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.FollowUps;

/// <summary>Opens a match: from now on callers are told of it, and pledges in its currency take their share.</summary>
public sealed class OpenMatchPool(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, Signals signals, TimeProvider time)
{
    /// <returns>The match's id; <see cref="NotFound"/>, <see cref="CampaignIsClosed"/>, <see cref="InvalidField"/> or <see cref="MatchIsOpenAlready"/>.</returns>
    public async Task<Result<Guid>> ExecuteAsync(Actor actor, Guid campaignId, MatchTerms terms, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        if (campaign.State == CampaignState.Closed)
        {
            return new CampaignIsClosed();
        }

        if (terms.Check(campaign.MainLanguage) is { } invalid)
        {
            return invalid;
        }

        if (await IsOpenAsync(db, campaignId, ct))
        {
            return new MatchIsOpenAlready();
        }

        var id = time.NewId();
        db.MatchPools.Add(new MatchPool
        {
            Id = id,
            CampaignId = campaignId,
            AmountInHundredths = terms.Amount.Hundredths,
            Currency = terms.Amount.Currency,
            SealedWording = sealer.SealJson(Places.MatchWording(id), terms.Wording),
            OpenedAt = time.UtcNow(),
            OpenedBy = actor.VolunteerId,
        });
        db.Record(time, actor, AuditAction.MatchChanged, id, campaignId, "opened");
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException) when (!ct.IsCancellationRequested)
        {
            // One open match in a campaign is an index; another tab was first.
            await using var again = await dbs.CreateDbContextAsync(ct);
            if (!await IsOpenAsync(again, campaignId, ct))
            {
                throw;
            }

            return new MatchIsOpenAlready();
        }

        signals.Publish(new Signal(Signal.CampaignChanged, campaignId));
        return id;
    }

    private static Task<bool> IsOpenAsync(PhoneBankDb db, Guid campaignId, CancellationToken ct) =>
        db.MatchPools.AnyAsync(pool => pool.CampaignId == campaignId && pool.ClosedAt == null, ct);
}

/// <summary>Changes how much an open match is and how it may be said; its currency stays.</summary>
public sealed class ChangeMatchPool(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, Signals signals, TimeProvider time)
{
    /// <returns><see cref="NotFound"/>, <see cref="MatchIsClosed"/>, <see cref="InvalidField"/> or <see cref="MatchBelowTaken"/>.</returns>
    public async Task<Result> ExecuteAsync(Actor actor, Guid matchId, MatchTerms terms, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.MatchPools.AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == matchId, ct) is not { } pool
            || await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == pool.CampaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        if (pool.ClosedAt is not null)
        {
            return new MatchIsClosed();
        }

        if (terms.Check(campaign.MainLanguage) is { } invalid)
        {
            return invalid;
        }

        if (terms.Amount.Currency != pool.Currency)
        {
            return new InvalidField("Currency", "Unknown");
        }

        // Callers take from it meanwhile: the amount is compared in the statement that changes it.
        var wording = sealer.SealJson(Places.MatchWording(pool.Id), terms.Wording);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var changed = await db.MatchPools
            .Where(candidate => candidate.Id == matchId && candidate.ClosedAt == null && candidate.TakenInHundredths <= terms.Amount.Hundredths)
            .ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.AmountInHundredths, terms.Amount.Hundredths).SetProperty(candidate => candidate.SealedWording, wording), ct);
        if (changed == 0)
        {
            var now = await db.MatchPools.AsNoTracking().FirstAsync(candidate => candidate.Id == matchId, ct);
            return now.ClosedAt is not null ? new MatchIsClosed() : new MatchBelowTaken(new PledgeAmount(now.TakenInHundredths, now.Currency));
        }

        db.Record(time, actor, AuditAction.MatchChanged, matchId, pool.CampaignId, "changed");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        signals.Publish(new Signal(Signal.CampaignChanged, pool.CampaignId));
        return Result.Done;
    }
}

/// <summary>Closes a match: nobody speaks of it from now on. What pledges took of it stays. Closing it again changes nothing.</summary>
public sealed class CloseMatchPool(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    /// <returns><see cref="NotFound"/>.</returns>
    public async Task<Result> ExecuteAsync(Actor actor, Guid matchId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.MatchPools.FirstOrDefaultAsync(candidate => candidate.Id == matchId, ct) is not { } pool
            || !await db.CampaignsOf(actor).AnyAsync(campaign => campaign.Id == pool.CampaignId, ct))
        {
            return new NotFound();
        }

        if (pool.ClosedAt is null)
        {
            pool.ClosedAt = time.UtcNow();
            db.Record(time, actor, AuditAction.MatchChanged, matchId, pool.CampaignId, "closed");
            await db.SaveChangesAsync(ct);
            signals.Publish(new Signal(Signal.CampaignChanged, pool.CampaignId));
        }

        return Result.Done;
    }
}
