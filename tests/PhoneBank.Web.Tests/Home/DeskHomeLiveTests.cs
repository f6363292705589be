using Bunit;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Reviews;
using PhoneBank.Tests;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;
using PhoneBank.Web.Home;
using PhoneBank.Web.Tests.Host;
using PhoneBank.Web.Tests.Reports;

namespace PhoneBank.Web.Tests.Home;

public sealed class DeskHomeLiveTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task The_way_to_the_first_call_leads_to_the_next_step_and_can_be_put_away()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync(contacts: 1);
        await using var context = LiveShiftParts.Over(host.Services, scene.Coordinator);
        var page = context.Render<DeskHomeLive>();
        page.WaitForElement("#first", Patience);
        Assert.Equal($"/desk/campaigns/{scene.CampaignId}/join", page.Find("section[aria-labelledby=first] a:has(.pb-badge.pb-info)").GetAttribute("href"));

        await page.Find("section[aria-labelledby=first] button").ClickAsync(new());
        page.WaitForState(() => page.FindAll("#first").Count == 0, Patience);
        await page.Find("#first-steps").ClickAsync(new());
        page.WaitForElement("#first", Patience);
    }

    [Fact]
    public async Task Each_need_is_one_link_to_where_it_is_met_and_more_than_a_hundred_has_a_plus()
    {
        await using var host = await PhoneBankHost.StartAsync(DatabaseKind.Sqlite);
        var scene = await host.World.CallingSceneAsync(contacts: 102);
        var call = await scene.RecordedCallAsync(await scene.PersonAsync(), OutcomeKeys.Talked);
        await host.World.WriteAsync(db =>
        {
            foreach (var entry in db.Entries.Where(entry => entry.LastCallAt == null).ToList())
            {
                (entry.State, entry.HeldFor, entry.LastCallAt) = (EntryState.Held, CoordinatorNeed.InTurn, host.World.Now);
            }

            db.Reviews.Add(new Review { Id = host.World.NewId(), CallId = call, CampaignId = scene.CampaignId, BookId = scene.BookId, Reason = ReviewReason.Asked, PickedAt = host.World.Now });
        });
        await using var context = LiveShiftParts.Over(host.Services, scene.Coordinator);

        var page = context.Render<DeskHomeLive>();
        page.WaitForElement("#needs", Patience);

        var needs = page.FindAll("section[aria-labelledby=needs] a.pb-item");
        Assert.Equal(["/desk/held", "/desk/reviews"], needs.Select(need => need.GetAttribute("href")));
        Assert.Contains("100+ people wait for a decision", needs[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("1 call waits to be looked at", needs[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("100+", page.Find("a.pb-tile.pb-danger .pb-tile-value").TextContent);
    }
}
