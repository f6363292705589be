using Microsoft.AspNetCore.Identity;
using PhoneBank.Volunteers;

namespace PhoneBank.Web.Account;

internal static class AccountEndpoints
{
    public const string SignInPath = "/account/sign-in";
    public const string SignOutPath = "/account/sign-out";
    public const string PasskeyCreationPath = "/account/passkey/creation-options";
    public const string PasskeyRequestPath = "/account/passkey/request-options";

    /// <summary>Maps what is not a page: signing out, and what a device is asked for a passkey.</summary>
    public static void MapAccount(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(PasskeyCreationPath, async (HttpContext context, UserManager<Volunteer> volunteers, SignInManager<Volunteer> signIn, IFormCollection form) =>
        {
            _ = form; // Asking for the form is what makes the framework check its antiforgery token.
            if (await volunteers.GetUserAsync(context.User) is not { Status: VolunteerStatus.Active } volunteer)
            {
                return Results.Unauthorized();
            }

            var name = volunteer.UserName!;
            return Json(await signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity { Id = volunteer.Id.ToString(), Name = name, DisplayName = name }));
        });

        // Takes no name on purpose: the answer is the same whoever asks.
        routes.MapPost(PasskeyRequestPath, async (SignInManager<Volunteer> signIn, IFormCollection form) =>
        {
            _ = form;
            return Json(await signIn.MakePasskeyRequestOptionsAsync(user: null));
        }).AllowAnonymous();

        routes.MapPost(SignOutPath, async (HttpContext context, SignInManager<Volunteer> signIn, SignInLog log, IFormCollection form) =>
        {
            _ = form; // Asking for the form is what makes the framework check its antiforgery token.
            await log.SignedOutAsync(context.User.Actor(), context.RequestAborted);
            await signIn.SignOutAsync();
            context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"cookies\", \"storage\"";
            return Results.LocalRedirect(SignInPath);
        });
    }

    private static IResult Json(string options) => Results.Content(options, "application/json");
}
