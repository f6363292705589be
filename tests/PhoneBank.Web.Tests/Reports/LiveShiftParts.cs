using System.Security.Claims;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.Extensions.DependencyInjection;
using PhoneBank.Shared;

namespace PhoneBank.Web.Tests.Reports;

/// <summary>Renders the live page as a circuit would, over the services of a running application.</summary>
internal static class LiveShiftParts
{
    public static BunitContext Over(IServiceProvider services, Actor actor)
    {
        var context = new BunitContext();
        context.Services.AddLocalization();
        context.Services.AddFallbackServiceProvider(services);
        var authorization = context.AddAuthorization();
        authorization.SetAuthorized("Noa");
        authorization.SetClaims(new Claim(ClaimTypes.NameIdentifier, actor.VolunteerId.ToString()));
        return context;
    }
}
