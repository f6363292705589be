namespace PhoneBank.Web.Home;

internal static class HomeEndpoints
{
    /// <summary>Maps what is not a page: posts, downloads, fragments.</summary>
    public static void MapHome(this IEndpointRouteBuilder routes)
    {
        _ = routes;
    }
}
