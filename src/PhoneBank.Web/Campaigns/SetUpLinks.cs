using PhoneBank.Campaigns;

namespace PhoneBank.Web.Campaigns;

/// <summary>Where each part of a campaign is set up.</summary>
internal static class SetUpLinks
{
    public static string Of(Guid campaignId, SetUpPart part) => $"/desk/campaigns/{campaignId}/" + part switch
    {
        SetUpPart.Basics => "settings",
        SetUpPart.Languages => "settings#languages",
        SetUpPart.Script => "script",
        SetUpPart.Outcomes => "outcomes",
        SetUpPart.Hours => "settings#hours",
        SetUpPart.Lists => "assignments",
        _ => "join",
    };

    public static string Of(Guid campaignId, OpeningGap gap) =>
        gap == OpeningGap.NoList ? $"/desk/lists/new?campaign={campaignId}" : Of(campaignId, SetUpParts.Of(gap));
}
