using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using PhoneBank.Calling;
using PhoneBank.Shared;
using PhoneBank.Web.Account;

namespace PhoneBank.Web.Calling;

/// <summary>What was to be added to a call, refused; shown again with what was typed.</summary>
/// <param name="CanTryAgain">False when nothing can be added to that call any more: the words can only be copied.</param>
public sealed record RefusedAddition(Guid CallId, string? Note, string? Message, string? Kept, Error Refusal, bool CanTryAgain);

/// <summary>The posts of the notice about the call recorded last. They leave the form of the next person alone.</summary>
internal static class AfterCallEndpoints
{
    /// <summary>Marks an answer that replaces the notice only.</summary>
    public const string PartHeader = "X-Part";

    public static void MapAfterCall(this IEndpointRouteBuilder calls)
    {
        calls.MapPost("/add-note", AddNoteAsync);
        calls.MapPost("/other-number", OtherNumberAsync);
    }

    private static async Task<IResult> AddNoteAsync(HttpContext http, AddToCall add, CallScreens screens, LastRecorded lastRecorded, TimeProvider time, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var actor = http.User.Actor();
        string? Text(string name) => form[name].ToString() is { Length: > 0 } text ? text.ReplaceLineEndings("\n") : null;
        var addition = new CallAddition { CallId = Call(form), NoteToCallers = Text("note"), MessageToCoordinator = Text("message"), Kept = Findings.Read(Text(Findings.Field)) };
        var added = await add.ExecuteAsync(actor, addition, ct);
        var last = lastRecorded.Read(http, actor);
        if (added.IsDone)
        {
            var done = (last?.CallId == addition.CallId ? last : Unknown(addition, form, time)) with { Added = true };
            if (last?.CallId == addition.CallId)
            {
                lastRecorded.Write(http, actor, done);
            }

            return CallingEndpoints.IsFragment(http)
                ? Part(http, new CallScreen { Token = Guid.Empty, Recorded = done, Scope = CallScope.From(form) })
                : CallingEndpoints.GoTo(http, form["from"] == "home" ? "/" : CallScope.From(form).CallPage);
        }

        if (added.Error is BusyTryAgain && CallingEndpoints.IsFragment(http))
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        var screen = CallingEndpoints.IsFragment(http)
            ? new CallScreen { Token = Guid.Empty, Scope = CallScope.From(form) }
            : await screens.ReadAsync(http, actor, CallScope.From(form), claimId: null, ct);
        screen = screen with
        {
            Recorded = last?.CallId == addition.CallId ? last : Unknown(addition, form, time),
            Addition = Refused(addition, added.Error),
        };
        return CallingEndpoints.IsFragment(http) ? Part(http, screen) : CallingEndpoints.Show(http, screen, StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> OtherNumberAsync(HttpContext http, CallOtherNumber callOther, CallScreens screens, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var taken = await callOther.ExecuteAsync(http.User.Actor(), Call(form), ct);
        return await CallingEndpoints.OpenOrSayWhyNotAsync(http, screens, CallScope.From(form), taken.Error, ct);
    }

    private static RazorComponentResult<RecordedNotice> Part(HttpContext http, CallScreen screen)
    {
        http.Response.Headers[PartHeader] = "1";
        return new RazorComponentResult<RecordedNotice>(new Dictionary<string, object?> { [nameof(RecordedNotice.Screen)] = screen })
        {
            StatusCode = screen.Addition is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
    }

    // Another call was recorded meanwhile, or ten minutes are over: the words are shown all the same.
    private static RecordedCall Unknown(CallAddition addition, IFormCollection form, TimeProvider time) =>
        new(addition.CallId, "", time.UtcNow() + RecordOutcome.UndoWindow, Late: false, Conflicting: false)
        {
            TakesNote = form.ContainsKey("note"),
            TakesMessage = form.ContainsKey("message"),
        };

    private static RefusedAddition Refused(CallAddition addition, Error refusal) => new(
        addition.CallId,
        addition.NoteToCallers,
        addition.MessageToCoordinator,
        refusal is TextHoldsDetails details ? Findings.Write(details.Findings) : Findings.Write(addition.Kept),
        refusal,
        refusal is TextHoldsDetails or TextTooLong or LooksLikeCardNumber or NothingToAdd or BusyTryAgain);

    private static Guid Call(IFormCollection form) => Guid.TryParse(form["call"], CultureInfo.InvariantCulture, out var id) ? id : Guid.Empty;
}
