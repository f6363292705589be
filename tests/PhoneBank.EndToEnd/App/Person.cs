using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PhoneBank.Volunteers;

namespace PhoneBank.EndToEnd.App;

/// <summary>
/// Somebody in a journey: what they do is counted, and what their browser complains of is kept. They find things as people
/// do, by role and visible name, in the language of their device.
/// </summary>
public sealed partial class Person(Browser browser, string name, IBrowserContext context, IPage page, Device device, Uri address) : IAsyncDisposable
{
    private readonly HashSet<string> _judged = [];
    private Person? _twin;

    public string Name { get; } = name;

    public IBrowserContext Context { get; } = context;

    public IPage Page { get; private set; } = page;

    public Device Device { get; } = device;

    /// <summary>Errors of the console (violations of the content security policy among them), requests to other hosts, and what was wrong with pages that were judged.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>What this person has done so far: addresses opened, clicks, fields filled, choices.</summary>
    public int Actions => Done.Count;

    /// <summary>The same as words, for the one who reads a failed count.</summary>
    public List<string> Done { get; } = [];

    /// <summary>False where another journey asks axe about the same pages: then they are judged by their width alone.</summary>
    public bool AsksAxe { get; set; } = true;

    /// <summary>How long this person takes for a key, in milliseconds; zero fills a field at once.</summary>
    public int KeyMs { get; set; }

    /// <summary>What this person signs in with, where it was shown on joining.</summary>
    public string LogInName { get; set; } = "";

    /// <summary>The same as the database has it.</summary>
    public string NormalizedLogInName => new LogInNormalizer().NormalizeName(LogInName)!;

    /// <summary>The five words that belong to <see cref="LogInName"/>.</summary>
    public string Words { get; set; } = "";

    /// <summary>Address and parts of every page that was judged.</summary>
    public IReadOnlyCollection<string> Judged => _judged;

    /// <summary>The text of the interface in this person's language.</summary>
    public string Says<T>(string key, params object[] arguments) => Wording.Of<T>(key, Device.Language, arguments);

    /// <summary>Types an address.</summary>
    public async Task OpenAsync(string path)
    {
        Done.Add($"open {path}");
        await Page.GotoAsync(path);
    }

    public Task ClickAsync(AriaRole role, string name, ILocator? within = null) => ClickAsync(Locate(role, name, within), name);

    public async Task ClickAsync(ILocator what, string name)
    {
        Done.Add($"click {name}");
        await TryAsync(() => what.ClickAsync());
    }

    public Task PressButtonAsync(string name, ILocator? within = null) => ClickAsync(AriaRole.Button, name, within);

    public Task FollowAsync(string name, ILocator? within = null) => ClickAsync(AriaRole.Link, name, within);

    public async Task FillAsync(string label, string text, bool exact = false)
    {
        Done.Add($"fill {label}");
        // A part that is folded up may have a field of the same name.
        var field = Page.GetByLabel(label, new PageGetByLabelOptions { Exact = exact }).Filter(new LocatorFilterOptions { Visible = true }).First;
        await TryAsync(async () =>
        {
            if (KeyMs == 0)
            {
                await field.FillAsync(text);
            }
            else
            {
                await field.PressSequentiallyAsync(text, new LocatorPressSequentiallyOptions { Delay = KeyMs });
            }
        });
    }

    /// <summary>Closes the tab without a word and opens a new one.</summary>
    public async Task ReopenAsync(string path)
    {
        await CloseTabAsync();
        await OpenTabAsync();
        await OpenAsync(path);
    }

    public async Task CloseTabAsync()
    {
        Done.Add("close the tab");
        await Page.CloseAsync();
    }

    public async Task OpenTabAsync()
    {
        Page = await Context.NewPageAsync();
        Watch(ofContext: false);
    }

    public async Task ChooseAsync(string label, string option)
    {
        Done.Add($"choose {label}: {option}");
        await Page.GetByLabel(label).First.SelectOptionAsync(new SelectOptionValue { Label = option });
    }

    /// <summary>A box or a radio button, by its label.</summary>
    public async Task TickAsync(string label, ILocator? within = null)
    {
        Done.Add($"tick {label}");
        var box = within is null ? Page.GetByLabel(label) : within.GetByLabel(label);
        await box.First.CheckAsync(new LocatorCheckOptions { Force = true });
    }

    public async Task UploadAsync(string label, string path)
    {
        Done.Add($"upload {label}");
        await Page.GetByLabel(label).First.SetInputFilesAsync(path);
    }

    public async Task PressKeyAsync(string key)
    {
        Done.Add($"press {key}");
        await Page.Keyboard.PressAsync(key);
    }

