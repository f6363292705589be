using PhoneBank.Reviews;
using PhoneBank.Web.Account;
using PhoneBank.Web.Calling;

namespace PhoneBank.Web.Reviews;

/// <summary>The post by which an organizer says that the feedback on a call is read.</summary>
internal static class ReturnedEndpoints
{
    public static void MapReturned(this IEndpointRouteBuilder calls) => calls.MapPost("/understood", UnderstoodAsync);

    private static async Task<IResult> UnderstoodAsync(HttpContext http, AcknowledgeReview acknowledge, CallScreens screens, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var done = await acknowledge.ExecuteAsync(http.User.Actor(), CallingEndpoints.Id(form, "review"), ct);
        return await CallingEndpoints.OpenOrSayWhyNotAsync(http, screens, CallScope.From(form), done.Error, ct);
    }
}
