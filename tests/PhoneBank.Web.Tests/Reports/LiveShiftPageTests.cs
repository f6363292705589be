using System.Diagnostics;
using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Reports;
using PhoneBank.Shared;
using PhoneBank.Tests;
using PhoneBank.Tests.Calling;
using PhoneBank.Web.Reports;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Reports;

/// <summary>The live page: drawn without a circuit, followed with one, never flooded; and what can be done from it.</summary>
public sealed class LiveShiftPageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Theory, OnBothDatabases]
    public async Task Without_a_circuit_the_page_shows_the_shift_as_it_is(DatabaseKind kind)
    {
        await using var host = await PhoneBankHost.StartAsync(kind);
        var scene = await host.World.CallingSceneAsync(contacts: 3);
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        await scene.CallAsync(mia);
        var browser = await host.SignedInAsync(scene.Coordinator);

        var page = await browser.OpenAsync("/desk/live");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Mia", page.TextOf("[data-caller='InCall']"), StringComparison.Ordinal);
        Assert.Contains("12:00", page.TextOf("[data-caller='InCall']"), StringComparison.Ordinal);
        Assert.True(page.Has(".pb-funnel progress[max='3']"));
        Assert.True(page.Has("svg.pb-chart rect"));
        Assert.False(page.Has("main [style]"));
        Assert.False(page.Has("[data-caller] td button"));
        Assert.True(page.Has(".pb-side a[href='/desk/live'][aria-current='page']"));

        var stranger = await host.SignedInAsync((await host.World.CallingSceneAsync()).Coordinator);
        Assert.False((await stranger.OpenAsync("/desk/live")).Has("[data-caller]"));
    }

    [Fact]
    public async Task Five_hundred_signals_in_a_second_are_at_most_two_renders()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync(contacts: 1);
        var mia = await scene.OrganizerAsync();
        await using var context = LiveShiftParts.Over(host.Services, scene.Coordinator);
        var page = context.Render<LiveShiftLive>();
        page.WaitForState(() => page.FindAll("[data-live='true']").Count == 1, Patience);
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        var (before, signals, watch) = (page.RenderCount, host.World.Get<Signals>(), Stopwatch.StartNew());
        await scene.ClaimAsync(mia);
        for (var n = 0; n < 20; n++)
        {
            for (var m = 0; m < 25; m++)
            {
                signals.Publish(new Signal(Signal.CallRecorded, scene.CampaignId));
            }

            await Task.Delay(40);
        }

        var (renders, seconds) = (page.RenderCount - before, watch.Elapsed.TotalSeconds);
        Assert.InRange(renders, 1, 1 + (int)Math.Ceiling(seconds));
        page.WaitForState(() => page.FindAll("[data-caller='Reading']").Count == 1, TimeSpan.FromSeconds(2));

        // Whoever has left hears nothing more.
        page.Instance.Dispose();
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        var last = page.RenderCount;
        signals.Publish(new Signal(Signal.CallRecorded, scene.CampaignId));
        await Task.Delay(100);
        Assert.Equal(last, page.RenderCount);
    }

    [Fact]
    public async Task A_caller_a_list_and_a_campaign_are_paused_from_the_page_after_a_question()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync(contacts: 3);
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        await using var context = LiveShiftParts.Over(host.Services, scene.Coordinator);
        var page = context.Render<LiveShiftLive>();
        page.WaitForState(() => page.FindAll("[data-caller] button").Count > 0, Patience);

        await Button(page, "[data-caller]", "Pause").ClickAsync(new());
        Assert.True((await scene.NextAsync(mia)).IsDone);
        await Button(page, "[data-caller]", "Yes, pause").ClickAsync(new());
        page.WaitForState(() => page.FindAll("[data-caller] .pb-badge").Any(badge => badge.TextContent.Contains("Paused", StringComparison.Ordinal)), Patience);
        Assert.NotNull(await host.World.ReadAsync(db => db.CampaignMembers.Where(member => member.VolunteerId == mia.VolunteerId).Select(member => member.PausedAt).SingleAsync()));

        await Button(page, "[data-campaign] .pb-list", "Pause").ClickAsync(new());
        await Button(page, "[data-campaign] .pb-list", "Yes, pause").ClickAsync(new());
        page.WaitForState(() => page.FindAll("[data-campaign] .pb-list .pb-warn").Count == 1, Patience);
        Assert.Equal(CallListState.Paused, await host.World.ReadAsync(db => db.CallLists.Select(list => list.State).SingleAsync()));

        await Button(page, "[data-campaign]", "Pause the campaign").ClickAsync(new());
        await Button(page, "[data-campaign]", "Yes, pause").ClickAsync(new());
        page.WaitForState(() => page.FindAll("[data-campaign] > .pb-row .pb-warn").Count == 1, Patience);
        Assert.Equal(CampaignState.Paused, await host.World.ReadAsync(db => db.Campaigns.Select(campaign => campaign.State).SingleAsync()));
    }

    [Fact]
    public async Task A_notice_to_one_caller_is_written_on_the_page()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync(contacts: 3);
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        await using var context = LiveShiftParts.Over(host.Services, scene.Coordinator);
        var page = context.Render<LiveShiftLive>();
        page.WaitForState(() => page.FindAll("[data-caller] button").Count > 0, Patience);

        await Button(page, "[data-caller]", "Write").ClickAsync(new());
        await Button(page, "[data-caller]", "Show it").ClickAsync(new());
        page.WaitForState(() => page.FindAll("[data-caller] [role='alert']").Count == 1, Patience);
        await page.Find("[data-caller] textarea").ChangeAsync(new() { Value = "Please ring me" });
        await Button(page, "[data-caller]", "Show it").ClickAsync(new());

        page.WaitForState(() => page.FindAll("[data-caller] [role='status']").Count == 1, Patience);
        Assert.Equal(mia.VolunteerId, await host.World.ReadAsync(db => db.Notices.Select(notice => notice.VolunteerId).SingleAsync()));
    }

    [Fact]
    public async Task Of_many_callers_two_hundred_are_drawn_and_the_rest_is_summed_up()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        await using var context = LiveShiftParts.Over(host.Services, scene.Coordinator);
        var now = host.World.Now;
        var callers = Enumerable.Range(0, 250)
            .Select(n => new LiveCaller(Guid.NewGuid(), "Caller " + n.ToString("000", CultureInfo.InvariantCulture), scene.CampaignId, null, null, now, n < 220 ? LiveState.InCall : LiveState.Idle, now, IsUrgent: false, IsPaused: false, n, 0)).ToList();
        var table = context.Render<LiveCallers>(parameters => parameters.Add(part => part.View, new LiveShiftView(now, callers, [])));

        Assert.Equal(LiveCallers.MostRows, table.FindAll("[data-caller]").Count);
        Assert.Contains("50", table.Find("p").TextContent, StringComparison.Ordinal);
        await table.FindAll("thead button").Single(button => button.TextContent == "Calls in an hour").ClickAsync(new());
        Assert.Contains("Caller 249", table.Find("[data-caller]").TextContent, StringComparison.Ordinal);
        Assert.Equal("descending", table.FindAll("th[aria-sort]").Single().GetAttribute("aria-sort"));
        await table.FindAll("thead button").Single(button => button.TextContent == "Caller").ClickAsync(new());
        Assert.Contains("Caller 000", table.Find("[data-caller]").TextContent, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_paused_caller_reads_so_on_the_own_page(DatabaseKind kind)
    {
        await using var host = await PhoneBankHost.StartAsync(kind);
        var scene = await host.World.CallingSceneAsync(contacts: 2);
        var mia = await scene.OrganizerAsync();
        var browser = await host.SignedInAsync(mia);
        var page = await browser.OpenAsync("/call");
        Assert.False(page.Has("[data-notice='caller-paused']"));
        await host.World.Get<PauseCaller>().ExecuteAsync(scene.Coordinator, mia.VolunteerId, paused: true, CancellationToken.None);

        Assert.Contains("A coordinator paused your calling", (await browser.OpenAsync("/call")).TextOf("[data-notice='caller-paused']"), StringComparison.Ordinal);
        var nobody = await page.SubmitAsync("form[action='/call/next']");
        Assert.Contains("Your calling is paused", (await nobody.FollowAsync()).Text, StringComparison.Ordinal);
    }

    private static IElement Button(IRenderedComponent<LiveShiftLive> page, string within, string text) =>
        page.FindAll($"{within} button").First(button => Visible(button) == text);

    // Without what only those hear who do not see the page.
    private static string Visible(IElement button) => string.Concat(button.ChildNodes.OfType<IText>().Select(node => node.Text)).Trim();
}
