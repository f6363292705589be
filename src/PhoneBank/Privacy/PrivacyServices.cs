using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.Privacy;

internal static class PrivacyServices
{
    /// <summary>Registers the keys, the sealer, the audit log and the stop list.</summary>
    public static IServiceCollection AddPrivacy(this IServiceCollection services)
    {
        services.AddSingleton<KeyRing>();
        services.AddSingleton<Sealer>();
        services.AddSingleton<RecoverySheet>();
        services.AddSingleton<SuppressNumber>();
        services.AddSingleton<LiftSuppression>();
        services.AddSingleton<AskStopList>();
        services.AddSingleton<ImportStopList>();
        services.AddSingleton<CallerSuppressions>();
        services.AddSingleton<LiftCallerSuppressions>();
        return services;
    }
}
