using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Scripts;
using PhoneBank.Tests;
using PhoneBank.Tests.Campaigns;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Scripts;

public sealed class ScriptPageTests
{
    [Fact]
    public async Task A_step_is_added_written_moved_and_saved_as_a_new_version()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await CampaignAsync(host);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await browser.OpenAsync($"/desk/campaigns/{campaign}/script");

        page = await page.SubmitAsync("button[value='add:1']");
        Assert.Equal("3. Say", page.TextOf("#open h2"));
        page = await page.SubmitAsync("button[value='up:2']", ("text.any.en", "A word of thanks."), ("text.any.he", "**תודה**."));
        Assert.Equal("2. Say", page.TextOf("#open h2"));
        Assert.Equal("A word of thanks.", page.Find("textarea[name='text.any.en']").TextContent.Trim());
        Assert.Contains("<strong>תודה</strong>", page.Text, StringComparison.Ordinal);
        var saved = await (await page.SubmitAsync("button[value=save]")).FollowAsync();

        Assert.Contains("Version 2. Callers read it.", saved.Text, StringComparison.Ordinal);
        var script = await NewestAsync(host, campaign);
        Assert.Equal("**תודה**.", script.Steps[1].Texts.ByLanguage["he"].Any);
        Assert.Equal(CampaignTemplate.Find(CampaignTemplate.SupportersMatch)!.Script.Steps.Count + 1, script.Steps.Count);
    }

    [Fact]
    public async Task Whatever_button_is_pressed_nothing_typed_is_lost()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await CampaignAsync(host);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await (await browser.OpenAsync($"/desk/campaigns/{campaign}/script")).SubmitAsync("button[value='open:1']");

        page = await page.SubmitAsync("button[value='open:3']", ("text.any.en", "Typed in step two."), ("text.f.he", "לאישה."));
        page = await page.SubmitAsync("button[value=check]", ("text.any.en", "Typed in step four."));
        page = await page.SubmitAsync("button[value=preview]", ("language", "he"));
        page = await page.SubmitAsync("button[value='open:-1']");
        page = await page.SubmitAsync("button[value='open:1']", ("never-0.any.en", "Typed in the list."));

        Assert.Equal("Typed in step two.", page.Find("textarea[name='text.any.en']").TextContent.Trim());
        Assert.Equal("לאישה.", page.Find("textarea[name='text.f.he']").TextContent.Trim());
        Assert.Contains("Typed in step four.", page.Find("input[name=document]").GetAttribute("value")!, StringComparison.Ordinal);
        Assert.Contains("Typed in the list.", page.Find("input[name=document]").GetAttribute("value")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_leads_where_it_is_told_and_a_dead_end_is_shown_beside()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await CampaignAsync(host, template: null);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await browser.OpenAsync($"/desk/campaigns/{campaign}/script");

        page = await page.SubmitAsync("button[value='add:-1']");
        page = await page.SubmitAsync("button[value=check]", ("kind", "Safety"), ("question", "Choice"), ("text.any.he", "בטוח?"), ("text.any.en", "Safe?"));
        page = await page.SubmitAsync("button[value=add-choice]");
        page = await page.SubmitAsync("button[value=add-choice]", ("choice-0.any.en", "Yes"), ("choice-0.any.he", "כן"));
        page = await page.SubmitAsync("button[value='add:0']", ("choice-1.any.en", "No"), ("choice-1.any.he", "לא"), ("outcome-1", "not_safe"));
        Assert.Contains("The conversation stops here without a goodbye.", page.TextOf("#findings"), StringComparison.Ordinal);
        page = await page.SubmitAsync("button[value=check]", ("kind", "Close"), ("text.any.en", "Bye"), ("text.any.he", "להתראות"));
        Assert.Contains("Nothing to correct.", page.TextOf("#findings"), StringComparison.Ordinal);
        await page.SubmitAsync("button[value=save]");

        var script = await NewestAsync(host, campaign);
        Assert.Equal(["choice_1", "choice_2"], script.Steps[0].Question!.Choices.Select(choice => choice.Id));
        Assert.Equal("not_safe", script.Steps[0].Question!.Choices[1].SuggestsOutcome);
        Assert.Equal(StepKind.Close, script.Steps[1].Kind);
    }

    [Fact]
    public async Task Who_comes_second_keeps_the_text_and_may_save_it_over_the_others()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await CampaignAsync(host);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var mine = await (await browser.OpenAsync($"/desk/campaigns/{campaign}/script")).SubmitAsync("button[value='open:1']");
        var theirs = await browser.OpenAsync($"/desk/campaigns/{campaign}/script");
        await theirs.SubmitAsync("button[value=save]");

        var refused = await mine.SubmitAsync("button[value=save]", ("text.any.en", "Mine."));
        Assert.Contains("Somebody else saved version 2", refused.Text, StringComparison.Ordinal);
        Assert.Equal("Mine.", refused.Find("textarea[name='text.any.en']").TextContent.Trim());
        await refused.SubmitAsync("button[value=save-over]");

        Assert.Equal("Mine.", (await NewestAsync(host, campaign)).Steps[1].Texts.ByLanguage["en"].Any);
        Assert.Equal(3, await host.World.ReadAsync(db => db.ScriptVersions.CountAsync()));
    }

    [Fact]
    public async Task A_script_that_tries_to_be_markup_is_only_text()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await CampaignAsync(host);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await (await browser.OpenAsync($"/desk/campaigns/{campaign}/script")).SubmitAsync("button[value='open:1']");

        page = await page.SubmitAsync("button[value=check]", ("text.any.he", "<script>x</script> [link](javascript:x) ![p](https://example.org/p.png)"));

        Assert.False(page.Has("#preview script, #preview a, #preview img"));
        Assert.Contains("[link](javascript:x)", page.TextOf("#preview"), StringComparison.Ordinal);
    }

    private static async Task<Guid> CampaignAsync(PhoneBankHost host, string? template = CampaignTemplate.SupportersMatch) =>
        await host.World.CampaignAsync(host.FirstCoordinator, await host.World.BookAsync(ProtectionLevel.Supporters, host.FirstCoordinator), template);

    private static async Task<ScriptDocument> NewestAsync(PhoneBankHost host, Guid campaign) =>
        SealedScript.Open(host.World.Sealer, await host.World.ReadAsync(db => db.ScriptVersions.Where(version => version.CampaignId == campaign).OrderByDescending(version => version.Number).FirstAsync()));
}
