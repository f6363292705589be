namespace PhoneBank.Web.Calling;

internal static class CallingEndpoints
{
    /// <summary>Maps what is not a page: posts, downloads, fragments.</summary>
    public static void MapCalling(this IEndpointRouteBuilder routes)
    {
        _ = routes;
    }
}
