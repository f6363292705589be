using System.Globalization;
using System.Resources;
using System.Text;
using PhoneBank.Campaigns;

namespace PhoneBank.Web.Calling;

/// <summary>How names of people, languages and outcomes are written into a sentence.</summary>
internal static class Names
{
    /// <summary>Languages to choose from when somebody speaks another one than was thought; any tag can be recorded.</summary>
    private static readonly string[] Spoken = ["he", "ar", "ru", "en", "am", "fr", "es", "uk", "ti", "yi", "de", "fa", "hi", "it", "ka", "pl", "pt", "ro", "th", "tl", "tr", "zh"];

    private static readonly ResourceManager Words = new(typeof(WhileCallingText));

    /// <summary>A name keeps its own direction and leaves the sentence around it alone.</summary>
    public static string Isolated(string name) => $"\u2068{OrNone(name)}\u2069";

    /// <summary>Lists come without first names too; a last name is never shown in their place.</summary>
    public static string OrNone(string name) => name.Length > 0 ? name : Words.GetString("NoName", CultureInfo.CurrentUICulture) ?? "";

    /// <summary>The first word of the name volunteers know each other by: no more of it is said on the telephone.</summary>
    public static string First(string displayName) => displayName.Trim() is var name && name.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end ? name[..end] : name;

    public static IEnumerable<string> LanguagesToChoose(IEnumerable<string> first) => first.Concat(Spoken).Distinct(StringComparer.OrdinalIgnoreCase);

    public static string OfOutcome(OutcomeDefinition outcome, string mainLanguage) =>
        outcome.TextIn(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, mainLanguage)?.Label ?? outcome.Key;

    /// <summary>The first zone's city as people say it: <c>Asia/Jerusalem</c> is Jerusalem.</summary>
    public static string OfZone(string zoneId) => new StringBuilder(zoneId[(zoneId.LastIndexOf('/') + 1)..]).Replace('_', ' ').ToString();

    /// <summary>A day and time in the language of the interface, such as Tue 24 Nov, 18:00.</summary>
    public static string OfMoment(DateTime local) => local.ToString("ddd d MMM, HH:mm", CultureInfo.CurrentUICulture);
}
