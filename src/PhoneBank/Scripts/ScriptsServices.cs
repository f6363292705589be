using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.Scripts;

internal static class ScriptsServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddScripts(this IServiceCollection services)
    {
        services.AddSingleton<SaveScript>();
        services.AddSingleton<SignOffScript>();
        services.AddSingleton<ObjectToScript>();
        services.AddSingleton<ScriptForEditor>();
        services.AddSingleton<ScriptHistory>();
        services.AddSingleton<BringBackScript>();
        return services;
    }
}
