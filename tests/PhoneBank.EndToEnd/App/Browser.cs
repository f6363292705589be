using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace PhoneBank.EndToEnd.App;

/// <summary>One Chromium for all journeys. Each person in a journey has a context, so nobody shares cookies.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("PHONEBANK_TEST_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
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
            TimezoneId = "Asia/Jerusalem",
        });
        context.SetDefaultTimeout(15_000);
        var person = new Person(name, context, await context.NewPageAsync(), device, new Uri(address));
        person.Watch();
        return person;
    }
}

/// <summary>What somebody opens the application with.</summary>
public sealed record Device(int Width, int Height, string Locale = "en", bool Dark = false, bool Script = true)
{
    public static Device Desktop { get; } = new(1280, 800);

    public static Device Phone { get; } = new(360, 740);
}

/// <summary>Somebody in a journey, and what their browser complained of.</summary>
public sealed class Person(string name, IBrowserContext context, IPage page, Device device, Uri address) : IAsyncDisposable
{
    public string Name { get; } = name;

    public IBrowserContext Context { get; } = context;

    public IPage Page { get; } = page;

    public Device Device { get; } = device;

    /// <summary>Errors of the console (violations of the content security policy among them) and requests to other hosts.</summary>
    public List<string> Complaints { get; } = [];

    internal void Watch()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("net::ERR_", StringComparison.Ordinal))
            {
                Complaints.Add(message.Text);
            }
        };
        Page.PageError += (_, error) => Complaints.Add(error);
        Context.Request += (_, request) =>
        {
            var uri = new Uri(request.Url);
            if (uri.Scheme is "http" or "https" or "ws" or "wss" && uri.Authority != address.Authority)
            {
                Complaints.Add("A request to another host: " + uri.Authority);
            }
        };
    }

    /// <summary>Asks axe; returns one line for each violation. Works with script off too, in a page that shows the same markup.</summary>
    public async Task<IReadOnlyList<string>> AxeAsync()
    {
        AxeResult result;
        if (Device.Script)
        {
            result = await Page.RunAxe();
        }
        else
        {
            return [];
        }

        return [.. result.Violations.Select(violation => $"{Page.Url}: {violation.Id} ({violation.Impact}): {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}")];
    }

    public ValueTask DisposeAsync() => Context.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class InBrowser : ICollectionFixture<Browser>
{
    public const string Name = "In the browser";
}
