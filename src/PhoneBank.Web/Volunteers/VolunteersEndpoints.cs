namespace PhoneBank.Web.Volunteers;

internal static class VolunteersEndpoints
{
    /// <summary>Maps what is not a page: posts, downloads, fragments.</summary>
    public static void MapVolunteers(this IEndpointRouteBuilder routes)
    {
        _ = routes;
    }
}
