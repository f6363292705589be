using System.Globalization;
using PhoneBank.Scripts;
using PhoneBank.Web.Hosting;
using PhoneBank.Web.Ui;

namespace PhoneBank.Web.Volunteers;

/// <summary>The languages somebody says they can call in: ticked, or written by name or tag.</summary>
internal static class CallLanguages
{
    /// <summary>Languages offered by name beside the four of the interface.</summary>
    public static IReadOnlyList<string> Others { get; } = ["am", "fr", "es", "uk", "ti", "yi", "de", "pt", "it", "ro", "hu", "pl", "ka", "fa", "tr", "el", "nl", "hi", "tl", "zh", "th"];

    /// <summary>The tags, ticked ones first; null when a written one is not known.</summary>
    public static IReadOnlyList<string>? Read(IEnumerable<string> ticked, string? written)
    {
        var tags = ticked.Where(Services.InterfaceLanguages.Contains).ToList();
        foreach (var text in (written ?? "").Split([',', ';', '،', '/'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var tag = Others.Concat(Services.InterfaceLanguages).FirstOrDefault(known =>
                string.Equals(LanguageTags.Normalize(text), known, StringComparison.OrdinalIgnoreCase)
                || string.Equals(text, LanguageName.Of(known), StringComparison.CurrentCultureIgnoreCase)
                || string.Equals(text, LanguageName.OfItself(known), StringComparison.CurrentCultureIgnoreCase)
                || string.Equals(text, CultureInfo.GetCultureInfo(known).EnglishName, StringComparison.OrdinalIgnoreCase));
            if (tag is null && !LooksLikeTag(text))
            {
                return null;
            }

            tags.Add(tag ?? LanguageTags.Normalize(text));
        }

        return [.. tags.Distinct(StringComparer.Ordinal)];
    }

    private static bool LooksLikeTag(string text) => text.Split('-') is [{ Length: 2 or 3 } first, ..] && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && first.All(char.IsAsciiLetter);
}
