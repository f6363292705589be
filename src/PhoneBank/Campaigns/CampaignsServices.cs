using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.Campaigns;

internal static class CampaignsServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddCampaigns(this IServiceCollection services)
    {
        services.AddSingleton<CreateCampaign>();
        services.AddSingleton<CopyCampaign>();
        services.AddSingleton<EditCampaign>();
        services.AddSingleton<OpenCampaign>();
        services.AddSingleton<PauseCampaign>();
        services.AddSingleton<ResumeCampaign>();
        services.AddSingleton<CloseCampaign>();
        services.AddSingleton<EditOutcomes>();
        services.AddSingleton<SaveOutcome>();
        services.AddSingleton<DeleteOutcome>();
        services.AddSingleton<CampaignList>();
        services.AddSingleton<CampaignOverview>();
        services.AddSingleton<CampaignOutcomes>();
        services.AddSingleton<WeekOfHours>();
        services.AddSingleton<OverrideHours>();
        services.AddSingleton<EndHoursOverride>();
        services.AddSingleton<OverriddenHours>();
        services.AddSingleton<QuickStart>();
        return services;
    }
}
