using System.Globalization;

namespace PhoneBank.Web.Ui;

/// <summary>The plural categories of the four interface languages for whole numbers, after the Unicode CLDR rules.</summary>
public static class Plural
{
    public static string Category(CultureInfo culture, long n)
    {
        n = Math.Abs(n);
        return culture.TwoLetterISOLanguageName switch
        {
            "he" => n switch { 1 => "one", 2 => "two", _ => "other" },
            "ar" => n switch
            {
                0 => "zero",
                1 => "one",
                2 => "two",
                _ when n % 100 is >= 3 and <= 10 => "few",
                _ when n % 100 is >= 11 => "many",
                _ => "other",
            },
            "ru" => (n % 10, n % 100) switch
            {
                (1, not 11) => "one",
                (>= 2 and <= 4, not (>= 12 and <= 14)) => "few",
                _ => "many",
            },
            _ => n == 1 ? "one" : "other",
        };
    }
}
