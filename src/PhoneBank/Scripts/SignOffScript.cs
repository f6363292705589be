using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Scripts;

/// <summary>
/// Agrees to a version, and callers read it. On an at-risk book somebody else than its author does; where the book has
/// fewer than three coordinators the author may after 24 hours, unless another coordinator has objected.
/// </summary>
public sealed class SignOffScript(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, Signals signals, TimeProvider time)
{
    /// <returns><see cref="NotFound"/>, <see cref="CampaignIsClosed"/>, <see cref="NotTheNewestScript"/>, <see cref="ScriptStillHasErrors"/>, <see cref="ScriptWasObjectedTo"/>, <see cref="SecondPersonNeeded"/> or <see cref="SelfSignOffLater"/>.</returns>
    public async Task<Result> ExecuteAsync(Actor actor, Guid campaignId, Guid versionId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign
            || await db.ScriptVersions.FirstOrDefaultAsync(candidate => candidate.Id == versionId && candidate.CampaignId == campaignId, ct) is not { } version)
        {
            return new NotFound();
        }

        if (campaign.State == CampaignState.Closed)
        {
            return new CampaignIsClosed();
        }

        if (await db.ScriptVersions.AnyAsync(other => other.CampaignId == campaignId && other.Number > version.Number, ct))
        {
            return new NotTheNewestScript();
        }

        // Pressed twice: who agreed first, and when, stands.
        if (campaign.ScriptVersionId == version.Id)
        {
            return Result.Done;
        }

        var keys = await db.Outcomes.Where(outcome => outcome.CampaignId == campaignId && outcome.RetiredAt == null).Select(outcome => outcome.Key).ToListAsync(ct);
        if (ScriptCheck.Run(SealedScript.Open(sealer, version), campaign.LanguageList, campaign.MainLanguage, keys).Any(finding => finding.Weight == FindingWeight.Error))
        {
            return new ScriptStillHasErrors();
        }

        var book = await db.Books.AsNoTracking().FirstAsync(candidate => candidate.Id == campaign.BookId, ct);
        var rule = await SignOffRule.OfAsync(db, book, version, actor, ct);
        if (rule.Refusal(time.UtcNow()) is { } refusal)
        {
            return refusal;
        }

        version.SignedOffAt = time.UtcNow();
        version.SignedOffBy = actor.VolunteerId;
        campaign.ScriptVersionId = version.Id;
        db.Record(time, actor, AuditAction.ScriptSignedOff, version.Id, campaign.Id);
        await db.SaveChangesAsync(ct);
        signals.Publish(new Signal(Signal.CampaignChanged, campaign.Id));
        return Result.Done;
    }
}

/// <summary>Objects to a version that waits for sign-off, and so ends the wait. Its author can save another.</summary>
public sealed class ObjectToScript(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    /// <returns><see cref="NotFound"/>, or <see cref="NotTheNewestScript"/> when it is no longer the one that waits.</returns>
    public async Task<Result> ExecuteAsync(Actor actor, Guid campaignId, Guid versionId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign
            || await db.ScriptVersions.FirstOrDefaultAsync(candidate => candidate.Id == versionId && candidate.CampaignId == campaignId, ct) is not { } version)
        {
            return new NotFound();
        }

        if (version.SignedOffAt is not null || await db.ScriptVersions.AnyAsync(other => other.CampaignId == campaignId && other.Number > version.Number, ct))
        {
            return new NotTheNewestScript();
        }

        if (version.ObjectedAt is null)
        {
            version.ObjectedAt = time.UtcNow();
            version.ObjectedBy = actor.VolunteerId;
            db.Record(time, actor, AuditAction.ScriptObjectedTo, version.Id, campaign.Id);
            await db.SaveChangesAsync(ct);
            signals.Publish(new Signal(Signal.CampaignChanged, campaign.Id));
        }

        return Result.Done;
    }
}

/// <summary>Who may agree to a version, and from when.</summary>
/// <param name="BySelf">The one who asks wrote it.</param>
/// <param name="SelfFrom">UTC from when the author may; null when at once or never.</param>
internal sealed record SignOffRule(bool NeedsSecondPerson, bool BySelf, DateTime? SelfFrom, bool ObjectedTo)
{
    public static async Task<SignOffRule> OfAsync(PhoneBankDb db, Book book, ScriptVersion version, Actor actor, CancellationToken ct)
    {
        var needsSecond = LevelRules.Of(book.Level).SignOff == SignOff.SecondPerson;
        var few = needsSecond && await db.CoordinatorsOfAsync(book.Id, ct) < LevelRules.CoordinatorsForSecondPerson;
        return new SignOffRule(
            needsSecond,
            version.CreatedBy == actor.VolunteerId,
            few ? version.CreatedAt + LevelRules.WaitWithoutSecondPerson : null,
            version.ObjectedAt is not null);
    }

    public Error? Refusal(DateTime now) => this switch
    {
        { ObjectedTo: true } => new ScriptWasObjectedTo(),
        { NeedsSecondPerson: false } or { BySelf: false } => null,
        { SelfFrom: null } => new SecondPersonNeeded(),
        { SelfFrom: { } from } => now < from ? new SelfSignOffLater(from) : null,
    };
}

/// <summary>Another version has been saved since; look at that one.</summary>
public sealed record NotTheNewestScript : Error;

/// <summary>A script with errors cannot be agreed to.</summary>
public sealed record ScriptStillHasErrors : Error;

/// <summary>A coordinator has objected to this version; save another.</summary>
public sealed record ScriptWasObjectedTo : Error;

/// <summary>On a book of people at risk somebody else than the author agrees to the script.</summary>
public sealed record SecondPersonNeeded : Error;

/// <summary>There is no second coordinator to ask: the author may agree from then (UTC).</summary>
public sealed record SelfSignOffLater(DateTime From) : Error;
