using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

/// <summary>
/// Runs dry runs and imports in the background, so that a page can be left. When the application stops they are broken
/// off and rolled back first.
/// </summary>
public sealed partial class ImportJobs(RunImport run, UndoImport undo, ILogger<ImportJobs> logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, Task> _tasks = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Begins the dry run; how far it is and how it ended stand in the import.</summary>
    public void Check(Actor actor, Guid importId) => Begin(importId, ct => run.CheckAsync(actor, importId, ct));

    /// <summary>Begins the import of what was checked.</summary>
    public void Run(Actor actor, Guid importId) => Begin(importId, ct => run.RunAsync(actor, importId, ct));

    /// <summary>Begins to take back what is done.</summary>
    public void Undo(Actor actor, Guid importId, bool liftsStops) => Begin(importId, _ => undo.ExecuteAsync(actor, importId, liftsStops, CancellationToken.None));

    /// <summary>Completes when nothing is under way for this import.</summary>
    public Task WhenIdleAsync(Guid importId) => _tasks.TryGetValue(importId, out var task) ? task : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_tasks.Values);
        _stopping.Dispose();
    }

    private void Begin(Guid importId, Func<CancellationToken, Task> job)
    {
        var token = _stopping.Token;
        var before = WhenIdleAsync(importId);
        _tasks[importId] = Task.Run(
            async () =>
            {
                await before;
                try
                {
                    await job(token);
                }
                catch (Exception exception)
                {
                    // Only the kind: a message could quote the file.
                    LogBroke(logger, exception.GetType().Name);
                }
            },
            CancellationToken.None);
        _ = _tasks[importId].ContinueWith((ended, _) => _tasks.TryRemove(new KeyValuePair<Guid, Task>(importId, ended)), null, TaskScheduler.Default);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "An import broke ({Kind}) and was rolled back.")]
    private static partial void LogBroke(ILogger logger, string kind);
}
