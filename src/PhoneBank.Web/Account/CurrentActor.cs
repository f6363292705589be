using System.Security.Claims;
using PhoneBank.Shared;

namespace PhoneBank.Web.Account;

/// <summary>Who is signed in, as the domain names it.</summary>
public static class CurrentActor
{
    /// <summary>The actor of a signed-in principal; a page behind the fall-back policy always has one.</summary>
    public static Actor Actor(this ClaimsPrincipal user) =>
        new(Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("Nobody is signed in.")));
}
