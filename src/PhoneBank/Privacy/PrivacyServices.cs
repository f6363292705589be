using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.Privacy;

internal static class PrivacyServices
{
    /// <summary>Registers the keys, the sealer and the audit log.</summary>
    public static IServiceCollection AddPrivacy(this IServiceCollection services)
    {
        services.AddSingleton<KeyRing>();
        services.AddSingleton<Sealer>();
        services.AddSingleton<RecoverySheet>();
        return services;
    }
}
