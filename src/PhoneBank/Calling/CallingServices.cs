using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.Calling;

internal static class CallingServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddCalling(this IServiceCollection services)
    {
        services.AddSingleton<HoursClasses>();
        return services;
    }
}
