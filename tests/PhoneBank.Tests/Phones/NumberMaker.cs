namespace PhoneBank.Tests.Phones;

/// <summary>Makes random texts that a digit pattern of the numbering plans matches.</summary>
internal sealed class NumberMaker(string pattern, Random random)
{
    private const int MostRepeats = 3;
    private int _at;

    public static string Make(string pattern, Random random) => new NumberMaker(pattern, random).Alternatives();

    private string Alternatives()
    {
        var options = new List<string> { Sequence() };
        while (_at < pattern.Length && pattern[_at] == '|')
        {
            _at++;
            options.Add(Sequence());
        }
        return options[random.Next(options.Count)];
    }

    private string Sequence()
    {
        var made = "";
        while (_at < pattern.Length && pattern[_at] is not ('|' or ')'))
        {
            var start = _at;
            var once = Atom();
            var end = _at;
            var (least, most) = Repeats();
            var after = _at;
            var times = random.Next(least, most + 1);
            for (var i = 0; i < times; i++)
            {
                _at = start;
                made += i == 0 ? once : Atom();
            }
            _at = times > 0 && after == end ? end : after;
        }
        return made;
    }

    private string Atom()
    {
        switch (pattern[_at])
        {
            case '(':
                _at += pattern.AsSpan(_at).StartsWith("(?:") ? 3 : 1;
                var inner = Alternatives();
                _at++;
                return inner;
            case '[':
                return OneOf();
            case '\\':
                _at += 2;
                return random.Next(10).ToString();
            case '$':
                _at++;
                return "";
            default:
                return pattern[_at++].ToString();
        }
    }

    private string OneOf()
    {
        var choices = new List<char>();
        for (_at++; pattern[_at] != ']'; _at++)
        {
            if (pattern[_at] == '-')
            {
                for (var c = (char)(pattern[_at - 1] + 1); c < pattern[_at + 1]; c++)
                {
                    choices.Add(c);
                }
            }
            else if (pattern[_at] == '\\')
            {
                choices.AddRange("0123456789");
                _at++;
            }
            else
            {
                choices.Add(pattern[_at]);
            }
        }
        _at++;
        return choices[random.Next(choices.Count)].ToString();
    }

    private (int Least, int Most) Repeats()
    {
        if (_at >= pattern.Length)
        {
            return (1, 1);
        }
        switch (pattern[_at])
        {
            case '?':
                _at++;
                return (0, 1);
            case '+':
                _at++;
                return (1, MostRepeats);
            case '*':
                _at++;
                return (0, MostRepeats);
            case '{':
                var close = pattern.IndexOf('}', _at);
                var bounds = pattern[(_at + 1)..close].Split(',');
                _at = close + 1;
                var least = int.Parse(bounds[0]);
                return (least, bounds.Length == 1 ? least : int.Parse(bounds[1]));
            default:
                return (1, 1);
        }
    }
}
