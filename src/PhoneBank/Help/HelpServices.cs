using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.Help;

internal static class HelpServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddHelp(this IServiceCollection services)
    {
        services.AddSingleton<LeaveWord>();
        return services;
    }
}
