using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;
using PhoneBank.Imports;
using PhoneBank.Shared;
using PhoneBank.Web.Account;
using PhoneBank.Web.Hosting;

namespace PhoneBank.Web.Imports;

internal static class ImportsEndpoints
{
    private const int LongestField = 4096;

    /// <summary>Maps what is not a page: posts, downloads, fragments.</summary>
    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        var desk = routes.MapGroup("/desk").RequireAuthorization(Policies.Coordinator);
        desk.MapPost("/books/{bookId:guid}/import/upload", UploadAsync).WithMetadata(new RequestSizeLimitAttribute(ImportLimits.Bytes + (1024 * 1024)));
        desk.MapPost("/imports/{importId:guid}/columns", ColumnsAsync);
        desk.MapPost("/imports/{importId:guid}/run", RunAsync);
        desk.MapPost("/imports/{importId:guid}/cancel", CancelAsync);
        desk.MapPost("/imports/{importId:guid}/undo", UndoAsync);
        desk.MapGet("/imports/{importId:guid}/progress", ProgressAsync);
        desk.MapGet("/imports/{importId:guid}/rejected", RejectedAsync);
    }

    /// <summary>
    /// Takes a paste or a file straight from the request into the sealed spool. The framework's form reader would put a
    /// large file into the temporary folder, in clear; so the parts are read here, the antiforgery token first.
    /// </summary>
    private static async Task<IResult> UploadAsync(Guid bookId, HttpContext context, IAntiforgery antiforgery, StartImport start, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and < 200 } boundary)
        {
            return Results.BadRequest();
        }

        var reader = new MultipartReader(boundary, context.Request.Body);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadNextSectionAsync(ct) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
            {
                continue;
            }

            var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
            if (name is not ("file" or "text"))
            {
                if (await FieldAsync(section.Body, ct) is not { } value)
                {
                    return Results.BadRequest();
                }

                fields[name] = value;
                continue;
            }

            if (!await IsOursAsync(context, antiforgery, fields))
            {
                return Results.BadRequest();
            }

            var fileName = (disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value ?? "";
            await using var content = name == "text" ? new BoundedStream(section.Body, ImportLimits.PastedBytes) : section.Body;
            var started = await StartAsync(start, context, bookId, content, name == "text" ? "" : WebUtility.HtmlDecode(HeaderUtilities.RemoveQuotes(fileName).Value ?? ""), fields, ct);
            return started.IsDone
                ? SeeOther($"/desk/imports/{started.Value}")
                : started.Error is NotFound ? Results.NotFound() : SeeOther($"/desk/books/{bookId}/import?refused={Uri.EscapeDataString(ImportRefusals.Code(started.Error))}");
        }

        return SeeOther($"/desk/books/{bookId}/import?refused={nameof(FileIsEmpty)}");
    }

    private static async Task<Result<Guid>> StartAsync(StartImport start, HttpContext context, Guid bookId, Stream content, string fileName, Dictionary<string, string> fields, CancellationToken ct)
    {
        try
        {
            var country = fields.GetValueOrDefault("country") is { Length: > 0 } chosen ? chosen : null;
            var language = fields.GetValueOrDefault("language") is { Length: > 0 } tag ? tag : null;
            return await start.RunAsync(context.User.Actor(), bookId, content, fileName, country, language, ct);
        }
        catch (BoundedStream.TooLongException)
        {
            return new PasteTooLarge();
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new FileTooLarge(ImportLimits.Bytes / (1024 * 1024));
        }
    }

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

    private static async Task<IResult> ColumnsAsync(Guid importId, [FromForm] IFormCollection form, HttpContext context, ChangeImportPlan change, ImportJobs jobs, CancellationToken ct)
    {
        var actor = context.User.Actor();
        var choices = new ImportChoices
        {
            DefaultCountry = form["country"],
            DefaultLanguage = form["language"].ToString(),
            Tag = form["tag"].ToString(),
            Update = Enum.TryParse<UpdateRule>(form["update"], out var update) ? update : null,
        };
        var isLook = form["then"] == "look";
        choices = isLook
            ? choices with
            {
                Encoding = form["encoding"],
                Delimiter = Array.Find(ImportColumns.Delimiters, delimiter => delimiter.Key == form["delimiter"]) is { Key: not null } chosen ? chosen.Value : null,
                HasHeader = form["header"] == "yes",
                Sheet = int.TryParse(form["sheet"], NumberStyles.None, CultureInfo.InvariantCulture, out var sheet) ? sheet : null,
            }
            : choices with { Columns = [.. form["column"].Select(Use)] };
        var changed = await change.RunAsync(actor, importId, choices, ct);
        if (changed.IsDone && choices.Columns?.Any(use => use.Meaning == ColumnMeaning.Phone) == false)
        {
            return Back(importId, new NoPhoneColumn());
        }

        if (changed.IsDone && !isLook)
        {
            jobs.Check(actor, importId);
            await BrieflyAsync(jobs, importId);
        }

        return Back(importId, changed.Error);
    }

    private static ColumnUse Use(string? value) => Enum.TryParse<ColumnMeaning>(value, out var meaning) ? new ColumnUse(meaning) : ColumnUse.Ignored;

    private static async Task<IResult> RunAsync(
        Guid importId, [FromForm] IFormCollection form, HttpContext context, ImportDetails details, StateImportOrigin origin, ImportJobs jobs, CancellationToken ct)
    {
        var actor = context.User.Actor();
        var progress = await details.ProgressAsync(actor, importId, ct);
        if (progress is { IsDone: true, Value.State: not ImportState.Checked })
        {
            return Back(importId, new NotInThisState());
        }

        LawfulBasis? basis = Enum.TryParse<LawfulBasis>(form["basis"], out var chosen) && Enum.IsDefined(chosen) ? chosen : null;
        var stated = await origin.ExecuteAsync(actor, importId, basis, form["source"], form["note"], ct);
        if (stated.IsDone)
        {
            jobs.Run(actor, importId);
            await BrieflyAsync(jobs, importId);
        }

        return Back(importId, stated.Error);
    }

    private static async Task<IResult> UndoAsync(Guid importId, [FromForm] IFormCollection form, HttpContext context, ImportDetails details, ImportJobs jobs, CancellationToken ct)
    {
        var actor = context.User.Actor();
        var view = await details.RunAsync(actor, importId, ct);
        if (!view.IsDone || view.Value.UndoUntil is null)
        {
            return Back(importId, view.IsDone ? new CannotBeUndone() : view.Error);
        }

        jobs.Undo(actor, importId, liftsStops: form["lifts"] == "yes");
        await BrieflyAsync(jobs, importId);
        return Back(importId, error: null);
    }

    private static async Task<IResult> CancelAsync(Guid importId, [FromForm] IFormCollection form, HttpContext context, CancelImport cancel, ImportJobs jobs, CancellationToken ct)
    {
        _ = form;
        var cancelled = await cancel.RunAsync(context.User.Actor(), importId, ct);
        await BrieflyAsync(jobs, importId);
        return Back(importId, cancelled.Error);
    }

    private static async Task<IResult> ProgressAsync(Guid importId, HttpContext context, ImportDetails details, CancellationToken ct)
    {
        var progress = await details.ProgressAsync(context.User.Actor(), importId, ct);
        return progress.IsDone
            ? Results.Json(new { state = progress.Value.State.ToString(), rows = progress.Value.Rows, total = progress.Value.Total, moving = progress.Value.IsMoving })
            : Results.NotFound();
    }

    private static async Task<IResult> RejectedAsync(Guid importId, HttpContext context, RejectedRows rejected, IStringLocalizer<ImportsText> texts, CancellationToken ct)
    {
        var file = await rejected.RunAsync(context.User.Actor(), importId, ct);
        if (!file.IsDone)
        {
            return Results.NotFound();
        }

        return Results.Stream(
            async stream =>
            {
                await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
                await writer.WriteLineAsync(Line([texts["RejectedLine"], texts["RejectedReason"], .. file.Value.Heads]));
                await foreach (var row in file.Value.Rows.WithCancellation(ct))
                {
                    await writer.WriteLineAsync(Line([row.Line.ToString(CultureInfo.InvariantCulture), texts["Row" + row.Reason], .. row.Cells]));
                }
            },
            "text/csv; charset=utf-8",
            "not-imported.csv");
    }

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(RejectedRows.CsvCell));

    // Small files are done at once: then the next page need not be a progress bar.
    private static Task BrieflyAsync(ImportJobs jobs, Guid importId) => Task.WhenAny(jobs.WhenIdleAsync(importId), Task.Delay(TimeSpan.FromMilliseconds(800)));

    private static IResult Back(Guid importId, Error? error) => error switch
    {
        null => SeeOther($"/desk/imports/{importId}"),
        NotFound => Results.NotFound(),
        _ => SeeOther($"/desk/imports/{importId}?refused={Uri.EscapeDataString(ImportRefusals.Code(error))}"),
    };

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
