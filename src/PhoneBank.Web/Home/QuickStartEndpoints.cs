using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;
using PhoneBank.Campaigns;
using PhoneBank.Imports;
using PhoneBank.Shared;
using PhoneBank.Web.Account;
using PhoneBank.Web.Hosting;

namespace PhoneBank.Web.Home;

internal static class QuickStartEndpoints
{
    // The form around the file: boundaries and the token.
    private const int FormOverhead = 64 * 1024;

    public static void MapQuickStart(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/desk/quick-start/file/upload", UploadAsync)
            .RequireAuthorization(Policies.Coordinator)
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(ImportLimits.Bytes + FormOverhead));

    /// <summary>Reads the form part by part: reading it as a form would write the file in clear into the temporary folder.</summary>
    private static async Task<IResult> UploadAsync(HttpContext http, Guid campaign, QuickStart quickStart, IAntiforgery antiforgery, IStringLocalizer<QuickStartText> texts, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and < 200 } boundary)
        {
            return Results.BadRequest();
        }

        var reader = new MultipartReader(boundary, http.Request.Body);
        var isOurs = false;
        while (await reader.ReadNextSectionAsync(ct) is { } section)
        {
            if (section.GetContentDispositionHeader() is not { } disposition)
            {
                continue;
            }

            if (disposition.IsFileDisposition())
            {
                return isOurs ? await TakeAsync(http.User.Actor(), campaign, section.Body, disposition.FileName.Value ?? "", quickStart, texts["ListName"], ct) : Results.BadRequest();
            }

            using var text = new StreamReader(section.Body);
            var value = new char[4096];
            var length = await text.ReadBlockAsync(value, ct);
            var options = antiforgery.GetTokens(http);
            if (disposition.Name.Value?.Trim('"') == options.FormFieldName && options.HeaderName is { } header)
            {
                http.Request.Headers[header] = new string(value, 0, length);
                isOurs = await antiforgery.IsRequestValidAsync(http);
            }
        }

        return Results.BadRequest();
    }

    private static async Task<IResult> TakeAsync(Actor actor, Guid campaign, Stream content, string fileName, QuickStart quickStart, string listName, CancellationToken ct)
    {
        var taken = await quickStart.TakeFileAsync(actor, campaign, content, fileName, ct);
        var next = taken.IsDone ? await QuickStartStep.AfterAsync(quickStart, actor, campaign, taken.Value, listName, columnsAreChosen: false, ct) : taken.Error;
        return Results.LocalRedirect(next.IsDone ? next.Value : $"/desk/quick-start/file?campaign={campaign}&refused={next.Error.Key}");
    }
}
