using Microsoft.Playwright;
using PhoneBank.Web.Account;

namespace PhoneBank.EndToEnd.App.Pages;

/// <summary>Signing in and out.</summary>
public sealed class SignInPages(Person person)
{
    /// <summary>The cookie that a session consists of.</summary>
    public const string Cookie = "__Host-phonebank";

    // The second one holds what was posted after a session had ended.
    private const string Forms = "#sign-in, #sign-in-again";

    /// <summary>Fills the page that is open and signs in.</summary>
    public Task SignInAsync() => SignInAsync(person.Page);

    /// <summary>The same in a tab beside.</summary>
    public async Task SignInAsync(IPage page)
    {
        person.Done.Add("sign in");
        await page.GetByLabel(person.Says<AccountText>("LogInName")).FillAsync(person.LogInName);
        await page.GetByLabel(person.Says<AccountText>("PasswordOrWords")).FillAsync(person.Words);
        await page.Locator(Forms).GetByRole(AriaRole.Button).ClickAsync();
        await page.Locator(Forms).WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }

    public async Task SignOutAsync()
    {
        await person.ClickAsync(person.Page.Locator("details.pb-menu:has(#sign-out) > summary"), "the menu");
        await person.ClickAsync(person.Page.Locator("#sign-out button"), "sign out");
        await person.Page.Locator("#sign-in").WaitForAsync();
    }

    /// <summary>As when the session has run out in the browser.</summary>
    public async Task LoseSessionAsync() => await person.Context.ClearCookiesAsync(new BrowserContextClearCookiesOptions { Name = Cookie });
}
