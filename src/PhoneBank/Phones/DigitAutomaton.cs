namespace PhoneBank.Phones;

/// <summary>
/// A digit pattern as a table with one step per digit: no cell can make it slow, and a table is a few kilobytes where the
/// regular expressions of all regions would take hundreds of megabytes.
/// Knows what the numbering plans use: digits, classes, <c>\d</c>, groups, alternatives, <c>?</c> and <c>{n,m}</c>.
/// </summary>
internal sealed class DigitAutomaton
{
    private const int Digits = 10;
    private const int Dead = -1;

    private readonly short[] _next;
    private readonly bool[] _accepts;

    private DigitAutomaton(short[] next, bool[] accepts)
    {
        _next = next;
        _accepts = accepts;
    }

    public static DigitAutomaton Of(string pattern) => new Builder(pattern).Build();

    public bool MatchesAll(ReadOnlySpan<char> digits)
    {
        var state = 0;
        foreach (var digit in digits)
        {
            state = _next[(state * Digits) + (digit - '0')];
            if (state == Dead)
            {
                return false;
            }
        }
        return _accepts[state];
    }

    /// <summary>How many digits at the start match; -1 when none do.</summary>
    public int LongestStart(ReadOnlySpan<char> digits)
    {
        var state = 0;
        var longest = _accepts[0] ? 0 : -1;
        for (var i = 0; i < digits.Length; i++)
        {
            state = _next[(state * Digits) + (digits[i] - '0')];
            if (state == Dead)
            {
                break;
            }
            longest = _accepts[state] ? i + 1 : longest;
        }
        return longest;
    }

    /// <summary>Thompson's construction, then the sets of places one can be in at once become the states.</summary>
    private sealed class Builder(string pattern)
    {
        private const int AnyDigit = (1 << Digits) - 1;

        // Per place: which digits lead on and where to, and where one gets without a digit.
        private readonly List<(int Mask, int To, List<int> Free)> _places = [];
        private int _at;

        public DigitAutomaton Build()
        {
            var end = Place();
            var start = Alternatives(end);
            if (_at != pattern.Length)
            {
                throw new FormatException("A numbering plan has a pattern that is not understood.");
            }

            var states = new Dictionary<string, short>(StringComparer.Ordinal);
            var sets = new List<SortedSet<int>>();
            StateOf([start]);
            var next = new List<short>();
            for (var i = 0; i < sets.Count; i++)
            {
                for (var digit = 0; digit < Digits; digit++)
                {
                    var reached = sets[i].Where(place => (_places[place].Mask & (1 << digit)) != 0).Select(place => _places[place].To).ToList();
                    next.Add(reached.Count == 0 ? (short)Dead : StateOf(reached));
                }
            }
            return new DigitAutomaton([.. next], [.. sets.Select(set => set.Contains(end))]);

            short StateOf(List<int> places)
            {
                var set = new SortedSet<int>();
                var waiting = new Stack<int>(places);
                while (waiting.TryPop(out var place))
                {
                    if (set.Add(place))
                    {
                        _places[place].Free.ForEach(waiting.Push);
                    }
                }
                // Places that only lead on freely say nothing about the state.
                set.RemoveWhere(place => place != end && _places[place].Mask == 0);
                var key = string.Join(',', set);
                if (!states.TryGetValue(key, out var state))
                {
                    states[key] = state = checked((short)sets.Count);
                    sets.Add(set);
                }
                return state;
            }
        }

        private int Alternatives(int then)
        {
            var fork = Place();
            _places[fork].Free.Add(Sequence(then));
            while (_at < pattern.Length && pattern[_at] == '|')
            {
                _at++;
                _places[fork].Free.Add(Sequence(then));
            }
            return fork;
        }

        /// <summary>Builds forwards: each part leads to a place that the next one starts from.</summary>
        private int Sequence(int then)
        {
            var start = Place();
            var here = start;
            while (_at < pattern.Length && pattern[_at] is not ('|' or ')'))
            {
                var atomAt = _at;
                var after = Place();
                var first = Atom(after);
                var atomEnd = _at;
                var (least, most) = Repeats();
                var repeatsEnd = _at;
                var done = Place();
                for (var i = 0; i < most; i++)
                {
                    if (i > 0)
                    {
                        _at = atomAt;
                        after = Place();
                        first = Atom(after);
                    }
                    if (i >= least)
                    {
                        _places[here].Free.Add(done);
                    }
                    _places[here].Free.Add(first);
                    here = after;
                }
                _places[here].Free.Add(done);
                here = done;
                _at = Math.Max(atomEnd, repeatsEnd);
            }
            _places[here].Free.Add(then);
            return start;
        }

        private int Atom(int then)
        {
            switch (pattern[_at])
            {
                case '(':
                    _at += pattern.AsSpan(_at).StartsWith("(?:") ? 3 : 1;
                    var group = Alternatives(then);
                    _at++;
                    return group;
                case '[':
                    return Place(Class(), then);
                case '\\' when pattern[_at + 1] == 'd':
                    _at += 2;
                    return Place(AnyDigit, then);
                case >= '0' and <= '9':
                    return Place(1 << (pattern[_at++] - '0'), then);
                default:
                    throw new FormatException("A numbering plan has a pattern that is not understood.");
            }
        }

        private int Class()
        {
            var mask = 0;
            for (_at++; pattern[_at] != ']'; _at++)
            {
                if (pattern[_at] == '\\')
                {
                    mask |= AnyDigit;
                    _at++;
                }
                else if (pattern[_at] == '-')
                {
                    for (var digit = pattern[_at - 1]; digit <= pattern[_at + 1]; digit++)
                    {
                        mask |= 1 << (digit - '0');
                    }
                }
                else
                {
                    mask |= 1 << (pattern[_at] - '0');
                }
            }
            _at++;
            return mask;
        }

        private (int Least, int Most) Repeats()
        {
            if (_at >= pattern.Length)
            {
                return (1, 1);
            }
            if (pattern[_at] == '?')
            {
                _at++;
                return (0, 1);
            }
            if (pattern[_at] != '{')
            {
                return (1, 1);
            }
            var close = pattern.IndexOf('}', _at);
            var bounds = pattern.AsSpan(_at + 1, close - _at - 1);
            var comma = bounds.IndexOf(',');
            _at = close + 1;
            return comma < 0 ? (Number(bounds), Number(bounds)) : (Number(bounds[..comma]), Number(bounds[(comma + 1)..]));
        }

        private static int Number(ReadOnlySpan<char> text) =>
            int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

        private int Place(int mask = 0, int to = Dead)
        {
            _places.Add((mask, to, []));
            return _places.Count - 1;
        }
    }
}
