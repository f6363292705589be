using System.Net;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.FollowUps;
using PhoneBank.Scripts;
using PhoneBank.Tests;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Campaigns;
using PhoneBank.Tests.FollowUps;
using PhoneBank.Web.Tests.Calling;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.FollowUps;

/// <summary>Promises in the whole application, as a browser without script sees them.</summary>
public sealed class PromisePagesTests
{
    [Theory, OnBothDatabases]
    public async Task A_pledge_is_posted_in_two_fields_and_its_coordinator_sees_amount_day_and_code(DatabaseKind kind)
    {
        await using var host = await PhoneBankHost.StartAsync(kind);
        var scene = await host.World.PromisingSceneAsync();
        _ = (await scene.OpenMatchAsync(PromisingScene.Terms(40_00))).Required;
        var mia = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(mia);
        using var browser = await host.SignedInAsync(mia);
        var page = await browser.OpenAsync("/call");
        var code = page.TextOf("[data-step=amount] dd");

        var refused = await page.SubmitAsync("button[name=then][value=stop]", ("answer.comes", "yes"), ("answer.amount", "fifty"), ("currency.amount", "ILS"), ("reached", "follow_up"), ("note", "Kept."));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("The amount could not be read.", refused.TextOf("[data-refusal]"), StringComparison.Ordinal);
        Assert.Equal(("fifty", "Kept."), (refused.Find("[name='answer.amount']").GetAttribute("value"), refused.TextOf("#note")));

        var home = await (await refused.SubmitAsync("button[name=then][value=stop]", ("answer.amount", "1.050,50"), ("answer.day", PromisingScene.Limited), ("reached", "follow_up"))).FollowAsync();
        Assert.Equal("/stopped", home.Path);

        var call = await host.World.ReadAsync(db => db.Calls.SingleAsync());
        using var desk = await host.SignedInAsync(scene.Coordinator);
        var promised = (await desk.OpenAsync($"/desk/calls/{call.Id}")).TextOf("section[aria-labelledby=promised]");
        Assert.Contains("1,050.50 ILS", promised, StringComparison.Ordinal);
        Assert.Contains("40 ILS", promised, StringComparison.Ordinal);
        Assert.Contains("Thu 26 Nov 2026", promised, StringComparison.Ordinal);
        Assert.Contains(code, promised, StringComparison.Ordinal);
        Assert.Equal(PledgeReference.Of(host.World.Sealer, claim.Id), code);
    }

    [Fact]
    public async Task The_last_place_that_somebody_else_took_is_said_and_shown_as_full()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.PromisingSceneAsync(contacts: 2, places: 1);
        var mia = await scene.OrganizerAsync();
        var omer = await scene.OrganizerAsync();
        await scene.CallAsync(mia);
        using var browser = await host.SignedInAsync(mia);
        var page = await browser.OpenAsync("/call");
        Assert.Contains("1 place left", page.TextOf("[data-step=day]"), StringComparison.Ordinal);
        _ = (await scene.PromiseAsync(omer, (await scene.CallAsync(omer)).Id, PromisingScene.Limited)).Required;

        var refused = await page.SubmitAsync("button[name=then][value=stop]", ("answer.comes", "yes"), ("answer.day", PromisingScene.Limited), ("reached", "follow_up"), ("note", "Likes mornings."));

