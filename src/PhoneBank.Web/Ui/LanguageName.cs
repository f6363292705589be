using System.Globalization;

namespace PhoneBank.Web.Ui;

/// <summary>What a language is called.</summary>
public static class LanguageName
{
    /// <summary>In the language itself: עברית.</summary>
    public static string OfItself(string tag) => Culture(tag) is { } culture ? Capital(culture.NativeName, culture) : tag;

    /// <summary>In the language of the interface.</summary>
    public static string Of(string tag) => Culture(tag) is { } culture ? Capital(culture.DisplayName, CultureInfo.CurrentUICulture) : tag;

    private static CultureInfo? Culture(string tag)
    {
        try
        {
            return CultureInfo.GetCultureInfo(tag);
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }

    private static string Capital(string name, CultureInfo culture) => name.Length > 0 ? char.ToUpper(name[0], culture) + name[1..] : name;
}
