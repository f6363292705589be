using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.FollowUps;

internal static class FollowUpsServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddFollowUps(this IServiceCollection services)
    {
        services.AddSingleton<PromiseWriter>();
        services.AddSingleton<CallPromises>();
        services.AddSingleton<MatchPools>();
        services.AddSingleton<OpenMatchPool>();
        services.AddSingleton<ChangeMatchPool>();
        services.AddSingleton<CloseMatchPool>();
        services.AddSingleton<FollowUpsQuery>();
        services.AddSingleton<OpenFollowUp>();
        services.AddSingleton<CloseFollowUp>();
        services.AddSingleton<ReopenFollowUp>();
        services.AddSingleton<TakeFollowUp>();
        services.AddSingleton<ListOfFollowUps>();
        services.AddSingleton<MyFollowUps>();
        return services;
    }
}
