using System.Collections.Frozen;

namespace PhoneBank.Calling.Hours;

/// <summary>On which day people go back to work: "on Sunday" means something else in Haifa than in Berlin.</summary>
public static class WorkingWeek
{
    private static readonly FrozenSet<string> FromSunday =
        FrozenSet.ToFrozenSet(["BD", "BH", "DZ", "EG", "IL", "IQ", "JO", "KW", "LY", "MV", "OM", "PS", "QA", "SA", "SD", "SY", "YE"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> FromSaturday = FrozenSet.ToFrozenSet(["AF", "IR"], StringComparer.Ordinal);

    /// <summary>The first day of the working week in a country; Monday where the country is not known.</summary>
    public static DayOfWeek FirstDayIn(string? country) =>
        country is null ? DayOfWeek.Monday : FromSunday.Contains(country) ? DayOfWeek.Sunday : FromSaturday.Contains(country) ? DayOfWeek.Saturday : DayOfWeek.Monday;

    /// <summary>The next such day after tomorrow: today and tomorrow have names of their own.</summary>
    public static DateOnly NextAfterTomorrow(DateOnly today, DayOfWeek day)
    {
        var earliest = today.AddDays(2);
        return earliest.AddDays(((int)day - (int)earliest.DayOfWeek + 7) % 7);
    }
}
