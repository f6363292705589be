using System.Net;

namespace PhoneBank.Web.Hosting;

/// <summary>
/// Over plain http from another machine a browser drops our cookies, and whoever listens would read everything. So
/// every address then shows the one page that says why, and what to do.
/// </summary>
internal sealed class PlainHttpRefusal(RequestDelegate next)
{
    public const string PagePath = "/plain-http";

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.IsHttps && !IsThisMachine(context) && context.Request.Path.Value is { } path
            && !path.StartsWith("/css/", StringComparison.Ordinal) && !path.StartsWith("/img/", StringComparison.Ordinal)
            && !path.StartsWith("/health/", StringComparison.Ordinal) && path != "/language")
        {
            context.Request.Path = PagePath;
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    }

    private static bool IsThisMachine(HttpContext context) =>
        context.Request.Host.Host is "localhost" or "127.0.0.1" or "[::1]" or "::1"
        && (context.Connection.RemoteIpAddress is null || IPAddress.IsLoopback(context.Connection.RemoteIpAddress));
}