        Assert.Contains("The last place on that day was taken a moment ago.", refused.TextOf("[data-refusal]"), StringComparison.Ordinal);
        Assert.EndsWith("#step-day", refused.Find("[data-refusal] a").GetAttribute("href"), StringComparison.Ordinal);
        Assert.True(refused.Find($"input[value='{PromisingScene.Limited}']").HasAttribute("disabled"));
        Assert.Equal("Likes mornings.", refused.TextOf("#note"));
        await refused.SubmitAsync("button[name=then][value=stop]", ("answer.day", PromisingScene.Unlimited));
        Assert.Equal(2, (await host.World.FollowUpsAsync()).Count);
    }

    [Fact]
    public async Task A_match_is_opened_changed_and_closed_with_plain_forms()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, await host.World.BookAsync(ProtectionLevel.Supporters, host.FirstCoordinator));
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var overview = await browser.OpenAsync($"/desk/campaigns/{campaign}");
        Assert.Contains("There is no match now.", overview.TextOf("section[aria-labelledby=match]"), StringComparison.Ordinal);
        var page = await browser.OpenAsync(overview.Find("section[aria-labelledby=match] a").GetAttribute("href")!);

        var refused = await page.SubmitAsync("main form", ("Amount", "a lot"), ("Currency", "EUR"), ("Wording-he", "מישהי מכפילה."));
        Assert.Contains("could not be read", refused.TextOf("#Amount-error"), StringComparison.Ordinal);
        Assert.Equal(("a lot", "EUR", "מישהי מכפילה."), (refused.Find("#Amount").GetAttribute("value"), refused.TextOf("#Currency option[selected]"), refused.TextOf("#Wording-he")));
        var unworded = await refused.SubmitAsync("main form", ("Amount", "5.000"), ("Wording-he", ""));
        Assert.Contains("main language", unworded.TextOf("#Wording-error"), StringComparison.Ordinal);
        page = await (await unworded.SubmitAsync("main form", ("Wording-he", "מישהי מכפילה."))).FollowAsync();
        Assert.Contains("5,000 EUR", page.TextOf(".pb-progress"), StringComparison.Ordinal);

        page = await (await page.SubmitAsync("main form", ("Amount", "6000"))).FollowAsync();
        var pool = await host.World.ReadAsync(db => db.MatchPools.SingleAsync());
        Assert.Equal((6000_00L, "EUR"), (pool.AmountInHundredths, pool.Currency));
        page = await (await page.SubmitAsync(".pb-button-danger")).FollowAsync();
        Assert.Contains("Earlier matches", page.Text, StringComparison.Ordinal);
        Assert.NotNull((await host.World.PoolAsync(pool.Id)).ClosedAt);

        using var stranger = await host.SignedInAsync(await host.World.CoordinatorAsync("Stranger"));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/desk/campaigns/{campaign}/match")).Status);
    }

    [Fact]
    public async Task Where_to_give_is_a_setting_kept_sealed()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, await host.World.BookAsync(ProtectionLevel.Supporters, host.FirstCoordinator));
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var settings = await browser.OpenAsync($"/desk/campaigns/{campaign}/settings");

        var refused = await settings.SubmitAsync("main form", ("DonationAddress", new string('x', 501)));
        Assert.Equal("At most 500 characters.", refused.TextOf("#DonationAddress-error"));
        await (await refused.SubmitAsync("main form", ("DonationAddress", "https://give.example.org"))).FollowAsync();

        Assert.Equal("https://give.example.org", (await browser.OpenAsync($"/desk/campaigns/{campaign}/settings")).TextOf("#DonationAddress"));
        var stored = await host.World.ReadAsync(db => db.Campaigns.SingleAsync());
        Assert.DoesNotContain("example", System.Text.Encoding.UTF8.GetString(stored.SealedDonationAddress), StringComparison.Ordinal);
        Assert.Equal("https://give.example.org", CampaignSettings.Of(stored, host.World.Sealer).DonationAddress);
    }

    [Fact]
    public async Task Days_are_offered_in_the_script_editor_and_one_without_a_date_is_found()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, await host.World.BookAsync(ProtectionLevel.Supporters, host.FirstCoordinator));
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await (await browser.OpenAsync($"/desk/campaigns/{campaign}/script")).SubmitAsync("button[value='add:1']");
        page = await page.SubmitAsync("button[value=check]", ("kind", "Ask"), ("question", "Date"), ("text.any.he", "איזה יום?"), ("text.any.en", "Which day?"));
        page = await page.SubmitAsync("button[value=add-day]");
        page = await page.SubmitAsync("button[value=add-day]", ("day-0-date", "2026-12-03"), ("day-0-time", "19:00"), ("day-0-places", "30"), ("day-0.any.en", "Haifa"));
        Assert.Contains("A day needs a date", page.TextOf("#findings"), StringComparison.Ordinal);
        page = await page.SubmitAsync("button[value=check]", ("day-1-date", "2026-12-03"));
        Assert.Contains("One day is offered twice", page.TextOf("#findings"), StringComparison.Ordinal);
        page = await page.SubmitAsync("button[value='remove-day:1']");
        await (await page.SubmitAsync("button[value=save]")).FollowAsync();

        var newest = await host.World.ReadAsync(db => db.ScriptVersions.OrderByDescending(version => version.Number).FirstAsync());
        var day = Assert.Single(SealedScript.Open(host.World.Sealer, newest).Steps[2].Question!.Days);
        Assert.Equal(("2026-12-03", "19:00", 30, "Haifa"), (day.Date, day.Time, day.Places, day.Labels.Find("en")!.Value.Text.Any));
    }
}
