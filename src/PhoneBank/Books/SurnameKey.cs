namespace PhoneBank.Books;

/// <summary>
/// What surnames are compared by: folded as <see cref="NameKey"/> folds names, and one form for what relatives write in several:
/// the Russian feminine, the Arabic article, the parts of a double name.
/// </summary>
public static class SurnameKey
{
    // With one of these the name is one whole: whoever is called Ben Ami is no relative of Ben David.
    private static readonly HashSet<string> Particles = new(
        ["ABU", "AL", "BAR", "BAT", "BEN", "BIN", "DA", "DE", "DEL", "DER", "DI", "DU", "EL", "IBN", "LA", "LE", "VAN", "VON", "אבו", "אל", "בן", "בר", "בת", "ابن", "ابو", "ال", "بن", "بنت"],
        StringComparer.Ordinal);

    /// <summary>The keys of a surname; two people may be relatives when they share one. Empty when there is no letter in it.</summary>
    public static IReadOnlyList<string> Of(string surname)
    {
        var words = NameKey.Of("", surname).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Folded).Where(word => word.Length > 0).ToList();
        return words.Count switch
        {
            0 => [],
            1 => words[0].Length > 1 ? words : [],
            _ when words.Exists(Particles.Contains) => [string.Join(' ', words)],
            _ => [.. words.Where(word => word.Length > 1).Append(string.Join(' ', words)).Distinct(StringComparer.Ordinal)],
        };
    }

    // NameKey takes letters apart, so that Й is И here and Ё is Е.
    private static string Folded(string word) => word switch
    {
        _ when word.EndsWith("СКАЯ", StringComparison.Ordinal) || word.EndsWith("ЦКАЯ", StringComparison.Ordinal) => word[..^2] + "ИИ",
        _ when word.Length > 4 && (word.EndsWith("ОВА", StringComparison.Ordinal) || word.EndsWith("ЕВА", StringComparison.Ordinal) || word.EndsWith("ИНА", StringComparison.Ordinal) || word.EndsWith("ЫНА", StringComparison.Ordinal)) => word[..^1],
        _ when word.Length > 4 && word.StartsWith("ال", StringComparison.Ordinal) => Arabic(word[2..]),
        _ => Arabic(word),
    };

    private static string Arabic(string word) => word.Replace('ة', 'ه').Replace('ى', 'ي');
}
