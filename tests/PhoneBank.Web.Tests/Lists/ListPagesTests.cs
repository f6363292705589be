using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Lists;
using PhoneBank.Tests;
using PhoneBank.Tests.Campaigns;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Lists;

public sealed class ListPagesTests
{
    [Fact]
    public async Task A_filter_is_counted_before_the_list_is_made_and_stays_chosen()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var book = await host.World.BookAsync(ProtectionLevel.Careful, host.FirstCoordinator);
        await host.World.ContactsAsync(book, 4);
        await host.World.ContactsAsync(book, 2, "ar");
        await host.World.ContactsAsync(book, 1, language: null);
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, book);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await browser.OpenAsync($"/desk/lists/new?campaign={campaign}");
        Assert.Equal("7 people", page.TextOf("#count"));

        var counted = await page.SubmitAsync("button[value=count]", ("Language", "ar"), ("Language", "unknown"), ("Name", "Arabic first"));
        Assert.Equal("3 people", counted.TextOf("#count"));
        Assert.True(counted.Has("input[name=Language][value=ar][checked]"));
        Assert.Equal("Arabic first", counted.Find("#Name").GetAttribute("value"));
        var list = await (await counted.SubmitAsync("button[value=make]")).FollowAsync();

        Assert.Equal("Arabic first", list.TextOf("h1"));
        Assert.Equal(3, await host.World.ReadAsync(db => db.Entries.CountAsync()));
    }

    [Fact]
    public async Task A_list_is_handed_to_a_person_taken_back_renamed_and_paused()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var book = await host.World.BookAsync(ProtectionLevel.Careful, host.FirstCoordinator);
        await host.World.ContactsAsync(book, 2);
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, book);
        var mia = await host.World.CallerAsync(campaign);
        var id = (await host.World.ListAsync(host.FirstCoordinator, campaign)).ListId;
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await browser.OpenAsync($"/desk/lists/{id}");

        page = await (await page.SubmitAsync("form:has(#To)", ("To", $"Volunteer:{mia.VolunteerId}"), ("Maximum", "20"))).FollowAsync();
        Assert.Contains("Mia", page.TextOf(".pb-item"), StringComparison.Ordinal);
        Assert.Contains("at most 20 people", page.TextOf(".pb-item"), StringComparison.Ordinal);
        page = await (await page.SubmitAsync(".pb-item form")).FollowAsync();
        Assert.Contains("To nobody yet", page.Text, StringComparison.Ordinal);
        page = await (await page.SubmitAsync("form:has(#Name)", ("Name", "Haifa"), ("Priority", "3"))).FollowAsync();
        Assert.Equal("Haifa", page.TextOf("h1"));
        page = await (await page.SubmitAsync(".pb-head form")).FollowAsync();
        Assert.Contains("Paused", page.TextOf(".pb-head"), StringComparison.Ordinal);

        var list = await host.World.ReadAsync(db => db.CallLists.SingleAsync());
        Assert.Equal((CallListState.Paused, 3), (list.State, list.Priority));
    }

    [Fact]
    public async Task A_list_of_an_outcome_is_one_link_away_refills_itself_and_hands_its_rest_to_another()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var book = await host.World.BookAsync(ProtectionLevel.Careful, host.FirstCoordinator);
        await host.World.ContactsAsync(book, 3);
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, book);
        var everybody = (await host.World.ListAsync(host.FirstCoordinator, campaign)).ListId;
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var outcomes = await browser.OpenAsync($"/desk/campaigns/{campaign}/outcomes");
        var asked = await browser.OpenAsync(outcomes.Find("a[href$='outcome=no_answer']").GetAttribute("href")!);
        Assert.True(asked.Has("input[name=Outcome][value=no_answer][checked]"));
        Assert.Equal("0 people", asked.TextOf("#count"));

        var page = await browser.OpenAsync($"/desk/lists/new?campaign={campaign}");
        Assert.Contains("3 are in other lists already", page.Text, StringComparison.Ordinal);
        var empty = await page.SubmitAsync("button[value=make]", ("Language", "he"), ("Name", "Second"));
        Assert.Contains("in another list of this campaign already", empty.TextOf("main [role=alert]"), StringComparison.Ordinal);
        var list = await (await page.SubmitAsync("button[value=make]", ("Language", "he"), ("Name", "Second"), ("Refills", "on"))).FollowAsync();
        Assert.Contains("within two minutes", list.Text, StringComparison.Ordinal);
        list = await (await list.SubmitAsync("form:has(input[value=refill])")).FollowAsync();
        Assert.Contains("stays as it was made", list.Text, StringComparison.Ordinal);

        page = await browser.OpenAsync($"/desk/lists/{everybody}");
        var second = await host.World.ReadAsync(db => db.CallLists.SingleAsync(candidate => candidate.Id != everybody));
        var moved = await (await page.SubmitAsync("form:has(#ToList)", ("ToList", second.Id.ToString()))).FollowAsync();
        Assert.Contains("Moved to the other list: 3.", moved.Text, StringComparison.Ordinal);
        Assert.Equal(3, await host.World.ReadAsync(db => db.Entries.CountAsync(entry => entry.ListId == second.Id)));
    }
}
