using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.Campaigns;

internal static class CampaignsServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddCampaigns(this IServiceCollection services)
    {
        return services;
    }
}
