using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PhoneBank.Lists;

/// <summary>
/// Random keys for people who come into a list together. They fall into a few of many bands, random ones for every
/// such group, and anywhere within them: a thousand people then go to a few places of the queue's index instead of a
/// thousand, and a list of a million is made in seconds. Whom one calls is still nothing a file's order tells.
/// </summary>
internal static class RandomKeys
{
    private const int KeysInBand = 1 << 20;
    private const int BandsForGroup = 8;

    public static int[] For(int people)
    {
        var keys = new int[people];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(keys.AsSpan()));
        Span<int> bands = stackalloc int[BandsForGroup];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(bands));
        for (var i = 0; i < people; i++)
        {
            // The lowest bits choose one of the group's bands, the others the place in it.
            var band = bands[keys[i] & (BandsForGroup - 1)];
            keys[i] = ((band & ~(KeysInBand - 1)) | ((keys[i] >>> 6) & (KeysInBand - 1))) & int.MaxValue;
        }

        return keys;
    }
}
