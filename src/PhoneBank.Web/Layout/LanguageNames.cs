using System.Globalization;

namespace PhoneBank.Web.Layout;

/// <summary>Languages by the names their speakers use.</summary>
public static class LanguageNames
{
    /// <summary>For example <c>עברית</c> of <c>he</c>; the tag itself when nobody knows it.</summary>
    public static string Of(string tag)
    {
        try
        {
            var culture = CultureInfo.GetCultureInfo(tag, predefinedOnly: true);
            var name = culture.NativeName;
            return name.Length > 0 ? culture.TextInfo.ToUpper(name[0]) + name[1..] : tag;
        }
        catch (CultureNotFoundException)
        {
            return tag;
        }
    }
}
