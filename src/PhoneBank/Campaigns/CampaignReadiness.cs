using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Scripts;

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

    /// <summary>No outcome is offered, or those that are would leave callers stuck.</summary>
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
}

/// <summary>Whether a campaign may open.</summary>
/// <param name="Missing">Empty when it may.</param>
public sealed record CampaignReadiness(IReadOnlyList<OpeningGap> Missing, IReadOnlyList<OpeningWarning> Warnings)
{
    public bool MayOpen => Missing.Count == 0;

    internal static async Task<CampaignReadiness> OfAsync(PhoneBankDb db, Campaign campaign, Sealer sealer, CancellationToken ct)
    {
        var missing = new List<OpeningGap>();
        var warnings = new List<OpeningWarning>();

        var newest = await db.ScriptVersions.AsNoTracking()
            .Where(version => version.CampaignId == campaign.Id)
            .OrderByDescending(version => version.Number)
            .FirstOrDefaultAsync(ct);
        var outcomes = await db.Outcomes.AsNoTracking()
            .Where(outcome => outcome.CampaignId == campaign.Id && outcome.RetiredAt == null)
            .ToListAsync(ct);
        if (newest is null)
        {
            missing.Add(OpeningGap.NoScript);
        }
        else
        {
            var keys = outcomes.Select(outcome => outcome.Key).ToList();
            if (campaign.ScriptVersionId is null)
            {
                var findings = ScriptCheck.Run(SealedScript.Open(sealer, newest), campaign.LanguageList, campaign.MainLanguage, keys);
                missing.Add(findings.Any(finding => finding.Weight == FindingWeight.Error) ? OpeningGap.ScriptHasErrors : OpeningGap.ScriptNotSignedOff);
            }
            else
            {
                var used = newest.Id == campaign.ScriptVersionId
                    ? newest
                    : await db.ScriptVersions.AsNoTracking().FirstAsync(version => version.Id == campaign.ScriptVersionId, ct);
                var findings = ScriptCheck.Run(SealedScript.Open(sealer, used), campaign.LanguageList, campaign.MainLanguage, keys);
                if (findings.Any(finding => finding is ScriptFinding.MissingText))
                {
                    warnings.Add(OpeningWarning.MissingTexts);
                }

                if (newest.Id != used.Id)
                {
                    warnings.Add(OpeningWarning.NewerScriptWaits);
                }
            }
        }

        var lists = await db.CallLists.AsNoTracking()
            .Where(list => list.CampaignId == campaign.Id && list.State != CallListState.Closed)
            .Select(list => new { list.State, IsAssigned = db.Assignments.Any(assignment => assignment.ListId == list.Id && assignment.TakenBackAt == null) })
            .ToListAsync(ct);
        if (lists.Count == 0)
        {
            missing.Add(OpeningGap.NoList);
        }
        else
        {
            if (!lists.Exists(list => list.IsAssigned))
            {
                warnings.Add(OpeningWarning.NothingAssigned);
            }

            if (lists.Exists(list => list.State == CallListState.Filling))
            {
                warnings.Add(OpeningWarning.StillFilling);
            }
        }

        if (!outcomes.Exists(outcome => outcome.Group == OutcomeGroup.NotReached) || !outcomes.Exists(outcome => outcome.Group == OutcomeGroup.Reached))
        {
            missing.Add(OpeningGap.NoOutcomes);
        }

        return new CampaignReadiness(missing, warnings);
    }
}
