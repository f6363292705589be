using Microsoft.AspNetCore.Antiforgery;
using PhoneBank.IdentifiedExports;
using PhoneBank.Web.Account;
using PhoneBank.Web.Hosting;
using PhoneBank.Web.Ui;

namespace PhoneBank.Web.IdentifiedExports;

internal static class IdentifiedExportsEndpoints
{
    /// <summary>Maps the download. It is a post: an export is an act that is recorded, never something a link does.</summary>
    public static void MapIdentifiedExports(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/desk/exports/names/{id:guid}/file", FetchAsync).RequireAuthorization(Policies.Coordinator).WithMetadata(new RequireAntiforgeryTokenAttribute());

    private static async Task<IResult> FetchAsync(Guid id, HttpContext context, FetchIdentifiedExport fetch, Texts texts, CancellationToken ct)
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } || !context.Request.HasFormContentType)
        {
            return Results.BadRequest();
        }

        var file = await fetch.ExecuteAsync(context.User.Actor(), id, ct);
        if (!file.IsDone)
        {
            // With words of its own: an empty answer would be run again as a post of the not-found page, which has no form to receive it.
            return Results.Text(texts.Of(file.Error), "text/plain; charset=utf-8", statusCode: StatusCodes.Status404NotFound);
        }

        context.Response.Headers.CacheControl = "no-store";
        return Results.Stream(file.Value.Content, "application/octet-stream", file.Value.FileName);
    }
}
