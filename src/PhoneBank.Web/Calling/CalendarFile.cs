using System.Globalization;
using System.Text;
using PhoneBank.Calling;

namespace PhoneBank.Web.Calling;

/// <summary>Writes callbacks as an iCalendar file (RFC 5545): when there is a call, and nothing about whom.</summary>
internal static class CalendarFile
{
    private const int MostOctets = 75;
    private const string Minutes = "15";

    /// <param name="word">The same for every call.</param>
    /// <param name="now">UTC.</param>
    public static string Write(IReadOnlyList<CalendarCallback> callbacks, string word, DateTime now)
    {
        var file = new StringBuilder();
        var text = Escaped(word);
        Line(file, "BEGIN:VCALENDAR");
        Line(file, "VERSION:2.0");
        Line(file, "PRODID:-//PB//Calendar//EN");
        Line(file, "CALSCALE:GREGORIAN");
        Line(file, "METHOD:PUBLISH");
        Line(file, "X-WR-CALNAME:" + text);
        Line(file, $"REFRESH-INTERVAL;VALUE=DURATION:PT{Minutes}M");
        Line(file, $"X-PUBLISHED-TTL:PT{Minutes}M");
        if (callbacks.Count == 0)
        {
            WriteZone(file);
        }

        foreach (var callback in callbacks)
        {
            Line(file, "BEGIN:VEVENT");
            Line(file, "UID:" + callback.Uid);
            Line(file, "DTSTAMP:" + Utc(now));
            Line(file, "DTSTART:" + Utc(callback.At));
            Line(file, $"DURATION:PT{Minutes}M");
            Line(file, "SUMMARY:" + text);
            Line(file, "CLASS:PRIVATE");
            Line(file, "BEGIN:VALARM");
            Line(file, "ACTION:DISPLAY");
            Line(file, "DESCRIPTION:" + text);
            Line(file, "TRIGGER:-PT10M");
            Line(file, "END:VALARM");
            Line(file, "END:VEVENT");
        }

        Line(file, "END:VCALENDAR");
        return file.ToString();
    }

    // A calendar has at least one component; some programs refuse one that has none.
    private static void WriteZone(StringBuilder file)
    {
        Line(file, "BEGIN:VTIMEZONE");
        Line(file, "TZID:UTC");
        Line(file, "BEGIN:STANDARD");
        Line(file, "DTSTART:19700101T000000");
        Line(file, "TZOFFSETFROM:+0000");
        Line(file, "TZOFFSETTO:+0000");
        Line(file, "END:STANDARD");
        Line(file, "END:VTIMEZONE");
    }

    private static string Utc(DateTime at) => at.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => text.ReplaceLineEndings(" ")
        .Replace(@"\", @"\\", StringComparison.Ordinal).Replace(";", @"\;", StringComparison.Ordinal).Replace(",", @"\,", StringComparison.Ordinal);

    /// <summary>Ends with CRLF; a line of more than 75 octets goes on in the next after a space, never inside a character.</summary>
    private static void Line(StringBuilder file, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > MostOctets)
            {
                file.Append("\r\n ");
                octets = 1;
            }

            file.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        file.Append("\r\n");
    }
}
