namespace PhoneBank.Web.Books;

internal static class BooksEndpoints
{
    /// <summary>Maps what is not a page: posts, downloads, fragments.</summary>
    public static void MapBooks(this IEndpointRouteBuilder routes)
    {
        _ = routes;
    }
}
