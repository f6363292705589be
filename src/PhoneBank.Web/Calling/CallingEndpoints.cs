using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using PhoneBank.Calling;
using PhoneBank.Shared;
using PhoneBank.Volunteers;
using PhoneBank.Web.Account;
using PhoneBank.Web.Practice;
using PhoneBank.Web.Reviews;
using PhoneBank.Web.Ui;

namespace PhoneBank.Web.Calling;

/// <summary>
/// The posts of the call page. Each does one operation and answers a plain browser with a redirect (done) or the whole page
/// again (refused); the page's script, which sends <see cref="FragmentHeader"/>, gets the new inside of the main element at
/// once, because a redirect would cost it a second round trip.
/// </summary>
internal static class CallingEndpoints
{
    public const string FragmentHeader = "X-Fragment";

    /// <summary>Where the script goes when the answer is another page.</summary>
    public const string LocationHeader = "X-Location";

    /// <summary>Tells the script that an earlier try had been recorded: what was typed since is not in it.</summary>
    public const string RepeatedHeader = "X-Repeated";

    /// <summary>Where an organizer who stops is thanked.</summary>
    public const string StoppedPath = "/stopped";

    public static void MapCalling(this IEndpointRouteBuilder routes)
    {
        var calls = routes.MapGroup("/call").WithMetadata(new RequireAntiforgeryTokenAttribute(), new OwnStatusPages()).WithCallFilters().AddEndpointFilter(PracticePosts.AnswerAsync);
        calls.MapPost("/next", NextAsync);
        calls.MapPost("/promise", PromiseAsync);
        calls.MapPost("/pick", PickAsync);
        calls.MapPost("/start", StartAsync);
        calls.MapPost("/phone", PhoneAsync);
        calls.MapPost("/language", ReadOtherwiseAsync);
        calls.MapPost("/address", ReadOtherwiseAsync);
        calls.MapPost("/skip", SkipAsync);
        calls.MapElsewhere();
        calls.MapPost("/release", ReleaseAsync);
        calls.MapPost("/draft", DraftAsync);
        calls.MapPost("/keep", KeepAsync);
        calls.MapPost("/outcome", OutcomeAsync);
        calls.MapPost("/not-called", NotCalledAsync);
        calls.MapPost("/undo", UndoAsync);
        calls.MapOwnPace();
        calls.MapAfterCall();
        calls.MapReturned();
        calls.MapGet("/part", PartAsync);
        calls.MapGet("/events", CallEvents.StreamAsync);

        // A refused post leaves its own address in the bar; opened again it is the call page.
        calls.MapGet("/{post:maxlength(20)}", () => Results.LocalRedirect("/call"));
    }

    internal static async Task<IResult> NextAsync(HttpContext http, UnreportedCalls unreported, ClaimNextContact claimNext, CallScreens screens, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var scope = CallScope.From(form);
        if (form["asked"] != "true" && await unreported.ExecuteAsync(http.User.Actor(), ct) is not [])
        {
            var screen = await screens.ReadAsync(http, http.User.Actor(), scope, claimId: null, ct);
            if (screen.View is null)
            {
                return Show(http, screen with { WantsNext = true });
            }
        }

        var claimed = await claimNext.ExecuteAsync(http.User.Actor(), scope.CampaignId, scope.ListId, ct);
        return await OpenOrSayWhyNotAsync(http, screens, scope, claimed.Error, ct);
    }

    private static async Task<IResult> PromiseAsync(HttpContext http, GivePromises give, UnreportedCalls unreported, ClaimNextContact claimNext, CallScreens screens, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var given = await give.ExecuteAsync(http.User.Actor(), ct);
        return (given.Error, form["then"].ToString()) switch
        {
            ({ } refusal, _) => await OpenOrSayWhyNotAsync(http, screens, CallScope.From(form), refusal, ct),
            (_, "next") => await NextAsync(http, unreported, claimNext, screens, ct),
            (_, "practice") => GoTo(http, PracticePosts.StartPath),
            _ => GoTo(http, "/"),
        };
    }

