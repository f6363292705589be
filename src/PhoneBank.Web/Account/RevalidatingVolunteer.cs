using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using PhoneBank.Volunteers;

namespace PhoneBank.Web.Account;

/// <summary>Looks again every minute whether the volunteer of an open desk page is still the one who signed in, and still welcome.</summary>
internal sealed class RevalidatingVolunteer(ILoggerFactory loggers, IServiceScopeFactory scopes) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromMinutes(1);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        // A scope of its own: the circuit's would keep the first answer for ever.
        await using var scope = scopes.CreateAsyncScope();
        var volunteers = scope.ServiceProvider.GetRequiredService<UserManager<Volunteer>>();
        var volunteer = await volunteers.GetUserAsync(authenticationState.User);
        return volunteer is { Status: VolunteerStatus.Active }
            && string.Equals(
                authenticationState.User.FindFirstValue(volunteers.Options.ClaimsIdentity.SecurityStampClaimType),
                await volunteers.GetSecurityStampAsync(volunteer),
                StringComparison.Ordinal);
    }
}
