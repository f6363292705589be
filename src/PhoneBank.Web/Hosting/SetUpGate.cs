using PhoneBank.Volunteers;

namespace PhoneBank.Web.Hosting;

/// <summary>While there is no account, every page leads to the set-up.</summary>
internal sealed class SetUpGate(RequestDelegate next, InstallationStatus status)
{
    public const string SetUpPath = "/setup";
    private static readonly string[] OpenPaths = [SetUpPath, "/css", "/js", "/img", "/_framework", "/_content", "/health", "/language", "/error", "/not-found", PlainHttpRefusal.PagePath];

    public async Task InvokeAsync(HttpContext context)
    {
        if (await status.IsSetUpAsync(context.RequestAborted) || OpenPaths.Any(path => context.Request.Path.StartsWithSegments(path)))
        {
            await next(context);
            return;
        }

        context.Response.Redirect(SetUpPath);
    }
}

/// <summary>Says on the console how to begin. Only there: whoever reads the console may make the first account.</summary>
internal sealed class PrintSetUpCode(InstallationStatus status, SetUpCode code) : IStartStep
{
    public async Task RunAsync(CancellationToken ct)
    {
        if (!await status.IsSetUpAsync(ct))
        {
            await Console.Out.WriteLineAsync($"{Environment.NewLine}Nobody has an account here yet. Open the address below in a browser and type this set-up code: {code.Text}{Environment.NewLine}");
        }
    }
}
