namespace PhoneBank.Books;

/// <summary>How long the campaigns of a book leave somebody in peace after another of them has called.</summary>
public sealed record BookPace(int HoursBetweenTalks, int MinutesBetweenTries)
{
    public const int MostHours = 14 * 24;
    public const int MostMinutes = 24 * 60;

    /// <summary>Up to when another campaign waits after a call that ended then.</summary>
    public DateTime QuietUntil(DateTime endedAt, bool reached)
    {
        var tries = endedAt.AddMinutes(MinutesBetweenTries);
        var talks = reached ? endedAt.AddHours(HoursBetweenTalks) : endedAt;
        return tries > talks ? tries : talks;
    }

    /// <summary>How far back a call can still make others wait.</summary>
    public TimeSpan Longest => TimeSpan.FromMinutes(Math.Max(MinutesBetweenTries, HoursBetweenTalks * 60));
}
