using System.Text;
using PhoneBank.Phones;

namespace PhoneBank.Tests.Phones;

/// <summary>One way to write a number, and the country it is read in (empty: none given).</summary>
internal readonly record struct Spelling(string Country, string Text);

/// <summary>The ways people write numbers, made up for every numbering plan, the same ones each time.</summary>
internal static class Spellings
{
    private const int Seed = 20261101;
    private const int NumbersPerRange = 3;
    private const int LooseNumbers = 8;

    private static readonly string[] Separators = [" ", "-", ".", "/", "\u00A0", " - ", "\u2011", "\u2013", ""];

    public static List<Spelling> All()
    {
        var random = new Random(Seed);
        var spellings = new List<Spelling>();
        foreach (var plan in NumberingPlans.All.Countries.Concat(NumberingPlans.All.WithoutCountry))
        {
            var numbers = NumbersOf(plan, random).Distinct().ToList();
            foreach (var national in numbers)
            {
                spellings.AddRange(WaysToWrite(plan, national, random));
            }
            if (plan.Country is { } home)
            {
                // Wrong in most countries, and written everywhere.
                spellings.Add(new(home, $"+{plan.CallingCode} (0) {Spread(numbers[0], random)}"));
                spellings.Add(new(home, $"00{plan.CallingCode}{numbers[^1]}"));
                spellings.Add(new(home, $"00{plan.CallingCode}{numbers[0]}"));
            }
        }
        return [.. spellings.Distinct()];
    }

    /// <summary>Numbers of every allocated range, of the right shape, of the right length, and too short or long.</summary>
    private static IEnumerable<string> NumbersOf(NumberingPlan plan, Random random)
    {
        foreach (var (_, pattern) in plan.Ranges)
        {
            for (var i = 0; i < NumbersPerRange; i++)
            {
                yield return NumberMaker.Make(pattern.Text, random);
            }
        }
        for (var i = 0; i < LooseNumbers; i++)
        {
            yield return NumberMaker.Make(plan.General.Text, random);
            yield return Digits(plan.Lengths[random.Next(plan.Lengths.Count)], random);
        }
        yield return Digits(plan.Lengths[0] - 1, random);
        yield return Digits(plan.Lengths[0] - 2, random);
        yield return Digits(plan.Lengths[^1] + 1, random);
        yield return Digits(plan.Lengths[^1] + 3, random);
    }

    private static IEnumerable<Spelling> WaysToWrite(NumberingPlan plan, string national, Random random)
    {
        var home = plan.Country ?? "";
        var elsewhere = random.Next(3) switch { 0 => "IL", 1 => "US", _ => "" };
        var international = plan.CallingCode + national;
        yield return new(elsewhere, $"+{international}");
        yield return new(home, $"+{plan.CallingCode} {Spread(national, random)}");
        yield return new("IL", $"00{international}");
        yield return new(elsewhere, InScript($"+{international}", '\u0660'));
        if (plan.Country is null)
        {
            yield break;
        }
        var abroad = plan.InternationalPrefix is { } prefix ? NumberMaker.Make(prefix.Text, random) : "00";
        yield return new(home, $"{abroad} {plan.CallingCode} {Spread(national, random)}");
        yield return new(home, international);
        yield return new(home, national);
        yield return new(home, Spread(national, random));
        yield return new(home, InScript(national, random.Next(2) == 0 ? '\u0660' : '\u06F0'));
        var trunk = plan.TrunkPrefix is { } own ? NumberMaker.Make(own.Text, random) : "0";
        yield return new(home, $"{trunk}{Spread(national, random)}");
        yield return new(home, $"({trunk}{national[..Math.Min(2, national.Length)]}) {national[Math.Min(2, national.Length)..]}");
        yield return new(home, $"+{plan.CallingCode} {trunk} {national}");
        yield return new(home, $"0{national}");
        yield return new(home, $"{national} ext. {random.Next(1, 9999)}");
    }

    private static string Spread(string digits, Random random)
    {
        var separator = Separators[random.Next(Separators.Length)];
        var spread = new StringBuilder();
        for (var i = 0; i < digits.Length;)
        {
            var group = Math.Min(random.Next(2, 5), digits.Length - i);
            // A last group of 0 or 00 after a dot is what a spreadsheet adds, which has a test of its own.
            group = digits.Length - i - group <= 2 ? digits.Length - i : group;
            spread.Append(spread.Length > 0 ? separator : "").Append(digits, i, group);
            i += group;
        }
        return spread.ToString();
    }

    private static string InScript(string text, char zero) =>
        string.Concat(text.Select(c => char.IsAsciiDigit(c) ? (char)(zero + (c - '0')) : c));

    private static string Digits(int count, Random random) =>
        string.Concat(Enumerable.Range(0, Math.Max(count, 1)).Select(_ => random.Next(10).ToString()));
}
