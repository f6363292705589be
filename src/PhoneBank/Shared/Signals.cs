using System.Collections.Concurrent;

namespace PhoneBank.Shared;

/// <summary>Something changed. Carries ids only, never content, because it may cross to other nodes.</summary>
/// <param name="Kind">What happened, e.g. <c>call-recorded</c>.</param>
/// <param name="CampaignId">The campaign it happened in, if any.</param>
/// <param name="VolunteerId">The volunteer it concerns, if only one.</param>
public sealed record Signal(string Kind, Guid? CampaignId = null, Guid? VolunteerId = null)
{
    public const string CallRecorded = "call-recorded";
    public const string ClaimChanged = "claim-changed";
    public const string CampaignPaused = "paused";
    public const string CallerPaused = "caller-paused";
    public const string CampaignChanged = "campaign-changed";

    /// <summary>A list stops handing out people, or goes on; besides <see cref="ListChanged"/>, which tells of much that no caller need know.</summary>
    public const string ListPaused = "list-paused";
    public const string ListChanged = "list-changed";
    public const string ImportChanged = "import-changed";
    public const string PeopleChanged = "people-changed";
    public const string AccessRevoked = "hide";

    /// <summary>The number or the person an organizer holds must not be called any more.</summary>
    public const string NumberSilenced = "silenced";
    public const string NoticeGiven = "notice-given";
    public const string HelpAsked = "help-asked";
    public const string ReviewsChanged = "reviews-changed";
}

/// <summary>
/// Tells open pages that something changed, after it was committed. Subscribers are called on the publisher's thread and
/// must return at once. Where several nodes share a database, a relay carries signals to the others.
/// </summary>
public sealed class Signals
{
    private readonly ConcurrentDictionary<long, Action<Signal>> _subscribers = new();
    private readonly ConcurrentDictionary<long, Action<Signal>> _relays = new();
    private long _lastId;

    /// <summary>Calls <paramref name="onSignal"/> for each signal until the returned object is disposed (idempotent).</summary>
    public IDisposable Subscribe(Action<Signal> onSignal) => Add(_subscribers, onSignal);

    /// <summary>Calls <paramref name="onSignal"/> for each signal published on this node, to carry it elsewhere, until the returned object is disposed.</summary>
    public IDisposable Relay(Action<Signal> onSignal) => Add(_relays, onSignal);

    /// <summary>Publishes to this node's subscribers, and to other nodes where there are any. One failing subscriber does not keep others from hearing it.</summary>
    public void Publish(Signal signal)
    {
        Tell(_subscribers, signal);
        Tell(_relays, signal);
    }

    /// <summary>Tells this node's subscribers what was published on another.</summary>
    public void PublishFromElsewhere(Signal signal) => Tell(_subscribers, signal);

    private Subscription Add(ConcurrentDictionary<long, Action<Signal>> to, Action<Signal> onSignal)
    {
        var id = Interlocked.Increment(ref _lastId);
        to[id] = onSignal;
        return new Subscription(() => to.TryRemove(id, out _));
    }

    private static void Tell(ConcurrentDictionary<long, Action<Signal>> subscribers, Signal signal)
    {
        foreach (var subscriber in subscribers.Values)
        {
            try
            {
                subscriber(signal);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // A page that is going away must not undo what the publisher has already committed.
            }
        }
    }

    private sealed class Subscription(Action unsubscribe) : IDisposable
    {
        public void Dispose() => unsubscribe();
    }
}
