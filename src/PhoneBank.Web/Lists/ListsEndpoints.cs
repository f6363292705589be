namespace PhoneBank.Web.Lists;

internal static class ListsEndpoints
{
    /// <summary>Maps what is not a page: posts, downloads, fragments.</summary>
    public static void MapLists(this IEndpointRouteBuilder routes)
    {
        _ = routes;
    }
}
