using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.Lists;

internal static class ListsServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddLists(this IServiceCollection services)
    {
        return services;
    }
}
