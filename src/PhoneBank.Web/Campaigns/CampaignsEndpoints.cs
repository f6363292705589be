namespace PhoneBank.Web.Campaigns;

internal static class CampaignsEndpoints
{
    /// <summary>Maps what is not a page: posts, downloads, fragments.</summary>
    public static void MapCampaigns(this IEndpointRouteBuilder routes)
    {
        _ = routes;
    }
}
