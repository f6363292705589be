using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using PhoneBank.Calling;
using PhoneBank.Shared;

namespace PhoneBank.Web.Calling;

/// <summary>
/// How long a number stands on the page: ten minutes from when it was first shown, or from when it was asked for again, which is
/// free within a claim. Asking again is remembered in a sealed cookie with the claim's id and the end; nothing else is in it.
/// </summary>
public sealed class NumberWindow(IDataProtectionProvider protection, TimeProvider time)
{
    public const string CookieName = "__Host-phonebank-shown";

    public static readonly TimeSpan Length = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _protector = protection.CreateProtector("Calling.NumberWindow");

    public void Open(HttpContext http, Guid claimId)
    {
        var text = $"{claimId}|{(time.UtcNow() + Length).Ticks.ToString(CultureInfo.InvariantCulture)}";
        http.Items[CookieName] = text;
        http.Response.Cookies.Append(
            CookieName, _protector.Protect(text), new CookieOptions { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = Length });
    }

    /// <summary>Zero when the number is not to be seen now.</summary>
    public TimeSpan LeftOf(HttpContext http, CallView? view)
    {
        if (view?.StartedAt is not { } started)
        {
            return Length;
        }

        var until = started + Length;
        if (Asked(http) is { } asked && asked.ClaimId == view.ClaimId && asked.Until > until)
        {
            until = asked.Until;
        }

        var left = until - time.UtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private (Guid ClaimId, DateTime Until)? Asked(HttpContext http)
    {
        if (http.Items[CookieName] is not string text)
        {
            if (http.Request.Cookies[CookieName] is not { Length: > 0 } cookie)
            {
                return null;
            }

            try
            {
                text = _protector.Unprotect(cookie);
            }
            catch (System.Security.Cryptography.CryptographicException)
            {
                return null;
            }
        }

        var parts = text.Split('|');
        return (Guid.Parse(parts[0]), new DateTime(long.Parse(parts[1], CultureInfo.InvariantCulture), DateTimeKind.Utc));
    }
}
