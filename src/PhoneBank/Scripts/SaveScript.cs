using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Scripts;

/// <summary>A version that was saved.</summary>
/// <param name="InUse">Callers read it from now on; false while it has errors or waits for sign-off, then they read the one before.</param>
public sealed record SavedScript(Guid VersionId, int Number, bool InUse, IReadOnlyList<ScriptFinding> Findings);

/// <summary>
/// Saves a script as the next version. Also one with errors is kept, so that no work is lost, but callers go on reading
/// the version before until it has none and the book's level is content with who agreed to it.
/// </summary>
public sealed class SaveScript(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, Signals signals, TimeProvider time)
{
    /// <summary>Length of the whole script in UTF-8 bytes.</summary>
    public const int LargestScript = 256 * 1024;

    /// <param name="basedOn">The version the editor started from; null when there was none. When another has come meanwhile it is refused.</param>
    /// <returns><see cref="NotFound"/>, <see cref="CampaignIsClosed"/>, <see cref="ScriptTooLong"/> or <see cref="SomeoneSavedMeanwhile"/>.</returns>
    public async Task<Result<SavedScript>> ExecuteAsync(Actor actor, Guid campaignId, ScriptDocument script, Guid? basedOn, CancellationToken ct)
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

        var json = script.ToUtf8();
        if (json.Length > LargestScript)
        {
            return new ScriptTooLong();
        }

        var newest = await db.ScriptVersions.AsNoTracking()
            .Where(version => version.CampaignId == campaign.Id)
            .OrderByDescending(version => version.Number)
            .FirstOrDefaultAsync(ct);
        if (newest?.Id != basedOn)
        {
            return new SomeoneSavedMeanwhile(newest?.Number ?? 0);
        }

        var keys = await db.Outcomes.Where(outcome => outcome.CampaignId == campaign.Id && outcome.RetiredAt == null).Select(outcome => outcome.Key).ToListAsync(ct);
        var findings = ScriptCheck.Run(script, campaign.LanguageList, campaign.MainLanguage, keys);
        var level = await db.Books.Where(book => book.Id == campaign.BookId).Select(book => book.Level).FirstAsync(ct);
        var isSound = findings.All(finding => finding.Weight != FindingWeight.Error);

        // What the product itself ships has been read by others than whoever chose it.
        var isTemplates = CampaignTemplate.All.Any(template => template.Script.ToUtf8().AsSpan().SequenceEqual(json));
        var inUse = isSound && (isTemplates || LevelRules.Of(level).SignOff == SignOff.Self);
        var now = time.UtcNow();
        var saved = new ScriptVersion
        {
            Id = time.NewId(),
            CampaignId = campaign.Id,
            Number = (newest?.Number ?? 0) + 1,
            CreatedAt = now,
            CreatedBy = actor.VolunteerId,
            SignedOffAt = inUse ? now : null,
            SignedOffBy = inUse && !isTemplates ? actor.VolunteerId : null,
        };
        saved.SealedDocument = SealedScript.Seal(sealer, saved.Id, script);
        db.ScriptVersions.Add(saved);
        if (inUse)
        {
            campaign.ScriptVersionId = saved.Id;
        }

        db.Record(time, actor, AuditAction.ScriptSaved, saved.Id, campaign.Id);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException) when (!ct.IsCancellationRequested)
        {
            // The number is unique: somebody saved between our look and our write.
            await using var again = await dbs.CreateDbContextAsync(ct);
            var number = await again.ScriptVersions.Where(version => version.CampaignId == campaignId).MaxAsync(version => (int?)version.Number, ct) ?? 0;
            if (number < saved.Number)
            {
                throw;
            }

            return new SomeoneSavedMeanwhile(number);
        }

        signals.Publish(new Signal(Signal.CampaignChanged, campaign.Id));
        return new SavedScript(saved.Id, saved.Number, inUse, findings);
    }
}

/// <summary>Somebody else saved version <paramref name="Number"/> after this editor was opened. What was typed is kept in the editor.</summary>
public sealed record SomeoneSavedMeanwhile(int Number) : Error
{
    public override IReadOnlyList<object> TextArguments => [Number];
}

/// <summary>Longer than <see cref="SaveScript.LargestScript"/>.</summary>
public sealed record ScriptTooLong : Error;
