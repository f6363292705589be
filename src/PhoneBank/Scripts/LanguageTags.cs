using System.Collections.Frozen;

namespace PhoneBank.Scripts;

/// <summary>Which way a text runs.</summary>
public enum TextDirection
{
    LeftToRight,
    RightToLeft,
}

/// <summary>What scripts need to know about BCP-47 tags: how they are compared and which way their writing runs.</summary>
public static class LanguageTags
{
    private static readonly FrozenSet<string> RightToLeftScripts =
        new[] { "adlm", "arab", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> RightToLeftLanguages =
        new[] { "ar", "arc", "bal", "ckb", "dv", "fa", "glk", "he", "ks", "lrc", "mzn", "nqo", "ps", "sd", "syr", "ug", "ur", "yi" }
            .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The tag as it is compared: trimmed, lower case, hyphens, old codes replaced (iw is he).</summary>
    public static string Normalize(string tag)
    {
        var normal = tag.Trim().Replace('_', '-').ToLowerInvariant();
        var end = normal.IndexOf('-', StringComparison.Ordinal);
        var language = end < 0 ? normal : normal[..end];
        var current = language switch { "iw" => "he", "ji" => "yi", "in" => "id", _ => language };
        return end < 0 ? current : current + normal[end..];
    }

    /// <summary>The primary language: <c>he</c> of <c>he-IL</c>.</summary>
    public static string PrimaryOf(string tag)
    {
        var normal = Normalize(tag);
        var end = normal.IndexOf('-', StringComparison.Ordinal);
        return end < 0 ? normal : normal[..end];
    }

    /// <summary>Which way the language is written; a script subtag such as <c>az-Arab</c> decides over the language.</summary>
    public static TextDirection DirectionOf(string tag)
    {
        var parts = Normalize(tag).Split('-');
        var script = parts.Skip(1).FirstOrDefault(part => part.Length == 4 && part.All(char.IsAsciiLetter));
        var rightToLeft = script is null ? RightToLeftLanguages.Contains(parts[0]) : RightToLeftScripts.Contains(script);
        return rightToLeft ? TextDirection.RightToLeft : TextDirection.LeftToRight;
    }
}
