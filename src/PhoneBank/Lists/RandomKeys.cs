using System.Security.Cryptography;

namespace PhoneBank.Lists;

/// <summary>
/// Random keys for people who come into a list together. They fall into a few of many bands, random ones for every
/// such group, and anywhere within them: a thousand people then go to a few places of the queue's index instead of a
/// thousand, and a list of a million is made in seconds. Whom one calls is still nothing a file's order tells.
/// </summary>
internal sealed class RandomKeys
{
    private const int Bands = 1 << 11;
    private const int BandsForGroup = 32;
    private const int KeysInBand = 1 << 20;

    private readonly int[] _bands = [.. Enumerable.Range(0, BandsForGroup).Select(_ => RandomNumberGenerator.GetInt32(Bands) * KeysInBand)];

    public int Next() => _bands[RandomNumberGenerator.GetInt32(BandsForGroup)] + RandomNumberGenerator.GetInt32(KeysInBand);
}
