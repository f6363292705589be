using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using PhoneBank.Shared;

namespace PhoneBank.Web.Calling;

/// <summary>
/// Remembers the call just recorded for as long as it can be undone, in a sealed cookie: the address of a page says nothing
/// about a call, and the offer to undo survives a reload. Holds ids and the outcome's key only.
/// </summary>
public sealed class LastRecorded(IDataProtectionProvider protection, TimeProvider time)
{
    public const string CookieName = "__Host-phonebank-recorded";

    private const int Parts = 7;

    private readonly IDataProtector _protector = protection.CreateProtector("Calling.LastRecorded");

    public void Write(HttpContext http, Actor actor, RecordedCall call)
    {
        var text = string.Join(
            '|',
            actor.VolunteerId,
            call.CallId,
            call.OutcomeKey,
            call.UndoUntil.Ticks.ToString(CultureInfo.InvariantCulture),
            call.Late ? "late" : "",
            call.Conflicting ? "conflicting" : "",
            string.Concat(call.TakesNote ? "n" : "", call.TakesMessage ? "m" : "", call.OtherNumberLeft ? "o" : "", call.Added ? "a" : "", call.MatchIsShort ? "s" : ""));
        http.Response.Cookies.Append(CookieName, _protector.Protect(text), Options(call.UndoUntil - time.UtcNow()));
    }

    public void Forget(HttpContext http) => http.Response.Cookies.Delete(CookieName, Options(maxAge: null));

    /// <summary>Null when there is none, it is another volunteer's, or too late to undo.</summary>
    public RecordedCall? Read(HttpContext http, Actor actor)
    {
        if (http.Request.Cookies[CookieName] is not { Length: > 0 } cookie)
        {
            return null;
        }

        string[] parts;
        try
        {
            parts = _protector.Unprotect(cookie).Split('|');
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }

        // Sealed by an earlier version: not worth more than the offer to undo.
        if (parts.Length != Parts)
        {
            return null;
        }

        var call = new RecordedCall(
            Guid.Parse(parts[1]),
            parts[2],
            new DateTime(long.Parse(parts[3], CultureInfo.InvariantCulture), DateTimeKind.Utc),
            parts[4].Length > 0,
            parts[5].Length > 0)
        {
            TakesNote = parts[6].Contains('n', StringComparison.Ordinal),
            TakesMessage = parts[6].Contains('m', StringComparison.Ordinal),
            OtherNumberLeft = parts[6].Contains('o', StringComparison.Ordinal),
            Added = parts[6].Contains('a', StringComparison.Ordinal),
            MatchIsShort = parts[6].Contains('s', StringComparison.Ordinal),
        };
        return Guid.Parse(parts[0]) == actor.VolunteerId && time.UtcNow() < call.UndoUntil ? call : null;
    }

    private static CookieOptions Options(TimeSpan? maxAge) =>
        new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = maxAge };
}
