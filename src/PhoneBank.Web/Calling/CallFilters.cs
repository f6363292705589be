using System.Data.Common;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Web.Account;
using PhoneBank.Web.Ui;

namespace PhoneBank.Web.Calling;

/// <summary>What every post of the call page passes through, so that a server in trouble or a page grown old loses nothing typed.</summary>
internal static partial class CallFilters
{
    public static RouteGroupBuilder WithCallFilters(this RouteGroupBuilder calls) => calls
        .AddEndpointFilter(RefuseForeignFormsAsync)
        .AddEndpointFilter((context, next) =>
        {
            WholePage.KnowAssets(context.HttpContext);
            return next(context);
        })
        .AddEndpointFilter(SayWhenBusyAsync);

    private static async ValueTask<object?> RefuseForeignFormsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false })
        {
            return await next(context);
        }

        if (CallingEndpoints.IsFragment(http))
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        // The framework lets nobody read a form whose token does not fit: nothing is done with this one but to show it to who sent it.
        http.Features.Set<IAntiforgeryValidationFeature>(null);
        return await KeptPost.OfAsync(http, http.RequestAborted) is { } post
            ? SendAgain(http, post, SendAgainReason.TooOld, StatusCodes.Status400BadRequest)
            : WholePage.Of<FormTooOld>(http, StatusCodes.Status400BadRequest);
    }

    /// <summary>The script sends again by itself; without it the page comes back with everything on it, and one presses again.</summary>
    private static async ValueTask<object?> SayWhenBusyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        try
        {
            return await next(context);
        }
        catch (Exception exception) when (exception is HotStoreBusyException or DbException or DbUpdateException && !http.Response.HasStarted)
        {
            LogNotDone(http.RequestServices.GetRequiredService<ILogger<CallScreen>>(), http.Request.Path.Value, exception.GetType().Name, (exception as DbException ?? exception.InnerException as DbException)?.SqlState);
            if (CallingEndpoints.IsFragment(http) || !HttpMethods.IsPost(http.Request.Method))
            {
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }
        }

        var posted = PostedCall.From(await http.Request.ReadFormAsync(http.RequestAborted), http.RequestServices.GetRequiredService<TimeProvider>());
        try
        {
            var screens = http.RequestServices.GetRequiredService<CallScreens>();
            return CallingEndpoints.Show(http, await screens.RefusedAsync(http, http.User.Actor(), posted, new BusyTryAgain(), http.RequestAborted));
        }
        catch (DbException)
        {
            // Not even reading works: the page needs no database to hold what was typed.
            return await KeptPost.OfAsync(http, http.RequestAborted) is { } post
                ? SendAgain(http, post, SendAgainReason.Busy, StatusCodes.Status503ServiceUnavailable)
                : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static IResult SendAgain(HttpContext http, KeptPost post, SendAgainReason why, int status) =>
        WholePage.Of<SendAgain>(http, status, (nameof(Account.SendAgain.Post), post), (nameof(Account.SendAgain.Why), why));

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} was not done: {Exception} {SqlState}. The page asks to send it again.")]
    private static partial void LogNotDone(ILogger logger, string? path, string exception, string? sqlState);
}
