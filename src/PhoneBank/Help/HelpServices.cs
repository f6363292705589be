using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.Help;

internal static class HelpServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddHelp(this IServiceCollection services)
    {
        services.AddSingleton<DeskPresence>();
        services.AddSingleton<AskForHelp>();
        services.AddSingleton<MyHelpLines>();
        services.AddSingleton<OpenHelp>();
        services.AddSingleton<ReadHelpText>();
        services.AddSingleton<TakeHelpRequest>();
        services.AddSingleton<CloseHelpRequest>();
        services.AddSingleton<LetGoOn>();
        services.AddSingleton<GiveNotice>();
        services.AddSingleton<WithdrawNotice>();
        services.AddSingleton<ReadNotice>();
        services.AddSingleton<MyNotices>();
        services.AddSingleton<CampaignNotices>();
        services.AddSingleton<AllHelpLines>();
        services.AddSingleton<SaveHelpLine>();
        services.AddSingleton<MoveHelpLine>();
        services.AddSingleton<RemoveHelpLine>();
        services.AddSingleton<LeaveWord>();
        return services;
    }
}
