using System.Net;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Lists;
using PhoneBank.Tests;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Campaigns;
using PhoneBank.Tests.Reviews;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Campaigns;

public sealed class SetUpPagesTests
{
    [Fact]
    public async Task A_blank_campaign_refuses_to_open_in_words_and_each_part_leads_to_where_it_is_done()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var book = await host.World.BookAsync(ProtectionLevel.Careful, host.FirstCoordinator);
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, book, template: null);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var here = $"/desk/campaigns/{campaign}";

        var page = await browser.OpenAsync(here);
        Assert.Equal(
            ["Basics ready", "Languages ready", "Script missing", "Outcomes ready", "Hours ready", "Lists missing", "People look"],
            page.Html.QuerySelectorAll("[data-part]").Select(part => $"{part.GetAttribute("data-part")} {part.GetAttribute("data-state")}"));
        Assert.Equal(
            [$"{here}/settings", $"{here}/settings#languages", $"{here}/script", $"{here}/outcomes", $"{here}/settings#hours", $"/desk/lists/new?campaign={campaign}", $"{here}/join"],
            page.Html.QuerySelectorAll("[data-part] a").Select(link => link.GetAttribute("href")!));

        var refused = await page.SubmitAsync(".pb-head form");
        Assert.Contains("cannot open yet", refused.TextOf("[role=alert]"), StringComparison.Ordinal);
        Assert.Equal(["Write a script", "Make a call list"], refused.Html.QuerySelectorAll("[role=alert] li a").Select(link => link.TextContent));
        Assert.Equal(CampaignState.Draft, await host.World.ReadAsync(db => db.Campaigns.Select(stored => stored.State).SingleAsync()));
    }

    [Fact]
    public async Task A_copy_is_proposed_a_name_and_made_once_however_often_the_form_is_sent()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, await host.World.BookAsync(ProtectionLevel.Careful, host.FirstCoordinator));
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var form = await browser.OpenAsync((await browser.OpenAsync($"/desk/campaigns/{campaign}")).Find("a[href$='/copy']").GetAttribute("href")!);
        Assert.Equal("March follow-up (copy)", form.Find("#Name").GetAttribute("value"));

        var refused = await form.SubmitAsync("main form", ("Name", " "));
        Assert.Equal("Give the campaign a name.", refused.TextOf("#Name-error"));
        var made = await (await refused.SubmitAsync("main form", ("Name", "April follow-up"))).FollowAsync();
        Assert.Equal("April follow-up", made.TextOf("h1"));
        Assert.Equal("Draft", made.TextOf(".pb-head .pb-badge"));
        Assert.Contains("Have the script signed off", made.TextOf("[data-part=Script]"), StringComparison.Ordinal);
        var again = await (await refused.SubmitAsync("main form", ("Name", "April follow-up"))).FollowAsync();
        Assert.Equal(made.Path, again.Path);
        Assert.Equal(2, await host.World.ReadAsync(db => db.Campaigns.CountAsync()));

        using var stranger = await host.SignedInAsync(await host.World.CoordinatorAsync("Dan"));
        foreach (var path in new[] { "copy", "outcomes/new", $"outcomes/{await host.World.ReadAsync(db => db.Outcomes.Select(outcome => outcome.Id).FirstAsync())}" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/desk/campaigns/{campaign}/{path}")).Status);
        }
    }

    [Fact]
    public async Task The_week_is_drawn_said_in_words_and_told_as_a_table_for_the_place_that_is_chosen()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync(contacts: 1, change: campaign => (campaign.Hours, campaign.Calendars) = ("Su-Th 11:00-20:00; Fr 10:00-13:00", "Jewish"));
        await scene.ContactsAsync(2, country: "GB", zone: "Europe/London");
        await host.World.Get<SummarizeLists>().ExecuteAsync(CancellationToken.None);
        using var browser = await host.SignedInAsync(scene.Coordinator);

        var page = await browser.OpenAsync($"/desk/campaigns/{scene.CampaignId}");
        Assert.Contains("Jerusalem", page.TextOf("section[aria-labelledby=week]"), StringComparison.Ordinal);
        Assert.Equal(7, page.Html.QuerySelectorAll("[data-day]").Length);
        Assert.Equal("Mon 23 Nov 11:00–20:00", page.TextOf("[data-day='2026-11-23']"));
        Assert.Equal("Fri 27 Nov 10:00–13:00 Shabbat 15:50–24:00", page.TextOf("[data-day='2026-11-27']"));
        Assert.Equal("Sat 28 Nov No calls Nobody there is called on this day of the week; Shabbat 00:00–17:40", page.TextOf("[data-day='2026-11-28']"));
        var bar = page.Find("[data-day='2026-11-23'] rect.pb-week-open");
        Assert.Equal(("660", "540"), (bar.GetAttribute("x"), bar.GetAttribute("width")));
        Assert.All(page.Html.QuerySelectorAll("section[aria-labelledby=week] svg"), svg => Assert.Equal("true", svg.GetAttribute("aria-hidden")));
        Assert.Equal("11:00–20:00", page.TextOf("section[aria-labelledby=week] tbody tr td"));
        Assert.False(page.Has("main [style]"));

        var hours = await browser.OpenAsync(page.Find("a[href$='/hours#week']").GetAttribute("href")!.Split('#')[0]);
        var london = hours.Html.QuerySelectorAll("#place option").Single(option => option.TextContent.Contains("London", StringComparison.Ordinal));
        Assert.Contains("2 people wait", london.TextContent, StringComparison.Ordinal);
        var there = await browser.OpenAsync($"/desk/campaigns/{scene.CampaignId}/hours?place={Uri.EscapeDataString(london.GetAttribute("value")!)}");
        Assert.Contains("London", there.TextOf("section[aria-labelledby=week] p"), StringComparison.Ordinal);
        Assert.True(there.Has("#place option[value^='Europe/London'][selected]"));
    }

    [Fact]
    public async Task An_outcome_is_added_ordered_by_keyboard_changed_and_deleted()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, await host.World.BookAsync(ProtectionLevel.Careful, host.FirstCoordinator));
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var here = $"/desk/campaigns/{campaign}/outcomes";
        var form = await browser.OpenAsync((await browser.OpenAsync(here)).Find(".pb-head a.pb-button").GetAttribute("href")!);

        var refused = await form.SubmitAsync("main form", ("Group", "Care"), ("l-en", "Has moved"), ("c-en", "Ends"), ("EndsEntry", "on"), ("Waits", "soon"));
        Assert.Equal("#Waits", new Uri(new Uri("https://localhost"), refused.Find("[role=alert] a").GetAttribute("href")!).Fragment);
        Assert.Equal("Has moved", refused.Find("#l-en").GetAttribute("value"));
        refused = await refused.SubmitAsync("main form", ("Waits", "3 h"));
        Assert.Contains("It ends the entry and yet calls again. (has_moved)", refused.TextOf("[role=alert]"), StringComparison.Ordinal);
        var list = await (await refused.SubmitAsync("main form", ("Waits", ""))).FollowAsync();
        Assert.Contains("Added.", list.Text, StringComparison.Ordinal);
        var id = await host.World.ReadAsync(db => db.Outcomes.Where(outcome => outcome.Key == "has_moved").Select(outcome => outcome.Id).SingleAsync());
        Assert.Contains("Nobody calls this person again in this campaign", list.TextOf($"#o-{id}"), StringComparison.Ordinal);

        // The one before it in its group is Died; what was typed beside is kept.
        var moved = await (await list.SubmitAsync("main form", ("Move", $"up-{id}"), ($"l-{id}-en", "Moved away"))).FollowAsync();
        Assert.True(moved.Has($"#o-{id}[open]"));
        Assert.True(moved.Has($"#o-{id} button[autofocus]"));
        Assert.Equal(
            ["under_18", "has_moved", "died"],
            (await host.World.ReadAsync(db => db.Outcomes.OrderBy(outcome => outcome.Position).Select(outcome => outcome.Key).ToListAsync())).TakeLast(3));

        var changed = await (await (await browser.OpenAsync($"{here}/{id}")).SubmitAsync("main form", ("NeverSameCaller", "on"))).FollowAsync();
        Assert.Contains("The same caller is never given this person again", changed.TextOf($"#o-{id}"), StringComparison.Ordinal);
        Assert.Equal("Moved away", (await host.World.ReadAsync(db => db.Outcomes.SingleAsync(outcome => outcome.Id == id))).Definition.Texts["en"].Label);
        var deleted = await (await (await browser.OpenAsync($"{here}/{id}")).SubmitAsync("main details form")).FollowAsync();
        Assert.Contains("Deleted.", deleted.Text, StringComparison.Ordinal);
        Assert.False(await host.World.ReadAsync(db => db.Outcomes.AnyAsync(outcome => outcome.Id == id)));
    }

    [Fact]
    public async Task What_calls_came_to_stays_and_another_like_it_is_offered()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        await scene.RecordedCallAsync(await scene.PersonAsync(), OutcomeKeys.NotInterested);
        var id = await scene.OutcomeIdAsync(OutcomeKeys.NotInterested);
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var here = $"/desk/campaigns/{scene.CampaignId}/outcomes";

        Assert.Contains("Calls have it", (await browser.OpenAsync(here)).TextOf($"#o-{id}"), StringComparison.Ordinal);
        var page = await browser.OpenAsync($"{here}/{id}");
        Assert.Contains("nothing it has caused is undone", page.Text, StringComparison.Ordinal);
        Assert.False(page.Has("main form input[name=EndsEntry]"));
        var like = await browser.OpenAsync(page.Find("a[href*='like=']").GetAttribute("href")!);
        Assert.True(like.Has("input[name=EndsEntry][checked]"));
        Assert.Equal("90", like.Find("#RestsInBookDays").GetAttribute("value"));
        Assert.Equal("There already is an outcome of this name.", (await like.SubmitAsync("main form")).TextOf("#l-en-error"));
    }

    [Theory]
    [InlineData("he", "rtl")]
    [InlineData("ar", "rtl")]
    [InlineData("ru", "ltr")]
    public async Task The_pages_speak_the_language_of_the_reader(string language, string direction)
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, await host.World.BookAsync(ProtectionLevel.Careful, host.FirstCoordinator), CampaignTemplate.ReservistSupport);
        var outcome = await host.World.ReadAsync(db => db.Outcomes.Select(stored => stored.Id).FirstAsync());
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        browser.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        foreach (var path in new[] { "", "/copy", "/outcomes", "/outcomes/new", $"/outcomes/{outcome}", "/hours" })
        {
            var page = await browser.OpenAsync($"/desk/campaigns/{campaign}{path}");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Equal(direction, page.Html.DocumentElement.GetAttribute("dir"));
            Assert.Single(page.Html.QuerySelectorAll("h1"));
            Assert.DoesNotContain(page.Html.QuerySelectorAll("[id]").GroupBy(element => element.Id), group => group.Count() > 1);
            Assert.All(page.Html.QuerySelectorAll("input:not([type=hidden]), select, textarea"), field => Assert.True(
                field.Closest("label") is not null || page.Has($"label[for='{field.Id}']"), $"{path}: {field.OuterHtml}"));
        }
    }
}
