using PhoneBank.Calling;

namespace PhoneBank.Web.Calling;

/// <summary>Ends every half minute what ran out. A sweep that fails is told to the log and tried again; the calls go on.</summary>
internal sealed partial class LapseSweeper(SweepLapsedClaims sweep, TimeProvider time, ILogger<LapseSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SweepAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application stops; the next start sweeps what is left.
        }
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        try
        {
            var swept = await sweep.ExecuteAsync(ct);
            if (swept.Any)
            {
                LogSwept(swept.Expired, swept.Lapsed, swept.CountedUnreported, swept.OverdueCallbacks);
            }
        }
        catch (Exception exception) when (!ct.IsCancellationRequested)
        {
            LogFailed(exception.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Swept: {Expired} returned, {Lapsed} unreported, {Counted} counted, {Overdue} callbacks to the desk.")]
    private partial void LogSwept(int expired, int lapsed, int counted, int overdue);

    [LoggerMessage(Level = LogLevel.Error, Message = "A sweep failed ({Exception}); it is tried again.")]
    private partial void LogFailed(string exception);
}