    private static async Task<IResult> PickAsync(HttpContext http, PickContact pick, CallScreens screens, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var scope = CallScope.From(form);
        var picked = await pick.ExecuteAsync(http.User.Actor(), Id(form, "entry"), ct);
        if (picked.IsDone)
        {
            return await OpenOrSayWhyNotAsync(http, screens, scope, refusal: null, ct);
        }

        if (PageBefore(picked.Error, scope) is { } before)
        {
            return GoTo(http, before);
        }

        var screen = await screens.ReadAsync(http, http.User.Actor(), scope, claimId: null, ct);
        return Show(http, screen with { Refusal = picked.Error, PickedFrom = scope.ListId });
    }

    private static async Task<IResult> StartAsync(HttpContext http, RevealNumber reveal, CallScreens screens, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var shown = await reveal.ExecuteAsync(http.User.Actor(), Id(form, "claim"), phoneId: null, ct);
        return await OpenOrSayWhyNotAsync(http, screens, CallScope.From(form), shown.Error, ct);
    }

    private static async Task<IResult> PhoneAsync(HttpContext http, SaveDraft save, RevealNumber reveal, CallScreens screens, NumberWindow window, TimeProvider time, CancellationToken ct)
    {
        var posted = PostedCall.From(await http.Request.ReadFormAsync(ct), time);
        var saved = await save.ExecuteAsync(http.User.Actor(), posted.ClaimId, posted.Version, posted.Values.ToDraft(), ct);
        var refusal = saved.Error ?? (await reveal.ExecuteAsync(http.User.Actor(), posted.ClaimId, posted.PhoneId, ct)).Error;
        if (refusal is null)
        {
            window.Open(http, posted.ClaimId);
        }

        return refusal is null
            ? await OpenOrSayWhyNotAsync(http, screens, posted.Scope, refusal: null, ct)
            : await RefuseAsync(http, screens, posted, refusal, ct);
    }

    /// <summary>The script in another language or form of address, with everything typed so far.</summary>
    private static async Task<IResult> ReadOtherwiseAsync(HttpContext http, SaveDraft save, CallScreens screens, TimeProvider time, CancellationToken ct)
    {
        var posted = PostedCall.From(await http.Request.ReadFormAsync(ct), time);
        var saved = await save.ExecuteAsync(http.User.Actor(), posted.ClaimId, posted.Version, posted.Values.ToDraft(), ct);
        return saved.IsDone
            ? await OpenOrSayWhyNotAsync(http, screens, posted.Scope, refusal: null, ct)
            : await RefuseAsync(http, screens, posted, saved.Error, ct);
    }

    private static async Task<IResult> SkipAsync(HttpContext http, SkipContact skip, ClaimNextContact claimNext, CallScreens screens, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var scope = CallScope.From(form);
        var actor = http.User.Actor();
        var reason = Enum.TryParse<SkipReason>(form["reason"], out var given) ? given : SkipReason.RatherNot;
        var skipped = await skip.ExecuteAsync(actor, Id(form, "claim"), reason, ct);
        var refusal = skipped.Error ?? (await claimNext.ExecuteAsync(actor, scope.CampaignId, scope.ListId, ct)).Error;
        return await OpenOrSayWhyNotAsync(http, screens, scope, refusal, ct);
    }

    private static async Task<IResult> ReleaseAsync(HttpContext http, ReleaseClaim release, CallScreens screens, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var released = await release.ExecuteAsync(http.User.Actor(), Id(form, "claim"), ct);
        return released.IsDone || released.Error is ClaimLost
            ? GoTo(http, StoppedPath)
            : await OpenOrSayWhyNotAsync(http, screens, CallScope.From(form), released.Error, ct);
    }

    private static async Task<IResult> DraftAsync(HttpContext http, SaveDraft save, CallScreens screens, NoteWarnings warnings, TimeProvider time, CancellationToken ct)
    {
        var posted = PostedCall.From(await http.Request.ReadFormAsync(ct), time);
        var saved = await save.ExecuteAsync(http.User.Actor(), posted.ClaimId, posted.Version, posted.Values.ToDraft(), ct);
        if (!IsFragment(http))
        {
            return saved.IsDone ? GoTo(http, posted.Scope.CallPage) : await RefuseAsync(http, screens, posted, saved.Error, ct);
        }

        return saved switch
        {
            { IsDone: true, Value: var kept } => Results.Json(new DraftKept(
                kept.Version,
                SecondsUntil(kept.ExpiresAt, time),
                kept.Merged ? kept.Draft.NoteToCallers : null,
                kept.Merged ? kept.Draft.MessageToCoordinator : null,
                kept.Merged ? kept.Draft.Reason : null,
                warnings.Of(posted.Values))),
            { Error: BusyTryAgain } => Results.StatusCode(StatusCodes.Status503ServiceUnavailable),
            { Error: var refusal } => Results.Json(new { refusal = refusal.Key }, statusCode: StatusCodes.Status409Conflict),
        };
    }

