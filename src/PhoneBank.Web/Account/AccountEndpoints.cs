namespace PhoneBank.Web.Account;

internal static class AccountEndpoints
{
    /// <summary>Maps what is not a page: posts, downloads, fragments.</summary>
    public static void MapAccount(this IEndpointRouteBuilder routes)
    {
        _ = routes;
    }
}
