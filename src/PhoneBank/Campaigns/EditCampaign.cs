using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Campaigns;

/// <summary>Changes what a campaign is called, aims at and allows. A closed campaign stays as it is.</summary>
public sealed class EditCampaign(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, Signals signals, TimeProvider time)
{
    /// <returns><see cref="NotFound"/>, <see cref="InvalidField"/> or <see cref="CampaignIsClosed"/>.</returns>
    public async Task<Result> ExecuteAsync(Actor actor, Guid campaignId, CampaignSettings settings, CancellationToken ct)
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

        var level = await db.Books.Where(book => book.Id == campaign.BookId).Select(book => book.Level).FirstAsync(ct);
        if (settings.ApplyTo(campaign, level, sealer) is { } invalid)
        {
            return invalid;
        }

        db.Record(time, actor, AuditAction.CampaignChanged, campaign.Id, campaign.BookId);
        await db.SaveChangesAsync(ct);
        signals.Publish(new Signal(Signal.CampaignChanged, campaign.Id));
        return Result.Done;
    }
}

/// <summary>The campaign is closed; what it came to stays as it is.</summary>
public sealed record CampaignIsClosed : Error;
