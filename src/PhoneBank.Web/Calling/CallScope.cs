using System.Globalization;
using Microsoft.AspNetCore.Http.Extensions;

namespace PhoneBank.Web.Calling;

/// <summary>Where the next person comes from: one list, one campaign, or any list of the organizer when both are null.</summary>
public readonly record struct CallScope(Guid? CampaignId, Guid? ListId)
{
    public const string CampaignField = "campaign";
    public const string ListField = "list";

    public static CallScope From(IFormCollection form) => new(AsGuid(form[CampaignField]), AsGuid(form[ListField]));

    /// <summary>The address of the call page that keeps to this scope.</summary>
    public string CallPage => At("/call");

    /// <summary>A page of ours that keeps to this scope.</summary>
    public string At(string path)
    {
        var query = new QueryBuilder();
        if (CampaignId is { } campaign)
        {
            query.Add(CampaignField, campaign.ToString());
        }

        if (ListId is { } list)
        {
            query.Add(ListField, list.ToString());
        }

        return path + query.ToQueryString();
    }

    private static Guid? AsGuid(string? text) => Guid.TryParse(text, CultureInfo.InvariantCulture, out var id) ? id : null;
}
