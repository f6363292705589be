using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Imports;

internal static class ImportsServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddImports(this IServiceCollection services)
    {
        services.AddSingleton<Spool>();
        services.AddSingleton<ImportSteps>();
        services.AddSingleton(provider => new StartImport(Dbs(provider), provider.GetRequiredService<Sealer>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Spool>()));
        services.AddSingleton(provider => new ImportDetails(Dbs(provider), provider.GetRequiredService<Sealer>(), provider.GetRequiredService<StartImport>()));
        services.AddSingleton(provider => new ChangeImportPlan(Dbs(provider), provider.GetRequiredService<Sealer>(), provider.GetRequiredService<StartImport>()));
        services.AddSingleton(provider => new RunImport(
            Dbs(provider), provider.GetRequiredService<IHotStore>(), provider.GetRequiredService<Sealer>(), provider.GetRequiredService<ContactWriter>(), provider.GetRequiredService<Spool>(),
            provider.GetRequiredService<ImportSteps>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<Signals>()));
        services.AddSingleton(provider => new CancelImport(
            Dbs(provider), provider.GetRequiredService<IHotStore>(), provider.GetRequiredService<Spool>(), provider.GetRequiredService<ImportSteps>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Signals>()));
        services.AddSingleton(provider => new SweepImports(
            Dbs(provider), provider.GetRequiredService<RunImport>(), provider.GetRequiredService<Spool>(), provider.GetRequiredService<ImportSteps>(), provider.GetRequiredService<StorageSettings>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ImportNow>();
        services.AddSingleton<ImportJobs>();
        services.AddSingleton<RejectedRows>();
        return services;
    }

    private static IDbContextFactory<PhoneBankDb> Dbs(IServiceProvider provider) => provider.GetRequiredService<IDbContextFactory<PhoneBankDb>>();
}
