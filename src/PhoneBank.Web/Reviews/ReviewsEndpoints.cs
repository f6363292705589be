namespace PhoneBank.Web.Reviews;

internal static class ReviewsEndpoints
{
    /// <summary>Maps what is not a page: posts, downloads, fragments.</summary>
    public static void MapReviews(this IEndpointRouteBuilder routes)
    {
        _ = routes;
    }
}
