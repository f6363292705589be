using PhoneBank.Imports;
using PhoneBank.Web.Hosting;

namespace PhoneBank.Web.Imports;

/// <summary>Takes up what a crash left before the first request, and looks again every minute.</summary>
internal sealed partial class ImportSweeping(SweepImports sweep, TimeProvider time, ILogger<ImportSweeping> logger) : BackgroundService, IStartStep
{
    public Task RunAsync(CancellationToken ct) => sweep.RunAsync(atStart: true, ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SweepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        try
        {
            await sweep.RunAsync(atStart: false, ct);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogSweepFailed(logger, exception.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweeping imports failed ({Kind}); it is tried again in a minute.")]
    private static partial void LogSweepFailed(ILogger logger, string kind);
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
