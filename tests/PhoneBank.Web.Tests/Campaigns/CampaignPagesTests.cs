using System.Net;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Tests;
using PhoneBank.Tests.Campaigns;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Campaigns;

public sealed class CampaignPagesTests
{
    [Fact]
    public async Task A_campaign_is_made_listed_filled_opened_paused_and_closed_with_plain_forms()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var book = await host.World.BookAsync(ProtectionLevel.Supporters, host.FirstCoordinator);
        await host.World.ContactsAsync(book, 3);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);

        var page = await (await (await browser.OpenAsync("/desk/campaigns/new")).SubmitAsync("main form", ("Organization", "Open Hand"))).FollowAsync();
        Assert.Equal("Protest follow-up", page.TextOf("h1"));
        Assert.Contains("Make a call list", page.Text, StringComparison.Ordinal);
        var made = page.Path;
        var list = await browser.OpenAsync(page.Find("a[href^='/desk/lists/new']").GetAttribute("href")!);
        Assert.Equal("3 people", list.TextOf("#count"));
        list = await (await list.SubmitAsync("button[value=make]")).FollowAsync();
        Assert.Equal("Everybody", list.TextOf("h1"));
        Assert.Contains("Everyone in the campaign", list.Text, StringComparison.Ordinal);

        page = await (await (await browser.OpenAsync(made)).SubmitAsync(".pb-head form")).FollowAsync();
        Assert.Equal("Open", page.TextOf(".pb-head .pb-badge"));
        page = await (await page.SubmitAsync(".pb-head form")).FollowAsync();
        Assert.Equal("Paused", page.TextOf(".pb-head .pb-badge"));
        page = await (await page.SubmitAsync(".pb-button-danger")).FollowAsync();
        Assert.Equal("Closed", page.TextOf(".pb-head .pb-badge"));
        Assert.Contains("Protest follow-up", (await browser.OpenAsync("/desk/campaigns")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_does_not_fit_is_explained_at_its_field_and_the_rest_stays_typed()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, await host.World.BookAsync(ProtectionLevel.Careful, host.FirstCoordinator));
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var settings = await browser.OpenAsync($"/desk/campaigns/{campaign}/settings");
        Assert.Equal("March follow-up", settings.Find("#Name").GetAttribute("value"));

        var refused = await settings.SubmitAsync("main form", ("Name", "April"), ("Hours", "mornings"), ("BlackoutDates", "2026-12-25"));
        Assert.Equal("Write days and hours like this: Su-Th 10:00-21:00; Fr 10:00-13:00", refused.TextOf("#Hours-error"));
        Assert.Equal("April", refused.Find("#Name").GetAttribute("value"));
        Assert.Equal("mornings", refused.Find("#Hours").GetAttribute("value"));
        var saved = await (await refused.SubmitAsync("main form", ("Hours", "Su-Th 9-20"))).FollowAsync();

        Assert.Equal("April", saved.TextOf("h1"));
        Assert.Equal("2026-12-25", await host.World.ReadAsync(db => db.Campaigns.Select(stored => stored.BlackoutDates).SingleAsync()));
    }

    [Fact]
    public async Task Outcomes_are_relabelled_and_a_set_that_would_not_work_is_refused_with_the_reason()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, await host.World.BookAsync(ProtectionLevel.Careful, host.FirstCoordinator));
        var ids = await host.World.ReadAsync(db => db.Outcomes.ToDictionaryAsync(outcome => outcome.Key, outcome => outcome.Id));
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await browser.OpenAsync($"/desk/campaigns/{campaign}/outcomes");

        var refused = await page.SubmitAsync("main form", ($"x-{ids[OutcomeKeys.DoNotCall]}", "on"), ($"l-{ids[OutcomeKeys.Talked]}-en", "We talked"));
        Assert.Contains("Nobody could ask not to be called again.", refused.Text, StringComparison.Ordinal);
        Assert.Equal("We talked", refused.Find($"[name='l-{ids[OutcomeKeys.Talked]}-en']").GetAttribute("value"));
        await refused.SubmitAsync("main form", ($"x-{ids[OutcomeKeys.DoNotCall]}", null));

        var talked = await host.World.ReadAsync(db => db.Outcomes.FirstAsync(outcome => outcome.Key == OutcomeKeys.Talked));
        Assert.Equal("We talked", talked.Definition.Texts["en"].Label);
    }

    [Fact]
    public async Task A_stranger_finds_nothing_and_no_post_passes_without_its_token()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, await host.World.BookAsync(ProtectionLevel.Careful, host.FirstCoordinator));
        using var stranger = await host.SignedInAsync(await host.World.CoordinatorAsync("Dan"));
        foreach (var path in new[] { "", "/settings", "/hours", "/outcomes", "/script" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/desk/campaigns/{campaign}{path}")).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/desk/lists/new?campaign={campaign}")).Status);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync($"/desk/campaigns/{campaign}", ("_handler", "close"))).Status);
        Assert.Equal(CampaignState.Draft, await host.World.ReadAsync(db => db.Campaigns.Select(stored => stored.State).SingleAsync()));
    }

    [Theory]
    [InlineData("he", "rtl")]
    [InlineData("ar", "rtl")]
    [InlineData("ru", "ltr")]
    public async Task Every_page_speaks_the_language_of_the_reader(string language, string direction)
    {
        await using var host = await PhoneBankHost.StartAsync();
        var book = await host.World.BookAsync(ProtectionLevel.Careful, host.FirstCoordinator);
        await host.World.ContactsAsync(book, 2);
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, book);
        var list = await host.World.ListAsync(host.FirstCoordinator, campaign);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        browser.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        foreach (var path in new[] { "/desk/campaigns", "/desk/campaigns/new", $"/desk/campaigns/{campaign}", $"/desk/campaigns/{campaign}/settings", $"/desk/campaigns/{campaign}/hours", $"/desk/campaigns/{campaign}/outcomes", $"/desk/campaigns/{campaign}/script", $"/desk/lists/new?campaign={campaign}", $"/desk/lists/{list.ListId}", "/desk/quick-start" })
        {
            var page = await browser.OpenAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Equal(direction, page.Html.DocumentElement.GetAttribute("dir"));
            Assert.Single(page.Html.QuerySelectorAll("h1"));
            Assert.DoesNotContain(page.Html.QuerySelectorAll("[id]").GroupBy(element => element.Id), group => group.Count() > 1);
            Assert.All(page.Html.QuerySelectorAll("input:not([type=hidden]), select, textarea"), field => Assert.True(
                field.Closest("label") is not null || page.Has($"label[for='{field.Id}']"), $"{path}: {field.OuterHtml}"));
        }
    }
}
