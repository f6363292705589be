using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.Reviews;

internal static class ReviewsServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddReviews(this IServiceCollection services)
    {
        services.AddSingleton<CallsQuery>();
        services.AddSingleton<CallDetails>();
        services.AddSingleton<StrikeOutNote>();
        services.AddSingleton<HeldEntries>();
        services.AddSingleton<ResolveHeld>();
        return services;
    }
}
