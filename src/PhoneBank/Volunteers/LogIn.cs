using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace PhoneBank.Volunteers;

/// <summary>Log-in names and passphrases are compared without case, spaces or invisible marks, whatever the script.</summary>
public static class LogIn
{
    /// <summary>The form under which a log-in name is compared.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKC).ToUpperInvariant())
        {
            // Marks (niqqud, harakat), joiners and bidi controls are invisible or optional to whoever types.
            var kind = char.GetUnicodeCategory(c);
            if (!char.IsWhiteSpace(c) && !char.IsControl(c) && kind is not (UnicodeCategory.Format or UnicodeCategory.NonSpacingMark))
            {
                folded.Append(c);
            }
        }

        return folded.ToString();
    }
}

/// <summary>Gives Identity the same folding.</summary>
public sealed class LogInNormalizer : ILookupNormalizer
{
    public string? NormalizeName(string? name) => name is null ? null : LogIn.Fold(name);

    public string? NormalizeEmail(string? email) => email?.ToUpperInvariant();
}
