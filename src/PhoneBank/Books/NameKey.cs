using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PhoneBank.Books;

/// <summary>Whether two spellings are one name: case, vowel points, accents, punctuation and the order of words do not count.</summary>
public static class NameKey
{
    /// <summary>The folded words in order, such as <c>COHEN DANA</c>; empty when there is no letter or digit.</summary>
    public static string Of(string first, string last)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in (first + " " + last).Normalize(NormalizationForm.FormKD))
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(c);
            if (char.IsLetterOrDigit(c) && c != 'ـ')
            {
                word.Append(char.ToUpperInvariant(c));
            }
            else if (category is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter) && c is not ('\'' or '’' or '׳' or '`' or '.' or '"' or '״'))
            {
                End();
            }
        }

        End();
        words.Sort(StringComparer.Ordinal);
        return string.Join(' ', words);

        void End()
        {
            if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
    }

    /// <summary>Sixteen bytes that stand for a name in memory.</summary>
    internal static UInt128 HashOf(string first, string last) => Short(SHA256.HashData(Encoding.UTF8.GetBytes(Of(first, last))));

    internal static UInt128 Short(ReadOnlySpan<byte> hash) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
}
