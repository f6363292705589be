using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Campaigns;

/// <param name="Id">Made by the page; the same id twice is the same copy.</param>
public sealed record CampaignCopy(Guid Id, string Name);

/// <summary>
/// Makes a draft on the same book with the settings, calendars, outcomes and newest script of another campaign, closed ones too. The script has to be
/// signed off again. Lists, assignments, callers, teams, calls, notices, pools of money, opened hours and days that are over are not taken along.
/// Idempotent by id.
/// </summary>
public sealed class CopyCampaign(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, Signals signals, TimeProvider time)
{
    /// <returns>The copy's id; <see cref="NotFound"/> or <see cref="InvalidField"/>.</returns>
    public async Task<Result<Guid>> ExecuteAsync(Actor actor, Guid campaignId, CampaignCopy copy, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } source)
        {
            return new NotFound();
        }

        if (await db.Campaigns.AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == copy.Id, ct) is { } made)
        {
            return IsCopy(made, source, actor) ? made.Id : new NotFound();
        }

        var now = time.UtcNow();
        var book = await db.Books.AsNoTracking().FirstAsync(candidate => candidate.Id == source.BookId, ct);
        var campaign = new Campaign { Id = copy.Id, BookId = book.Id, CreatedAt = now, CreatedBy = actor.VolunteerId, KeepsRelativesApart = source.KeepsRelativesApart };
        var today = DateOnly.FromDateTime(now);
        var settings = CampaignSettings.Of(source, sealer);
        if (settings with { Name = copy.Name, BlackoutDates = [.. settings.BlackoutDates.Where(day => day >= today)] } is var copied && copied.ApplyTo(campaign, book.Level, sealer) is { } invalid)
        {
            return invalid;
        }

        db.Campaigns.Add(campaign);
        foreach (var outcome in await db.Outcomes.AsNoTracking().Where(outcome => outcome.CampaignId == source.Id).OrderBy(outcome => outcome.Position).ToListAsync(ct))
        {
            db.Outcomes.Add(new Outcome
            {
                Id = time.NewId(),
                CampaignId = campaign.Id,
                Key = outcome.Key,
                Group = outcome.Group,
                Position = outcome.Position,
                Definition = outcome.Definition,
                RetiredAt = outcome.RetiredAt is null ? null : now,
            });
        }

        if (await db.ScriptVersions.AsNoTracking().Where(version => version.CampaignId == source.Id).OrderByDescending(version => version.Number).FirstOrDefaultAsync(ct) is { } newest)
        {
            var id = time.NewId();
            db.ScriptVersions.Add(new ScriptVersion
            {
                Id = id,
                CampaignId = campaign.Id,
                Number = 1,
                SealedDocument = SealedScript.Seal(sealer, id, SealedScript.Open(sealer, newest)),
                CreatedAt = now,
                CreatedBy = actor.VolunteerId,
            });
        }

        db.Record(time, actor, AuditAction.CampaignCopied, campaign.Id, book.Id, source.Id.ToString("D", CultureInfo.InvariantCulture));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException) when (!ct.IsCancellationRequested)
        {
            // The same tap arrived twice and the other one was faster.
            await using var fresh = await dbs.CreateDbContextAsync(ct);
            if (await fresh.Campaigns.AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == copy.Id, ct) is { } other && IsCopy(other, source, actor))
            {
                return other.Id;
            }

            throw;
        }

        signals.Publish(new Signal(Signal.CampaignChanged, campaign.Id));
        return campaign.Id;
    }

    private static bool IsCopy(Campaign made, Campaign source, Actor actor) => made.BookId == source.BookId && made.CreatedBy == actor.VolunteerId && made.Id != source.Id;
}
