namespace PhoneBank.Campaigns;

/// <summary>The parts a campaign is set up in, in the order in which one does it. The name is the key of its text.</summary>
public enum SetUpPart
{
    /// <summary>Name, goal, organisation, rules.</summary>
    Basics,
    Languages,
    Script,
    Outcomes,

    /// <summary>Hours, days without calls, calendars.</summary>
    Hours,

    /// <summary>Call lists and whom they are handed to.</summary>
    Lists,

    /// <summary>Those who call.</summary>
    People,
}

/// <summary>One part of a campaign with what it lacks.</summary>
/// <param name="Missing">Keeps the campaign from opening.</param>
/// <param name="Warnings">Worth a look.</param>
public sealed record SetUpLine(SetUpPart Part, IReadOnlyList<OpeningGap> Missing, IReadOnlyList<OpeningWarning> Warnings)
{
    public bool IsReady => Missing.Count == 0 && Warnings.Count == 0;
}

/// <summary>Where each thing is put right.</summary>
public static class SetUpParts
{
    public static SetUpPart Of(OpeningGap gap) => gap switch
    {
        OpeningGap.NoList => SetUpPart.Lists,
        OpeningGap.NoOutcomes => SetUpPart.Outcomes,
        _ => SetUpPart.Script,
    };

    public static SetUpPart Of(OpeningWarning warning) => warning switch
    {
        OpeningWarning.LanguageNobodySpeaks => SetUpPart.Languages,
        OpeningWarning.MissingTexts or OpeningWarning.NewerScriptWaits or OpeningWarning.ScriptInUseHasErrors => SetUpPart.Script,
        OpeningWarning.NoHours => SetUpPart.Hours,
        OpeningWarning.NothingAssigned or OpeningWarning.StillFilling => SetUpPart.Lists,
        _ => SetUpPart.People,
    };

    /// <summary>Every part in order.</summary>
    public static IReadOnlyList<SetUpLine> Of(CampaignReadiness readiness) =>
        [.. Enum.GetValues<SetUpPart>().Select(part => new SetUpLine(
            part,
            [.. readiness.Missing.Where(gap => Of(gap) == part)],
            [.. readiness.Warnings.Where(warning => Of(warning) == part)]))];
}
