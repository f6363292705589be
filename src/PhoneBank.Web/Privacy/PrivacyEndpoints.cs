using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Web.Account;
using PhoneBank.Web.Hosting;

namespace PhoneBank.Web.Privacy;

internal static class PrivacyEndpoints
{
    private const int LongestField = 4096;
    private const int MostLinesNamed = 30;

    /// <summary>Maps what is not a page: posts, downloads, fragments.</summary>
    public static void MapPrivacy(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/desk/stop-list/import", ImportAsync).RequireAuthorization(Policies.Coordinator).WithMetadata(new RequestSizeLimitAttribute(ImportStopList.MostBytes));

    /// <summary>
    /// Takes a paste or a file straight from the request. The framework's form reader would put a large one into the temporary
    /// folder, in clear; so the parts are read here, the antiforgery token first.
    /// </summary>
    private static async Task<IResult> ImportAsync(HttpContext context, IAntiforgery antiforgery, ImportStopList import, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and < 200 } boundary)
        {
            return Results.BadRequest();
        }

        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var reader = new MultipartReader(boundary, context.Request.Body);
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                {
                    continue;
                }

                var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
                if (name == "numbers")
                {
                    return await IsOursAsync(context, antiforgery, fields)
                        ? Answer(await import.ExecuteAsync(context.User.Actor(), section.Body, fields.GetValueOrDefault("country"), ct))
                        : Results.BadRequest();
                }

                if (await FieldAsync(section.Body, ct) is not { } value)
                {
                    return Results.BadRequest();
                }

                fields[name] = value;
            }
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Answer(new TooManyNumbers(ImportStopList.MostNumbers));
        }

        return await IsOursAsync(context, antiforgery, fields) ? Answer(new NoNumbersFound()) : Results.BadRequest();
    }

    // Counts and line numbers are no personal data, so they may stand in the address.
    private static IResult Answer(Result<StopListImported> result) => result switch
    {
        { IsDone: true, Value: var done } => SeeOther(string.Create(
            CultureInfo.InvariantCulture,
            $"/desk/stop-list?done=imported&added={done.Added}&there={done.AlreadyThere}&bad={done.Unreadable.Count}&lines={string.Join('.', done.Unreadable.Take(MostLinesNamed))}#imported")),
        { Error: NoNumbersFound or TooManyNumbers } => SeeOther("/desk/stop-list?done=" + result.Error.Key),
        _ => Results.NotFound(),
    };

    // The framework looks for the token in a header before it would read the form.
    private static async Task<bool> IsOursAsync(HttpContext context, IAntiforgery antiforgery, Dictionary<string, string> fields)
    {
        var tokens = antiforgery.GetTokens(context);
        if (fields.TryGetValue(tokens.FormFieldName, out var token) && tokens.HeaderName is { } header)
        {
            context.Request.Headers[header] = token;
            return await antiforgery.IsRequestValidAsync(context);
        }

        return false;
    }

    private static async Task<string?> FieldAsync(Stream body, CancellationToken ct)
    {
        var buffer = new byte[LongestField];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length == buffer.Length ? null : Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static IResult SeeOther(string address) => new SeeOtherResult(address);

    /// <summary>After a post: go and get that page, so that reloading it posts nothing again.</summary>
    private sealed class SeeOtherResult(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            return Task.CompletedTask;
        }
    }
}
