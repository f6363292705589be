using Microsoft.Playwright;

namespace PhoneBank.EndToEnd.App;

/// <summary>One Chromium for all journeys. Each person in a journey has a context, so nobody shares cookies.</summary>
public class Browser : IAsyncLifetime
{
    private const string WindowlessChromium = "/usr/bin/chromium-headless-shell";
    private static readonly string Whole = Environment.GetEnvironmentVariable("PHONEBANK_TEST_CHROMIUM") ?? "/usr/bin/chromium";

    // Without the window nobody sees, it takes half the work; the pages are the same.
    private static readonly string Executable = Environment.GetEnvironmentVariable("PHONEBANK_TEST_CHROMIUM") is null && File.Exists(WindowlessChromium) ? WindowlessChromium : Whole;
    private static readonly string[] Arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly string _executable;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Browser()
        : this(Executable)
    {
    }

    private protected Browser(string executable) => _executable = executable;

    private protected static string WholeChromium => Whole;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = _executable,
            Args = Arguments,
        });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A person with a device of their own.</summary>
    public async Task<Person> PersonAsync(string name, string address, Device device)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address,
            ViewportSize = new ViewportSize { Width = device.Width, Height = device.Height },
            Locale = device.Locale,
            ColorScheme = device.Dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = device.Script,
            HasTouch = device.Width < 600,
            TimezoneId = device.TimeZone,
        });
        return await PersonAsync(name, address, device, context);
    }

    /// <summary>A person whose browser, a whole one, keeps on a disk what browsers keep, in a folder that can be searched once the person is gone.</summary>
    public async Task<Person> PersonWithDiskAsync(string name, string address, Device device, string folder)
    {
        var context = await _playwright!.Chromium.LaunchPersistentContextAsync(folder, new BrowserTypeLaunchPersistentContextOptions
        {
            ExecutablePath = Whole,
            Args = Arguments,
            BaseURL = address,
            ViewportSize = new ViewportSize { Width = device.Width, Height = device.Height },
            Locale = device.Locale,
            HasTouch = device.Width < 600,
            TimezoneId = device.TimeZone,
        });
        return await PersonAsync(name, address, device, context);
    }

    private async Task<Person> PersonAsync(string name, string address, Device device, IBrowserContext context)
    {
        context.SetDefaultTimeout(60_000);
        var person = new Person(this, name, context, await context.NewPageAsync(), device, new Uri(address));
        person.Watch();
        return person;
    }
}

/// <summary>What somebody opens the application with.</summary>
public sealed record Device(int Width, int Height, string Locale = "en", bool Dark = false, bool Script = true, string TimeZone = "Asia/Jerusalem")
{
    /// <summary>As the interface knows it: en, he, ar or ru.</summary>
    public string Language => Locale.Split('-')[0];

    public static Device Desktop { get; } = new(1280, 800);

    public static Device Phone { get; } = new(360, 740);
}

/// <summary>A Chromium with all that it brings to a phone: for what is measured.</summary>
public sealed class WholeBrowser() : Browser(WholeChromium);

/// <summary>Those who call on one everyday shift, one class after another.</summary>
[CollectionDefinition(Name)]
public sealed class InBrowser : ICollectionFixture<Browser>, ICollectionFixture<EverydayShift>
{
    public const string Name = "In the browser";
}

/// <summary>Journeys with an application of their own; they run beside the everyday shift, because most of their time is waiting.</summary>
[CollectionDefinition(Name)]
public sealed class Journeys : ICollectionFixture<Browser>
{
    public const string Name = "Journeys";
}

/// <summary>What is measured: nothing else runs meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone : ICollectionFixture<WholeBrowser>
{
    public const string Name = "Alone";
}
