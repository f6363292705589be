using System.Net;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Help;
using PhoneBank.Privacy;
using PhoneBank.Tests;
using PhoneBank.Web.Tests.Calling;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Help;

/// <summary>Asking for help and reading notices as a browser without script does.</summary>
public sealed class HelpNowTests
{
    private const string Threatened = "#help-now button[value='Threatened']";
    private const string Overheard = "#help-now button[value='Overheard']";
    private const string Question = "#help-now button[value='Question']";

    [Theory, OnBothDatabases]
    public async Task Help_stands_on_every_call_page(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        foreach (var page in new[] { await shift.Browser.OpenAsync("/"), await shift.Browser.OpenAsync("/call"), await shift.ClaimAsync() })
        {
            Assert.Equal("Help now", page.TextOf("#help-now > summary"));
            Assert.True(page.Has(Overheard) && page.Has(Threatened) && page.Has(Question));
        }

        var started = await (await shift.Browser.OpenAsync("/call")).SubmitAsync(CallShift.Start);
        var call = await started.FollowAsync();
        Assert.Equal("call", call.Find(Threatened).GetAttribute("form"));

        // Enter in a field of the call presses the first button of its form, wherever that stands.
        var first = call.Html.QuerySelectorAll("button").First(button => button.GetAttribute("form") == "call" || button.Closest("form")?.Id == "call");
        Assert.Equal("/call/draft", first.GetAttribute("formaction"));
    }

    [Theory, OnBothDatabases]
    public async Task Asking_from_a_call_keeps_what_is_typed_and_comes_back(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();

        var asked = await page.SubmitByAsync(Question, ("note", "Prefers mornings"), ("helpText", "He asked who I am"));

        Assert.Equal("/help-now?sent=Question&n=1&here=0", asked.Location);
        var answer = await asked.FollowAsync();
        Assert.Contains("Your message reached the coordinators. 1 coordinator of this campaign sees it.", answer.TextOf("[role='status']"), StringComparison.Ordinal);
        var back = await shift.Browser.OpenAsync(answer.Find("a[href='/call']").GetAttribute("href")!);
        Assert.Equal("Prefers mornings", back.TextOf("#note"));
        var request = await shift.Host.World.ReadAsync(db => db.HelpRequests.SingleAsync());
        Assert.Equal("He asked who I am", shift.Host.World.Sealer.Open(Places.HelpText(request.Id), request.SealedText!));
        Assert.NotNull(request.EntryId);
    }

    [Theory, OnBothDatabases]
    public async Task Someone_can_hear_me_blanks_the_page_and_keeps_the_work(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();

        var posted = await page.SubmitByAsync(Overheard, ("note", "Prefers mornings"));

        Assert.Equal((HttpStatusCode.SeeOther, "/help-now/blank"), (posted.Status, posted.Location));
        var blank = await posted.FollowAsync();
        Assert.Equal("Notes", blank.Title);
        Assert.DoesNotContain("PhoneBank", blank.Html.Body!.TextContent, StringComparison.Ordinal);
        Assert.False(blank.Has("header") || blank.Has("form"));
        Assert.Equal("Prefers mornings", (await shift.Browser.OpenAsync("/call")).TextOf("#note"));
        Assert.Equal(HelpKind.Overheard, (await shift.Host.World.ReadAsync(db => db.HelpRequests.SingleAsync())).Kind);
    }

