using Microsoft.AspNetCore.Identity;
using PhoneBank.Volunteers;

namespace PhoneBank.Web.Account;

/// <summary>
/// Signing in by name and password. Whether the name, the password, the lock or a suspension is the reason for a no is
/// neither said nor to be told from the time it takes: there is one slow hash in every case.
/// </summary>
internal sealed class PasswordSignIn(UserManager<Volunteer> volunteers, SignInManager<Volunteer> signIn, VolunteerPasswordHasher hasher, SignInLog log)
{
    private const int LongestPassword = 1000;

    public async Task<SignInResult> TryAsync(string? logInName, string? password, CancellationToken ct)
    {
        password ??= "";
        var volunteer = string.IsNullOrWhiteSpace(logInName) || password.Length > LongestPassword ? null : await volunteers.FindByNameAsync(logInName);
        var reason = volunteer is null ? "unknown"
            : volunteer.Status != VolunteerStatus.Active ? "suspended"
            : await volunteers.IsLockedOutAsync(volunteer) ? "locked"
            : null;
        if (reason is not null)
        {
            hasher.PretendToVerify(password.Length > LongestPassword ? "" : password);
            await log.FailedAsync(volunteer?.Id, reason, ct);
            return SignInResult.Failed;
        }

        // The cookie outlives the browser window, because phones close it at will; SessionLimits says for how long.
        var result = await signIn.PasswordSignInAsync(volunteer!, password, isPersistent: true, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            await log.SignedInAsync(volunteer!.Id, ct);
        }
        else if (!result.RequiresTwoFactor)
        {
            await log.FailedAsync(volunteer!.Id, "password", ct);
        }

        return result;
    }
}
