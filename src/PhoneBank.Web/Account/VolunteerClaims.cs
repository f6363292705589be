using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using PhoneBank.Privacy;
using PhoneBank.Volunteers;

namespace PhoneBank.Web.Account;

/// <summary>Adds the name others see, so that no page has to ask for it; the cookie it travels in is encrypted.</summary>
internal sealed class VolunteerClaims(UserManager<Volunteer> volunteers, RoleManager<IdentityRole<Guid>> roles, IOptions<IdentityOptions> options, Sealer sealer)
    : UserClaimsPrincipalFactory<Volunteer, IdentityRole<Guid>>(volunteers, roles, options)
{
    public const string DisplayName = "display-name";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Volunteer user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(DisplayName, sealer.Open(Places.VolunteerName(user.Id), user.SealedDisplayName)));
        return identity;
    }
}
