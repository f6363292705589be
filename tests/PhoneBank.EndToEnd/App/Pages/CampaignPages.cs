using Microsoft.Playwright;
using PhoneBank.Web.Campaigns;
using PhoneBank.Web.Lists;
using PhoneBank.Web.Scripts;

namespace PhoneBank.EndToEnd.App.Pages;

/// <summary>Campaigns and call lists on the desk.</summary>
public sealed class CampaignPages(Person person)
{
    private IPage Page => person.Page;

    /// <summary>Makes a campaign from a template on the only book; gives its address, such as <c>/desk/campaigns/...</c>.</summary>
    public async Task<string> CreateAsync(string template, string organization)
    {
        await person.OpenAsync("/desk/campaigns/new");
        await person.TickAsync(template);
        await person.FillAsync(person.Says<CampaignsText>("Organization"), organization);
        await person.PressButtonAsync(person.Says<CampaignsText>("CreateCampaign"));
        await Page.WaitForURLAsync(address => address.Contains("/desk/campaigns/", StringComparison.Ordinal) && !address.EndsWith("/new", StringComparison.Ordinal));
        return new Uri(Page.Url).AbsolutePath;
    }

    /// <summary>Makes a list of those who speak one language, handed to nobody yet; gives its address.</summary>
    public async Task<string> MakeListOfSpeakersAsync(string campaignPath, string language, string name)
    {
        await person.OpenAsync(campaignPath);
        await person.FollowAsync(person.Says<CampaignsText>("NewList"));
        await Page.WaitForURLAsync("**/desk/lists/new?**");
        await person.ClickAsync(Page.Locator($"label.pb-chip:has(input[name=Language][value={language}])"), language);
        await person.PressButtonAsync(person.Says<ListsText>("Count"));
        await Page.GetByRole(AriaRole.Status).First.WaitForAsync();
        await person.FillAsync(person.Says<ListsText>("Name"), name);
        await person.ClickAsync(Page.GetByText(person.Says<ListsText>("HandToEveryone")), "not to everyone");
        await person.PressButtonAsync(person.Says<ListsText>("MakeList"));
        await Page.WaitForURLAsync(address => address.Contains("/desk/lists/", StringComparison.Ordinal) && !address.Contains("/new", StringComparison.Ordinal));
        return new Uri(Page.Url).AbsolutePath;
    }

    /// <summary>Puts a sentence of one's own before the script's first words, in Hebrew, and saves a version.</summary>
    public async Task ChangeScriptAsync(string campaignPath, string sentence)
    {
        await person.OpenAsync($"{campaignPath}/script");
        await person.PressButtonAsync($"1. {person.Says<ScriptsText>("KindSafety")}");
        var text = Page.Locator("textarea[name='text.any.he']");
        await text.WaitForAsync();
        await text.FillAsync(sentence + "\n\n" + await text.InputValueAsync());
        person.Done.Add("fill the first step in Hebrew");
        await person.PressButtonAsync(person.Says<ScriptsText>("SaveVersion"));
        await Page.GetByRole(AriaRole.Status).First.WaitForAsync();
    }

    public async Task OpenCampaignAsync(string campaignPath)
    {
        await person.OpenAsync(campaignPath);
        await person.PressButtonAsync(person.Says<CampaignsText>("Open"));
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = person.Says<CampaignsText>("Pause") }).WaitForAsync();
    }

    public async Task HandOutAsync(string listPath, string organizer)
    {
        await person.OpenAsync(listPath);
        await person.ChooseAsync(person.Says<ListsText>("HandTo"), organizer);
        await person.PressButtonAsync(person.Says<ListsText>("HandOut"));
        await Page.Locator(".pb-item-title", new PageLocatorOptions { HasText = organizer }).WaitForAsync();
    }
}
