using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Scripts;

/// <summary>How the newest version of a script stands.</summary>
/// <param name="NumberInUse">The version callers read; null while there is none.</param>
/// <param name="IsShipped">It is a template as the product ships it.</param>
/// <param name="WaitsForSignOff">It is not in use and somebody may have to agree to it.</param>
/// <param name="MaySignOff">This actor may agree to it now.</param>
/// <param name="SelfFrom">UTC from when its author, who asks, may agree alone; null when at once or never.</param>
public sealed record ScriptStanding(
    Guid NewestId,
    int Number,
    int? NumberInUse,
    DateTime SavedAt,
    bool IsShipped,
    bool WaitsForSignOff,
    bool MaySignOff,
    bool MayObject,
    bool WasObjectedTo,
    DateTime? SelfFrom)
{
    public bool IsInUse => Number == NumberInUse;

    internal static async Task<ScriptStanding> OfAsync(PhoneBankDb db, Book book, Campaign campaign, ScriptVersion newest, Actor actor, DateTime now, CancellationToken ct)
    {
        var rule = await SignOffRule.OfAsync(db, book, newest, actor, ct);
        var inUse = campaign.ScriptVersionId == newest.Id
            ? newest.Number
            : await db.ScriptVersions.Where(version => version.Id == campaign.ScriptVersionId).Select(version => (int?)version.Number).FirstOrDefaultAsync(ct);
        var waits = newest.SignedOffAt is null;
        return new ScriptStanding(
            newest.Id,
            newest.Number,
            inUse,
            newest.CreatedAt,
            newest is { SignedOffAt: not null, SignedOffBy: null },
            waits,
            waits && rule.Refusal(now) is null,
            waits && rule is { NeedsSecondPerson: true, BySelf: false, ObjectedTo: false },
            rule.ObjectedTo,
            waits && rule.BySelf ? rule.SelfFrom : null);
    }
}

/// <summary>The newest version of a campaign's script, ready to be changed.</summary>
/// <param name="Script">Empty when there is none yet.</param>
/// <param name="Outcomes">What a choice may suggest.</param>
public sealed record EditableScript(
    Guid CampaignId,
    string CampaignName,
    string Organization,
    ProtectionLevel Level,
    bool IsClosed,
    IReadOnlyList<string> Languages,
    ScriptDocument Script,
    ScriptStanding? Standing,
    IReadOnlyList<ScriptFinding> Findings,
    IReadOnlyList<OutcomeDefinition> Outcomes)
{
    public string MainLanguage => Languages[0];

    /// <summary>What the newest version has otherwise than the one callers read; null when they read it, or none.</summary>
    public ScriptChanges? SinceInUse { get; init; }

    /// <summary>What is to be said about a script that is not saved yet.</summary>
    public IReadOnlyList<ScriptFinding> Check(ScriptDocument script) =>
        ScriptCheck.Run(script, Languages, MainLanguage, [.. Outcomes.Select(outcome => outcome.Key)]);
}

/// <summary>Reads a script to change it.</summary>
public sealed class ScriptForEditor(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    /// <returns>The script, or <see cref="NotFound"/>.</returns>
    public async Task<Result<EditableScript>> ExecuteAsync(Actor actor, Guid campaignId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        var book = await db.Books.AsNoTracking().FirstAsync(candidate => candidate.Id == campaign.BookId, ct);
        var newest = await db.ScriptVersions.AsNoTracking().Where(version => version.CampaignId == campaignId).OrderByDescending(version => version.Number).FirstOrDefaultAsync(ct);
        var outcomes = await db.Outcomes.AsNoTracking()
            .Where(outcome => outcome.CampaignId == campaignId && outcome.RetiredAt == null)
            .OrderBy(outcome => outcome.Position)
            .ToListAsync(ct);
        var script = newest is null ? ScriptDocument.Empty : SealedScript.Open(sealer, newest);
        var inUse = newest is null || newest.Id == campaign.ScriptVersionId
            ? null
            : await db.ScriptVersions.AsNoTracking().FirstOrDefaultAsync(version => version.Id == campaign.ScriptVersionId, ct);
        return new EditableScript(
            campaign.Id,
            sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName),
            sealer.Open(Places.CampaignOrganization(campaign.Id), campaign.SealedOrganization),
            book.Level,
            campaign.State == CampaignState.Closed,
            campaign.LanguageList,
            script,
            newest is null ? null : await ScriptStanding.OfAsync(db, book, campaign, newest, actor, time.UtcNow(), ct),
            newest is null ? [] : ScriptCheck.Run(script, campaign.LanguageList, campaign.MainLanguage, [.. outcomes.Select(outcome => outcome.Key)]),
            [.. outcomes.Select(outcome => outcome.Definition)])
        {
            SinceInUse = inUse is null ? null : ScriptChanges.Between(SealedScript.Open(sealer, inUse), script),
        };
    }
}
