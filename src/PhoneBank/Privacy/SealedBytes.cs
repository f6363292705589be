using System.Security.Cryptography;
using PhoneBank.Shared;

namespace PhoneBank.Privacy;

/// <summary>The form of a sealed value: version, key id, nonce, ciphertext, tag (AES-256-GCM).</summary>
internal static class SealedBytes
{
    private const byte Version = 1;
    private const int NonceSize = 12;
    internal const int TagSize = 16;
    private const int HeaderSize = 1 + 16 + NonceSize;

    public static byte[] Seal(byte[] key, Guid keyId, Place place, ReadOnlySpan<byte> plain)
    {
        using var aes = new AesGcm(key, TagSize);
        return Seal(aes, keyId, place, plain);
    }

    public static byte[] Seal(AesGcm aes, Guid keyId, Place place, ReadOnlySpan<byte> plain)
    {
        var result = new byte[HeaderSize + plain.Length + TagSize];
        result[0] = Version;
        keyId.TryWriteBytes(result.AsSpan(1), bigEndian: true, out _);
        var nonce = result.AsSpan(17, NonceSize);
        RandomBytes.Fill(nonce);
        Span<byte> bound = stackalloc byte[Place.MostAssociatedData];
        aes.Encrypt(nonce, plain, result.AsSpan(HeaderSize, plain.Length), result.AsSpan(HeaderSize + plain.Length), bound[..place.WriteAssociatedData(keyId, bound)]);
        return result;
    }

    public static Guid KeyId(byte[] value) =>
        value.Length >= HeaderSize + TagSize && value[0] == Version
            ? new Guid(value.AsSpan(1, 16), bigEndian: true)
            : throw new SealBrokenException("Not a sealed value.");

    public static byte[] Open(byte[] key, Place place, byte[] value)
    {
        using var aes = new AesGcm(key, TagSize);
        return Open(aes, place, value);
    }

    public static byte[] Open(AesGcm aes, Place place, byte[] value)
    {
        var keyId = KeyId(value);
        var plain = new byte[value.Length - HeaderSize - TagSize];
        Span<byte> bound = stackalloc byte[Place.MostAssociatedData];
        try
        {
            aes.Decrypt(value.AsSpan(17, NonceSize), value.AsSpan(HeaderSize, plain.Length), value.AsSpan(HeaderSize + plain.Length), plain, bound[..place.WriteAssociatedData(keyId, bound)]);
        }
        catch (CryptographicException)
        {
            throw new SealBrokenException($"A sealed value in {place.Table}.{place.Column} does not open: it was altered, moved, or sealed with another key.");
        }

        return plain;
    }
}

/// <summary>A sealed value does not open. Never answered with plain text or an empty value.</summary>
public sealed class SealBrokenException(string message) : Exception(message);
