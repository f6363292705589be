using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using PhoneBank.Web.Hosting;

namespace PhoneBank.Web.Ui;

internal static class LanguageEndpoints
{
    public const string CookieName = "__Host-phonebank-language";

    /// <summary>Switches the language of the interface; works for anybody, also before signing in.</summary>
    public static void MapLanguage(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/language", (HttpContext context, [FromForm] string language, [FromForm] string? returnUrl) =>
        {
            if (Services.InterfaceLanguages.Contains(language))
            {
                context.Response.Cookies.Append(
                    CookieName,
                    CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)),
                    new CookieOptions { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict, MaxAge = TimeSpan.FromDays(365), Path = "/" });
            }

            return Results.LocalRedirect(Account.LocalUrl.Of(returnUrl));
        }).AllowAnonymous();
}
