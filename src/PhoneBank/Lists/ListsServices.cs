using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PhoneBank.Calling.Hours;

namespace PhoneBank.Lists;

internal static class ListsServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddLists(this IServiceCollection services)
    {
        services.TryAddSingleton<CallingHours>();
        services.AddSingleton<CountFilter>();
        services.AddSingleton<QuietPeople>();
        services.AddSingleton<StretchFiller>();
        services.AddSingleton<ListFiller>();
        services.AddSingleton<MakeCallList>();
        services.AddSingleton<FinishCallList>();
        services.AddSingleton<AssignList>();
        services.AddSingleton<TakeBackAssignment>();
        services.AddSingleton<ChangeCallList>();
        services.AddSingleton<SetPriority>();
        services.AddSingleton<RenameList>();
        services.AddSingleton<PauseList>();
        services.AddSingleton<SetRefilling>();
        services.AddSingleton<RefillLists>();
        services.AddSingleton<MoveRest>();
        services.AddSingleton<MakeTeam>();
        services.AddSingleton<ChangeTeam>();
        services.AddSingleton<ListProgress>();
        services.AddSingleton<CampaignFunnels>();
        services.AddSingleton<CallListOverview>();
        services.AddSingleton<SummarizeLists>();
        services.AddSingleton<AlignEntries>();
        services.AddSingleton<WhoHasWhat>();
        services.AddSingleton<WaitingByPlace>();
        services.AddSingleton<FilterChoices>();
        return services;
    }
}