    public Task<string> HeadingAsync() => Page.Locator("h1").First.InnerTextAsync();

    /// <summary>Waits until the page says this somewhere in its main part.</summary>
    public Task SeesAsync(string text) => Assertions.Expect(Page.Locator("body")).ToContainTextAsync(text, new LocatorAssertionsToContainTextOptions { Timeout = 60_000 });

    /// <summary>
    /// Asks axe about the page as it stands; returns one line for each violation. A page is judged once for each person and
    /// the parts it has. With script off a twin with script opens the same address with the same cookies.
    /// </summary>
    public async Task<IReadOnlyList<string>> AxeAsync()
    {
        // The same page about another person has the same parts.
        var parts = await Page.EvaluateAsync<string>("Array.from(document.querySelectorAll('form,section,[role=alert],[data-nothing]')).map(part => part.getAttribute('action') || part.getAttribute('aria-labelledby') || part.className).join(' ')");
        if (!_judged.Add(Ids().Replace($"{new Uri(Page.Url).AbsolutePath} {parts}", "{id}")))
        {
            return [];
        }

        if (!Device.Script)
        {
            _twin ??= await browser.PersonAsync(Name + "'s twin", address.ToString(), Device with { Script = true });
            await _twin.Context.ClearCookiesAsync();
            await _twin.Context.AddCookiesAsync((await Context.CookiesAsync()).Select(cookie => new Cookie
            {
                Name = cookie.Name,
                Value = cookie.Value,
                Domain = cookie.Domain,
                Path = cookie.Path,
                Expires = cookie.Expires,
                HttpOnly = cookie.HttpOnly,
                Secure = cookie.Secure,
                SameSite = cookie.SameSite,
            }));
            await _twin.Page.GotoAsync(Page.Url);
            return await _twin.AxeAsync();
        }

        return await AskAxeAsync();
    }

    /// <summary>Asks axe about the page as it stands, however often it was asked before. Needs script.</summary>
    public Task<IReadOnlyList<string>> AskAxeAsync() => Axe.ViolationsAsync(Page);

    /// <summary>
    /// Keeps what is wrong with the page as it stands: violations axe knows of, and scrolling sideways. <see cref="WasAtPeace"/>
    /// tells of all pages at once.
    /// </summary>
    public async Task JudgeAsync()
    {
        if (AsksAxe)
        {
            Complaints.AddRange(await AxeAsync());
        }

        var (wide, room) = (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), await Page.EvaluateAsync<int>("document.documentElement.clientWidth"));
        if (wide > room + 1)
        {
            Complaints.Add($"{Page.Url} is {wide} pixels wide in {room}.");
        }
    }

    /// <summary>Nothing was complained of, in this person's browser or the twin's, and no page was judged wrong.</summary>
    public void WasAtPeace()
    {
        IReadOnlyList<string> all = [.. Complaints, .. _twin?.Complaints ?? []];
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    public async ValueTask DisposeAsync()
    {
        if (_twin is not null)
        {
            await _twin.DisposeAsync();
        }

        await Context.DisposeAsync();
    }

    internal void Watch(bool ofContext = true)
    {
        Page.Console += (_, message) =>
        {
            // An answer that refuses is no fault of the page: its script reads it and says why.
            if (message.Type == "error" && !message.Text.Contains("net::ERR_", StringComparison.Ordinal) && !RefusedAnswer().IsMatch(message.Text))
            {
                Complaints.Add($"{Page.Url}: {message.Text}");
            }
        };
        Page.PageError += (_, error) => Complaints.Add($"{Page.Url}: {error}");
        if (!ofContext)
        {
            return;
        }

        Context.Request += (_, request) =>
        {
            var uri = new Uri(request.Url);
            if (uri.Scheme is "http" or "https" or "ws" or "wss" && uri.Authority != address.Authority)
            {
                Complaints.Add("A request to another host: " + uri.Authority);
            }
        };
    }

    /// <summary>What cannot be done is told with the page it could not be done on.</summary>
    private async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{Name} could not {Done[^1]} on {Page.Url}:\n{await Page.InnerTextAsync("body")}\n{string.Join('\n', Complaints)}", late);
        }
    }

    private ILocator Locate(AriaRole role, string name, ILocator? within) => within is null
        ? Page.GetByRole(role, new PageGetByRoleOptions { Name = name }).First
        : within.GetByRole(role, new LocatorGetByRoleOptions { Name = name }).First;

    [GeneratedRegex("responded with a status of (401|409|422|429) ", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex RefusedAnswer();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}", RegexOptions.NonBacktracking)]
    private static partial Regex Ids();
}
