using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.Volunteers;

internal static class VolunteersServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddVolunteers(this IServiceCollection services)
    {
        return services;
    }
}
