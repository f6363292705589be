using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PhoneBank.Shared;

namespace PhoneBank.Campaigns;

/// <summary>Waits between tries as people write them: <c>15 min</c>, <c>3 h, 6 h, 24 h</c>, <c>2 d</c>.</summary>
public static class RetryWaits
{
    public const int Most = 8;
    private const int Hour = 60;
    private const int Day = 24 * Hour;
    private const int LongestWait = 90 * Day;

    private static readonly (string Unit, int Minutes)[] Units =
        [("minutes", 1), ("minute", 1), ("mins", 1), ("min", 1), ("m", 1), ("hours", Hour), ("hour", Hour), ("hrs", Hour), ("h", Hour), ("days", Day), ("day", Day), ("d", Day)];

    /// <summary>Reads waits in order; a number alone is minutes. Refused when one is unreadable, under a minute or over 90 days, or there are too many.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out IReadOnlyList<int>? minutes)
    {
        minutes = null;
        var waits = new List<int>();
        foreach (var part in (text ?? "").Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Read(part) is not { } wait)
            {
                return false;
            }

            waits.Add(wait);
        }

        if (waits.Count is 0 or > Most)
        {
            return false;
        }

        minutes = waits;
        return true;
    }

    /// <summary>The same waits, each in the largest unit that fits; a day is written as 24 h, as people say it.</summary>
    public static string Write(IEnumerable<int> minutes) => string.Join(", ", minutes.Select(wait => Parts(wait) switch
    {
        (var count, WaitUnit.Days) => string.Create(CultureInfo.InvariantCulture, $"{count} d"),
        (var count, WaitUnit.Hours) => string.Create(CultureInfo.InvariantCulture, $"{count} h"),
        (var count, _) => string.Create(CultureInfo.InvariantCulture, $"{count} min"),
    }));

    /// <summary>A wait as a count of the largest unit that fits.</summary>
    public static (int Count, WaitUnit Unit) Parts(int minutes) =>
        minutes > Day && minutes % Day == 0 ? (minutes / Day, WaitUnit.Days)
        : minutes >= Hour && minutes % Hour == 0 ? (minutes / Hour, WaitUnit.Hours)
        : (minutes, WaitUnit.Minutes);

    private static int? Read(string part)
    {
        var digits = part.TakeWhile(char.IsAsciiDigit).Count();
        var unit = part[digits..].Trim();
        if (digits is 0 or > 6 || !int.TryParse(part.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        var factor = unit.Length == 0 ? 1 : Units.FirstOrDefault(known => known.Unit.Equals(unit, StringComparison.OrdinalIgnoreCase)).Minutes;
        return factor > 0 && count is >= 1 && (long)count * factor <= LongestWait ? count * factor : null;
    }
}

/// <summary>In what a wait is counted. The name is the key of its text.</summary>
public enum WaitUnit
{
    Minutes,
    Hours,
    Days,
}

/// <summary>The waits of an outcome cannot be read.</summary>
public sealed record WaitsUnreadable(string OutcomeKey) : Error
{
    public override IReadOnlyList<object> TextArguments => [OutcomeKey];
}
