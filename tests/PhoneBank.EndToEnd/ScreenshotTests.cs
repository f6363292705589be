using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PhoneBank.Data;
using PhoneBank.Demo;
using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;
using PhoneBank.Web.Account;

namespace PhoneBank.EndToEnd;

/// <summary>
/// The demo's main pages open without a complaint in both directions, light and dark. With <c>PHONEBANK_SCREENSHOTS=1</c> their
/// pictures go to <c>docs/screenshots</c>, else they are thrown away; then, but for the long run, only those are taken that
/// <see cref="AxeTests"/> and <see cref="DeskTests"/> see in the other light.
/// </summary>
[Collection(Journeys.Name)]
public sealed partial class ScreenshotTests(Browser browser)
{
    private static readonly Device Phone = Device.Phone;
    private static readonly Device Desktop = Device.Desktop;

    private static readonly string Folder = Pictures.Kept
        ? Path.Combine(Repository.Root, "docs/screenshots")
        : Directory.CreateTempSubdirectory("phonebank-screenshots-").FullName;

    private static bool All => Pictures.Kept || Long.Run;

    [Fact]
    public async Task The_main_pages_on_phone_and_desktop_in_both_directions_light_and_dark()
    {
        Directory.CreateDirectory(Folder);
        var complaints = new List<string>();
        await using var app = await AppProcess.StartAsync(DatabaseKind.Sqlite, AppOptions.AtNoon with { Arguments = ["--demo"] });
        var calls = new List<byte[]>();
        foreach (var (logIn, device, name, daily) in new[]
        {
            (DemoLogIns.Dana, Phone with { Locale = "he", Dark = true }, "phone-he-dark", false),
            (DemoLogIns.Emma, Phone, "phone-en-light", false),
            (DemoLogIns.Layla, Phone with { Locale = "ar" }, "phone-ar-light", true),
        })
        {
            if (!daily && !All)
            {
                continue;
            }

            await using var person = await SignedInAsync(app, logIn, device);
            await ShotAsync(person, $"home-{name}");
            var page = new CallPages(person);
            await page.TakeFirstOrGoOnAsync();
            if (await person.Page.Locator("a.pb-phone").CountAsync() == 0)
            {
                await ShotAsync(person, $"before-call-{name}");
                await page.StartAsync();
            }

            calls.Add(await ShotAsync(person, $"call-{name}"));
            complaints.AddRange(person.Complaints);
        }

        if (All)
        {
            await ComposeAsync(calls[0], calls[1], "call-page");
        }

        foreach (var (device, name, daily) in new[]
        {
            (Desktop, "desktop-en-light", false),
            (Desktop with { Locale = "he", Dark = true }, "desktop-he-dark", true),
            (Phone, "phone-en-light", false),
        })
        {
            if (!daily && !All)
            {
                continue;
            }

            await using var noa = await SignedInAsync(app, DemoLogIns.Noa, device);
            foreach (var (path, page) in new[] { ("/desk", "desk"), ("/desk/live", "live"), ("/desk/calls", "calls"), ("/desk/reports", "reports"), ("/desk/held", "held"), ("/desk/follow-ups", "follow-ups"), ("/desk/reviews", "reviews"), ("/desk/campaigns", "campaigns"), ("/desk/books", "books"), ("/desk/quick-start", "quick-start") })
            {
                await noa.OpenAsync(path);
                await noa.Page.Locator("main :is(h2, .pb-field, .pb-list)").First.WaitForAsync();
                await ShotAsync(noa, $"{page}-{name}");
            }

            await noa.OpenAsync("/desk/campaigns");
            var campaign = await noa.Page.Locator("main a[href^='/desk/campaigns/']:not([href$=new])").First.GetAttributeAsync("href");
            await noa.OpenAsync(campaign!);
            await ShotAsync(noa, $"campaign-{name}");
            await noa.OpenAsync($"{campaign}/outcomes");
            await noa.Page.Locator("main details > summary").First.ClickAsync();
            await ShotAsync(noa, $"outcomes-{name}");
            await noa.OpenAsync($"{campaign}/hours");
            await noa.Page.Locator("#week").EvaluateAsync("heading => heading.scrollIntoView()");
            await ShotAsync(noa, $"hours-{name}");
            await noa.OpenAsync($"{campaign}/script");
            await ShotAsync(noa, $"script-{name}");
            complaints.AddRange(noa.Complaints);
        }

        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
        if (!Folder.StartsWith(Repository.Root, StringComparison.Ordinal))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private async Task<Person> SignedInAsync(AppProcess app, DemoLogIn logIn, Device device)
    {
        var person = await browser.PersonAsync(logIn.DisplayName, app.Address, device);
        await person.OpenAsync("/account/sign-in");
        await person.FillAsync(person.Says<AccountText>("LogInName"), logIn.Name);
        await person.FillAsync(person.Says<AccountText>("PasswordOrWords"), DemoLogIns.Phrase);
        await person.PressButtonAsync(person.Says<AccountText>("SignIn"), person.Page.Locator("#sign-in"));
        await person.Page.Locator("#sign-in").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        Assert.False(SignInPage().IsMatch(person.Page.Url), await person.Page.InnerTextAsync("body"));
        return person;
    }

    private static async Task<byte[]> ShotAsync(Person person, string name)
    {
        await person.Page.WaitForLoadStateAsync(LoadState.Load);
        await person.Page.WaitForTimeoutAsync(400);
        await person.JudgeAsync();
        return await person.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, name + ".png"), Animations = ScreenshotAnimations.Disabled });
    }

    private async Task ComposeAsync(byte[] first, byte[] second, string name)
    {
        await using var person = await browser.PersonAsync("nobody", "http://localhost", new Device((2 * Phone.Width) + 72, Phone.Height + 48));
        await person.Page.SetContentAsync(
            $"<body style='margin:0;padding:24px;display:flex;gap:24px;background:#e7e9ec'>{Image(first)}{Image(second)}</body>");
        await person.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, name + ".png") });

        static string Image(byte[] png) => $"<img style='border-radius:18px;box-shadow:0 2px 12px #0003' width='360' height='740' src='data:image/png;base64,{Convert.ToBase64String(png)}'>";
    }

    [GeneratedRegex("/account/sign-in", RegexOptions.NonBacktracking)]
    private static partial Regex SignInPage();
}
