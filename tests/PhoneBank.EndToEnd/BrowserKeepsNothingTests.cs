using System.Text;
using Microsoft.Playwright;
using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;
using Xunit.Abstractions;

namespace PhoneBank.EndToEnd;

/// <summary>During and after a shift the browser holds no name, number or note of anybody called: not in its stores, cookies, addresses, titles, history, cache or profile.</summary>
[Collection(InBrowser.Name)]
public sealed class BrowserKeepsNothingTests(Browser browser, EverydayShift everyday, ITestOutputHelper output)
{
    private const int Calls = 4;
    private const string Note = "Sings in the choir of Ramla";
    private const string Message = "Asked about the carpool twice";

    [Theory, InlineData(true), InlineData(false)]
    public async Task No_store_of_the_browser_holds_anything_of_those_called(bool script)
    {
        var shift = await everyday.GetAsync(browser);
        var profile = Directory.CreateTempSubdirectory("phonebank-profile-").FullName;
        try
        {
            var words = new List<string> { Note, Message };
            var scan = new RawScan().Text(Note).Text(Message);
            var seen = new Seen();
            await using (var tom = await browser.PersonWithDiskAsync($"Tom Disk {script}", shift.App.Address, Device.Phone with { Script = script }, profile))
            {
                // What the browser did keep it would keep as it came, not compressed, so that the search finds it.
                await tom.Context.SetExtraHTTPHeadersAsync(new Dictionary<string, string> { ["Accept-Encoding"] = "identity" });
                tom.Context.Response += (_, response) => seen.Add(response);
                var join = new JoinPages(tom);
                await (script ? join.JoinByLinkAsync(shift.Invite) : join.JoinByCodeAsync(shift.Invite));
                await join.StartAsync();
                var call = new CallPages(tom);
                await call.TakeFirstAsync();
                for (var i = 0; i < Calls; i++)
                {
                    words.Add(await call.FirstNameAsync());
                    await HoldsNothingAsync(tom, words);
                    var number = await call.StartAsync();
                    scan.Phone(number, "0" + number[4..]);
                    words.AddRange([number, number[1..], "0" + number[4..], number[^7..]]);
                    await call.ChooseAsync(new Ending("talked", Note, Message));
                    await HoldsNothingAsync(tom, words);
                    await call.EndAsync(new Ending("talked", Note, Message), stop: i == Calls - 1);
                }

                await HoldsNothingAsync(tom, words);
                await new SignInPages(tom).SignOutAsync();
                await HoldsNothingAsync(tom, words);

                // Back shows nothing: neither from the page kept in memory nor from the cache.
                var wentBack = 0;
                for (var i = 0; i < 8; i++)
                {
                    if (await tom.Page.GoBackAsync(new PageGoBackOptions { WaitUntil = WaitUntilState.Load }) is null)
                    {
                        break;
                    }

                    wentBack++;
                    var shown = await tom.Page.ContentAsync();
                    Assert.All(words, word => Assert.DoesNotContain(word, shown, StringComparison.Ordinal));
                    Assert.Equal(0, await tom.Page.Locator("[data-claim], [data-number]").CountAsync());
                }

                Assert.True(wentBack > 1, "There was nothing to go back to.");
            }

            Assert.True(seen.Personal > Calls, "The answers with people in them were not seen, so nothing was proved.");
            Assert.Empty(seen.Storable);

            // The profile itself, byte by byte. First names alone are short and common: the numbers and notes are looked for.
            var found = new List<string>();
            foreach (var file in Directory.EnumerateFiles(profile, "*", SearchOption.AllDirectories))
            {
                found.AddRange(scan.Find(await File.ReadAllBytesAsync(file), Path.GetRelativePath(profile, file)));
            }

            Assert.Empty(found);
            output.WriteLine($"{(script ? "With" : "Without")} script: {seen.Personal} answers held somebody's name or number, all of them 'no-store'; {scan.Bytes:N0} bytes of the browser's profile read, nothing found.");
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }

    private static async Task HoldsNothingAsync(Person person, IEnumerable<string> words)
    {
        var kept = await person.Page.EvaluateAsync<string>(
            """
            async () => {
                const databases = await indexedDB.databases();
                const caches_ = await caches.keys();
                return JSON.stringify({
                    local: { ...localStorage }, session: { ...sessionStorage }, databases, caches: caches_,
                    title: document.title, address: location.href, state: history.state, name: window.name, cookie: document.cookie,
                });
            }
            """);
        Assert.Contains("\"local\":{},\"session\":{},\"databases\":[],\"caches\":[]", kept, StringComparison.Ordinal);
        var cdp = await person.Context.NewCDPSessionAsync(person.Page);
        var history = (await cdp.SendAsync("Page.getNavigationHistory"))!.Value.GetRawText();
        await cdp.DetachAsync();
        var cookies = string.Join('\n', (await person.Context.CookiesAsync()).Select(cookie => $"{cookie.Name}={Uri.UnescapeDataString(cookie.Value)}"));
        Assert.All(words, word =>
        {
            Assert.DoesNotContain(word, kept, StringComparison.Ordinal);
            Assert.DoesNotContain(word, history, StringComparison.Ordinal);
            Assert.DoesNotContain(word, cookies, StringComparison.Ordinal);
        });
    }

    /// <summary>What came to the browser.</summary>
    private sealed class Seen
    {
        private readonly Lock _lock = new();
        private readonly List<string> _storable = [];

        /// <summary>Answers that hold a person.</summary>
        public int Personal { get; private set; }

        /// <summary>Answers of the application itself (no style sheets, scripts, icons) that a browser may keep.</summary>
        public IReadOnlyList<string> Storable
        {
            get
            {
                lock (_lock)
                {
                    return [.. _storable];
                }
            }
        }

        public void Add(IResponse response)
        {
            var path = new Uri(response.Url).AbsolutePath;
            if (response.Status is >= 300 and < 400)
            {
                return;
            }

            if (!path.StartsWith("/call", StringComparison.Ordinal) && !path.StartsWith("/lists", StringComparison.Ordinal) && path != "/")
            {
                return;
            }

            lock (_lock)
            {
                Personal++;
                if (!(response.Headers.GetValueOrDefault("cache-control") ?? "").Contains("no-store", StringComparison.Ordinal))
                {
                    _storable.Add($"{response.Request.Method} {path}: {response.Headers.GetValueOrDefault("cache-control")}");
                }
            }
        }
    }
}
