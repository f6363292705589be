using System.Security.Cryptography;

namespace PhoneBank.Shared;

/// <summary>
/// Random bytes that nobody can foresee, a few at a time. Each thread asks the system for many at once: it answers within
/// microseconds, which for the nonces and ids of a row is more than to encrypt it. What was given is wiped from the store.
/// </summary>
internal static class RandomBytes
{
    private const int AtOnce = 1024;

    [ThreadStatic]
    private static byte[]? _store;

    [ThreadStatic]
    private static int _left;

    public static void Fill(Span<byte> bytes)
    {
        if (bytes.Length > AtOnce)
        {
            RandomNumberGenerator.Fill(bytes);
            return;
        }

        _store ??= new byte[AtOnce];
        if (_left < bytes.Length)
        {
            RandomNumberGenerator.Fill(_store);
            _left = AtOnce;
        }

        var given = _store.AsSpan(_left - bytes.Length, bytes.Length);
        given.CopyTo(bytes);
        given.Clear();
        _left -= bytes.Length;
    }
}
