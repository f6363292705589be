using PhoneBank.Lists;

namespace PhoneBank.Web.Lists;

/// <summary>Fills the lists that refill themselves, every two minutes.</summary>
internal sealed partial class ListRefilling(RefillLists refill, TimeProvider time, ILogger<ListRefilling> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RefillAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    private async Task RefillAsync(CancellationToken ct)
    {
        try
        {
            await refill.ExecuteAsync(ct);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(logger, exception.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refilling lists failed ({Kind}); it is tried again in two minutes.")]
    private static partial void LogFailed(ILogger logger, string kind);
}
