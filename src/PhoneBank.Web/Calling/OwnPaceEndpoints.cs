using PhoneBank.Calling;
using PhoneBank.Web.Account;

namespace PhoneBank.Web.Calling;

/// <summary>The posts by which an organizer rests, comes back, takes a call back for good, and opens somebody who called back.</summary>
internal static class OwnPaceEndpoints
{
    public static void MapOwnPace(this RouteGroupBuilder calls)
    {
        calls.MapPost("/break", BreakAsync);
        calls.MapPost("/go-on", GoOnAsync);
        calls.MapPost("/withdraw", WithdrawAsync);
        calls.MapPost("/open", OpenAsync);
    }

    private static async Task<IResult> BreakAsync(HttpContext http, TakeBreak takeBreak, CallScreens screens, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var taken = await takeBreak.ExecuteAsync(http.User.Actor(), ct);
        return taken.IsDone ? CallingEndpoints.GoTo(http, "/") : await CallingEndpoints.OpenOrSayWhyNotAsync(http, screens, CallScope.From(form), taken.Error, ct);
    }

    private static async Task<IResult> GoOnAsync(HttpContext http, EndBreak endBreak, UnreportedCalls unreported, ClaimNextContact claimNext, CallScreens screens, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var ended = await endBreak.ExecuteAsync(http.User.Actor(), ct);
        return ended.IsDone
            ? await CallingEndpoints.NextAsync(http, unreported, claimNext, screens, ct)
            : await CallingEndpoints.OpenOrSayWhyNotAsync(http, screens, CallScope.From(form), ended.Error, ct);
    }

    /// <summary>Unlike undo, which opens the call again, this leaves nothing to be recorded: the person goes back.</summary>
    private static async Task<IResult> WithdrawAsync(HttpContext http, WithdrawCall withdraw, ReportNotCalled notCalled, CallScreens screens, LastRecorded lastRecorded, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var actor = http.User.Actor();
        var withdrawn = await withdraw.ExecuteAsync(actor, CallingEndpoints.Id(form, "call"), ct);
        if (!withdrawn.IsDone)
        {
            return await CallingEndpoints.OpenOrSayWhyNotAsync(http, screens, CallScope.From(form), withdrawn.Error, ct);
        }

        lastRecorded.Forget(http);
        var returned = await notCalled.ExecuteAsync(actor, withdrawn.Value.ClaimId, ct);
        return returned.IsDone || returned.Error is ClaimLost
            ? CallingEndpoints.GoTo(http, "/calls")
            : await CallingEndpoints.OpenOrSayWhyNotAsync(http, screens, CallScope.From(form), returned.Error, ct);
    }

    private static async Task<IResult> OpenAsync(HttpContext http, OpenCaller open, CallScreens screens, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var opened = await open.ExecuteAsync(http.User.Actor(), CallingEndpoints.Id(form, "entry"), ct);
        return await CallingEndpoints.OpenOrSayWhyNotAsync(http, screens, CallScope.From(form), opened.Error, ct);
    }
}
