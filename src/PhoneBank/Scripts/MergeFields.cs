using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PhoneBank.Scripts;

/// <summary>What a text is filled with. <paramref name="LocalTime"/> is the hour where the one called is; without it the greeting is a plain hello.</summary>
public sealed record MergeValues(
    string? FirstName = null,
    string? Organizer = null,
    string? Organization = null,
    string? Campaign = null,
    string? Cover = null,
    TimeOnly? LocalTime = null)
{
    public static readonly MergeValues None = new();

    /// <summary>How the giver of a match allows it to be said; null when there is none or it is used up.</summary>
    public string? Match { get; init; }

    /// <summary>What is left of it, with its currency; null when there is none or it is used up.</summary>
    public string? MatchLeft { get; init; }

    /// <summary>Where money is given.</summary>
    public string? DonationAddress { get; init; }

    /// <summary>What the giver writes with it.</summary>
    public string? Reference { get; init; }
}

/// <summary>
/// The words in braces: <c>{first_name}</c>, or with what is said when there is no value, <c>{first_name|friend}</c>;
/// <c>{first_name|}</c> says nothing. Capitals and spaces do not matter. A word nobody knows stays as it is written, so
/// that it is seen, and is a finding of <see cref="ScriptCheck"/>.
/// </summary>
public static partial class MergeFields
{
    public const string FirstName = "first_name";
    public const string Organizer = "organizer";
    public const string Organization = "organization";
    public const string Campaign = "campaign";
    public const string Cover = "cover";
    public const string Greeting = "greeting";
    public const string Match = "match";
    public const string MatchLeft = "match_left";
    public const string DonationAddress = "donation_address";
    public const string Reference = "reference";

    private const char FirstStrongIsolate = '\u2068';
    private const char PopIsolate = '\u2069';

    /// <summary>Stands for a field that said nothing until the gap is closed; a private character that no text holds.</summary>
    private const string Nothing = "\uE000";

    private static readonly FrozenSet<string> Known =
        new[] { FirstName, Organizer, Organization, Campaign, Cover, Greeting, Match, MatchLeft, DonationAddress, Reference }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The names a writer may use, in the order an editor offers them.</summary>
    public static IReadOnlyList<string> Names { get; } = [Greeting, FirstName, Organizer, Organization, Campaign, Cover, Match, MatchLeft, DonationAddress, Reference];

    /// <summary>Each use in a text: its name as compared, whether it is known, and what is said instead (null when nothing was written for it).</summary>
    public static IEnumerable<(string Name, bool IsKnown, string? Otherwise)> In(string text)
    {
        foreach (Match match in Field().Matches(text))
        {
            var name = NameOf(match);
            yield return (name, Known.Contains(name), match.Groups["otherwise"] is { Success: true } otherwise ? otherwise.Value.Trim() : null);
        }
    }

    /// <summary>Whether a brace is left that belongs to no field, such as one never closed.</summary>
    public static bool HasStrayBrace(string text) => Field().Replace(text, "").AsSpan().ContainsAny('{', '}');

    /// <summary>
    /// Fills a text that stands in this language. Values are inserted as words only: their formatting characters are
    /// escaped, line breaks and invisible marks dropped, and a name written the other way is isolated so that the
    /// sentence around it keeps its order.
    /// </summary>
    public static string Fill(string text, string language, MergeValues values)
    {
        var filled = Field().Replace(text, match =>
        {
            var name = NameOf(match);
            if (!Known.Contains(name))
            {
                return match.Value;
            }

            var value = Clean(ValueOf(name, language, values));
            if (value.Length > 0)
            {
                return Isolate(Escape(value), language);
            }

            var otherwise = match.Groups["otherwise"].Value.Trim();
            return otherwise.Length > 0 ? otherwise : Nothing;
        });
        return CloseGaps(filled);
    }

    private static string NameOf(Match match) =>
        Separators().Replace(match.Groups["name"].Value.Trim().ToLowerInvariant(), "_");

    private static string? ValueOf(string name, string language, MergeValues values) => name switch
    {
        FirstName => values.FirstName,
        Organizer => values.Organizer,
        Organization => values.Organization,
        Campaign => values.Campaign,
        Cover => values.Cover,
        Match => values.Match,
        MatchLeft => values.MatchLeft,
        DonationAddress => values.DonationAddress,
        Reference => values.Reference,
        _ => Greetings.For(language, values.LocalTime),
    };

    private static string Clean(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return "";
        }

        var clean = new StringBuilder(value.Length);
        foreach (var rune in value.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                clean.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format || rune.Value is 0x200C or 0x200D)
            {
                clean.Append(rune.ToString());
            }
        }

        return Spaces().Replace(clean.ToString(), " ").Trim();
    }

    private static string Escape(string value) => Formatting().Replace(value, @"\$0");

    private static string Isolate(string value, string language)
    {
        var direction = FirstStrongDirection(value);
        return direction is null || direction == LanguageTags.DirectionOf(language) ? value : FirstStrongIsolate + value + PopIsolate;
    }

    private static TextDirection? FirstStrongDirection(string value)
    {
        foreach (var rune in value.EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
            {
                // Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms are the right-to-left letters of the basic plane.
                return rune.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF)
                    ? TextDirection.RightToLeft
                    : TextDirection.LeftToRight;
            }
        }

        return null;
    }

    /// <summary>A field that said nothing leaves "Hello ," behind; speech has no such gap.</summary>
    private static string CloseGaps(string text)
    {
        if (!text.Contains(Nothing, StringComparison.Ordinal))
        {
            return text.Trim();
        }

        var closed = GapAtStart().Replace(text, "");
        closed = GapBeforeMark().Replace(closed, "");
        closed = GapBetweenWords().Replace(closed, " ");
        return closed.Replace(Nothing, "", StringComparison.Ordinal).Trim();
    }

    [GeneratedRegex(@"\{(?<name>[^{}|\r\n]*)(\|(?<otherwise>[^{}\r\n]*))?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Field();

    [GeneratedRegex(@"[\s\-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Separators();

    [GeneratedRegex(" {2,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^\uE000[,،]? ?", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GapAtStart();

    [GeneratedRegex(@"[,،]? ?\uE000(?=[,.!?;:،؛؟])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GapBeforeMark();

    [GeneratedRegex(@" \uE000 ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GapBetweenWords();

    [GeneratedRegex(@"[\\`*_\[\]()<>#~|{}&!+]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Formatting();
}
