namespace PhoneBank.Web.Privacy;

internal static class PrivacyEndpoints
{
    /// <summary>Maps what is not a page: posts, downloads, fragments.</summary>
    public static void MapPrivacy(this IEndpointRouteBuilder routes)
    {
        _ = routes;
    }
}
