using Microsoft.AspNetCore.Identity;
using PhoneBank.Volunteers;

namespace PhoneBank.Web.Account;

/// <summary>Signing in by a passkey. The device says who it is for; nobody types a name, so nothing can be asked about names.</summary>
internal sealed class PasskeySignIn(VolunteerSignInManager signIn, SignInLog log)
{
    private const int LongestAnswer = 20_000;

    public async Task<bool> TryAsync(string? credentialJson, CancellationToken ct)
    {
        var (volunteer, isIn) = credentialJson is { Length: > 0 and <= LongestAnswer } ? await signIn.TryPasskeyAsync(credentialJson) : (null, false);
        if (isIn)
        {
            await log.SignedInAsync(volunteer!.Id, ct);
        }
        else
        {
            await log.FailedAsync(volunteer?.Id, "passkey", ct);
        }

        return isIn;
    }
}
