using System.Collections.Frozen;
using System.Security.Cryptography;

namespace PhoneBank.Volunteers;

/// <summary>
/// Passwords made of five common words, in the four interface languages. Each list has at least 1,024 words, so a phrase
/// has 50 bits or more: enough behind a lockout and a slow hash, and easily copied from a screen to paper.
/// </summary>
public static class Passphrases
{
    public const int WordCount = 5;

    private static readonly FrozenDictionary<string, string[]> Lists =
        new[] { "en", "he", "ar", "ru" }.ToFrozenDictionary(language => language, Read, StringComparer.Ordinal);

    private static readonly FrozenSet<string> AllWords = Lists.Values.SelectMany(list => list).Select(LogIn.Fold).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The words of one language.</summary>
    public static IReadOnlyList<string> Words(string language) => Lists[language];

    /// <summary>Five random words; in English for a language without a list.</summary>
    public static string Generate(string language)
    {
        var words = Lists.GetValueOrDefault(language, Lists["en"]);
        return string.Join(' ', Enumerable.Range(0, WordCount).Select(_ => words[RandomNumberGenerator.GetInt32(words.Length)]));
    }

    /// <summary>Whether the text is such a phrase; it is then compared without case, spaces or marks.</summary>
    internal static bool IsPhrase(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: WordCount } words
        && words.All(word => AllWords.Contains(LogIn.Fold(word)));

    private static string[] Read(string language)
    {
        using var stream = typeof(Passphrases).Assembly.GetManifestResourceStream($"PhoneBank.Volunteers.Words.{language}.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }
}
