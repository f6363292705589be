using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Campaigns;

/// <summary>A campaign that is open, with what is worth knowing nevertheless.</summary>
public sealed record OpenedCampaign(IReadOnlyList<OpeningWarning> Warnings);

/// <summary>Lets the callers start. Opening an open campaign changes nothing and is no refusal.</summary>
public sealed class OpenCampaign(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, Signals signals, TimeProvider time)
{
    /// <returns><see cref="NotFound"/>, <see cref="CampaignIsClosed"/> or <see cref="NotReadyToOpen"/>.</returns>
    public async Task<Result<OpenedCampaign>> ExecuteAsync(Actor actor, Guid campaignId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        if (campaign.State == CampaignState.Closed)
        {
            return new CampaignIsClosed();
        }

        var readiness = await CampaignReadiness.OfAsync(db, campaign, sealer, time.UtcNow(), ct);
        if (!readiness.MayOpen)
        {
            return new NotReadyToOpen(readiness.Missing);
        }

        if (campaign.State != CampaignState.Open)
        {
            campaign.State = CampaignState.Open;
            campaign.OpenedAt ??= time.UtcNow();
            db.Record(time, actor, AuditAction.CampaignOpened, campaign.Id, campaign.BookId);
            await db.SaveChangesAsync(ct);
            signals.Publish(new Signal(Signal.CampaignChanged, campaign.Id));
        }

        return new OpenedCampaign(readiness.Warnings);
    }
}

/// <summary>Stops handing out people until it is resumed. Whoever is in a call may still record it.</summary>
public sealed class PauseCampaign(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    /// <returns><see cref="NotFound"/> or <see cref="CampaignIsNotOpen"/>. Pausing twice is no refusal.</returns>
    public async Task<Result> ExecuteAsync(Actor actor, Guid campaignId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        if (campaign.State is CampaignState.Draft or CampaignState.Closed)
        {
            return new CampaignIsNotOpen();
        }

        if (campaign.State == CampaignState.Open)
        {
            campaign.State = CampaignState.Paused;
            db.Record(time, actor, AuditAction.CampaignPaused, campaign.Id, campaign.BookId);
            await db.SaveChangesAsync(ct);
            signals.Publish(new Signal(Signal.CampaignPaused, campaign.Id));
        }

        return Result.Done;
    }
}

/// <summary>Goes on after a pause, if it still may.</summary>
public sealed class ResumeCampaign(OpenCampaign openCampaign)
{
    /// <returns>As <see cref="OpenCampaign"/>.</returns>
    public Task<Result<OpenedCampaign>> ExecuteAsync(Actor actor, Guid campaignId, CancellationToken ct) =>
        openCampaign.ExecuteAsync(actor, campaignId, ct);
}

/// <summary>Ends a campaign for good; the clock of retention starts. Whoever is in a call may still record it.</summary>
public sealed class CloseCampaign(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    /// <returns><see cref="NotFound"/>. Closing twice is no refusal.</returns>
    public async Task<Result> ExecuteAsync(Actor actor, Guid campaignId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        if (campaign.State != CampaignState.Closed)
        {
            campaign.State = CampaignState.Closed;
            campaign.ClosedAt = time.UtcNow();
            db.Record(time, actor, AuditAction.CampaignClosed, campaign.Id, campaign.BookId);
            await db.SaveChangesAsync(ct);
            signals.Publish(new Signal(Signal.CampaignPaused, campaign.Id));
            signals.Publish(new Signal(Signal.CampaignChanged, campaign.Id));
        }

        return Result.Done;
    }
}

/// <summary>The campaign lacks what callers need.</summary>
public sealed record NotReadyToOpen(IReadOnlyList<OpeningGap> Missing) : Error;

/// <summary>Only an open campaign can be paused.</summary>
public sealed record CampaignIsNotOpen : Error;
