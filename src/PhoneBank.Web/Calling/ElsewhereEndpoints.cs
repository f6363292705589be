using System.Globalization;
using PhoneBank.Calling;
using PhoneBank.Web.Account;

namespace PhoneBank.Web.Calling;

/// <summary>
/// The posts by which a caller says that the person is elsewhere. The list of zones is long, so it is a page of its own: what was typed in the
/// call is saved before, and is there afterwards.
/// </summary>
internal static class ElsewhereEndpoints
{
    public const string OpenPath = "/call/elsewhere";
    public const string PagePath = "/call/zone";

    /// <summary>Another address than the page's own, which would answer posts too.</summary>
    public const string SetPath = "/call/set-zone";

    public static void MapElsewhere(this IEndpointRouteBuilder calls)
    {
        calls.MapPost("/elsewhere", OpenAsync);
        calls.MapPost("/set-zone", SetAsync);
    }

    private static async Task<IResult> OpenAsync(HttpContext http, SaveDraft save, CallScreens screens, TimeProvider time, CancellationToken ct)
    {
        var posted = PostedCall.From(await http.Request.ReadFormAsync(ct), time);
        var saved = await save.ExecuteAsync(http.User.Actor(), posted.ClaimId, posted.Version, posted.Values.ToDraft(), ct);
        return saved.IsDone ? CallingEndpoints.GoTo(http, PagePath) : await CallingEndpoints.RefuseAsync(http, screens, posted, saved.Error, ct);
    }

    private static async Task<IResult> SetAsync(HttpContext http, SetContactZone set, CallScreens screens, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var done = await set.ExecuteAsync(http.User.Actor(), CallingEndpoints.Id(form, "claim"), form["zone"].ToString(), ct);
        return done.IsDone ? CallingEndpoints.GoTo(http, "/call") : await CallingEndpoints.OpenOrSayWhyNotAsync(http, screens, CallScope.From(form), done.Error, ct);
    }
}
