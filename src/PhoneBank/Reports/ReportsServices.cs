using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.Reports;

internal static class ReportsServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.AddSingleton<ExportCalls>();
        services.AddSingleton<ExportResults>();
        services.AddSingleton<ExportsQuery>();
        services.AddSingleton<DeskHome>();
        services.AddSingleton<DeskNeeds>();
        services.AddSingleton<UnusualCalling>();
        services.AddSingleton<DryLists>();
        services.AddSingleton<PutFirstStepsAway>();
        services.AddSingleton<LiveShift>();
        services.AddSingleton<SummarizeCalls>();
        services.AddSingleton<CheckCallSums>();
        services.AddSingleton<CampaignReports>();
        return services;
    }
}
