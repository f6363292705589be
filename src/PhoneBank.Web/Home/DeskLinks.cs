using PhoneBank.Reports;

namespace PhoneBank.Web.Home;

/// <summary>Where each thing on the desk's home page leads.</summary>
internal static class DeskLinks
{
    public static string Of(DeskNeed need) => need.Kind switch
    {
        DeskNeedKind.HelpUrgent or DeskNeedKind.HelpAsked => "/desk/help",
        DeskNeedKind.HeldNow or DeskNeedKind.HeldInTurn => "/desk/held",
        DeskNeedKind.Unreported => "/desk/held#not-reported",
        DeskNeedKind.WaitingRoom => "/desk/people",
        DeskNeedKind.MissedCallbacks => "/desk/held#late",
        DeskNeedKind.CallsToReview => "/desk/reviews",
        DeskNeedKind.UnusualNumbers or DeskNeedKind.UnusualBreadth or DeskNeedKind.UnusualSkips => "/desk/live#callers",
        DeskNeedKind.ListRunningDry or DeskNeedKind.ListSoonDry => $"/desk/lists/{need.SubjectId}",
        DeskNeedKind.ImportWaiting => $"/desk/imports/{need.SubjectId}",
        DeskNeedKind.ExportedByOther => "/desk/exports",
        DeskNeedKind.NamesAskedByOther => "/desk/exports/names",
        DeskNeedKind.RecoverySheet => "/setup/recovery-sheet",
        _ => "/desk",
    };

    public static string IconOf(DeskNeedKind kind) => kind switch
    {
        DeskNeedKind.HelpUrgent => "warning",
        DeskNeedKind.HelpAsked => "help",
        DeskNeedKind.HeldNow => "warning",
        DeskNeedKind.HeldInTurn => "pause",
        DeskNeedKind.Unreported => "help",
        DeskNeedKind.WaitingRoom => "people",
        DeskNeedKind.MissedCallbacks => "clock",
        DeskNeedKind.CallsToReview => "search",
        DeskNeedKind.UnusualNumbers or DeskNeedKind.UnusualBreadth or DeskNeedKind.UnusualSkips => "shield",
        DeskNeedKind.ListRunningDry or DeskNeedKind.ListSoonDry => "list",
        DeskNeedKind.ImportWaiting => "file",
        DeskNeedKind.ExportedByOther or DeskNeedKind.NamesAskedByOther => "download",
        _ => "shield",
    };

    public static string Of(FirstStep step, Guid? campaignId) => (step, campaignId) switch
    {
        (FirstStep.Book, _) => "/desk/quick-start",
        (FirstStep.Contacts, _) => "/desk/books",
        (FirstStep.FirstCall, _) => "/",
        (FirstStep.Campaign, _) or (_, null) => "/desk/campaigns/new",
        (FirstStep.Script, { } id) => $"/desk/campaigns/{id}/script",
        (FirstStep.List, { } id) => $"/desk/lists/new?campaign={id}",
        (FirstStep.Invitation or FirstStep.Caller, { } id) => $"/desk/campaigns/{id}/join",
        (FirstStep.Assignment, { } id) => $"/desk/campaigns/{id}/assignments",
        (_, { } id) => $"/desk/campaigns/{id}",
    };
}
