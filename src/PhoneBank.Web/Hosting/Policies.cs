using Microsoft.AspNetCore.Authorization;

namespace PhoneBank.Web.Hosting;

/// <summary>What a page may demand. Operations decide again, against the database.</summary>
public static class Policies
{
    public const string Coordinator = "Coordinator";
    public const string Administrator = "Administrator";

    public static AuthorizationPolicy SignedIn { get; } = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
}
