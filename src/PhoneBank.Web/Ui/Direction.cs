using System.Globalization;

namespace PhoneBank.Web.Ui;

/// <summary>Which way a language is written.</summary>
public static class Direction
{
    public static string OfInterface => Of(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);

    public static string Of(string? language) => language?.Split('-')[0] is "he" or "ar" or "fa" or "ur" or "yi" ? "rtl" : "ltr";
}
