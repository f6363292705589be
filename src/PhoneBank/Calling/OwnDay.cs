using PhoneBank.Calling.Hours;

namespace PhoneBank.Calling;

/// <summary>A caller's own day: from midnight in the zone of the newest campaign she or he calls for.</summary>
internal static class OwnDay
{
    /// <summary>UTC of the last midnight in this zone.</summary>
    public static DateTime StartIn(string zoneId, DateTime now) => now - LocalIn(zoneId, now).TimeOfDay;

    public static DateTime LocalIn(string zoneId, DateTime utc) =>
        ContactClock.At(HoursClassKey.For(zone: zoneId, country: null, safeHours: null, fallbackZone: zoneId), utc).EarliestLocal;
}
