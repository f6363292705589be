using PhoneBank.Calling;
using PhoneBank.Shared;
using PhoneBank.Web.Account;
using PhoneBank.Web.Calling;

namespace PhoneBank.Web.Practice;

/// <summary>
/// Answers the posts of the call page when they come from a practice call. They are the very same forms, told apart by the id
/// that stands where a claim's does; no operation on calls is reached.
/// </summary>
internal static class PracticePosts
{
    public const string StartPath = "/practice";
    public const string CallPath = "/practice?number=shown";
    public const string EndPath = "/practice/end";

    public static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!http.Request.HasFormContentType)
        {
            return await next(context);
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return Guid.TryParse(form["claim"], out var claim) && claim == InventedCall.ClaimId
            ? await AnswerAsync(http, PostedCall.From(form, http.RequestServices.GetRequiredService<TimeProvider>()))
            : await next(context);
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, PostedCall posted)
    {
        var isFragment = CallingEndpoints.IsFragment(http);
        switch (http.Request.Path.Value?.Split('/')[^1])
        {
            case "keep" or "draft" when isFragment:
                return Results.Json(new { version = posted.Version, expiresIn = (long)NextContact.CallingTime.TotalSeconds, note = (string?)null, message = (string?)null, reason = (string?)null });
            case "start" when !isFragment:
                return CallingEndpoints.GoTo(http, CallPath);
            case "start" or "phone" or "language" or "address" or "draft":
                return await ShowAsync(http, posted.Values, refusal: null);
            case "outcome" when posted.Values.Outcome is null:
                return await ShowAsync(http, posted.Values, new OutcomeNotOffered());
            case "outcome":
                return CallingEndpoints.GoTo(http, EndPath);
            default:
                return CallingEndpoints.GoTo(http, StartPath);
        }
    }

    private static async Task<IResult> ShowAsync(HttpContext http, CallValues values, Error? refusal)
    {
        var screens = http.RequestServices.GetRequiredService<PracticeScreens>();
        return await screens.ReadAsync(http.User.Actor(), CallStage.Calling, values, http.RequestAborted) is { } screen
            ? CallingEndpoints.Show(http, screen with { Refusal = refusal })
            : Results.StatusCode(StatusCodes.Status401Unauthorized);
    }
}
