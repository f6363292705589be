using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using PhoneBank.Calling;
using PhoneBank.Help;
using PhoneBank.Shared;
using PhoneBank.Web.Account;
using PhoneBank.Web.Calling;

namespace PhoneBank.Web.Help;

/// <summary>
/// Asking for help and putting notices away. Both may be sent with the form of an open call: what was typed is kept as a
/// draft first. A page's script gets a fragment, a plain browser a redirect.
/// </summary>
internal static class HelpEndpoints
{
    public static void MapHelp(this IEndpointRouteBuilder routes)
    {
        var posts = routes.MapGroup("").WithMetadata(new RequireAntiforgeryTokenAttribute(), new CallingEndpoints.OwnStatusPages()).WithCallFilters();
        posts.MapPost("/help-now/ask", AskAsync);
        posts.MapPost("/notices/read", ReadAsync);
        posts.MapGet("/notices/part", Part);

        // A refused post leaves its own address in the bar; opened again it is the page of that matter.
        routes.MapGet("/help-now/ask", () => Results.LocalRedirect("/help-now"));
        routes.MapGet("/notices/read", () => Results.LocalRedirect("/call"));
    }

    private static async Task<IResult> AskAsync(HttpContext http, AskForHelp ask, SaveDraft save, TimeProvider time, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var lost = await KeepTypedAsync(http, form, save, time, ct);
        var kind = Enum.TryParse<HelpKind>(form[HelpForm.Kind], out var given) ? given : HelpKind.CalledBack;
        var text = form[HelpForm.Text].ToString().ReplaceLineEndings("\n");
        var asked = await ask.ExecuteAsync(
            http.User.Actor(),
            new HelpAsk
            {
                Token = Guid.TryParse(form[HelpForm.Token], CultureInfo.InvariantCulture, out var token) ? token : time.NewId(),
                Kind = kind,
                Text = text,
                CampaignId = Guid.TryParse(form[HelpForm.Campaign], CultureInfo.InvariantCulture, out var campaign) ? campaign : null,
            },
            ct);
        if (IsFragment(http))
        {
            return Fragment(http, asked);
        }

        if (kind == HelpKind.Overheard)
        {
            // Whatever came of asking, nothing may stay on the screen.
            return lost is null ? SeeOther(http, "/help-now/blank") : Blank(lost);
        }

        if (asked.IsDone && lost is null)
        {
            var sent = asked.Value;
            return SeeOther(http, string.Create(CultureInfo.InvariantCulture, $"/help-now?sent={sent.Kind}&n={sent.Coordinators}&here={sent.OnShift}"));
        }

        RenderFragment page = builder =>
        {
            builder.OpenComponent<HelpNowBody>(0);
            builder.AddComponentParameter(1, nameof(HelpNowBody.Kind), asked.IsDone ? kind : null);
            builder.AddComponentParameter(2, nameof(HelpNowBody.Coordinators), asked.Value?.Coordinators ?? 0);
            builder.AddComponentParameter(3, nameof(HelpNowBody.OnShift), asked.Value?.OnShift ?? 0);
            builder.AddComponentParameter(4, nameof(HelpNowBody.Refused), asked.Error);
            builder.AddComponentParameter(5, nameof(HelpNowBody.Text), asked.IsDone ? null : text);
            builder.AddComponentParameter(6, nameof(HelpNowBody.Lost), lost);
            builder.CloseComponent();
        };
        return new RazorComponentResult<App>(new Dictionary<string, object?> { [nameof(App.Body)] = page, [nameof(App.BodyLayout)] = typeof(Layout.GateLayout) })
        {
            StatusCode = asked.IsDone ? StatusCodes.Status200OK : CodeOf(asked.Error),
        };
    }

    private static async Task<IResult> ReadAsync(HttpContext http, ReadNotice read, SaveDraft save, TimeProvider time, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        _ = await KeepTypedAsync(http, form, save, time, ct);
        var done = await read.ExecuteAsync(http.User.Actor(), Guid.TryParse(form[HelpForm.Notice], CultureInfo.InvariantCulture, out var notice) ? notice : Guid.Empty, ct);
        if (IsFragment(http))
        {
            return Results.StatusCode(done.IsDone ? StatusCodes.Status204NoContent : CodeOf(done.Error));
        }

        // A notice that is gone needs no reading: the page it stood on is simply shown as it is now.
        return SeeOther(http, form.TryGetValue("returnUrl", out var back) ? LocalUrl.Of(back) : CallScope.From(form).CallPage);
    }

    private static RazorComponentResult<NoticesPart> Part(HttpContext http)
    {
        http.Response.Headers[CallingEndpoints.FragmentHeader] = "1";
        return new RazorComponentResult<NoticesPart>();
    }

    /// <summary>Keeps what the form of an open call held; gives it back when there is no call (any more) to keep it with.</summary>
    private static async Task<CallValues?> KeepTypedAsync(HttpContext http, IFormCollection form, SaveDraft save, TimeProvider time, CancellationToken ct)
    {
        if (!form.ContainsKey("claim") || !form.ContainsKey("version"))
        {
            return null;
        }

        var posted = PostedCall.From(form, time);
        var saved = await save.ExecuteAsync(http.User.Actor(), posted.ClaimId, posted.Version, posted.Values.ToDraft(), ct);
        return saved.IsDone || !posted.Values.HasText || posted.ClaimId == InventedCall.ClaimId ? null : posted.Values;
    }

    private static RazorComponentResult<App> Blank(CallValues lost)
    {
        RenderFragment page = builder =>
        {
            builder.OpenComponent<BlankBody>(0);
            builder.AddComponentParameter(1, nameof(BlankBody.Lost), lost);
            builder.CloseComponent();
        };
        return new RazorComponentResult<App>(new Dictionary<string, object?> { [nameof(App.Body)] = page, [nameof(App.BodyLayout)] = typeof(EmptyLayout) });
    }

    private static RazorComponentResult<HelpAnswer> Fragment(HttpContext http, Result<HelpSent> asked)
    {
        http.Response.Headers[CallingEndpoints.FragmentHeader] = "1";
        return new RazorComponentResult<HelpAnswer>(new Dictionary<string, object?>
        {
            [nameof(HelpAnswer.Refused)] = asked.Error,
            [nameof(HelpAnswer.Kind)] = asked.Value?.Kind ?? default,
            [nameof(HelpAnswer.Coordinators)] = asked.Value?.Coordinators ?? 0,
            [nameof(HelpAnswer.OnShift)] = asked.Value?.OnShift ?? 0,
        })
        {
            StatusCode = asked.IsDone ? StatusCodes.Status200OK : CodeOf(asked.Error),
        };
    }

    private static int CodeOf(Error error) => error switch
    {
        NotAllowed => StatusCodes.Status403Forbidden,
        Shared.NotFound => StatusCodes.Status404NotFound,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static bool IsFragment(HttpContext http) => http.Request.Headers.ContainsKey(CallingEndpoints.FragmentHeader);

    private static IResult SeeOther(HttpContext http, string path)
    {
        http.Response.Headers.Location = path;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }
}
