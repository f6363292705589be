using System.Globalization;
using PhoneBank.Books;

namespace PhoneBank.Reviews;

/// <summary>A name as lists show it: the first name and the initial of the last, and nothing that looks like a number.</summary>
public static class MaskedName
{
    private const int MostDigits = 3;

    /// <summary>For example <c>Dana L.</c>; empty when no name is known.</summary>
    public static string Of(ContactDetails details) => details.Names is [var name, ..] ? Of(name) : "";

    /// <inheritdoc cref="Of(ContactDetails)"/>
    public static string Of(ContactName name)
    {
        // Many files have one column for the whole name; it must not slip through as a first name.
        var first = Words(name.First);
        var last = Words(name.Last);
        var shown = first.Length > 0 ? first[0] : "";
        var rest = last.Length > 0 ? last[0] : first.Length > 1 ? first[^1] : "";
        var initial = rest.Length > 0 ? StringInfo.GetNextTextElement(rest) + "." : "";
        return (shown + " " + initial).Trim();
    }

    /// <summary>The first name alone.</summary>
    public static string FirstOf(ContactDetails details) => details.Names is [var name, ..] && Words(name.First) is [var first, ..] ? first : "";

    private static string[] Words(string text) =>
        [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(word => word.Count(char.IsDigit) <= MostDigits)];
}
