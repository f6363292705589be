using Microsoft.Extensions.DependencyInjection;
using PhoneBank.Calling.Hours;

namespace PhoneBank.Calling;

internal static class CallingServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddCalling(this IServiceCollection services)
    {
        services.AddSingleton<HoursClasses>();
        services.AddSingleton<CallingHours>();
        services.AddSingleton<CampaignMoments>();
        services.AddSingleton<Budgets>();
        services.AddSingleton<HoldOuts>();
        services.AddSingleton<ContactHoldOuts>();
        services.AddSingleton<SetHoldOut>();
        services.AddSingleton<LiftHoldOut>();
        services.AddSingleton<KeepRelativesApart>();
        services.AddSingleton<SetContactZone>();
        services.AddSingleton<NextContact>();
        services.AddSingleton<WhyNobody>();
        services.AddSingleton<CallWriter>();
        services.AddSingleton<CorrectionWriter>();
        services.AddSingleton<CallbackChoices>();
        services.AddSingleton<ClaimNextContact>();
        services.AddSingleton<PickContact>();
        services.AddSingleton<ReleaseClaim>();
        services.AddSingleton<ReportNotCalled>();
        services.AddSingleton<SkipContact>();
        services.AddSingleton<RevealNumber>();
        services.AddSingleton<SaveDraft>();
        services.AddSingleton<KeepClaim>();
        services.AddSingleton<RecordOutcome>();
        services.AddSingleton<WithdrawCall>();
        services.AddSingleton<AddToCall>();
        services.AddSingleton<CallOtherNumber>();
        services.AddSingleton<ExtendBudget>();
        services.AddSingleton<PauseCaller>();
        services.AddSingleton<SweepLapsedClaims>();
        services.AddSingleton<SecondPass>();
        services.AddSingleton<MyLists>();
        services.AddSingleton<MyCallbacks>();
        services.AddSingleton<GiveUpCallback>();
        services.AddSingleton<MakeCalendarAddress>();
        services.AddSingleton<EndCalendarAddress>();
        services.AddSingleton<CallbackCalendar>();
        services.AddSingleton<MyPace>();
        services.AddSingleton<MyCalls>();
        services.AddSingleton<UnreportedCalls>();
        services.AddSingleton<TakeBreak>();
        services.AddSingleton<EndBreak>();
        services.AddSingleton<MyCampaigns>();
        services.AddSingleton<LookUpCaller>();
        services.AddSingleton<OpenCaller>();
        services.AddSingleton<ListEntries>();
        services.AddSingleton<CurrentCall>();
        services.AddSingleton<SilencedClaims>();
        services.AddSingleton<SilencedPerson>();
        services.AddSingleton<OwnsClaim>();
        services.AddSingleton<InventedCall>();
        return services;
    }
}
