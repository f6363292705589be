using System.Text.RegularExpressions;

namespace PhoneBank.Phones;

/// <summary>
/// A pattern over ASCII digits, compiled when first needed: a process usually meets a handful of countries.
/// Non-backtracking, so that no cell of a hostile file can make matching slow.
/// </summary>
internal sealed class DigitPattern(string pattern, bool whole)
{
    private readonly bool _isLiteral = pattern.All(char.IsAsciiDigit);
    private Regex? _regex;

    public string Text => pattern;

    public bool HasGroups { get; } = pattern.Replace("(?:", "", StringComparison.Ordinal).Contains('(', StringComparison.Ordinal);

    public bool IsMatch(ReadOnlySpan<char> digits)
    {
        if (_isLiteral)
        {
            return whole ? digits.SequenceEqual(pattern) : digits.StartsWith(pattern, StringComparison.Ordinal);
        }
        return Compiled.IsMatch(digits);
    }

    public Match Match(string digits) => Compiled.Match(digits);

    /// <summary>How many digits at the start match; -1 when none do.</summary>
    public int MatchLength(ReadOnlySpan<char> digits)
    {
        if (_isLiteral)
        {
            return digits.StartsWith(pattern, StringComparison.Ordinal) ? pattern.Length : -1;
        }
        foreach (var match in Compiled.EnumerateMatches(digits))
        {
            return match.Length;
        }
        return -1;
    }

    private Regex Compiled => _regex ??= new Regex(
        whole ? $@"\A(?:{pattern})\z" : $@"\A(?:{pattern})",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
