using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Tests;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;
using PhoneBank.Web.Hosting;

namespace PhoneBank.Web.Tests.Host;

/// <summary>How a test wants its application.</summary>
public sealed record HostSetup
{
    /// <summary>Listens on a free loopback port for a browser, over plain http; else requests stay inside the process and are https.</summary>
    public bool OnPort { get; init; }

    /// <summary>The machine's clock instead of one the test moves.</summary>
    public bool RealTime { get; init; }

    /// <summary>Leaves the installation empty, as on the very first start; else there is one coordinator, <see cref="PhoneBankHost.FirstCoordinator"/>.</summary>
    public bool Empty { get; init; }

    /// <summary>Further command-line settings, such as <c>--PhoneBank:Proxy=10.0.0.1</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Replaces services, after ours are registered.</summary>
    public Action<IServiceCollection>? Services { get; init; }
}

/// <summary>
/// The whole application with its real pipeline, in this process, over a fresh database. <see cref="World"/> works on the
/// very same services, so what a test puts there the pages show.
/// </summary>
public sealed class PhoneBankHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _keyFolder;

    private PhoneBankHost(WebApplication app, World world, string keyFolder, Uri address)
    {
        _app = app;
        World = world;
        _keyFolder = keyFolder;
        Address = address;
    }

    public World World { get; }

    /// <summary>Where it is reached: https://localhost, or the free port.</summary>
    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>The coordinator and administrator every set-up installation has.</summary>
    public Actor FirstCoordinator { get; private set; }

    public static async Task<PhoneBankHost> StartAsync(DatabaseKind kind = DatabaseKind.Sqlite, HostSetup? setup = null)
    {
        setup ??= new HostSetup();
        var (storage, folder) = await World.NewDatabaseAsync(kind);
        var keys = Directory.CreateTempSubdirectory("phonebank-keys-").FullName;
        string[] settings = ["--ConnectionStrings:PhoneBank", storage.ConnectionString, "--urls", "http://127.0.0.1:0", .. setup.Settings];
        var app = PhoneBankApp.Build(
            new StartOptions(Demo: false, folder.Path, Path.Combine(keys, "master.key"), settings),
            builder =>
            {
                builder.Logging.ClearProviders();
                if (!setup.RealTime)
                {
                    builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new FakeTime()));
                }

                if (!setup.OnPort)
                {
                    builder.WebHost.UseTestServer(options => options.BaseAddress = new Uri("https://localhost/"));
                }

                setup.Services?.Invoke(builder.Services);
            });
        var world = World.Over(storage, folder, app.Services, app);
        var first = default(Actor);
        await PhoneBankApp.PrepareAsync(app, CancellationToken.None);
        if (!setup.Empty)
        {
            first = await world.VolunteerAsync("Noa", Roles.Coordinator, Roles.Administrator, Roles.Organizer);
        }

        await app.StartAsync();
        var address = setup.OnPort
            ? new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First())
            : new Uri("https://localhost/");
        return new PhoneBankHost(app, world, keys, address) { FirstCoordinator = first };
    }

    /// <summary>A browser without cookies.</summary>
    public Browser Anonymous() => BrowserWith(new CookieContainer());

    /// <summary>A browser in which this volunteer is signed in, with the cookie the sign-in page gives.</summary>
    public async Task<Browser> SignedInAsync(Actor actor)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var volunteers = scope.ServiceProvider.GetRequiredService<UserManager<Volunteer>>();
        var volunteer = await volunteers.FindByIdAsync(actor.VolunteerId.ToString()) ?? throw new InvalidOperationException("There is no such volunteer.");
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Scheme = "https";
        context.Request.Host = new HostString("localhost");
        var principal = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<Volunteer>>().CreateAsync(volunteer);
        await context.SignInAsync(IdentityConstants.ApplicationScheme, principal, new AuthenticationProperties { IsPersistent = true });
        var cookies = new CookieContainer();
        foreach (var cookie in context.Response.Headers.SetCookie)
        {
            Browser.Keep(cookies, Address, cookie!);
        }

        return BrowserWith(cookies);
    }

    /// <summary>Makes a volunteer with these roles and signs in as that one.</summary>
    public async Task<(Browser Browser, Actor Actor)> SignedInAsync(string name, params string[] roles)
    {
        var actor = await World.VolunteerAsync(name, roles);
        return (await SignedInAsync(actor), actor);
    }

    private Browser BrowserWith(CookieContainer cookies) =>
        Address.Scheme == "https" ? new Browser(_app.GetTestServer().CreateHandler(), Address, cookies) : Browser.At(Address, cookies);

    public async ValueTask DisposeAsync()
    {
        await World.DisposeAsync();
        Directory.Delete(_keyFolder, recursive: true);
    }
}
