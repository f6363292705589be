using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace PhoneBank.Calling.Hours;

/// <summary>
/// The windows of a week in someone's local time: a country's ceiling, a campaign's hours or one person's safe hours.
/// Immutable; windows of a day are sorted, disjoint and do not touch, so equal weeks have equal texts.
/// </summary>
public sealed class WeeklyWindows : IEquatable<WeeklyWindows>
{
    private const string NeverText = "never";
    private static readonly string[] DayNames = ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"];

    private readonly ImmutableArray<TimeWindow>[] _days;
    private string? _text;

    private WeeklyWindows(ImmutableArray<TimeWindow>[] days) => _days = days;

    /// <summary>Every minute of the week.</summary>
    public static WeeklyWindows Always { get; } = Create(Enum.GetValues<DayOfWeek>().Select(day => (day, default(TimeWindow))));

    /// <summary>No minute of the week.</summary>
    public static WeeklyWindows Never { get; } = Create([]);

    /// <summary>Whether no minute of the week is left.</summary>
    public bool IsNever => Array.TrueForAll(_days, windows => windows.IsEmpty);

    /// <summary>The windows of a day, in order.</summary>
    public ImmutableArray<TimeWindow> this[DayOfWeek day] => _days[(int)day];

    /// <summary>The week made of these windows; overlapping and touching ones become one.</summary>
    public static WeeklyWindows Create(IEnumerable<(DayOfWeek Day, TimeWindow Window)> windows)
    {
        var byDay = windows.ToLookup(entry => entry.Day, entry => entry.Window);
        return new WeeklyWindows([.. Enum.GetValues<DayOfWeek>().Select(day => Merge(byDay[day]))]);
    }

    /// <summary>Reads stored hours. Text from people goes through <see cref="TryParse"/>.</summary>
    public static WeeklyWindows Parse(string text) =>
        TryParse(text, out var windows, out _) ? windows : throw new FormatException("These are not stored calling hours.");

    /// <summary>
    /// Reads the compact form: days, a space, windows; parts separated by semicolons, as in
    /// <c>Su-Th 10:00-21:00; Fr 10:00-13:00</c> or <c>Mo-Fr 10:00-13:00,14:00-20:00</c>; <c>never</c> for none.
    /// Lenient about case, spacing, dashes, order and <c>9</c> for <c>09:00</c>. Refuses with every finding at once.
    /// </summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WeeklyWindows? windows, out IReadOnlyList<HoursFinding> findings)
    {
        var reader = new WeekReader();
        reader.Read(text);
        findings = reader.Findings;
        windows = findings.Count == 0 ? Create(reader.Windows) : null;
        return windows is not null;
    }

    /// <summary>Whether a local date and time lies in a window.</summary>
    public bool Contains(DateTime local)
    {
        var time = TimeOnly.FromDateTime(local);
        foreach (var window in this[local.DayOfWeek])
        {
            if (window.Contains(time))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The minutes that are in both weeks.</summary>
    public WeeklyWindows Intersect(WeeklyWindows other)
    {
        if (ReferenceEquals(other, Always) || ReferenceEquals(this, other))
        {
            return this;
        }

        if (ReferenceEquals(this, Always))
        {
            return other;
        }

        var days = new ImmutableArray<TimeWindow>[DayNames.Length];
        for (var day = 0; day < days.Length; day++)
        {
            days[day] = Intersect(_days[day], other._days[day]);
        }

        return new WeeklyWindows(days);
    }

    public bool Equals(WeeklyWindows? other) => other is not null && string.Equals(ToString(), other.ToString(), StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as WeeklyWindows);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    /// <summary>The compact form; days with the same windows share a part, and the week begins on Sunday.</summary>
    public override string ToString() => _text ??= Format(_days);

    private static ImmutableArray<TimeWindow> Merge(IEnumerable<TimeWindow> windows)
    {
        var merged = ImmutableArray.CreateBuilder<TimeWindow>();
        foreach (var window in windows.Order())
        {
            if (merged.Count > 0 && merged[^1].ToMinute >= window.FromMinute)
            {
                var last = merged[^1];
                merged[^1] = TimeWindow.OfMinutes(last.FromMinute, Math.Max(last.ToMinute, window.ToMinute));
            }
            else
            {
                merged.Add(window);
            }
        }

        return merged.ToImmutable();
    }

    private static ImmutableArray<TimeWindow> Intersect(ImmutableArray<TimeWindow> left, ImmutableArray<TimeWindow> right)
    {
        var both = ImmutableArray.CreateBuilder<TimeWindow>();
        var (l, r) = (0, 0);
        while (l < left.Length && r < right.Length)
        {
            var from = Math.Max(left[l].FromMinute, right[r].FromMinute);
            var to = Math.Min(left[l].ToMinute, right[r].ToMinute);
            if (from < to)
            {
                both.Add(TimeWindow.OfMinutes(from, to));
            }

            if (left[l].ToMinute < right[r].ToMinute)
            {
                l++;
            }
            else
            {
                r++;
            }
        }

        return both.ToImmutable();
    }

    private static string Format(ImmutableArray<TimeWindow>[] days)
    {
        var parts = days
            .Select((windows, day) => (Day: day, Windows: string.Join(',', windows)))
            .Where(entry => entry.Windows.Length > 0)
            .GroupBy(entry => entry.Windows, StringComparer.Ordinal)
            .Select(group => $"{FormatDays([.. group.Select(entry => entry.Day)])} {group.Key}");
        var text = string.Join("; ", parts);
        return text.Length == 0 ? NeverText : text;
    }

    private static string FormatDays(int[] days)
    {
        var text = new StringBuilder();
        for (var first = 0; first < days.Length;)
        {
            var last = first;
            while (last + 1 < days.Length && days[last + 1] == days[last] + 1)
            {
                last++;
            }

            // Two neighbours read better as a list than as a range.
            if (last == first + 1)
            {
                last = first;
            }

            text.Append(text.Length > 0 ? "," : "").Append(DayNames[days[first]]);
            if (last > first)
            {
                text.Append('-').Append(DayNames[days[last]]);
            }

            first = last + 1;
        }

        return text.ToString();
    }

    private sealed class WeekReader
    {
        private readonly List<HoursFinding> _findings = [];

        public List<(DayOfWeek Day, TimeWindow Window)> Windows { get; } = [];

        public IReadOnlyList<HoursFinding> Findings => _findings;

        public void Read(string? text)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                _findings.Add(new NoHoursGiven());
                return;
            }

            if (text.Trim().Equals(NeverText, StringComparison.OrdinalIgnoreCase))
            {
                return;
            }

            var plain = text.Replace('\u2013', '-').Replace('\u2014', '-').Replace('\u2212', '-');
            var parts = plain.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 0)
            {
                _findings.Add(new NoHoursGiven());
            }

            foreach (var part in parts)
            {
                ReadPart(part);
            }

            if (_findings.Count == 0)
            {
                FindOverlaps();
            }
        }

