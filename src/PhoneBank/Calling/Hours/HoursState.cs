namespace PhoneBank.Calling.Hours;

/// <summary>
/// Whether people of one hours class may be handed out at an instant. All times UTC.
/// In the last ten minutes of a window it is closed for handing out although the window is not over.
/// </summary>
public readonly record struct HoursState
{
    internal HoursState(DateTime atUtc, DateTime? closesUtc, DateTime? nextOpeningUtc)
    {
        AtUtc = atUtc;
        ClosesUtc = closesUtc;
        NextOpeningUtc = nextOpeningUtc;
    }

    /// <summary>The instant this was asked for.</summary>
    public DateTime AtUtc { get; }

    /// <summary>When the window of this instant ends; null outside a window.</summary>
    public DateTime? ClosesUtc { get; }

    /// <summary>When closed: the next instant with <see cref="IsOpen"/>; null when there is none within <see cref="CallingHours.SearchLimit"/>.</summary>
    public DateTime? NextOpeningUtc { get; }

    /// <summary>Up to when, not included, people are handed out; null when closed.</summary>
    public DateTime? OpenUntilUtc => IsOpen ? ClosesUtc - CallingHours.NoHandOutBeforeClose : null;

    /// <summary>Whether people may be handed out now.</summary>
    public bool IsOpen => ClosesUtc is { } closes && AtUtc < closes - CallingHours.NoHandOutBeforeClose;

    /// <summary>Whether a call may go on now: inside a window, its last minutes included.</summary>
    public bool IsInWindow => ClosesUtc is not null;

    /// <summary>Whether it is open now and the window ends within this time.</summary>
    public bool ClosesWithin(TimeSpan time) => IsOpen && ClosesUtc - AtUtc <= time;
}

/// <summary>The state of many hours classes at one instant.</summary>
public sealed record OpenClasses(
    IReadOnlySet<HoursClassKey> Open,
    IReadOnlySet<HoursClassKey> ClosingSoon,
    IReadOnlyDictionary<HoursClassKey, HoursState> States);
