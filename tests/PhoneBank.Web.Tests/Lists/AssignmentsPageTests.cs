using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Lists;
using PhoneBank.Tests.Calling;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Lists;

public sealed class AssignmentsPageTests
{
    [Fact]
    public async Task A_list_of_nobody_is_mended_with_one_tap_and_the_page_says_who_has_what()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync(contacts: 4);
        var mia = await scene.OrganizerAsync();
        var lonely = await scene.ListAsync(name: "Reserve");
        await scene.ContactsAsync(2, lonely);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        await SummarizeAsync(host);
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var campaign = await browser.OpenAsync($"/desk/campaigns/{scene.CampaignId}");

        var page = await browser.OpenAsync(campaign.Find("a[href$='/assignments']").GetAttribute("href")!);
        Assert.Equal("NobodyAssigned", page.Find($"#list-{lonely}").GetAttribute("data-starves"));
        Assert.Contains("Nobody has this list", page.TextOf($"#list-{lonely}"), StringComparison.Ordinal);
        var called = page.TextOf($"#list-{scene.ListId}");
        Assert.Contains("Everyone in the campaign 1 people, 1 calling · calls so far: 1", called, StringComparison.Ordinal);
        Assert.Contains("now 3 · later 0", called, StringComparison.Ordinal);
        Assert.Contains("6 calls an hour, 6 people done an hour", called, StringComparison.Ordinal);

        page = await (await page.SubmitAsync($"#list-{lonely} .pb-button-primary")).FollowAsync();
        Assert.Contains("Everyone in the campaign", page.TextOf($"#list-{lonely}"), StringComparison.Ordinal);
        Assert.Equal("", page.Find($"#list-{lonely}").GetAttribute("data-starves"));
    }

    [Fact]
    public async Task A_language_nobody_has_goes_to_its_speakers_or_asks_for_an_invitation_and_a_rest_moves()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        var (mia, alexei) = (await scene.OrganizerAsync(), await scene.OrganizerAsync("ru"));
        var list = await scene.ListAsync(name: "North");
        await scene.AssignAsync(list, to: mia);
        await scene.ContactsAsync(2, list, language: "ru");
        await scene.ContactsAsync(1, list, language: "am");
        await SummarizeAsync(host);
        using var browser = await host.SignedInAsync(scene.Coordinator);

        var page = await browser.OpenAsync($"/desk/campaigns/{scene.CampaignId}/assignments");
        Assert.Contains("Russian: 2 people", page.TextOf("[data-gap=ru]"), StringComparison.Ordinal);
        Assert.EndsWith("/join", page.Find("[data-gap=am] a").GetAttribute("href"), StringComparison.Ordinal);
        page = await (await page.SubmitAsync("[data-gap=ru] button")).FollowAsync();
        Assert.False(page.Has("[data-gap=ru]"));
        Assert.True(await host.World.ReadAsync(db => db.Assignments.AnyAsync(assignment => assignment.ListId == list && assignment.VolunteerId == alexei.VolunteerId)));

        await (await page.SubmitAsync($"#list-{list} form:has(select) button", ("ToList", scene.ListId.ToString()))).FollowAsync();
        Assert.Equal(3, await host.World.ReadAsync(db => db.Entries.CountAsync(entry => entry.ListId == scene.ListId)));
    }

    [Fact]
    public async Task Relatives_are_kept_apart_and_hold_outs_are_counted_and_lifted_there()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync(contacts: 1);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.ClaimAsync(mia);
        await host.World.Get<PhoneBank.Calling.SkipContact>().ExecuteAsync(mia, claim.Id, PhoneBank.Calling.SkipReason.KnowPerson, CancellationToken.None);
        using var browser = await host.SignedInAsync(scene.Coordinator);

        var page = await browser.OpenAsync($"/desk/campaigns/{scene.CampaignId}/assignments");
        var held = "section[aria-labelledby=held-out]";
        Assert.Contains("people: 1", page.TextOf(held), StringComparison.Ordinal);
        page = await (await page.SubmitAsync($"{held} .pb-list form button")).FollowAsync();
        Assert.Contains("Nobody is held out", page.TextOf(held), StringComparison.Ordinal);
        page = await (await page.SubmitAsync($"{held} form:not(.pb-item) button")).FollowAsync();
        Assert.Contains("No longer keep them apart", page.TextOf(held), StringComparison.Ordinal);
        Assert.True(await host.World.ReadAsync(db => db.Campaigns.Select(campaign => campaign.KeepsRelativesApart).SingleAsync()));
    }

    private static Task<int> SummarizeAsync(PhoneBankHost host) => host.World.Get<SummarizeLists>().ExecuteAsync(CancellationToken.None);
}
