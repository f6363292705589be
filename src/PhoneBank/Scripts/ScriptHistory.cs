using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Scripts;

/// <summary>One version as it stands in the list. Moments are UTC; a name is null when nobody did it, or for an account that is gone.</summary>
/// <param name="IsShipped">A template as the product ships it; it needs nobody's agreement.</param>
/// <param name="IsInUse">Callers read it.</param>
/// <param name="Changes">What it has otherwise than the version before; null for the first.</param>
public sealed record VersionRow(
    Guid Id,
    int Number,
    DateTime SavedAt,
    string? SavedBy,
    DateTime? SignedOffAt,
    string? SignedOffBy,
    DateTime? ObjectedAt,
    string? ObjectedBy,
    bool IsShipped,
    bool IsInUse,
    ScriptChanges? Changes);

/// <summary>The versions of a campaign's script, newest first.</summary>
/// <param name="Older">The number to ask from for older ones; null when these are all.</param>
public sealed record VersionList(string CampaignName, bool IsClosed, IReadOnlyList<VersionRow> Versions, int? Older);

/// <summary>One version to be read.</summary>
/// <param name="Newest">The version a new one would follow.</param>
/// <param name="SinceInUse">What it has otherwise than the version callers read; null when it is that one, or there is none.</param>
public sealed record ReadVersion(VersionRow Row, ScriptDocument Script, Guid Newest, ScriptChanges? SinceInUse);

/// <summary>Who saved which version of a script, who agreed to it, and what each changed.</summary>
public sealed class ScriptHistory(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    public const int PageSize = 20;

    /// <param name="from">The newest number to list; null from the newest there is.</param>
    /// <returns>The versions, or <see cref="NotFound"/>.</returns>
    public async Task<Result<VersionList>> ListAsync(Actor actor, Guid campaignId, int? from, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        // One more than is shown: the last of the page is compared with it.
        var versions = await db.ScriptVersions.AsNoTracking()
            .Where(version => version.CampaignId == campaignId && (from == null || version.Number <= from))
            .OrderByDescending(version => version.Number)
            .Take(PageSize + 1)
            .ToListAsync(ct);
        var names = await NamesAsync(db, versions, ct);
        var scripts = versions.ConvertAll(version => SealedScript.Open(sealer, version));
        var rows = versions.Take(PageSize).Select((version, i) =>
            RowOf(version, campaign, names, i + 1 < scripts.Count ? ScriptChanges.Between(scripts[i + 1], scripts[i]) : null));
        return new VersionList(
            sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName),
            campaign.State == CampaignState.Closed,
            [.. rows],
            versions.Count > PageSize ? versions[PageSize].Number : null);
    }

    /// <returns>That version, or <see cref="NotFound"/>.</returns>
    public async Task<Result<ReadVersion>> ReadAsync(Actor actor, Guid campaignId, int number, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        var versions = await db.ScriptVersions.AsNoTracking()
            .Where(version => version.CampaignId == campaignId && (version.Number == number || version.Number == number - 1 || version.Id == campaign.ScriptVersionId))
            .ToListAsync(ct);
        if (versions.Find(version => version.Number == number) is not { } read)
        {
            return new NotFound();
        }

        var newest = await db.ScriptVersions.Where(version => version.CampaignId == campaignId).OrderByDescending(version => version.Number).Select(version => version.Id).FirstAsync(ct);
        var script = SealedScript.Open(sealer, read);

        ScriptChanges? Since(ScriptVersion? before) => before is null ? null : ScriptChanges.Between(SealedScript.Open(sealer, before), script);

        return new ReadVersion(
            RowOf(read, campaign, await NamesAsync(db, [read], ct), Since(versions.Find(version => version.Number == number - 1))),
            script,
            newest,
            read.Id == campaign.ScriptVersionId ? null : Since(versions.Find(version => version.Id == campaign.ScriptVersionId)));
    }

    private static VersionRow RowOf(ScriptVersion version, Campaign campaign, Dictionary<Guid, string> names, ScriptChanges? changes) => new(
        version.Id,
        version.Number,
        version.CreatedAt,
        names.GetValueOrDefault(version.CreatedBy),
        version.SignedOffAt,
        version.SignedOffBy is { } signer ? names.GetValueOrDefault(signer) : null,
        version.ObjectedAt,
        version.ObjectedBy is { } objector ? names.GetValueOrDefault(objector) : null,
        version is { SignedOffAt: not null, SignedOffBy: null },
        version.Id == campaign.ScriptVersionId,
        changes);

    private async Task<Dictionary<Guid, string>> NamesAsync(PhoneBankDb db, List<ScriptVersion> versions, CancellationToken ct)
    {
        var ids = versions.SelectMany(version => new[] { version.CreatedBy, version.SignedOffBy, version.ObjectedBy }).OfType<Guid>().Distinct().ToList();
        var people = await db.Users.AsNoTracking().Where(person => ids.Contains(person.Id)).Select(person => new { person.Id, person.SealedDisplayName }).ToListAsync(ct);
        return people.ToDictionary(person => person.Id, person => sealer.Open(Places.VolunteerName(person.Id), person.SealedDisplayName));
    }
}

/// <summary>Saves an old version's script anew, as the next version; it is checked and agreed to as any other.</summary>
public sealed class BringBackScript(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, SaveScript save)
{
    /// <param name="basedOn">The newest version as the coordinator saw it.</param>
    /// <returns><see cref="NotFound"/>, or what <see cref="SaveScript"/> refuses.</returns>
    public async Task<Result<SavedScript>> ExecuteAsync(Actor actor, Guid campaignId, Guid versionId, Guid? basedOn, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var version = await db.CampaignsOf(actor).AsNoTracking().Where(campaign => campaign.Id == campaignId)
            .Join(db.ScriptVersions, campaign => campaign.Id, version => version.CampaignId, (_, version) => version)
            .FirstOrDefaultAsync(version => version.Id == versionId, ct);
        return version is null ? new NotFound() : await save.ExecuteAsync(actor, campaignId, SealedScript.Open(sealer, version), basedOn, ct);
    }
}
