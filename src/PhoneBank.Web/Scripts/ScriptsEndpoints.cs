namespace PhoneBank.Web.Scripts;

internal static class ScriptsEndpoints
{
    /// <summary>Maps what is not a page: posts, downloads, fragments.</summary>
    public static void MapScripts(this IEndpointRouteBuilder routes)
    {
        _ = routes;
    }
}
