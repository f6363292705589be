namespace PhoneBank.Web.Imports;

internal static class ImportsEndpoints
{
    /// <summary>Maps what is not a page: posts, downloads, fragments.</summary>
    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        _ = routes;
    }
}
