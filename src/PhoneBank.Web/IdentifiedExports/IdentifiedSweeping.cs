using PhoneBank.IdentifiedExports;
using PhoneBank.Web.Hosting;

namespace PhoneBank.Web.IdentifiedExports;

/// <summary>Deletes files whose time is over before the first request, and looks again every minute.</summary>
internal sealed class IdentifiedSweeping(SweepIdentifiedExports sweep, TimeProvider time, ILogger<IdentifiedSweeping> logger) : RepeatedWork(TimeSpan.FromMinutes(1), time, logger), IStartStep
{
    public Task RunAsync(CancellationToken ct) => sweep.RunAsync(ct);

    protected override Task WorkAsync(CancellationToken ct) => sweep.RunAsync(ct);
}

internal static class IdentifiedExportsWebServices
{
    /// <summary>Registers what these exports need beside the domain.</summary>
    public static IServiceCollection AddIdentifiedExportsWeb(this IServiceCollection services)
    {
        services.AddSingleton<IdentifiedSweeping>();
        services.AddSingleton<IStartStep>(provider => provider.GetRequiredService<IdentifiedSweeping>());
        services.AddHostedService(provider => provider.GetRequiredService<IdentifiedSweeping>());
        return services;
    }
}