    private static async Task<IResult> KeepAsync(HttpContext http, KeepClaim keep, CallScreens screens, TimeProvider time, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var kept = await keep.ExecuteAsync(http.User.Actor(), Id(form, "claim"), ct);
        if (!IsFragment(http))
        {
            return await OpenOrSayWhyNotAsync(http, screens, CallScope.From(form), kept.Error, ct);
        }

        return kept.IsDone
            ? Results.Json(new { expiresIn = SecondsUntil(kept.Value, time) })
            : Results.Json(new { refusal = kept.Error.Key }, statusCode: StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> OutcomeAsync(
        HttpContext http, RecordOutcome record, SaveDraft save, CallScreens screens, LastRecorded lastRecorded, TimeProvider time, CancellationToken ct)
    {
        var posted = PostedCall.From(await http.Request.ReadFormAsync(ct), time);
        var actor = http.User.Actor();
        var asked = time.UtcNow();
        var recorded = await record.ExecuteAsync(actor, posted.ToRequest(), ct);
        if (!recorded.IsDone)
        {
            if (recorded.Error is not (ClaimLost or BusyTryAgain))
            {
                // What was typed outlives the page it is shown on again.
                await save.ExecuteAsync(actor, posted.ClaimId, posted.Version, posted.Values.ToDraft(), ct);
            }

            return await RefuseAsync(http, screens, posted, recorded.Error, ct);
        }

        var call = RecordedCall.From(recorded.Value);
        lastRecorded.Write(http, actor, call);
        if (recorded.Value.EndedAt < asked)
        {
            http.Response.Headers[RepeatedHeader] = "1";
        }

        if (call.OutcomeKey != posted.Values.Outcome)
        {
            // Another tab was first, with another outcome: that one stands, and what was typed here must not vanish.
            var now = await screens.ReadAsync(http, actor, posted.Scope, claimId: null, ct);
            return Show(http, now with { Recorded = call, Refusal = new ClaimLost(), Lost = posted.Values });
        }

        if (!posted.ThenNext)
        {
            // A late report is an answer in passing: nobody stops by giving it.
            return GoTo(http, posted.Then switch { PostedCall.ThenCall => posted.Scope.CallPage, PostedCall.ThenStart => "/", _ => call.Late ? "/" : StoppedPath });
        }

        if (PageBefore(recorded.Value.NextRefusal, posted.Scope) is { } before)
        {
            return GoTo(http, before);
        }

        if (!IsFragment(http) && recorded.Value.NextRefusal is null)
        {
            return GoTo(http, posted.Scope.CallPage);
        }

        var screen = await screens.ReadAsync(http, actor, posted.Scope, claimId: null, ct);
        return Show(http, screen with { Recorded = call, Refusal = recorded.Value.NextRefusal }, StatusCodes.Status200OK);
    }

    private static async Task<IResult> NotCalledAsync(HttpContext http, ReportNotCalled report, ClaimNextContact claimNext, CallScreens screens, TimeProvider time, CancellationToken ct)
    {
        var posted = PostedCall.From(await http.Request.ReadFormAsync(ct), time);
        var reported = await report.ExecuteAsync(http.User.Actor(), posted.ClaimId, ct);
        if (!reported.IsDone)
        {
            return await RefuseAsync(http, screens, posted, reported.Error, ct);
        }

        if (posted.Then != PostedCall.ThenNextPerson)
        {
            return GoTo(http, posted.Then == PostedCall.ThenCall ? posted.Scope.CallPage : "/");
        }

        var claimed = await claimNext.ExecuteAsync(http.User.Actor(), posted.Scope.CampaignId, posted.Scope.ListId, ct);
        return await OpenOrSayWhyNotAsync(http, screens, posted.Scope, claimed.Error, ct);
    }

    private static async Task<IResult> UndoAsync(HttpContext http, WithdrawCall withdraw, CallScreens screens, LastRecorded lastRecorded, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var scope = CallScope.From(form);
        var withdrawn = await withdraw.ExecuteAsync(http.User.Actor(), Id(form, "call"), ct);
        if (!withdrawn.IsDone)
        {
            return await OpenOrSayWhyNotAsync(http, screens, scope, withdrawn.Error, ct);
        }

        lastRecorded.Forget(http);
        if (!withdrawn.Value.Reopened)
        {
            return GoTo(http, $"/call/report/{withdrawn.Value.ClaimId}");
        }

        return IsFragment(http)
            ? Show(http, await screens.ReadAsync(http, http.User.Actor(), scope, claimId: null, ct) with { Recorded = null })
            : GoTo(http, scope.CallPage);
    }

    private static async Task<IResult> PartAsync(HttpContext http, CallScreens screens, CancellationToken ct)
    {
        var scope = new CallScope(Id(http.Request.Query[CallScope.CampaignField]), Id(http.Request.Query[CallScope.ListField]));
        return Show(http, await screens.ReadAsync(http, http.User.Actor(), scope, claimId: null, ct));
    }

    /// <summary>The call page as it is now: a redirect to it, or for the script (and to say why not) the page itself.</summary>
    internal static async Task<IResult> OpenOrSayWhyNotAsync(HttpContext http, CallScreens screens, CallScope scope, Error? refusal, CancellationToken ct)
    {
        if (refusal is null && !IsFragment(http))
        {
            return GoTo(http, scope.CallPage);
        }

        if (PageBefore(refusal, scope) is { } before)
        {
            return GoTo(http, before);
        }

        return refusal is BusyTryAgain && IsFragment(http)
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : Show(http, await screens.ReadAsync(http, http.User.Actor(), scope, claimId: null, ct) with { Refusal = refusal });
    }

    /// <summary>The page that has to come before the first person; null when that is not why it was refused.</summary>
    private static string? PageBefore(Error? refusal, CallScope scope) => refusal switch
    {
        PromisesFirst => scope.At("/promises"),
        PracticeFirst => PracticePosts.StartPath,
        _ => null,
    };

    internal static async Task<IResult> RefuseAsync(HttpContext http, CallScreens screens, PostedCall posted, Error refusal, CancellationToken ct) =>
        refusal is BusyTryAgain && IsFragment(http)
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : Show(http, await screens.RefusedAsync(http, http.User.Actor(), posted, refusal, ct));

    public static IResult Show(HttpContext http, CallScreen screen, int? status = null)
    {
        var code = status ?? screen.Refusal switch
        {
            null or NothingToCall => StatusCodes.Status200OK,
            ClaimLost or FinishOpenCallFirst or EntryNotFree => StatusCodes.Status409Conflict,
            RevealBudgetSpent or ViewBudgetSpent or TooManySkips => StatusCodes.Status429TooManyRequests,
            BusyTryAgain => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status422UnprocessableEntity,
        };
        if (IsFragment(http))
        {
            http.Response.Headers[FragmentHeader] = "1";
            return new RazorComponentResult<CallBody>(new Dictionary<string, object?> { [nameof(CallBody.Screen)] = screen }) { StatusCode = code };
        }

        return WholePage.Of<CallWholePage>(http, code, (nameof(CallWholePage.Screen), screen));
    }

    internal static IResult GoTo(HttpContext http, string path)
    {
        if (IsFragment(http))
        {
            http.Response.Headers[LocationHeader] = path;
            return Results.NoContent();
        }

        // 303: the browser asks for the page with GET, whatever it sent.
        http.Response.Headers.Location = path;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    public static bool IsFragment(HttpContext http) => http.Request.Headers.ContainsKey(FragmentHeader);

    internal static Guid Id(IFormCollection form, string field) => Id(form[field]) ?? Guid.Empty;

    private static Guid? Id(string? text) => Guid.TryParse(text, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static long SecondsUntil(DateTime at, TimeProvider time) => Math.Max(0, (long)(at - time.UtcNow()).TotalSeconds);

    /// <summary>The script reads status codes, so none of these answers may be replaced by the page for that status.</summary>
    internal sealed class OwnStatusPages : ISkipStatusCodePagesMetadata;

    /// <summary>What the script needs to know of a saved draft; texts only where another tab's were added.</summary>
    /// <param name="Found">By field: what its text had better not hold.</param>
    private sealed record DraftKept(int Version, long ExpiresIn, string? Note, string? Message, string? Reason, IReadOnlyDictionary<string, string> Found);
}
