using System.Text.RegularExpressions;

namespace PhoneBank.Phones;

/// <summary>A pattern over ASCII digits, compiled when first needed: a process usually meets a handful of countries.</summary>
internal sealed class DigitPattern(string pattern)
{
    private DigitAutomaton? _automaton;
    private Regex? _groups;

    public string Text => pattern;

    /// <summary>Whether parts of the match are of interest; such a pattern is asked by <see cref="GroupsAtStart"/>.</summary>
    public bool HasGroups { get; } = pattern.Replace("(?:", "", StringComparison.Ordinal).Contains('(', StringComparison.Ordinal);

    public bool MatchesAll(ReadOnlySpan<char> digits) => Automaton.MatchesAll(digits);

    public bool MatchesStart(ReadOnlySpan<char> digits) => Automaton.LongestStart(digits) >= 0;

    /// <summary>How many digits at the start match; -1 when none do.</summary>
    public int LongestStart(ReadOnlySpan<char> digits) => Automaton.LongestStart(digits);

    /// <summary>The groups of a match at the start; non-backtracking, as the digits may come from a hostile file.</summary>
    public Match GroupsAtStart(string digits) => (_groups ??= new Regex(
        $@"\A(?:{pattern})", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)).Match(digits);

    private DigitAutomaton Automaton => _automaton ??= DigitAutomaton.Of(pattern);
}
