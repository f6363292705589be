using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using PhoneBank.Calling;
using PhoneBank.Volunteers;
using PhoneBank.Web.Ui;

namespace PhoneBank.Web.Account;

internal static class AccountEndpoints
{
    public const string SignInPath = "/account/sign-in";
    public const string SignInAgainPath = "/account/sign-in-again";
    public const string SignOutPath = "/account/sign-out";
    public const string PasskeyCreationPath = "/account/passkey/creation-options";
    public const string PasskeyRequestPath = "/account/passkey/request-options";

    /// <summary>The field of the sign-in page that carries a sealed form.</summary>
    public const string KeptField = "kept";

    /// <summary>Maps what is not a page: signing out, signing in with a form to be sent afterwards, and what a device is asked for a passkey.</summary>
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
        routes.MapPost(SignInAgainPath, SignInAgainAsync).WithMetadata(new RequireAntiforgeryTokenAttribute()).AllowAnonymous();
        routes.MapGet(SignInAgainPath, () => Results.LocalRedirect(SignInPath)).AllowAnonymous();
    }

    /// <summary>
    /// A post without a session: what was typed stays on the sign-in page. Everybody else is sent there as ever; from a
    /// post of the call page the way leads back to the page, because its own address takes no reading.
    /// </summary>
    public static Func<RedirectContext<CookieAuthenticationOptions>, Task> KeepForms(Func<RedirectContext<CookieAuthenticationOptions>, Task> otherwise) => async context =>
    {
        var http = context.HttpContext;
        if (http.Request.Headers.XRequestedWith != "XMLHttpRequest" && await KeptPost.OfAsync(http, http.RequestAborted) is { } post)
        {
            var kept = http.RequestServices.GetRequiredService<KeptPosts>().Seal(post);
            await WholePage.Of<SignInAgain>(http, StatusCodes.Status401Unauthorized, (nameof(SignInAgain.Kept), kept)).ExecuteAsync(http);
            return;
        }

        if (HttpMethods.IsPost(http.Request.Method) && http.Request.Path.StartsWithSegments("/call"))
        {
            context.RedirectUri = SignInPath + QueryString.Create(context.Options.ReturnUrlParameter, "/call");
        }

        await otherwise(context);
    };

    private static async Task<IResult> SignInAgainAsync(HttpContext http, PasswordSignIn signIn, KeptPosts kept, OwnsClaim owns, CancellationToken ct)
    {
        // The framework lets nobody read a form whose token does not fit: this one is looked at, and then only shown again.
        var isValid = http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false };
        http.Features.Set<IAntiforgeryValidationFeature>(null);
        var form = await http.Request.ReadFormAsync(ct);
        string? sealedForm = form[KeptField];
        string? name = form["name"];

        // Whoever signed in beside meanwhile needs no second time, though the page still has the token of nobody.
        if (http.User.Identity?.IsAuthenticated != true && (!isValid || !(await signIn.TryAsync(name, form["password"], ct)).Succeeded))
        {
            return WholePage.Of<SignInAgain>(
                http,
                isValid ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
                (nameof(SignInAgain.Kept), sealedForm ?? ""),
                (nameof(SignInAgain.Name), name),
                (nameof(SignInAgain.Refused), isValid));
        }

        if (kept.Open(sealedForm) is { } post && await owns.ExecuteAsync(http.User.Actor(), post.ClaimId, ct))
        {
            return WholePage.Of<SendAgain>(http, StatusCodes.Status200OK, (nameof(SendAgain.Post), post), (nameof(SendAgain.Why), SendAgainReason.SignedIn));
        }

        return isValid ? Results.LocalRedirect("/") : Results.BadRequest();
    }

    private static IResult Json(string options) => Results.Content(options, "application/json");
}
