using Microsoft.AspNetCore.Identity;
using PhoneBank.Volunteers;

namespace PhoneBank.Web.Account;

internal static class AccountEndpoints
{
    public const string SignInPath = "/account/sign-in";
    public const string SignOutPath = "/account/sign-out";

    /// <summary>Maps what is not a page: signing out.</summary>
    public static void MapAccount(this IEndpointRouteBuilder routes) =>
        routes.MapPost(SignOutPath, async (HttpContext context, SignInManager<Volunteer> signIn, SignInLog log, IFormCollection form) =>
        {
            _ = form; // Asking for the form is what makes the framework check its antiforgery token.
            await log.SignedOutAsync(context.User.Actor(), context.RequestAborted);
            await signIn.SignOutAsync();
            context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"cookies\", \"storage\"";
            return Results.LocalRedirect(SignInPath);
        });
}
