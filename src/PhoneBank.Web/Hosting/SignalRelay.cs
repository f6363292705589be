using System.Threading.Channels;
using Npgsql;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Web.Hosting;

/// <summary>
/// Carries signals between the nodes of one PostgreSQL database by LISTEN and NOTIFY: kinds and ids only. A node that loses
/// its connection listens again by itself; what it missed meanwhile its pages see when they next ask.
/// </summary>
internal sealed partial class SignalRelay(Signals signals, IServiceProvider services, StorageSettings storage, ILogger<SignalRelay> logger) : BackgroundService
{
    private const string Name = "phonebank_signals";
    private const int MostWaiting = 1024;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BeforeTryingAgain = TimeSpan.FromSeconds(1);

    private readonly string _node = Guid.CreateVersion7().ToString("N");

    // Old news is worth less than new: a page that missed one is told by the next.
    private readonly Channel<string> _toSend = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (storage.Kind != DatabaseKind.Postgres)
        {
            return;
        }

        using var relaying = signals.Relay(signal => _toSend.Writer.TryWrite(Write(signal)));
        var source = services.GetRequiredService<NpgsqlDataSource>();
        await Task.WhenAll(KeepAsync(ct => ListenAsync(source, ct), stoppingToken), KeepAsync(ct => SendAsync(source, ct), stoppingToken));
    }

    private string Write(Signal signal) => string.Join('|', _node, signal.Kind, signal.CampaignId?.ToString("N"), signal.VolunteerId?.ToString("N"));

    private async Task ListenAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        connection.Notification += (_, notification) => Hear(notification.Payload);
        await using (var listen = new NpgsqlCommand($"LISTEN {Name}", connection))
        {
            await listen.ExecuteNonQueryAsync(ct);
        }

        while (true)
        {
            if (!await connection.WaitAsync(Silence, ct))
            {
                // A connection that died without a word says so when it is asked.
                await using var ask = new NpgsqlCommand("SELECT 1", connection);
                await ask.ExecuteNonQueryAsync(ct);
            }
        }
    }

    private void Hear(string payload)
    {
        if (payload.Split('|') is [var node, { Length: > 0 } kind, var campaign, var volunteer] && node != _node)
        {
            signals.PublishFromElsewhere(new Signal(kind, Id(campaign), Id(volunteer)));
        }
    }

    private async Task SendAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        while (await _toSend.Reader.WaitToReadAsync(ct))
        {
            // The connection first: what cannot be sent now stays in the queue.
            await using var connection = await source.OpenConnectionAsync(ct);
            while (_toSend.Reader.TryRead(out var payload))
            {
                await using var notify = new NpgsqlCommand("SELECT pg_notify($1, $2)", connection) { Parameters = { new() { Value = Name }, new() { Value = payload } } };
                await notify.ExecuteNonQueryAsync(ct);
            }
        }
    }

    private async Task KeepAsync(Func<CancellationToken, Task> run, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await run(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException or TimeoutException)
            {
                LogLost(exception.GetType().Name);
                await Task.Delay(BeforeTryingAgain, CancellationToken.None);
            }
        }
    }

    private static Guid? Id(string text) => Guid.TryParseExact(text, "N", out var id) ? id : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The line between nodes was lost ({Exception}); it is opened again.")]
    private partial void LogLost(string exception);
}
