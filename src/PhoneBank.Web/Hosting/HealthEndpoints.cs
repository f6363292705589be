namespace PhoneBank.Web.Hosting;

internal static class HealthEndpoints
{
    /// <summary>One word each; anything more would tell strangers about the installation.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => "ok").AllowAnonymous();
        routes.MapGet("/health/ready", () => "ok").AllowAnonymous();
    }
}
