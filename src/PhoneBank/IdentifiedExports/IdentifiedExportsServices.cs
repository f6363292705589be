using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.IdentifiedExports;

internal static class IdentifiedExportsServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddIdentifiedExports(this IServiceCollection services)
    {
        services.AddSingleton<IdentifiedFiles>();
        services.AddSingleton<AskIdentifiedExport>();
        services.AddSingleton<ApproveIdentifiedExport>();
        services.AddSingleton<EndIdentifiedExport>();
        services.AddSingleton<MakeIdentifiedExport>();
        services.AddSingleton<FetchIdentifiedExport>();
        services.AddSingleton<SweepIdentifiedExports>();
        services.AddSingleton<IdentifiedExportsQuery>();
        return services;
    }
}
