using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using PhoneBank.Reviews;

namespace PhoneBank.Web.Reviews;

/// <summary>The filters of the list of calls as they stand in its address. What is no id and no date there is left out.</summary>
public static class CallsAddress
{
    public const string Path = "/desk/calls";

    public static CallFilter Read(IQueryCollection query) => new()
    {
        CampaignId = Id(query["campaign"]),
        ListId = Id(query["list"]),
        OrganizerId = Id(query["organizer"]),
        OutcomeKey = query["outcome"].ToString() is { Length: > 0 and <= 40 } key && key.All(c => c is '_' or '-' || char.IsAsciiLetterOrDigit(c)) ? key : null,
        From = Day(query["from"]),
        To = Day(query["to"]),
        HeldOnly = query["held"] == "1",
        WithWithdrawn = query["withdrawn"] == "1",
    };

    public static string Of(CallFilter filter, string? after = null) => QueryHelpers.AddQueryString(Path, new Dictionary<string, string?>
    {
        ["campaign"] = filter.CampaignId?.ToString(),
        ["list"] = filter.ListId?.ToString(),
        ["organizer"] = filter.OrganizerId?.ToString(),
        ["outcome"] = filter.OutcomeKey,
        ["from"] = Text(filter.From),
        ["to"] = Text(filter.To),
        ["held"] = filter.HeldOnly ? "1" : null,
        ["withdrawn"] = filter.WithWithdrawn ? "1" : null,
        ["after"] = after,
    }.Where(pair => pair.Value is not null));

    public static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;

    internal static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
