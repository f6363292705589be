using System.Security.Cryptography;

namespace PhoneBank.Reports;

/// <summary>
/// Names people in one file: the same person has the same name throughout it and another one in every other file, because
/// the key is made for the file and kept nowhere.
/// </summary>
internal sealed class Pseudonyms
{
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The letter p and 16 more letters and digits (80 bits).</summary>
    public string Of(Guid contactId)
    {
        Span<byte> id = stackalloc byte[16];
        contactId.TryWriteBytes(id, bigEndian: true, out _);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(_key, id, hash);
        Span<char> name = stackalloc char[17];
        name[0] = 'p';
        for (var i = 0; i < 16; i++)
        {
            var bit = i * 5;
            var pair = (hash[bit / 8] << 8) | hash[(bit / 8) + 1];
            name[i + 1] = Alphabet[(pair >> (11 - (bit % 8))) & 31];
        }

        return new string(name);
    }
}