    [Theory, OnBothDatabases]
    public async Task A_question_without_words_says_what_to_do_and_sends_nothing(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var refused = await (await shift.Browser.OpenAsync("/")).SubmitByAsync(Question);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Write your question first", refused.TextOf("[role='alert']"), StringComparison.Ordinal);

        var tooLong = await refused.SubmitByAsync("main button[value='Threatened']", ("helpText", new string('a', 1001)));
        Assert.Contains("1000", tooLong.TextOf("[role='alert']"), StringComparison.Ordinal);
        Assert.Equal(1001, tooLong.TextOf("#help-text").Length);
        Assert.Equal(0, await shift.Host.World.ReadAsync(db => db.HelpRequests.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task The_script_gets_the_answer_in_place_and_one_request_for_many_tries(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();
        var token = Guid.NewGuid().ToString();
        for (var n = 0; n < 3; n++)
        {
            using var response = await shift.SendAsync(page, "/help-now/ask", ("help", "Threatened"), ("helpToken", token));
            Assert.Equal((HttpStatusCode.OK, "1"), (response.StatusCode, response.Headers.GetValues("X-Fragment").Single()));
            Assert.Contains("The coordinators know that you were threatened.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(1, await shift.Host.World.ReadAsync(db => db.HelpRequests.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Under_a_spent_budget_one_tap_asks_to_go_on(DatabaseKind kind)
    {
        var most = LevelRules.Of(ProtectionLevel.AtRisk).RevealsPerHour;
        await using var shift = await CallShift.BeginAsync(kind, contacts: most + 1, ProtectionLevel.AtRisk);
        await shift.Scene.KnowAsync(shift.Organizer);
        for (var n = 0; n < most; n++)
        {
            await shift.Scene.CallAndRecordAsync(shift.Organizer, OutcomeKeys.Talked, request => request with { ThenNext = false });
        }

        var spent = await (await shift.Browser.OpenAsync("/")).SubmitAsync(CallShift.Next);
        Assert.Equal(HttpStatusCode.TooManyRequests, spent.Status);
        var asked = await spent.SubmitAsync("[data-help-ask] button");

        Assert.Equal("/help-now?sent=MoreNumbers&n=1&here=0", asked.Location);
        Assert.Equal(HelpKind.MoreNumbers, (await shift.Host.World.ReadAsync(db => db.HelpRequests.SingleAsync())).Kind);
    }

    [Theory, OnBothDatabases]
    public async Task A_notice_stands_above_the_call_until_it_is_read_and_nothing_typed_is_lost(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var world = shift.Host.World;
        await world.Get<GiveNotice>().ExecuteAsync(
            shift.Scene.Coordinator, new NewNotice { Id = Guid.NewGuid(), CampaignId = shift.Scene.CampaignId, Text = "Meet at 19:00", ShownFor = 1 }, CancellationToken.None);

        Assert.Contains("Meet at 19:00", (await shift.Browser.OpenAsync("/")).TextOf("#notices"), StringComparison.Ordinal);
        using var part = await shift.Browser.Http.GetAsync("/notices/part");
        Assert.Contains("Meet at 19:00", await part.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var page = await shift.CallAsync();
        var read = await page.SubmitByAsync("#notices button", ("note", "Prefers mornings"));

        Assert.Equal("/call", read.Location);
        var after = await read.FollowAsync();
        Assert.False(after.Has("#notices [data-notice]"));
        Assert.Equal("Prefers mornings", after.TextOf("#note"));
        Assert.Equal(1, await world.ReadAsync(db => db.NoticeReadings.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task The_call_page_says_while_its_campaign_is_paused(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        await shift.CallAsync();
        await shift.Scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Paused);
        Assert.Contains("paused", (await shift.Browser.OpenAsync("/call")).TextOf("#notices [data-notice='paused']"), StringComparison.Ordinal);
        await shift.Scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Open);
        Assert.False((await shift.Browser.OpenAsync("/call")).Has("#notices [data-notice='paused']"));
    }

    [Theory, OnBothDatabases]
    public async Task A_messenger_opens_by_its_own_scheme_beside_the_number(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0, change: campaign => campaign.Messengers = "signal,whatsapp");
        await shift.Scene.ContactsAsync(1, card: new SafeContactCard { PreferredChannel = "סיגנל או וואטסאפ" }, e164: ["+972501999077"]);

        Assert.DoesNotContain("sgnl", (await shift.ClaimAsync()).Text, StringComparison.Ordinal);
        var page = await (await (await shift.Browser.OpenAsync("/call")).SubmitAsync(CallShift.Start)).FollowAsync();

        Assert.Equal("sgnl://signal.me/#p/+972501999077", page.Find("[data-number] a[href^='sgnl']").GetAttribute("href"));
        Assert.Equal("whatsapp://send?phone=972501999077", page.Find("[data-number] a[href^='whatsapp']").GetAttribute("href"));
    }
}

file static class Buttons
{
    /// <summary>Presses a button that belongs to a form elsewhere on the page, which the form= attribute names.</summary>
    public static async Task<WebPage> SubmitByAsync(this WebPage page, string button, params (string Name, string? Value)[] fields)
    {
        var pressed = page.Find(button);
        var form = page.Find("#" + pressed.GetAttribute("form"));
        form.SetAttribute("action", pressed.GetAttribute("formaction")!);
        return await page.SubmitAsync("#" + form.Id, [.. fields, (pressed.GetAttribute("name")!, pressed.GetAttribute("value"))]);
    }
}
