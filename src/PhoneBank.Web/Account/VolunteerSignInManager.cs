using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PhoneBank.Volunteers;

namespace PhoneBank.Web.Account;

/// <summary>As the framework's, but a suspended volunteer signs in by no means whatever.</summary>
public sealed class VolunteerSignInManager(
    UserManager<Volunteer> volunteers,
    IHttpContextAccessor contexts,
    IUserClaimsPrincipalFactory<Volunteer> claims,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<Volunteer>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<Volunteer> confirmation)
    : SignInManager<Volunteer>(volunteers, contexts, claims, options, logger, schemes, confirmation)
{
    public override async Task<bool> CanSignInAsync(Volunteer user) => user.Status == VolunteerStatus.Active && await base.CanSignInAsync(user);

    /// <summary>
    /// Signs in whoever the device's answer proves, unless suspended or locked. The volunteer is known as soon as the answer is
    /// right, signed in or not.
    /// </summary>
    public async Task<(Volunteer? Volunteer, bool IsIn)> TryPasskeyAsync(string credentialJson)
    {
        var proved = await PerformPasskeyAssertionAsync(credentialJson);
        if (!proved.Succeeded || await PreSignInCheck(proved.User) is not null || !(await UserManager.AddOrUpdatePasskeyAsync(proved.User, proved.Passkey)).Succeeded)
        {
            return (proved.User, false);
        }

        // The framework's own way would end with the browser window, which phones close at will.
        await SignInAsync(proved.User, isPersistent: true, authenticationMethod: "passkey");
        return (proved.User, true);
    }

    /// <summary>Asked every minute of every session: a suspension ends it even if nothing else about the account changed.</summary>
    public override async Task<bool> ValidateSecurityStampAsync(Volunteer? user, string? securityStamp) =>
        user is { Status: VolunteerStatus.Active } && await base.ValidateSecurityStampAsync(user, securityStamp);
}
