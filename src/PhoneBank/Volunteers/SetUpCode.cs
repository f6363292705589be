using System.Security.Cryptography;
using System.Text;

namespace PhoneBank.Volunteers;

/// <summary>
/// The one-time code that shows that whoever sets the installation up can see its console. New at every start, only in
/// memory, dead after ten wrong tries until the next start.
/// </summary>
public sealed class SetUpCode
{
    private const int Length = 10;
    private const int MaxWrongTries = 10;
    private readonly string _code = ShortCode.Random(Length);
    private int _wrongTries;

    /// <summary>In two groups, for reading aloud.</summary>
    public string Text => ShortCode.Group(_code);

    /// <summary>Whether this is the code; a wrong one counts.</summary>
    public bool Accepts(string? typed)
    {
        if (Volatile.Read(ref _wrongTries) >= MaxWrongTries)
        {
            return false;
        }

        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(ShortCode.Normalize(typed)), Encoding.UTF8.GetBytes(_code)))
        {
            return true;
        }

        Interlocked.Increment(ref _wrongTries);
        return false;
    }
}

/// <summary>Codes for typing: digits and capital letters without I, L, O and U, so that nothing is confused.</summary>
public static class ShortCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>What was meant: spaces and hyphens dropped, easily confused letters read as digits.</summary>
    public static string Normalize(string? typed) =>
        LogIn.Fold(typed ?? "").Replace("-", "", StringComparison.Ordinal).Replace('O', '0').Replace('I', '1').Replace('L', '1');

    /// <summary>In two halves.</summary>
    public static string Group(string code) => $"{code[..(code.Length / 2)]} {code[(code.Length / 2)..]}";

    internal static string Random(int length) => RandomNumberGenerator.GetString(Alphabet, length);

    internal static string Of(ReadOnlySpan<byte> random, int length)
    {
        var code = new char[length];
        for (var i = 0; i < length; i++)
        {
            code[i] = Alphabet[random[i] & 31];
        }

        return new string(code);
    }
}
