using System.Globalization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Options;
using PhoneBank.Data;
using PhoneBank.Demo;
using PhoneBank.Volunteers;
using PhoneBank.Web.Account;
using PhoneBank.Web.Calling;
using PhoneBank.Web.FollowUps;
using PhoneBank.Web.IdentifiedExports;
using PhoneBank.Web.Imports;
using PhoneBank.Web.Ui;
using Radzen;

namespace PhoneBank.Web.Hosting;

/// <summary>Registers everything the application is made of.</summary>
public static class Services
{
    /// <summary>Languages of the interface; the first is the fall-back.</summary>
    public static IReadOnlyList<string> InterfaceLanguages { get; } = ["en", "he", "ar", "ru"];

    public static IServiceCollection AddPhoneBankHost(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment, StartOptions start)
    {
        var installation = Installation.From(start, configuration);
        services.AddSingleton(start);
        MovedClock.AddTo(services, configuration, environment);
        services.AddPhoneBank(installation.Storage, installation.OpenKey(), installation.Folder);
        services.AddPhoneBankWeb(environment);
        services.TrustProxies(configuration);
        services.Configure<IdentityPasskeyOptions>(options => options.ServerDomain = configuration["PhoneBank:Domain"]);
        if (start.Demo)
        {
            services.AddSingleton<DemoDatabase>();
            services.AddSingleton<DemoStart>();
            services.AddHostedService(provider => provider.GetRequiredService<DemoStart>());
        }

        return services;
    }

    /// <summary>The web side alone, over a domain registered elsewhere; tests use it with their own database and clock.</summary>
    public static IServiceCollection AddPhoneBankWeb(this IServiceCollection services, IHostEnvironment environment)
    {
        services.AddSingleton<IXmlRepository, ProtectionXmlRepository>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = provider.GetRequiredService<IXmlRepository>()));
        services.AddDataProtection().SetApplicationName("PhoneBank");

        services.AddIdentityForPhoneBank();
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(Policies.SignedIn)
            .SetDefaultPolicy(Policies.SignedIn)
            .AddPolicy(Policies.Coordinator, policy => policy.RequireRole(Roles.Coordinator))
            .AddPolicy(Policies.Administrator, policy => policy.RequireRole(Roles.Administrator));
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, RevalidatingVolunteer>();

        services.AddRazorComponents().AddInteractiveServerComponents(options => options.DetailedErrors = environment.IsDevelopment());
        services.AddRadzenComponents();
        services.AddImportsWeb();
        services.AddIdentifiedExportsWeb();
        services.AddHttpContextAccessor();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "__Host-phonebank-form";
            options.Cookie.SameSite = SameSiteMode.Strict;

            // Always would refuse http://localhost, where browsers do keep secure cookies; the policy below makes every cookie secure.
            options.Cookie.SecurePolicy = CookieSecurePolicy.None;
        });
        services.Configure<CookiePolicyOptions>(options =>
        {
            options.Secure = CookieSecurePolicy.Always;
            options.HttpOnly = Microsoft.AspNetCore.CookiePolicy.HttpOnlyPolicy.Always;
            options.MinimumSameSitePolicy = SameSiteMode.Strict;
        });

        services.AddHostedService<LapseSweeper>();
        services.AddHostedService<SignalRelay>();
        services.AddHostedService<Lists.ListRefilling>();
        services.AddHostedService<Lists.ListSummarizing>();
        services.AddHostedService<Lists.EntryAligning>();
        services.AddHostedService<Reports.CallSumming>();
        services.AddLocalization();
        services.AddSingleton<Texts>();
        services.AddCallingPages();
        services.AddFollowUpPages();
        services.AddScoped<PasswordSignIn>();
        services.AddScoped<PasskeySignIn>();
        services.AddScoped(provider => (VolunteerSignInManager)provider.GetRequiredService<SignInManager<Volunteer>>());
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            // A passkey stands for name and password, so the device must know its owner, and both.
            options.ResidentKeyRequirement = "required";
            options.UserVerificationRequirement = "required";

            // Our pages send no referrer, and with it the browser withholds the post's origin, which the framework would compare
            // with. The device signed the origin it saw: that has to be the address this request came to.
            options.ValidateOrigin = context => ValueTask.FromResult(
                !context.CrossOrigin && string.Equals(context.Origin, $"{context.HttpContext.Request.Scheme}://{context.HttpContext.Request.Host}", StringComparison.OrdinalIgnoreCase));
        });
        services.AddSingleton<KeptPosts>();
        services.AddSingleton<IStartStep, PrintSetUpCode>();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            var cultures = InterfaceLanguages.Select(CultureInfo.GetCultureInfo).ToList();
            options.DefaultRequestCulture = new RequestCulture("en");
            options.SupportedCultures = cultures;
            options.SupportedUICultures = cultures;
            options.RequestCultureProviders =
            [
                new CookieRequestCultureProvider { CookieName = LanguageEndpoints.CookieName },
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
        });
        services.AddResponseCompression(options => options.EnableForHttps = true);

        // The default gives away a fifth of the bytes, which a phone on a train pays for; the server has the time.
        services.Configure<Microsoft.AspNetCore.ResponseCompression.BrotliCompressionProviderOptions>(options => options.Level = System.IO.Compression.CompressionLevel.Optimal);
        return services;
    }

    private static void AddIdentityForPhoneBank(this IServiceCollection services)
    {
        services.AddIdentityCore<Volunteer>(options =>
            {
                options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                options.Password.RequiredLength = 12;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequiredUniqueChars = 4;
                options.Lockout.AllowedForNewUsers = true;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
                options.User.RequireUniqueEmail = false;

                // Log-ins are names in any script; control and bidi characters are refused where they are typed.
                options.User.AllowedUserNameCharacters = null!;
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<PhoneBankDb>()
            .AddSignInManager<VolunteerSignInManager>()
            .AddClaimsPrincipalFactory<VolunteerClaims>()
            .AddDefaultTokenProviders();
        services.AddAuthentication(options =>
            {
                options.DefaultScheme = IdentityConstants.ApplicationScheme;
                options.DefaultSignInScheme = IdentityConstants.ExternalScheme;
            })
            .AddIdentityCookies();
        services.ConfigureApplicationCookie(options =>
        {
            options.Cookie.Name = "__Host-phonebank";
            options.Cookie.HttpOnly = true;
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.LoginPath = AccountEndpoints.SignInPath;
            options.AccessDeniedPath = "/not-found";
            options.ReturnUrlParameter = "returnUrl";
            options.SlidingExpiration = true;
            options.Events.OnSigningIn = SessionLimits.BeginAsync;
            options.Events.OnValidatePrincipal = SessionLimits.ValidateAsync;
            options.Events.OnRedirectToLogin = AccountEndpoints.KeepForms(options.Events.OnRedirectToLogin);
        });
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromMinutes(1));
    }
}
