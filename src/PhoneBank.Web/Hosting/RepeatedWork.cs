namespace PhoneBank.Web.Hosting;

/// <summary>Does something again and again while the application runs. When it fails the log is told the kind of failure, and it is tried again at its time.</summary>
internal abstract partial class RepeatedWork(TimeSpan every, TimeProvider time, ILogger logger) : BackgroundService
{
    protected abstract Task WorkAsync(CancellationToken ct);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    private async Task TryAsync(CancellationToken ct)
    {
        try
        {
            await WorkAsync(ct);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(logger, GetType().Name, exception.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Work} failed ({Kind}); it is tried again.")]
    private static partial void LogFailed(ILogger logger, string work, string kind);
}
