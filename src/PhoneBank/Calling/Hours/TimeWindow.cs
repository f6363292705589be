using System.Globalization;
using System.Runtime.InteropServices;

namespace PhoneBank.Calling.Hours;

/// <summary>
/// A stretch of one local day in whole minutes: from <see cref="From"/> up to, not including, <see cref="To"/>.
/// It never crosses midnight; a <see cref="To"/> of 00:00 means 24:00, the end of the day.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TimeWindow : IComparable<TimeWindow>
{
    internal const int MinutesOfDay = 24 * 60;

    /// <summary>Refuses (as a bug) seconds and an end that is not after the start; user input goes through <see cref="WeeklyWindows.TryParse"/>.</summary>
    public TimeWindow(TimeOnly from, TimeOnly to)
    {
        if (from.Ticks % TimeSpan.TicksPerMinute != 0 || to.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            throw new ArgumentException("Calling windows are whole minutes.", nameof(from));
        }

        if (to != TimeOnly.MinValue && to <= from)
        {
            throw new ArgumentException("A calling window ends after it starts, on the same day.", nameof(to));
        }

        From = from;
        To = to;
    }

    /// <summary>First minute of the window.</summary>
    public TimeOnly From { get; }

    /// <summary>End of the window, not included; 00:00 stands for 24:00.</summary>
    public TimeOnly To { get; }

    internal int FromMinute => (int)(From.Ticks / TimeSpan.TicksPerMinute);

    internal int ToMinute => To == TimeOnly.MinValue ? MinutesOfDay : (int)(To.Ticks / TimeSpan.TicksPerMinute);

    /// <summary>Whether a local time of day lies in the window.</summary>
    public bool Contains(TimeOnly time) => time >= From && (To == TimeOnly.MinValue || time < To);

    public int CompareTo(TimeWindow other)
    {
        var byStart = From.CompareTo(other.From);
        return byStart != 0 ? byStart : ToMinute.CompareTo(other.ToMinute);
    }

    public static bool operator <(TimeWindow left, TimeWindow right) => left.CompareTo(right) < 0;

    public static bool operator >(TimeWindow left, TimeWindow right) => left.CompareTo(right) > 0;

    public static bool operator <=(TimeWindow left, TimeWindow right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TimeWindow left, TimeWindow right) => left.CompareTo(right) >= 0;

    /// <summary>For example <c>10:00-21:00</c>.</summary>
    public override string ToString() => $"{Text(FromMinute)}-{Text(ToMinute)}";

    internal static TimeWindow OfMinutes(int from, int to) =>
        new(new TimeOnly(from * TimeSpan.TicksPerMinute), new TimeOnly(to % MinutesOfDay * TimeSpan.TicksPerMinute));

    private static string Text(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}
