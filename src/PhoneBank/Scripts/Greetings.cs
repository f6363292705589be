using System.Collections.Frozen;

namespace PhoneBank.Scripts;

/// <summary>How one says hello on the telephone at this hour, in this language.</summary>
internal static class Greetings
{
    private static readonly TimeOnly Morning = new(5, 0);
    private static readonly TimeOnly Noon = new(12, 0);
    private static readonly TimeOnly Evening = new(17, 0);
    private static readonly TimeOnly Night = new(22, 0);

    private static readonly FrozenDictionary<string, Hours> ByLanguage = new Dictionary<string, Hours>
    {
        ["ar"] = new("صباح الخير", "مساء الخير", "مساء الخير", "مرحبا"),
        ["de"] = new("Guten Morgen", "Guten Tag", "Guten Abend", "Guten Tag"),
        ["en"] = new("Good morning", "Good afternoon", "Good evening", "Hello"),
        ["es"] = new("Buenos días", "Buenas tardes", "Buenas tardes", "Hola"),
        ["fr"] = new("Bonjour", "Bonjour", "Bonsoir", "Bonjour"),
        ["he"] = new("בוקר טוב", "צהריים טובים", "ערב טוב", "שלום"),
        ["ru"] = new("Доброе утро", "Добрый день", "Добрый вечер", "Здравствуйте"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Null for a language nobody has written a greeting for, so that the script's own word is said.</summary>
    public static string? For(string language, TimeOnly? localTime)
    {
        if (!ByLanguage.TryGetValue(LanguageTags.PrimaryOf(language), out var hours))
        {
            return null;
        }

        return localTime switch
        {
            null => hours.AnyTime,
            var time when time < Morning || time >= Night => hours.AnyTime,
            var time when time < Noon => hours.Morning,
            var time when time < Evening => hours.Afternoon,
            _ => hours.Evening,
        };
    }

    private sealed record Hours(string Morning, string Afternoon, string Evening, string AnyTime);
}
