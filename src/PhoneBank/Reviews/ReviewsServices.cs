using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

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
        services.TryAddSingleton<ReviewDice>();
        services.AddSingleton<ReviewPicker>();
        services.AddSingleton<ReviewQueue>();
        services.AddSingleton<NextReview>();
        services.AddSingleton<ApproveCall>();
        services.AddSingleton<CorrectCall>();
        services.AddSingleton<ReturnCall>();
        services.AddSingleton<AcknowledgeReview>();
        services.AddSingleton<MyReturnedCalls>();
        return services;
    }
}
