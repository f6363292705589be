using PhoneBank.Calling.Hours;

namespace PhoneBank.Calling;

/// <summary>A caller's own day: from midnight in the zone of the newest campaign she or he calls for.</summary>
internal static class OwnDay
{
    /// <summary>UTC of the last midnight in this zone; where the clock skips midnight, of the first time there is.</summary>
    public static DateTime StartIn(string zoneId, DateTime now)
    {
        // Asked of the clock: on a day on which it changes, the time on it is not the time since midnight.
        var clock = ClockOf(zoneId);
        var midnight = clock.ToLocal(now).Date;
        for (var minutes = 0; minutes <= 180; minutes += 15)
        {
            if (clock.ToUtc(midnight.AddMinutes(minutes)) is [var start, ..])
            {
                return start;
            }
        }

        throw new InvalidOperationException("No clock skips three hours at once.");
    }

    public static DateTime LocalIn(string zoneId, DateTime utc) => ClockOf(zoneId).ToLocal(utc);

    private static ZoneClock ClockOf(string zoneId) => HoursClassKey.For(zone: zoneId, country: null, safeHours: null, fallbackZone: zoneId).Clocks[0];
}
