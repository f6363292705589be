using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling.Hours.Calendars;
using PhoneBank.Campaigns;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Lists;
using PhoneBank.Tests;
using PhoneBank.Tests.Campaigns;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Campaigns;

public sealed class HoursPagesTests
{
    [Fact]
    public async Task Calendars_are_ticked_in_the_settings_which_say_when_the_next_quiet_time_is()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, await host.World.BookAsync(ProtectionLevel.Careful, host.FirstCoordinator), CampaignTemplate.ReservistSupport);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await browser.OpenAsync($"/desk/campaigns/{campaign}/settings");
        Assert.Equal(["Jewish", "Muslim"], page.Html.QuerySelectorAll("[name=Calendars][checked]").Select(box => box.GetAttribute("value")!));
        Assert.Contains("Jerusalem", page.Text, StringComparison.Ordinal);

        // Friday 27 November 2026; sunset in Jerusalem at 16:36.
        Assert.Contains("27 Nov, 15:50 to", page.Text, StringComparison.Ordinal);
        Assert.Contains("28 Nov, 17:40: Shabbat", page.Text, StringComparison.Ordinal);

        var refused = await page.SubmitAsync("main form", ("Calendars", null), ("Calendars", "EasternChristian"), ("Hours", "mornings"));
        Assert.Equal(["EasternChristian"], refused.Html.QuerySelectorAll("[name=Calendars][checked]").Select(box => box.GetAttribute("value")!));
        Assert.Contains("Sunday morning", refused.Text, StringComparison.Ordinal);
        var saved = await (await refused.SubmitAsync("main form", ("Hours", ""))).FollowAsync();
        Assert.Contains("Keeps: Christian, Eastern", saved.Text, StringComparison.Ordinal);
        Assert.Equal(CalendarSets.EasternChristian, CalendarSetsText.Read(await host.World.ReadAsync(db => db.Campaigns.Select(stored => stored.Calendars).SingleAsync())));

        await (await browser.OpenAsync($"/desk/campaigns/{campaign}/settings")).SubmitAsync("main form", ("Calendars", null));
        Assert.Equal("", await host.World.ReadAsync(db => db.Campaigns.Select(stored => stored.Calendars).SingleAsync()));
    }

    [Fact]
    public async Task A_campaign_made_from_a_template_by_the_form_keeps_the_templates_calendars()
    {
        await using var host = await PhoneBankHost.StartAsync();
        await host.World.BookAsync(ProtectionLevel.AtRisk, host.FirstCoordinator);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await browser.OpenAsync("/desk/campaigns/new");
        Assert.False(page.Has("[name=Calendars]"));
        Assert.Contains("Keeps: Jewish, Muslim", page.Text, StringComparison.Ordinal);
        await page.SubmitAsync("main form", ("Organization", "Open Hand"), ("Template", CampaignTemplate.ReservistSupport));
        Assert.Equal("Jewish,Muslim", await host.World.ReadAsync(db => db.Campaigns.Select(stored => stored.Calendars).SingleAsync()));
    }

    [Fact]
    public async Task Hours_are_opened_with_a_reason_seen_on_the_campaigns_page_and_ended_there()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, await host.World.BookAsync(ProtectionLevel.Careful, host.FirstCoordinator));
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var form = await browser.OpenAsync($"/desk/campaigns/{campaign}/hours");

        var refused = await form.SubmitAsync("main form", ("FromDate", "2026-11-23"), ("FromTime", "13:00"), ("UntilDate", "2026-11-23"), ("UntilTime", "12:30"), ("Reason", "The vote is <tonight>"));
        Assert.Equal("The end is not after the beginning.", refused.TextOf("#Until-error"));
        Assert.Equal("The vote is <tonight>", refused.Find("#Reason").TextContent);
        Assert.Equal("13:00", refused.Find("#FromTime").GetAttribute("value"));
        refused = await refused.SubmitAsync("main form", ("UntilTime", ""));
        Assert.Equal("Give a day and a time.", refused.TextOf("#Until-error"));
        refused = await refused.SubmitAsync("main form", ("UntilTime", "18:00"), ("Reason", " "));
        Assert.Equal("Say why.", refused.TextOf("#Reason-error"));
        var opened = await (await refused.SubmitAsync("main form", ("Reason", "The vote is <tonight>"))).FollowAsync();
        Assert.Contains("The vote is <tonight>", opened.Html.Body!.TextContent, StringComparison.Ordinal);

        var page = await browser.OpenAsync($"/desk/campaigns/{campaign}");
        Assert.Contains("23 Nov, 13:00 to", page.Text, StringComparison.Ordinal);
        Assert.Contains("The vote is", page.Text, StringComparison.Ordinal);
        page = await (await page.SubmitAsync("section:has(#calendars) form")).FollowAsync();
        Assert.DoesNotContain("The vote is", page.Text, StringComparison.Ordinal);
        Assert.NotNull((await host.World.ReadAsync(db => db.HoursOverrides.SingleAsync())).EndedAt);
    }

    [Fact]
    public async Task A_second_pass_says_how_many_come_back_and_a_paused_campaign_why_not()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var book = await host.World.BookAsync(ProtectionLevel.Careful, host.FirstCoordinator);
        await host.World.ContactsAsync(book, 3);
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, book);
        var list = (await host.World.ListAsync(host.FirstCoordinator, campaign)).ListId;
        await using (var db = await host.World.OpenDbAsync())
        {
            var noAnswer = await db.Outcomes.Where(outcome => outcome.Key == OutcomeKeys.NoAnswer).Select(outcome => outcome.Id).SingleAsync();
            foreach (var entry in await db.Entries.Take(2).ToListAsync())
            {
                (entry.ReadyAt, entry.LastCallAt, entry.LastOutcomeId, entry.Attempts, entry.Pass) = (host.World.Now.AddHours(3), host.World.Now.AddHours(-2), noAnswer, 1, 1);
            }

            (await db.Campaigns.SingleAsync()).State = CampaignState.Open;
            await db.SaveChangesAsync();
        }

        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await (await (await browser.OpenAsync($"/desk/lists/{list}")).SubmitAsync("form:has([aria-describedby=second-pass])")).FollowAsync();
        Assert.Equal("2 people can be called again now.", page.TextOf("[role=status]"));
        page = await (await (await browser.OpenAsync($"/desk/campaigns/{campaign}")).SubmitAsync("form:has([aria-describedby=second-pass])")).FollowAsync();
        Assert.Equal("0 people can be called again now.", page.TextOf("[role=status]"));
        page = await browser.OpenAsync($"/desk/lists/{list}?again=0");
        await host.World.Get<PauseCampaign>().ExecuteAsync(host.FirstCoordinator, campaign, CancellationToken.None);
        Assert.Contains("A second pass needs an open campaign.", (await page.SubmitAsync("form:has([aria-describedby=second-pass])")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_of_an_outcome_are_written_as_people_say_them_and_told_in_words()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, await host.World.BookAsync(ProtectionLevel.Careful, host.FirstCoordinator));
        var id = await host.World.ReadAsync(db => db.Outcomes.Where(outcome => outcome.Key == OutcomeKeys.NoAnswer).Select(outcome => outcome.Id).SingleAsync());
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await browser.OpenAsync($"/desk/campaigns/{campaign}/outcomes");
        Assert.Equal("3 h", page.Find($"#r-{id}").GetAttribute("value"));
        Assert.Equal("Again after 3 h; in another part of the day; at most 4 in all, then the person is done.", page.TextOf($"#r-{id}-words"));

        var refused = await page.SubmitAsync("main form", ($"r-{id}", "3 h, soon"));
        Assert.Contains("These waits cannot be read: No answer.", refused.Text, StringComparison.Ordinal);
        Assert.Equal("3 h, soon", refused.Find($"#r-{id}").GetAttribute("value"));
        await refused.SubmitAsync("main form", ($"r-{id}", "3 h, 6h, 1440"), ($"m-{id}", "6"));

        page = await browser.OpenAsync($"/desk/campaigns/{campaign}/outcomes");
        Assert.Equal("Again after 3 h, then 6 h, then 24 h; in another part of the day; at most 6 in all, then the person is done.", page.TextOf($"#r-{id}-words"));
    }

    [Fact]
    public async Task The_pace_of_a_book_is_changed_on_its_page()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var book = await host.World.BookAsync(ProtectionLevel.Careful, host.FirstCoordinator);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await browser.OpenAsync($"/desk/books/{book}");
        Assert.Equal(("20", "60"), (page.Find("#HoursBetweenTalks").GetAttribute("value"), page.Find("#MinutesBetweenTries").GetAttribute("value")));

        var refused = await page.SubmitAsync("form:has(#HoursBetweenTalks)", ("HoursBetweenTalks", "999"), ("MinutesBetweenTries", "30"));
        Assert.Equal("Between 0 and 336.", refused.TextOf("#HoursBetweenTalks-error"));
        Assert.Equal("30", refused.Find("#MinutesBetweenTries").GetAttribute("value"));
        await refused.SubmitAsync("form:has(#HoursBetweenTalks)", ("HoursBetweenTalks", "36"));
        var stored = await host.World.ReadAsync(db => db.Books.SingleAsync(candidate => candidate.Id == book));
        Assert.Equal((36, 30), (stored.HoursBetweenTalks, stored.MinutesBetweenTries));
    }
}
