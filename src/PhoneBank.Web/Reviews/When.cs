using System.Globalization;
using Microsoft.Extensions.Localization;

namespace PhoneBank.Web.Reviews;

/// <summary>Local moments and lengths as a coordinator reads them.</summary>
internal static class When
{
    /// <summary>The time alone for today, else day and time.</summary>
    public static string Short(IStringLocalizer texts, DateTime local, DateOnly today) =>
        DateOnly.FromDateTime(local) == today ? texts["TodayAt", Time(local)] : Long(local);

    public static string Long(DateTime local) => local.ToString("ddd d MMM, HH:mm", CultureInfo.CurrentCulture);

    public static string Time(DateTime local) => local.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Minutes and seconds, with hours only where there are any.</summary>
    public static string Length(TimeSpan length) =>
        length < TimeSpan.Zero ? "0:00"
        : length.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)length.TotalHours}:{length.Minutes:00}:{length.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{length.Minutes}:{length.Seconds:00}");
}
