using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace PhoneBank.Volunteers;

internal static class VolunteersServices
{
    /// <summary>Registers the operations and queries of this slice.</summary>
    public static IServiceCollection AddVolunteers(this IServiceCollection services)
    {
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = VolunteerPasswordHasher.Rounds);
        services.AddSingleton<VolunteerPasswordHasher>();
        services.AddSingleton<IPasswordHasher<Volunteer>>(provider => provider.GetRequiredService<VolunteerPasswordHasher>());
        services.AddSingleton<ILookupNormalizer, LogInNormalizer>();
        services.AddSingleton<Accounts>();
        services.AddSingleton<StepUp>();
        services.AddSingleton<SetUpCode>();
        services.AddSingleton<SetUpInstallation>();
        services.AddSingleton<InstallationStatus>();
        services.AddSingleton<MakeInvitation>();
        services.AddSingleton<KeepJoinCodeOpen>();
        services.AddSingleton<RevokeInvitation>();
        services.AddSingleton<CampaignInvitations>();
        services.AddSingleton<JoinCampaign>();
        services.AddSingleton<CampaignPeople>();
        services.AddSingleton<AdmitVolunteers>();
        services.AddSingleton<RemoveFromCampaign>();
        services.AddSingleton<MyStandingQuery>();
        services.AddSingleton<PeopleList>();
        services.AddSingleton<MyCallingQuery>();
        services.AddSingleton<ChangeMyCalling>();
        services.AddSingleton<KeepOwnNumber>();
        services.AddSingleton<KeepSurname>();
        services.AddSingleton<SuspendVolunteer>();
        services.AddSingleton<ReinstateVolunteer>();
        services.AddSingleton<ResetVolunteer>();
        services.AddSingleton<MakeReEntry>();
        services.AddSingleton<UseReEntry>();
        services.AddSingleton<GivePromises>();
        services.AddSingleton<FinishPractice>();
        services.AddSingleton<CallerTermsQuery>();
        services.AddSingleton<MyPasskeys>();
        services.AddSingleton<AddPasskey>();
        services.AddSingleton<RemovePasskey>();
        services.AddSingleton<ChangeRole>();
        services.AddSingleton<ChangePassword>();
        services.AddSingleton<SignInLog>();
        return services;
    }
}
