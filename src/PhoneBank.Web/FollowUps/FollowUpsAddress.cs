using Microsoft.AspNetCore.WebUtilities;
using PhoneBank.FollowUps;

namespace PhoneBank.Web.FollowUps;

/// <summary>The filters of the follow-ups as they stand in the address. What is no id and no known code there is left out.</summary>
internal static class FollowUpsAddress
{
    public const string Path = "/desk/follow-ups";

    public static FollowUpFilter Read(IQueryCollection query) => new()
    {
        CampaignId = Guid.TryParse(query["campaign"], out var campaign) ? campaign : null,
        Kind = Word<FollowUpKind>(query["kind"]),
        Closed = query["state"] == "closed",
        Owner = Word<FollowUpOwner>(query["who"]),
        Order = Word<FollowUpOrder>(query["order"]) ?? FollowUpOrder.NearestDay,
    };

    public static string Of(FollowUpFilter filter, string? after = null, FollowUpAct? done = null) => QueryHelpers.AddQueryString(Path, new Dictionary<string, string?>
    {
        ["campaign"] = filter.CampaignId?.ToString(),
        ["kind"] = filter.Kind?.ToString(),
        ["state"] = filter.Closed ? "closed" : null,
        ["who"] = filter.Owner?.ToString(),
        ["order"] = filter.Order == FollowUpOrder.NearestDay ? null : filter.Order.ToString(),
        ["after"] = string.IsNullOrEmpty(after) ? null : after,
        ["done"] = done?.ToString(),
    }.Where(pair => pair.Value is not null));

    private static T? Word<T>(string? text)
        where T : struct, Enum => Enum.TryParse<T>(text, out var word) && Enum.IsDefined(word) ? word : null;
}
