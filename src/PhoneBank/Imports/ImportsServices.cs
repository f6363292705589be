using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.Imports;

internal static class ImportsServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddImports(this IServiceCollection services)
    {
        services.AddSingleton<Spool>();
        services.AddSingleton<ImportKeys>();
        services.AddSingleton<ImportSteps>();
        services.AddSingleton<FirstLook>();
        services.AddSingleton<SavedMappings>();
        services.AddSingleton<StartImport>();
        services.AddSingleton<ImportDetails>();
        services.AddSingleton<ChangeImportPlan>();
        services.AddSingleton<RunImport>();
        services.AddSingleton<CancelImport>();
        services.AddSingleton<StateImportOrigin>();
        services.AddSingleton<UndoSteps>();
        services.AddSingleton<UndoImport>();
        services.AddSingleton<SweepImports>();
        services.AddSingleton<ImportNow>();
        services.AddSingleton<ImportJobs>();
        services.AddSingleton<RejectedRows>();
        return services;
    }
}
