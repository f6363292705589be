using Microsoft.Playwright;
using PhoneBank.Books;
using PhoneBank.Web.Home;

namespace PhoneBank.EndToEnd.App.Pages;

/// <summary>From nothing to a campaign that can be called.</summary>
public sealed class QuickStartPages(Person person)
{
    private IPage Page => person.Page;

    /// <summary>Pastes people and starts; ends on the page with the invitation. Gives the campaign's address.</summary>
    /// <param name="level">Null takes the one the template suggests.</param>
    public async Task<string> StartAsync(string organization, string people, ProtectionLevel? level = null)
    {
        await person.FillAsync(person.Says<QuickStartText>("Organization"), organization);
        if (level is not null)
        {
            await person.ChooseAsync(person.Says<QuickStartText>("Level"), person.Says<QuickStartText>($"Level{level}"));
        }

        await person.FillAsync(person.Says<QuickStartText>("Paste"), people);
        await person.PressButtonAsync(person.Says<QuickStartText>("Start"));
        await Page.WaitForURLAsync("**/desk/quick-start/ready?**", new PageWaitForURLOptions { Timeout = 60_000 });
        var query = System.Web.HttpUtility.ParseQueryString(new Uri(Page.Url).Query);
        return $"/desk/campaigns/{query["campaign"]}";
    }

    public async Task<string> LinkAsync() => await Page.Locator("#join-link").GetAttributeAsync("href") ?? throw new InvalidOperationException("There is no link.");
}
