using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.FollowUps;
using PhoneBank.Help;
using PhoneBank.IdentifiedExports;
using PhoneBank.Imports;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reports;
using PhoneBank.Reviews;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank;

/// <summary>The whole domain, for the web application and for tests alike.</summary>
public static class PhoneBankServices
{
    public static IServiceCollection AddPhoneBank(this IServiceCollection services, StorageSettings storage, MasterKey masterKey, DataFolder folder)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(masterKey);
        services.AddSingleton(folder);
        services.AddSingleton<Signals>();
        return services
            .AddPhoneBankStorage(storage)
            .AddPrivacy()
            .AddVolunteers()
            .AddBooks()
            .AddImports()
            .AddScripts()
            .AddCampaigns()
            .AddLists()
            .AddCalling()
            .AddFollowUps()
            .AddHelp()
            .AddReviews()
            .AddReports()
            .AddIdentifiedExports();
    }
}

/// <summary>Where the installation keeps what is not in the database: the spool of sealed uploads, and sealed exports for half an hour.</summary>
public sealed record DataFolder(string Path)
{
    public string Spool => System.IO.Path.Combine(Path, "spool");
}
