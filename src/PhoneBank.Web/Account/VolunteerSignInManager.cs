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

    /// <summary>Asked every minute of every session: a suspension ends it even if nothing else about the account changed.</summary>
    public override async Task<bool> ValidateSecurityStampAsync(Volunteer? user, string? securityStamp) =>
        user is { Status: VolunteerStatus.Active } && await base.ValidateSecurityStampAsync(user, securityStamp);
}
