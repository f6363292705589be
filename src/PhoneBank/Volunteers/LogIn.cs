using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace PhoneBank.Volunteers;

/// <summary>Log-in names and offered phrases are compared without case, spaces or marks, whatever the script.</summary>
public static class LogIn
{
    public const int MaxLength = 60;

    /// <summary>The form under which a log-in name is compared.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKD).ToUpperInvariant())
        {
            // Marks (niqqud, harakat, accents), joiners and bidi controls are invisible or optional to whoever types.
            if (!char.IsWhiteSpace(c) && !char.IsControl(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.NonSpacingMark))
            {
                // Arabic keyboards differ in these two endings.
                folded.Append(c switch { 'ة' => 'ه', 'ى' => 'ي', _ => c });
            }
        }

        return folded.ToString();
    }

    /// <summary>A name as it is kept and shown: no control or bidi characters, single spaces, at most <see cref="MaxLength"/> characters; empty when nothing is left.</summary>
    public static string Clean(string? name)
    {
        var clean = new StringBuilder();
        foreach (var word in (name ?? "").Normalize(NormalizationForm.FormC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var visible = new string([.. word.Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse))]);
            if (visible.Length > 0)
            {
                clean.Append(clean.Length > 0 ? " " : "").Append(visible);
            }
        }

        return clean.Length > MaxLength ? clean.ToString(0, MaxLength).TrimEnd() : clean.ToString();
    }
}

/// <summary>Gives Identity the same folding.</summary>
public sealed class LogInNormalizer : ILookupNormalizer
{
    public string? NormalizeName(string? name) => name is null ? null : LogIn.Fold(name);

    public string? NormalizeEmail(string? email) => email?.ToUpperInvariant();
}
