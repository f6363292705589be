using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace PhoneBank.Privacy;

/// <summary>A key for one kind of blind index: gives for a text the hash by which it is found again without being stored.</summary>
internal sealed class IndexKey(byte[] key)
{
    private const int MostInPlace = 100;

    // To give the key to a hash costs more than to hash a number; one serves one thread at a time.
    private readonly ConcurrentQueue<IncrementalHash> _hashes = [];

    public byte[] Of(string text)
    {
        if (!_hashes.TryDequeue(out var hash))
        {
            hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        }

        if (text.Length > MostInPlace)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        }
        else
        {
            Span<byte> bytes = stackalloc byte[3 * MostInPlace];
            hash.AppendData(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }

        var index = hash.GetHashAndReset();
        _hashes.Enqueue(hash);
        return index;
    }
}
