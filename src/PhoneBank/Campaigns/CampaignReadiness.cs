using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Volunteers;

namespace PhoneBank.Campaigns;

/// <summary>What keeps a campaign from opening. The name is the key of its text.</summary>
public enum OpeningGap
{
    NoScript,

    /// <summary>The newest script has errors and no earlier one is in use.</summary>
    ScriptHasErrors,

    /// <summary>The book's level wants somebody else's agreement to the script.</summary>
    ScriptNotSignedOff,
    NoList,

    /// <summary>No outcome is offered, or those that are would leave callers or people stuck (see <see cref="OutcomeFinding"/>).</summary>
    NoOutcomes,
}

/// <summary>What is no obstacle, but worth knowing before opening. The name is the key of its text.</summary>
public enum OpeningWarning
{
    /// <summary>Texts of the script are missing in a language of the campaign; the main language is read instead.</summary>
    MissingTexts,

    /// <summary>A newer version of the script waits for sign-off or has errors; callers read the one before.</summary>
    NewerScriptWaits,

    /// <summary>No list is handed to anybody.</summary>
    NothingAssigned,

    /// <summary>A list is still being filled.</summary>
    StillFilling,

    /// <summary>The script callers read has errors by now: an outcome it suggests is retired, or a language was added as the main one.</summary>
    ScriptInUseHasErrors,

    /// <summary>None of those who may call speaks one of the campaign's languages.</summary>
    LanguageNobodySpeaks,

    /// <summary>Its hours and calendars leave no time for calls within the coming days.</summary>
    NoHours,

    /// <summary>Nobody may call yet.</summary>
    NoCallers,
}

/// <summary>Whether a campaign may open.</summary>
/// <param name="Missing">Empty when it may.</param>
public sealed record CampaignReadiness(IReadOnlyList<OpeningGap> Missing, IReadOnlyList<OpeningWarning> Warnings)
{
    // Calls that begin later than this are planned long ahead; somebody who opens today should know.
    private const int DaysAhead = 14;

    public bool MayOpen => Missing.Count == 0;

    internal static async Task<CampaignReadiness> OfAsync(PhoneBankDb db, Campaign campaign, Sealer sealer, DateTime now, CancellationToken ct)
    {
        var found = new Found();
        var outcomes = await db.Outcomes.AsNoTracking().Where(outcome => outcome.CampaignId == campaign.Id && outcome.RetiredAt == null).ToListAsync(ct);
        await ScriptAsync(db, campaign, sealer, outcomes, found, ct);
        await ListsAsync(db, campaign, found, ct);
        if (OutcomeSet.OfferedIn(campaign, outcomes).Check(["en"]).Count > 0)
        {
            found.Missing.Add(OpeningGap.NoOutcomes);
        }

        var own = HoursClassKey.For(zone: null, country: null, safeHours: null, campaign.TimeZone);
        if (HoursPicture.Of(own, await CampaignMoments.HoursOfAsync(db, campaign, now, ct), now, DaysAhead).Days.All(day => day.Open.Count == 0))
        {
            found.Warnings.Add(OpeningWarning.NoHours);
        }

        await PeopleAsync(db, campaign, found, ct);
        return new CampaignReadiness(found.Missing, found.Warnings);
    }

    private static async Task ScriptAsync(PhoneBankDb db, Campaign campaign, Sealer sealer, List<Outcome> outcomes, Found found, CancellationToken ct)
    {
        var newest = await db.ScriptVersions.AsNoTracking()
            .Where(version => version.CampaignId == campaign.Id)
            .OrderByDescending(version => version.Number)
            .FirstOrDefaultAsync(ct);
        if (newest is null)
        {
            found.Missing.Add(OpeningGap.NoScript);
            return;
        }

        var keys = outcomes.ConvertAll(outcome => outcome.Key);
        if (campaign.ScriptVersionId is null)
        {
            found.Missing.Add(HasErrors(Check(newest)) ? OpeningGap.ScriptHasErrors : OpeningGap.ScriptNotSignedOff);
            return;
        }

        var used = newest.Id == campaign.ScriptVersionId ? newest : await db.ScriptVersions.AsNoTracking().FirstAsync(version => version.Id == campaign.ScriptVersionId, ct);
        var findings = Check(used);
        if (HasErrors(findings))
        {
            found.Warnings.Add(OpeningWarning.ScriptInUseHasErrors);
        }

        if (findings.Any(finding => finding is ScriptFinding.MissingText))
        {
            found.Warnings.Add(OpeningWarning.MissingTexts);
        }

        if (newest.Id != used.Id)
        {
            found.Warnings.Add(OpeningWarning.NewerScriptWaits);
        }

        IReadOnlyList<ScriptFinding> Check(ScriptVersion version) => ScriptCheck.Run(SealedScript.Open(sealer, version), campaign.LanguageList, campaign.MainLanguage, keys);

        static bool HasErrors(IEnumerable<ScriptFinding> findings) => findings.Any(finding => finding.Weight == FindingWeight.Error);
    }

    private static async Task ListsAsync(PhoneBankDb db, Campaign campaign, Found found, CancellationToken ct)
    {
        var lists = await db.CallLists.AsNoTracking()
            .Where(list => list.CampaignId == campaign.Id && list.State != CallListState.Closed)
            .Select(list => new { list.State, IsAssigned = db.Assignments.Any(assignment => assignment.ListId == list.Id && assignment.TakenBackAt == null) })
            .ToListAsync(ct);
        if (lists.Count == 0)
        {
            found.Missing.Add(OpeningGap.NoList);
            return;
        }

        if (!lists.Exists(list => list.IsAssigned))
        {
            found.Warnings.Add(OpeningWarning.NothingAssigned);
        }

        if (lists.Exists(list => list.State == CallListState.Filling))
        {
            found.Warnings.Add(OpeningWarning.StillFilling);
        }
    }

    private static async Task PeopleAsync(PhoneBankDb db, Campaign campaign, Found found, CancellationToken ct)
    {
        var spoken = await db.CampaignMembers.AsNoTracking()
            .Where(member => member.CampaignId == campaign.Id && member.AdmittedAt != null && member.RemovedAt == null)
            .Join(db.Users.Where(volunteer => volunteer.Status == VolunteerStatus.Active), member => member.VolunteerId, volunteer => volunteer.Id, (_, volunteer) => volunteer.CallLanguages + "," + volunteer.LittleLanguages)
            .ToListAsync(ct);
        if (spoken.Count == 0)
        {
            found.Warnings.Add(OpeningWarning.NoCallers);
            return;
        }

        // Whoever stated no language is given every one.
        var languages = spoken.ConvertAll(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(LanguageTags.PrimaryOf).ToHashSet());
        if (campaign.LanguageList.Any(language => !languages.Exists(caller => caller.Count == 0 || caller.Contains(LanguageTags.PrimaryOf(language)))))
        {
            found.Warnings.Add(OpeningWarning.LanguageNobodySpeaks);
        }
    }

    private sealed class Found
    {
        public List<OpeningGap> Missing { get; } = [];

        public List<OpeningWarning> Warnings { get; } = [];
    }
}
