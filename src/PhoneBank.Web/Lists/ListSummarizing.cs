using PhoneBank.Lists;

namespace PhoneBank.Web.Lists;

/// <summary>Keeps what waits in each list counted, a piece every few seconds.</summary>
internal sealed partial class ListSummarizing(SummarizeLists summarize, TimeProvider time, ILogger<ListSummarizing> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SummarizeAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    private async Task SummarizeAsync(CancellationToken ct)
    {
        try
        {
            await summarize.ExecuteAsync(ct);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(logger, exception.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Counting lists failed ({Kind}); it is tried again in ten seconds.")]
    private static partial void LogFailed(ILogger logger, string kind);
}
