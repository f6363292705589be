using PhoneBank.Data;
using PhoneBank.Demo;
using PhoneBank.Privacy;

namespace PhoneBank.Web.Hosting;

/// <summary>Builds and runs the application.</summary>
public static class PhoneBankApp
{
    public static async Task<int> RunAsync(StartOptions start, CancellationToken ct)
    {
        WebApplication app;
        try
        {
            app = Build(start);
            await PrepareAsync(app, ct);
        }
        catch (Exception exception) when (exception is MasterKeyException or DatabaseInUseException or WrongDatabaseException or MovedClockException)
        {
            // The operator's mistake, said in one line; a stack trace would hide what to do.
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }

        await app.RunAsync(ct);
        return 0;
    }

    /// <summary>Everything but the start. <paramref name="change"/> comes after our own registrations: tests put their clock and server there.</summary>
    public static WebApplication Build(StartOptions start, Action<WebApplicationBuilder>? change = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = start.Rest, ApplicationName = typeof(PhoneBankApp).Assembly.GetName().Name });
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.AddPhoneBankHost(builder.Configuration, builder.Environment, start);
        if (start.Demo)
        {
            // The demo says by itself where it is; the framework's lines would push the log-ins out of sight.
            builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        }

        change?.Invoke(builder);
        var app = builder.Build();
        app.UsePhoneBank();
        return app;
    }

    /// <summary>Migrates, opens the keys, and lets everything that must happen before the first request happen.</summary>
    public static async Task PrepareAsync(WebApplication app, CancellationToken ct)
    {
        if (app.Services.GetService<DemoStart>() is { } demo)
        {
            await demo.PrepareAsync(ct);
        }
        else
        {
            await DemoDatabase.RefuseDemoAsync(app.Services.GetRequiredService<StorageSettings>(), ct);
        }

        await app.Services.GetRequiredService<DatabaseStart>().RunAsync(ct);
        await app.Services.GetRequiredService<KeyRing>().OpenAsync(ct);
        foreach (var step in app.Services.GetServices<IStartStep>())
        {
            await step.RunAsync(ct);
        }
    }
}

/// <summary>Something that must be done after the database is ready and before the first request: the demo, the set-up code.</summary>
public interface IStartStep
{
    Task RunAsync(CancellationToken ct);
}
