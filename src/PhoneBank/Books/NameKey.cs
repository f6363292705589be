using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PhoneBank.Books;

/// <summary>Whether two spellings are one name: case, vowel points, accents, punctuation and the order of words do not count.</summary>
public static class NameKey
{
    private const int MostInPlace = 256;

    /// <summary>The folded words in order, such as <c>COHEN DANA</c>; empty when there is no letter or digit.</summary>
    public static string Of(string first, string last)
    {
        var text = (first + " " + last).Normalize(NormalizationForm.FormKD);
        var folded = text.Length <= MostInPlace ? stackalloc char[text.Length] : new char[text.Length];
        var words = new List<string>();
        var length = 0;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c) && c != 'ـ')
            {
                folded[length++] = char.ToUpperInvariant(c);
            }
            else if (length > 0 && !IsWithin(c))
            {
                words.Add(folded[..length].ToString());
                length = 0;
            }
        }

        if (length > 0)
        {
            words.Add(folded[..length].ToString());
        }

        words.Sort(StringComparer.Ordinal);
        return string.Join(' ', words);
    }

    /// <summary>Sixteen bytes that stand for a name in memory.</summary>
    internal static UInt128 HashOf(string first, string last)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(Of(first, last)), hash);
        return Short(hash);
    }

    internal static UInt128 Short(ReadOnlySpan<byte> hash) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);

    // Marks and punctuation inside a word, which do not divide it.
    private static bool IsWithin(char c) =>
        c is '\'' or '’' or '׳' or '`' or '.' or '"' or '״' || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter;
}