        private void ReadPart(string part)
        {
            var times = part.AsSpan().IndexOfAnyInRange('0', '9');
            if (times < 0)
            {
                _findings.Add(new UnreadableWindow(part));
                return;
            }

            var days = ReadDays(part[..times].Trim());
            foreach (var piece in part[times..].Split(',', StringSplitOptions.TrimEntries))
            {
                if (ReadWindow(piece) is { } window)
                {
                    Windows.AddRange(days.Select(day => (day, window)));
                }
            }
        }

        private List<DayOfWeek> ReadDays(string text)
        {
            var days = new List<DayOfWeek>();
            foreach (var piece in text.TrimEnd(':').Split(',', StringSplitOptions.TrimEntries))
            {
                var ends = piece.Split('-', StringSplitOptions.TrimEntries);
                var (first, last) = (DayNamed(ends[0]), DayNamed(ends[^1]));
                if (ends.Length > 2 || first < 0 || last < 0)
                {
                    _findings.Add(new UnreadableDays(piece));
                    return [];
                }

                for (var day = first; ; day = (day + 1) % DayNames.Length)
                {
                    days.Add((DayOfWeek)day);
                    if (day == last)
                    {
                        break;
                    }
                }
            }

            return days;
        }

        private TimeWindow? ReadWindow(string text)
        {
            var ends = text.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length != 2 || MinuteOf(ends[0]) is not (>= 0 and < TimeWindow.MinutesOfDay and var from) || MinuteOf(ends[1]) is not (>= 0 and var to))
            {
                _findings.Add(new UnreadableWindow(text));
                return null;
            }

            if (to <= from)
            {
                _findings.Add(new EndsBeforeItStarts(text));
                return null;
            }

            return TimeWindow.OfMinutes(from, to);
        }

        private void FindOverlaps()
        {
            foreach (var day in Windows.GroupBy(entry => entry.Day, entry => entry.Window).OrderBy(day => day.Key))
            {
                var sorted = day.Order().ToList();
                for (var next = 1; next < sorted.Count; next++)
                {
                    if (sorted[next].FromMinute < sorted[next - 1].ToMinute)
                    {
                        _findings.Add(new WindowsOverlap(day.Key, sorted[next - 1], sorted[next]));
                    }
                }
            }
        }

        private static int DayNamed(string text) => Array.FindIndex(DayNames, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));

        private static int MinuteOf(string text)
        {
            var pieces = text.Split(':');
            if (pieces.Length > 2 || !IsNumber(pieces[0], 1, out var hour) || hour > 24)
            {
                return -1;
            }

            var minute = 0;
            if (pieces.Length == 2 && (!IsNumber(pieces[1], 2, out minute) || minute > 59))
            {
                return -1;
            }

            var total = (hour * 60) + minute;
            return total <= TimeWindow.MinutesOfDay ? total : -1;
        }

        private static bool IsNumber(string text, int atLeast, out int number)
        {
            number = 0;
            return text.Length >= atLeast && text.Length <= 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        }
    }
}
