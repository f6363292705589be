using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.WebUtilities;
using PhoneBank.Reports;
using PhoneBank.Shared;
using PhoneBank.Web.Account;
using PhoneBank.Web.Hosting;
using PhoneBank.Web.Ui;

namespace PhoneBank.Web.Reports;

internal static class ReportsEndpoints
{
    /// <summary>Maps the downloads. They are posts: an export is an act that is recorded, never something a link does.</summary>
    public static void MapReports(this IEndpointRouteBuilder routes)
    {
        var exports = routes.MapGroup("/desk/exports").RequireAuthorization(Policies.Coordinator).WithMetadata(new RequireAntiforgeryTokenAttribute());
        exports.MapPost("/pseudonymous", (HttpContext context, ExportCalls export, Texts texts) => DownloadAsync(context, texts, export.ExecuteAsync));
        exports.MapPost("/results", (HttpContext context, ExportResults export, Texts texts) => DownloadAsync(context, texts, export.ExecuteAsync));
    }

    private static async Task<IResult> DownloadAsync(HttpContext context, Texts texts, Func<Actor, ExportRequest, CancellationToken, Task<Result<OpenedExport>>> open)
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } || !context.Request.HasFormContentType)
        {
            return Refused(texts, new NotAllowed(), StatusCodes.Status400BadRequest);
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (ExportChoice.Parse(form["what"]) is not { } choice)
        {
            return Refused(texts, new NotFound(), StatusCodes.Status404NotFound);
        }

        var request = new ExportRequest
        {
            CampaignId = choice.CampaignId,
            ListId = choice.ListId,
            Reason = form["reason"],
            Format = Chosen(form["format"], ExportFormat.Csv),
            Form = Chosen(form["form"], ResultsForm.Own),
            Language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName,
        };
        var opened = await open(context.User.Actor(), request, context.RequestAborted);
        if (!opened.IsDone)
        {
            return opened.Error is NotFound
                ? Refused(texts, opened.Error, StatusCodes.Status404NotFound)
                : Results.LocalRedirect(QueryHelpers.AddQueryString("/desk/exports", new Dictionary<string, string?> { ["what"] = choice.ToString(), ["format"] = request.Format.ToString(), ["form"] = request.Form.ToString(), ["refused"] = opened.Error.Key }));
        }

        context.Response.Headers.CacheControl = "no-store";
        return Results.Stream(stream => opened.Value.WriteAsync(stream, context.RequestAborted), opened.Value.ContentType, opened.Value.FileName);
    }

    /// <summary>What was chosen, or else this.</summary>
    internal static T Chosen<T>(string? text, T otherwise)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var chosen) && Enum.IsDefined(chosen) ? chosen : otherwise;

    // With words of its own: an empty answer would be run again as a post of the not-found page, which has no form to receive it.
    private static IResult Refused(Texts texts, Error error, int status) => Results.Text(texts.Of(error), "text/plain; charset=utf-8", statusCode: status);
}

/// <summary>A campaign, or one list of it, as one choice of a form.</summary>
public readonly record struct ExportChoice(Guid CampaignId, Guid? ListId)
{
    public static ExportChoice? Parse(string? text) => text?.Split(':') switch
    {
        [var campaign] when Guid.TryParse(campaign, out var campaignId) => new ExportChoice(campaignId, ListId: null),
        [var campaign, var list] when Guid.TryParse(campaign, out var campaignId) && Guid.TryParse(list, out var listId) => new ExportChoice(campaignId, listId),
        _ => null,
    };

    public override string ToString() => ListId is { } list ? $"{CampaignId}:{list}" : CampaignId.ToString();
}
