using System.Collections.Concurrent;
using PhoneBank.Shared;

namespace PhoneBank.Help;

/// <summary>
/// Who of the coordinators has a desk page open on this node: they are on shift, and for ten minutes after. Kept in memory
/// only; it decides a sentence, never who may see something.
/// </summary>
public sealed class DeskPresence(TimeProvider time)
{
    public static readonly TimeSpan Lingers = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, (int Pages, DateTime LeftAt)> _pages = new();

    /// <summary>A desk page of this coordinator is open until the returned object is disposed (idempotent).</summary>
    public IDisposable Open(Guid volunteerId)
    {
        Change(volunteerId, +1);
        return new Page(() => Change(volunteerId, -1));
    }

    public bool IsOnShift(Guid volunteerId) =>
        _pages.TryGetValue(volunteerId, out var seen) && (seen.Pages > 0 || time.UtcNow() - seen.LeftAt < Lingers);

    private void Change(Guid volunteerId, int by)
    {
        var now = time.UtcNow();
        _pages.AddOrUpdate(volunteerId, (by, now), (_, seen) => (seen.Pages + by, now));
    }

    private sealed class Page(Action close) : IDisposable
    {
        private int _closed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _closed, 1) == 0)
            {
                close();
            }
        }
    }
}
