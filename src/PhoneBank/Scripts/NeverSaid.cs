using System.Text;

namespace PhoneBank.Scripts;

/// <summary>Finds in what is read aloud the lines of the "never say" list. Capitals, spaces and marks do not matter, whole words do.</summary>
internal static class NeverSaid
{
    /// <summary>Shorter lines are no words.</summary>
    private const int Shortest = 2;

    /// <summary>Languages that write small words in front of a word without a space.</summary>
    private static readonly string[] WithPrefixes = ["ar", "he"];

    public static IEnumerable<ScriptFinding> In(ScriptDocument script)
    {
        var lines = script.NeverSay
            .SelectMany(line => line.ByLanguage.Select(text => (Language: LanguageTags.PrimaryOf(text.Key), Written: text.Value.Any.Trim(), Words: Fold(text.Value.Any))))
            .Where(line => line.Words.Length >= Shortest)
            .ToList();
        if (lines.Count == 0)
        {
            yield break;
        }

        // What is done, not said, may well name it.
        foreach (var step in script.Steps.Where(step => step.Kind != StepKind.Do))
        {
            foreach (var (choice, texts) in step.Choices.Select(choice => ((string?)choice.Id, choice.Labels)).Prepend((null, step.Texts)))
            {
                foreach (var (language, text) in texts.ByLanguage)
                {
                    var said = text.Wordings.Select(Fold).ToList();
                    foreach (var line in lines.Where(line => line.Language == LanguageTags.PrimaryOf(language) && said.Exists(words => Holds(words, line.Words, line.Language))))
                    {
                        yield return new ScriptFinding.SaysWhatIsNeverSaid(step.Id, language, line.Written, choice);
                    }
                }
            }
        }
    }

    private static bool Holds(string said, string words, string language)
    {
        for (var at = said.IndexOf(words, StringComparison.Ordinal); at >= 0; at = said.IndexOf(words, at + 1, StringComparison.Ordinal))
        {
            var end = at + words.Length;
            if ((end == said.Length || said[end] == ' ') && (at == 0 || said[at - 1] == ' ' || WithPrefixes.Contains(language)))
            {
                return true;
            }
        }

        return false;
    }

    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormKC))
        {
            if (char.IsLetterOrDigit(letter))
            {
                folded.Append(char.ToLowerInvariant(letter));
            }
            else if (folded.Length > 0 && folded[^1] != ' ' && letter is not ('\'' or '’' or '"' or '״' or '׳') && !IsMark(letter))
            {
                folded.Append(' ');
            }
        }

        return folded.ToString().TrimEnd();
    }

    private static bool IsMark(char letter) => char.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.Format;
}
