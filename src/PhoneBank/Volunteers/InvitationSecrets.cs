using System.Buffers.Text;
using PhoneBank.Privacy;

namespace PhoneBank.Volunteers;

/// <summary>
/// The token and the typed code of an invitation: pseudo-random functions of its id under the installation's key. So the
/// database holds nothing one could join with, and a coordinator who reloads the page sees the same QR again.
/// </summary>
internal static class InvitationSecrets
{
    public const int CodeLength = 8;
    private const int TokenBytes = 20;

    public static string Token(this Sealer sealer, Guid invitationId) =>
        Base64Url.EncodeToString(sealer.TokenHash("invitation token", invitationId.ToString("N")).AsSpan(0, TokenBytes));

    public static byte[] InvitationHash(this Sealer sealer, string token) => sealer.TokenHash("invitation", token);

    public static string JoinCode(this Sealer sealer, Guid invitationId) => ShortCode.Of(sealer.TokenHash("join code text", invitationId.ToString("N")), CodeLength);

    public static byte[] JoinCodeHash(this Sealer sealer, string code) => sealer.TokenHash("join code", code);
}
