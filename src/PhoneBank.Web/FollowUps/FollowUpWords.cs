using System.Globalization;
using PhoneBank.FollowUps;

namespace PhoneBank.Web.FollowUps;

/// <summary>Days and amounts of promises in the language of the request.</summary>
internal static class FollowUpWords
{
    public static string Day(string day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date.ToString("ddd d MMM yyyy", CultureInfo.CurrentCulture) : day;

    /// <summary>The number as it is written here, then the currency's code; to be isolated from left to right.</summary>
    public static string Money(PledgeAmount amount) =>
        (amount.Hundredths / 100m).ToString(amount.Hundredths % 100 == 0 ? "N0" : "N2", CultureInfo.CurrentCulture) + "\u00A0" + amount.Currency;
}
