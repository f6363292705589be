using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.Imports;

internal static class ImportsServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddImports(this IServiceCollection services)
    {
        return services;
    }
}
