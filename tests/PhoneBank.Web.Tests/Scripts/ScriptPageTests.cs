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
        page = await page.SubmitAsync("button[value='add:0']", ("choice-1.any.en", "No"), ("choice-1.any.he", "לא"), ("outcome-0", "talked"), ("outcome-1", "not_safe"));
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

    [Fact]
    public async Task A_step_goes_in_under_an_answer_and_out_again_and_the_page_says_so()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await CampaignAsync(host);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await browser.OpenAsync($"/desk/campaigns/{campaign}/script");

        // After "how often", the answers of which go on in order.
        var often = (await NewestAsync(host, campaign)).Steps.ToList().FindIndex(step => step.Id == "how_often");
        page = await page.SubmitAsync($"button[value='add:{often}']");
        var added = page.Find("[data-row][data-open] button").GetAttribute("value")!["open:".Length..];
        page = await page.SubmitAsync($"button[value='in:{added}']", ("text.any.en", "How nice."), ("text.any.he", "יופי."));

        Assert.Contains("under the answer", page.TextOf("#said"), StringComparison.Ordinal);
        var row = page.Find("[data-row][data-open] button");
        Assert.True(row.HasAttribute("autofocus"));
        await page.SubmitAsync("button[value=save]");
        var inside = await NewestAsync(host, campaign);
        Assert.Equal((null, "step_1"), (inside.Find("how_often")!.Choices[0].NextStepId, inside.Find("how_often")!.Choices[1].NextStepId));
        Assert.Equal("how", inside.NextIdOf(inside.Find("step_1")!));

        page = await browser.OpenAsync($"/desk/campaigns/{campaign}/script");
        page = await page.SubmitAsync($"button[value='out:{inside.Steps.ToList().FindIndex(step => step.Id == "step_1")}']");
        await page.SubmitAsync("button[value=save]");
        var outside = await NewestAsync(host, campaign);
        Assert.Equal("step_1", outside.NextIdOf(outside.Find("how_often")!, outside.Find("how_often")!.Choices[0]));
    }

    [Fact]
    public async Task What_cannot_be_moved_there_stays_and_the_page_says_so()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await CampaignAsync(host);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await browser.OpenAsync($"/desk/campaigns/{campaign}/script");
        var before = page.Find("input[name=document]").GetAttribute("value");

        foreach (var act in new[] { "up:0", "before:0:1", "under:0:0:0" })
        {
            page = await page.SubmitAsync("form[data-script-form]", ("act", act));
            Assert.Contains("cannot be moved there", page.TextOf("#said"), StringComparison.Ordinal);
        }

        foreach (var act in new[] { "up:900", "up", "under:1:900:0", "remove:-7", "open:x", "nonsense" })
        {
            page = await page.SubmitAsync("form[data-script-form]", ("act", act));
            Assert.Equal(before, page.Find("input[name=document]").GetAttribute("value"));
        }
    }

    [Fact]
    public async Task The_preview_goes_the_way_of_the_answers_by_the_parts_of_the_call_page()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await CampaignAsync(host);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await browser.OpenAsync($"/desk/campaigns/{campaign}/script");
        Assert.True(page.Has("#preview #step-opening input[name='answer.opening']"));
        Assert.False(page.Has("#preview #step-thanks"));

        page = await page.SubmitAsync("button[value=preview]", ("answer.opening", "never"));
        Assert.True(page.Has("#preview #step-bye_never"));
        Assert.Contains("suggest the outcome", page.TextOf("#preview"), StringComparison.Ordinal);
        page = await page.SubmitAsync("button[value=preview]", ("answer.opening", "yes"), ("language", "he"));
        Assert.Equal("rtl", page.Find("#preview #say-thanks").GetAttribute("dir"));

        // Opening a step far down shows the way to it.
        var index = (await NewestAsync(host, campaign)).Steps.ToList().FindIndex(step => step.Id == "kind_no");
        page = await page.SubmitAsync($"button[value='open:{index}']");
        Assert.True(page.Has("#preview #step-kind_no"));
        page = await page.SubmitAsync("button[value=preview-anew]");
        Assert.False(page.Has("#preview #step-thanks"));
    }

    [Fact]
    public async Task Missing_texts_are_counted_marked_and_gone_to_one_after_another()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await CampaignAsync(host);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await (await browser.OpenAsync($"/desk/campaigns/{campaign}/script")).SubmitAsync("button[value='open:1']");
        Assert.False(page.Has("button[value=missing]"));

        page = await page.SubmitAsync("button[value='open:2']", ("text.any.he", ""), ("text.any.en", ""));
        Assert.Contains("2 texts are missing", page.TextOf("#missing"), StringComparison.Ordinal);
        page = await page.SubmitAsync("button[value=missing]");
        Assert.Equal("text.any.he", page.Find("#open [autofocus]").GetAttribute("name"));
        Assert.False(page.Find("#missing-text-any-he").HasAttribute("hidden"));
        page = await page.SubmitAsync("button[value=missing]");
        Assert.Equal("text.any.en", page.Find("#open [autofocus]").GetAttribute("name"));
        page = await page.SubmitAsync("button[value=missing]", ("text.any.en", "Written."));
        Assert.Equal("text.any.he", page.Find("#open [autofocus]").GetAttribute("name"));
        Assert.True(page.Find("#missing-text-any-en").HasAttribute("hidden"));
    }

    [Fact]
    public async Task What_must_never_be_said_is_found_in_a_text_and_the_finding_leads_to_its_field()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await CampaignAsync(host);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await (await browser.OpenAsync($"/desk/campaigns/{campaign}/script")).SubmitAsync("button[value='open:-1']");

        page = await page.SubmitAsync("button[value='open:1']", ("never-0.any.en", "guaranteed refund"), ("never-0.any.he", "החזר מובטח"));
        page = await page.SubmitAsync("button[value=check]", ("text.any.en", "It is a guaranteed refund!"));

        Assert.Contains("guaranteed refund", page.TextOf("#findings"), StringComparison.Ordinal);
        page = await page.SubmitAsync("#findings button[value='open:1:text-any-en']");
        Assert.Equal("text.any.en", page.Find("#open [autofocus]").GetAttribute("name"));
        Assert.Contains("החזר מובטח", page.TextOf("#never-lines"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_edits_is_told_of_anothers_version_before_saving()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var campaign = await CampaignAsync(host);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var mine = await (await browser.OpenAsync($"/desk/campaigns/{campaign}/script")).SubmitAsync("button[value='open:1']");
        var theirs = await (await browser.OpenAsync($"/desk/campaigns/{campaign}/script")).SubmitAsync("button[value='open:2']");
        await theirs.SubmitAsync("button[value=save]", ("text.any.en", "Theirs."));

        mine = await mine.SubmitAsync("button[value=check]", ("text.any.en", "Mine."));

        Assert.Contains("Somebody else saved version 2", mine.TextOf("#meanwhile"), StringComparison.Ordinal);
        Assert.Contains("Changed", mine.TextOf("#meanwhile"), StringComparison.Ordinal);
        Assert.Equal("Mine.", mine.Find("textarea[name='text.any.en']").TextContent.Trim());
    }

    [Fact]
    public async Task A_second_person_sees_what_is_new_and_signs_it_off_and_the_versions_say_who_did()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var (dan, lea) = (await host.World.CoordinatorAsync("Dan"), await host.World.CoordinatorAsync("Lea"));
        var campaign = await host.World.CampaignAsync(host.FirstCoordinator, await host.World.BookAsync(ProtectionLevel.AtRisk, host.FirstCoordinator, dan, lea), CampaignTemplate.ReservistSupport);
        using var author = await host.SignedInAsync(host.FirstCoordinator);
        var page = await (await author.OpenAsync($"/desk/campaigns/{campaign}/script")).SubmitAsync("button[value='open:1']");
        var saved = await (await page.SubmitAsync("button[value=save]", ("text.any.en", "Other words."))).FollowAsync();
        Assert.Contains("waits to be signed off", saved.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sign it off", saved.Text, StringComparison.Ordinal);

        using var second = await host.SignedInAsync(dan);
        var read = await second.OpenAsync($"/desk/campaigns/{campaign}/script");
        Assert.Contains("Changed", read.TextOf(".pb-notice details"), StringComparison.Ordinal);
        var version = await second.OpenAsync($"/desk/campaigns/{campaign}/script/versions?number=2&language=en");
        Assert.Contains("Other words.", version.TextOf("#step-who"), StringComparison.Ordinal);
        await read.SubmitAsync(".pb-notice form button:not(.pb-button-quiet)");
        var versions = await second.OpenAsync($"/desk/campaigns/{campaign}/script/versions");
        Assert.Contains("Signed off by Dan", versions.TextOf(".pb-list"), StringComparison.Ordinal);
        Assert.Contains("Steps added: 0, removed: 0, changed: 1", versions.TextOf(".pb-list"), StringComparison.Ordinal);

        // The template comes back, unchanged, and needs nobody.
        var old = await author.OpenAsync($"/desk/campaigns/{campaign}/script/versions?number=1");
        var back = await (await old.SubmitAsync(".pb-card form[method=post] button")).FollowAsync();
        Assert.Contains("A template as it came. Callers read it.", back.Text, StringComparison.Ordinal);
        Assert.Equal(3, await host.World.ReadAsync(db => db.ScriptVersions.CountAsync()));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await author.GetAsync($"/desk/campaigns/{campaign}/script/versions?number=9")).Status);
    }

    private static async Task<Guid> CampaignAsync(PhoneBankHost host, string? template = CampaignTemplate.SupportersMatch) =>
        await host.World.CampaignAsync(host.FirstCoordinator, await host.World.BookAsync(ProtectionLevel.Supporters, host.FirstCoordinator), template);

    private static async Task<ScriptDocument> NewestAsync(PhoneBankHost host, Guid campaign) =>
        SealedScript.Open(host.World.Sealer, await host.World.ReadAsync(db => db.ScriptVersions.Where(version => version.CampaignId == campaign).OrderByDescending(version => version.Number).FirstAsync()));
}
