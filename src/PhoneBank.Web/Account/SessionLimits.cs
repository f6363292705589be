using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using PhoneBank.Volunteers;

namespace PhoneBank.Web.Account;

/// <summary>
/// How long a session lasts: idle, and in all. Organizers 90 minutes and 12 hours (a long call must not end it),
/// coordinators 60 minutes and 8 hours.
/// </summary>
internal static class SessionLimits
{
    private const string BeganItem = "began";

    public static TimeSpan Idle(ClaimsPrincipal user) => IsDesk(user) ? TimeSpan.FromMinutes(60) : TimeSpan.FromMinutes(90);

    public static TimeSpan Absolute(ClaimsPrincipal user) => IsDesk(user) ? TimeSpan.FromHours(8) : TimeSpan.FromHours(12);

    public static Task BeginAsync(CookieSigningInContext context)
    {
        var now = context.Options.TimeProvider!.GetUtcNow();
        context.Properties.Items.TryAdd(BeganItem, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        context.Properties.IssuedUtc = now;
        context.Properties.ExpiresUtc = now + Idle(context.Principal!);
        context.CookieOptions.Expires = context.Properties.ExpiresUtc;
        return Task.CompletedTask;
    }

    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var now = context.Options.TimeProvider!.GetUtcNow();
        if (!context.Properties.Items.TryGetValue(BeganItem, out var text)
            || !long.TryParse(text, CultureInfo.InvariantCulture, out var began)
            || now - DateTimeOffset.FromUnixTimeSeconds(began) >= Absolute(context.Principal!))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        await SecurityStampValidator.ValidatePrincipalAsync(context);
    }

    /// <summary>When the session of this request began; null when there is none.</summary>
    public static async Task<DateTime?> BeganAsync(HttpContext http) =>
        (await http.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Properties?.Items.TryGetValue(BeganItem, out var text) == true
        && long.TryParse(text, CultureInfo.InvariantCulture, out var began)
            ? DateTimeOffset.FromUnixTimeSeconds(began).UtcDateTime
            : null;

    private static bool IsDesk(ClaimsPrincipal user) => user.IsInRole(Roles.Coordinator) || user.IsInRole(Roles.Administrator);
}
