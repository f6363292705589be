using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using PhoneBank.Calling;
using PhoneBank.Shared;
using PhoneBank.Web.Account;

namespace PhoneBank.Web.Calling;

/// <summary>Giving up a callback, and the calendar of callbacks, which calendar programs fetch without signing in.</summary>
internal static class CallbacksEndpoints
{
    /// <summary>The one word a calendar shows for a callback; without it a neutral word in the volunteer's language.</summary>
    public const string WordSetting = "PhoneBank:CalendarWord";

    private const string CalendarPattern = "/callbacks/calendar/{secret}.ics";

    public static void MapCallbacks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/callbacks/give-up", GiveUpAsync);
        routes.MapMethods(CalendarPattern, [HttpMethods.Get, HttpMethods.Head], CalendarAsync).AllowAnonymous().WithMetadata(new OwnStatusPages());
    }

    public static string CalendarPath(string secret) => CalendarPattern.Replace("{secret}", secret, StringComparison.Ordinal);

    private static async Task<IResult> GiveUpAsync(HttpContext http, [FromForm] string? entry, GiveUpCallback giveUp, CancellationToken ct)
    {
        var id = Guid.TryParse(entry, CultureInfo.InvariantCulture, out var known) ? known : Guid.Empty;
        var given = await giveUp.ExecuteAsync(http.User.Actor(), id, ct);

        // 303: the browser asks for the page with GET, so that coming back to it posts nothing again.
        http.Response.Headers.Location = given.IsDone ? "/callbacks?done=given" : "/callbacks?done=not-yours";
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<IResult> CalendarAsync(
        HttpContext http, string secret, CallbackCalendar calendar, IStringLocalizer<CallbacksText> texts, IConfiguration settings, TimeProvider time, CancellationToken ct)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await calendar.ReadAsync(secret, ct) is not { } feed)
        {
            return Results.NotFound();
        }

        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(feed.Language);
        var word = settings[WordSetting] is { Length: > 0 } chosen ? chosen : texts["CalendarWord"].Value;
        return Results.Text(CalendarFile.Write(feed.Callbacks, word, time.UtcNow()), "text/calendar", Encoding.UTF8);
    }

    /// <summary>A calendar program wants the bare answer, the same for every address that opens nothing.</summary>
    private sealed class OwnStatusPages : ISkipStatusCodePagesMetadata;
}
