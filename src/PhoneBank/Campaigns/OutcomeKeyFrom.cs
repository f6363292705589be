using System.Text;

namespace PhoneBank.Campaigns;

/// <summary>Makes the short stable name of a new outcome, by which scripts and exports call it.</summary>
internal static class OutcomeKeyFrom
{
    private const int Longest = 40;
    private const string Otherwise = "outcome";

    /// <summary>Of the English label, <c>left_message</c> of "Left message"; of a label without Latin letters <c>outcome</c>. With a number where it is taken.</summary>
    public static string Label(string label, IReadOnlyCollection<string> taken)
    {
        var key = new StringBuilder();
        foreach (var letter in label.Trim().ToLowerInvariant())
        {
            if (char.IsAsciiLetter(letter) || (char.IsAsciiDigit(letter) && key.Length > 0))
            {
                key.Append(letter);
            }
            else if (key.Length > 0 && key[^1] != '_')
            {
                key.Append('_');
            }
        }

        var stem = key.ToString().Trim('_');
        stem = stem.Length == 0 ? Otherwise : stem[..Math.Min(stem.Length, Longest - 4)].Trim('_');
        var free = stem;
        for (var number = 2; taken.Contains(free); number++)
        {
            free = $"{stem}_{number}";
        }

        return free;
    }
}
