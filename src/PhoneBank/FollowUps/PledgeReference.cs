using PhoneBank.Privacy;

namespace PhoneBank.FollowUps;

/// <summary>
/// The code a giver writes with the donation. It follows from the call by a keyed hash, so it is the same whenever the page is
/// opened again, is known before anything is recorded, and tells nobody else anything. Its 40 bits make two alike in one campaign
/// unlikely (one chance in 200,000 among 3,000 pledges); amount and day tell such two apart.
/// </summary>
public static class PledgeReference
{
    /// <summary>Crockford's 32 letters and digits: none that is taken for another.</summary>
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string Of(Sealer sealer, Guid claimId)
    {
        var hash = sealer.TokenHash("pledge", claimId.ToString("N"));
        var code = string.Concat(Enumerable.Range(0, 8).Select(n => Letters[Five(hash, n * 5)]));
        return $"{code[..4]}-{code[4..]}";
    }

    private static int Five(byte[] bytes, int bit)
    {
        var pair = (bytes[bit / 8] << 8) | bytes[(bit / 8) + 1];
        return (pair >> (11 - (bit % 8))) & 31;
    }
}
