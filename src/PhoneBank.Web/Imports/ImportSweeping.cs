using PhoneBank.Imports;
using PhoneBank.Web.Hosting;

namespace PhoneBank.Web.Imports;

/// <summary>Takes up what a crash left before the first request, and looks again every minute.</summary>
internal sealed class ImportSweeping(SweepImports sweep, TimeProvider time, ILogger<ImportSweeping> logger) : RepeatedWork(TimeSpan.FromMinutes(1), time, logger), IStartStep
{
    public Task RunAsync(CancellationToken ct) => sweep.RunAsync(atStart: true, ct);

    protected override Task WorkAsync(CancellationToken ct) => sweep.RunAsync(atStart: false, ct);
}

internal static class ImportsWebServices
{
    /// <summary>Registers what imports need beside the domain.</summary>
    public static IServiceCollection AddImportsWeb(this IServiceCollection services)
    {
        services.AddSingleton<ImportSweeping>();
        services.AddSingleton<IStartStep>(provider => provider.GetRequiredService<ImportSweeping>());
        services.AddHostedService(provider => provider.GetRequiredService<ImportSweeping>());
        return services;
    }
}
