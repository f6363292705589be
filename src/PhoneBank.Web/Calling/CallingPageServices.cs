namespace PhoneBank.Web.Calling;

internal static class CallingPageServices
{
    public static IServiceCollection AddCallingPages(this IServiceCollection services)
    {
        services.AddSingleton<CallScreens>();
        services.AddSingleton<LastRecorded>();
        services.AddSingleton<NumberWindow>();
        services.AddSingleton<NoteWarnings>();
        services.AddSingleton<Practice.PracticeScreens>();
        return services;
    }
}
