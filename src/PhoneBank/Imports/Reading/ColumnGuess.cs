using System.Globalization;
using System.Text;

namespace PhoneBank.Imports.Reading;

/// <summary>
/// What the columns of a table are likely to be: by their heads in four languages and as other systems export them, else
/// by what is in them. What nobody recognises is left out: data that is not needed is not taken.
/// </summary>
internal static class ColumnGuess
{
    public static bool IsKnownHead(string head) => ByHead(head) is not null;

    public static IReadOnlyList<ColumnUse> For(IReadOnlyList<string> heads, IReadOnlyList<string[]> rows)
    {
        var guesses = heads.Select(ByHead).ToArray();
        for (var column = 0; column < guesses.Length; column++)
        {
            if (SensitiveColumns.KindOf(heads[column]) is not null)
            {
                guesses[column] = ColumnMeaning.Ignore;
            }
            else if (guesses[column] is null)
            {
                guesses[column] = ByContent(rows, column, guesses);
            }
        }

        // "name" beside a last name is the first name.
        if (!guesses.Contains(ColumnMeaning.FirstName) && guesses.Contains(ColumnMeaning.LastName) && Array.IndexOf(guesses, ColumnMeaning.FullName) is >= 0 and var name)
        {
            guesses[name] = ColumnMeaning.FirstName;
        }

        // "contact" can be a name or a number.
        for (var column = 0; column < guesses.Length; column++)
        {
            if (guesses[column] == ColumnMeaning.FullName && TableShape.HasPhones(rows, column))
            {
                guesses[column] = ColumnMeaning.Phone;
            }
        }

        // Of two columns that could be the same thing, the one with more in it.
        var filled = Enumerable.Range(0, guesses.Length).Select(column => rows.Count(row => column < row.Length && row[column].Length > 0)).ToArray();
        for (var column = 0; column < guesses.Length; column++)
        {
            var better = Enumerable.Range(0, guesses.Length)
                .Where(other => guesses[other] == guesses[column]).MaxBy(other => (filled[other], Fold(heads[other]) != "id", -other));
            if (guesses[column] is { } meaning && !MayRepeat(meaning) && better != column)
            {
                guesses[column] = null;
            }
        }

        var left = ImportLimits.Columns;
        return [.. guesses.Select(guess => guess is { } meaning and not ColumnMeaning.Ignore && left-- > 0 ? new ColumnUse(meaning) : ColumnUse.Ignored)];
    }

    public static bool MayRepeat(ColumnMeaning meaning) => meaning is ColumnMeaning.Ignore or ColumnMeaning.Phone or ColumnMeaning.Tags or ColumnMeaning.CustomField or ColumnMeaning.DoNotCall;

    internal static string Fold(string head)
    {
        var text = new StringBuilder(head.Length);
        foreach (var c in head.Normalize(NormalizationForm.FormKD))
        {
            if (char.IsLetterOrDigit(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                text.Append(char.ToLowerInvariant(c));
            }
        }

        return text.ToString();
    }

    private static ColumnMeaning? ByHead(string head)
    {
        var folded = Fold(head);
        if (folded.Length == 0)
        {
            return null;
        }

        if (ColumnHeads.Find(folded) is { } meaning)
        {
            return meaning;
        }

        // A question of our own results.
        if (head.StartsWith("q_", StringComparison.OrdinalIgnoreCase))
        {
            return ColumnMeaning.Ignore;
        }

        // "Phone (mobile)", "טלפון (נייד)": what stands in brackets only explains. "contact[lastName]" names the table first.
        var bracket = head.IndexOf('(', StringComparison.Ordinal);
        return bracket > 0 ? ByHead(head[..bracket])
            : head.EndsWith(']') && head.StartsWith("contact[", StringComparison.OrdinalIgnoreCase) ? ByHead(head[8..^1])
            : null;
    }

    private static ColumnMeaning? ByContent(IReadOnlyList<string[]> rows, int column, ColumnMeaning?[] guesses)
    {
        if (!guesses.Contains(ColumnMeaning.Email) && TableShape.ShareOf(rows, column, cell => cell.IndexOf('@', StringComparison.Ordinal) > 0 && cell.Contains('.', StringComparison.Ordinal)) >= 0.6)
        {
            return ColumnMeaning.Email;
        }

        if (!guesses.Contains(ColumnMeaning.Phone) && TableShape.HasPhones(rows, column))
        {
            return ColumnMeaning.Phone;
        }

        var isNameless = !guesses.Contains(ColumnMeaning.FirstName) && !guesses.Contains(ColumnMeaning.FullName);
        return isNameless && TableShape.ShareOf(rows, column, cell => cell.Length <= 60 && cell.Any(char.IsLetter) && cell.All(c => char.IsLetter(c) || char.IsWhiteSpace(c) || c is '\'' or '-' or '.' or '"' or '׳' or '״' || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)) >= 0.9
            ? ColumnMeaning.FullName
            : null;
    }
}
