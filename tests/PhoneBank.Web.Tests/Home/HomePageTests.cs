using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Tests;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;
using PhoneBank.Web.Tests.Calling;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Home;

/// <summary>The organizers' start page.</summary>
public sealed class HomePageTests
{
    [Theory, OnBothDatabases]
    public async Task Lists_stand_there_with_their_progress(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        await shift.Scene.CallAndRecordAsync(shift.Organizer, OutcomeKeys.Talked);

        var home = await shift.Browser.OpenAsync("/");

        Assert.Equal("My lists", home.TextOf("h1"));
        Assert.Contains("You made 1 call today.", home.TextOf("main"), StringComparison.Ordinal);
        Assert.Equal(("1", "3"), (home.Find("progress").GetAttribute("value"), home.Find("progress").GetAttribute("max")));
        Assert.Contains("1 of 3 done · 1 by you today.", home.TextOf(".pb-progress"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task An_open_call_is_offered_instead_of_the_next_person(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        await shift.CallAsync();

        var home = await shift.Browser.OpenAsync("/");

        Assert.StartsWith("You are calling", home.TextOf("#open"), StringComparison.Ordinal);
        Assert.False(home.Has("form[action='/call/next']"));
        Assert.DoesNotContain("tel:", home.Text, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_promised_callback_is_listed_in_the_persons_own_time(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        await shift.Scene.CallAndRecordAsync(shift.Organizer, OutcomeKeys.Callback, request => request with { CallbackDate = new DateOnly(2026, 11, 24), CallbackTime = new TimeOnly(18, 30), CallbackMine = true });

        var home = await shift.Browser.OpenAsync("/");

        Assert.Contains("Tue 24 Nov, 18:30", home.TextOf("section[aria-labelledby=due]"), StringComparison.Ordinal);
        Assert.Contains("Jerusalem", home.TextOf("section[aria-labelledby=due]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_without_a_list_is_told_what_to_do()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var (browser, _) = await host.SignedInAsync("Mia", Roles.Organizer);

        var home = await browser.OpenAsync("/");

        Assert.Contains("No call list is handed to you yet.", home.TextOf("main"), StringComparison.Ordinal);
        Assert.False(home.Has("form[action='/call/next']"));
    }

    [Fact]
    public async Task The_waiting_room_says_that_nothing_is_to_be_done()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync(1);
        var actor = await host.World.VolunteerAsync("Lea", Roles.Organizer);
        await host.World.WriteAsync(db => db.CampaignMembers.Add(new CampaignMember { Id = host.World.NewId(), CampaignId = scene.CampaignId, VolunteerId = actor.VolunteerId, JoinedAt = host.World.Now }));
        var browser = await host.SignedInAsync(actor);

        Assert.True((await browser.OpenAsync("/")).Has("[data-waiting]"));
    }

    [Fact]
    public async Task Coordinators_find_the_desk_and_organizers_do_not()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        var coordinator = await shift.Host.SignedInAsync(shift.Host.FirstCoordinator);

        Assert.True((await coordinator.OpenAsync("/")).Has("main a[href='/desk']"));
        Assert.False((await shift.Browser.OpenAsync("/")).Has("main a[href='/desk']"));
    }

    [Theory, OnBothDatabases]
    public async Task Where_the_campaign_allows_it_somebody_can_be_picked_by_first_name(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, level: ProtectionLevel.Supporters, change: campaign => campaign.PickFromList = true);
        var list = await shift.Browser.OpenAsync((await shift.Browser.OpenAsync("/")).Find("a[href^='/lists/']").GetAttribute("href")!);
        Assert.Equal(3, list.Html.QuerySelectorAll("form[action='/call/pick']").Length);
        Assert.DoesNotContain("Surname", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("+972", list.Text, StringComparison.Ordinal);
        var name = list.TextOf(".pb-item-title");

        var call = await (await list.SubmitAsync("form[action='/call/pick']")).FollowAsync();

        Assert.Equal(name, call.TextOf("h1"));
        Assert.Contains("list=", call.Response.RequestMessage!.RequestUri!.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_picking_is_off_the_list_says_so()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);

        var page = await shift.Browser.OpenAsync($"/lists/{shift.Scene.ListId}");

        Assert.Contains("cannot be picked", page.TextOf("main"), StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await shift.Browser.OpenAsync($"/lists/{Guid.CreateVersion7()}")).Status);
    }
}
