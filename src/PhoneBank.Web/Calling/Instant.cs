using System.Globalization;
using PhoneBank.Calling.Hours;

namespace PhoneBank.Web.Calling;

/// <summary>Moments as the page's script reads them.</summary>
internal static class Instant
{
    /// <summary>Of a moment in UTC, such as 2026-11-24T16:00:00Z.</summary>
    public static string Of(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>
    /// How far ahead of UTC a zone's clock is while callbacks can be promised, in minutes: <c>120</c>, or where the clocks change
    /// <c>60,1774746000:120</c> with the second since 1970 from which the next holds.
    /// </summary>
    public static string OffsetsOf(string zoneId, DateTime now) => string.Join(',', ZoneOffsets.Between(zoneId, now.AddDays(-1), now + CallingHours.CallbackLimit + TimeSpan.FromDays(2))
        .Select((offset, index) => index == 0
            ? offset.Minutes.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{new DateTimeOffset(offset.FromUtc).ToUnixTimeSeconds()}:{offset.Minutes}")));
}
