using Microsoft.AspNetCore.Mvc;
using PhoneBank.Web.Account;

namespace PhoneBank.Web.FollowUps;

internal static class FollowUpsEndpoints
{
    public const string MinePath = "/follow-ups/mine";

    public static void AddFollowUpPages(this IServiceCollection services) => services.AddSingleton<FollowUpActs>();

    public static void MapFollowUps(this IEndpointRouteBuilder routes) => routes.MapPost(MinePath, ActAsync);

    private static async Task<IResult> ActAsync(HttpContext http, [FromForm(Name = FollowUpAct.Field)] string? text, FollowUpActs acts, CancellationToken ct)
    {
        if (FollowUpAct.Read(text) is { } act)
        {
            var result = await acts.ExecuteAsync(http.User.Actor(), act, paid: null, ct);

            // 303: the browser asks for the page with GET, so that coming back to it posts nothing again.
            http.Response.Headers.Location = result.IsDone ? $"/callbacks?promise={act}" : $"/callbacks?promise={result.Error.Key}";
        }
        else
        {
            http.Response.Headers.Location = "/callbacks";
        }

        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }
}
