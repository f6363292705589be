using Microsoft.AspNetCore.WebUtilities;
using PhoneBank.Reports;
using PhoneBank.Web.Reviews;

namespace PhoneBank.Web.Reports;

/// <summary>The filters of a report as they stand in its address. What is no id and no date there is left out.</summary>
internal static class ReportAddress
{
    public const string Path = "/desk/reports";

    public static ReportFilter Read(IQueryCollection query) => new()
    {
        CampaignId = CallsAddress.Id(query["campaign"]),
        ListId = CallsAddress.Id(query["list"]),
        From = CallsAddress.Day(query["from"]),
        To = CallsAddress.Day(query["to"]),
    };

    public static string Of(ReportFilter filter) => QueryHelpers.AddQueryString(Path, new Dictionary<string, string?>
    {
        ["campaign"] = filter.CampaignId?.ToString(),
        ["list"] = filter.ListId?.ToString(),
        ["from"] = CallsAddress.Text(filter.From),
        ["to"] = CallsAddress.Text(filter.To),
    }.Where(pair => pair.Value is not null));
}
