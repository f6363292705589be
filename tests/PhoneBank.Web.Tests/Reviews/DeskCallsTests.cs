using System.Net;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Lists;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Reviews;

public sealed class DeskCallsTests
{
    [Fact]
    public async Task Calls_are_listed_masked_and_filtered_by_a_plain_form()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        var talked = await scene.RecordedCallAsync(await scene.PersonAsync(new ContactName("Dana", "Levi", "A-17")), OutcomeKeys.Talked);
        await scene.RecordedCallAsync(await scene.PersonAsync(new ContactName("Omer", "Katz", null)), OutcomeKeys.Busy);
        using var browser = await host.SignedInAsync(scene.Coordinator);

        var all = await browser.GetAsync("/desk/calls");
        Assert.Equal(2, all.Html.QuerySelectorAll("tbody tr").Length);
        Assert.DoesNotContain("Levi", all.Text);
        Assert.DoesNotContain("Levi", all.Title);

        var filtered = await all.SubmitAsync("form.pb-toolbar", ("outcome", OutcomeKeys.Talked));
        Assert.Equal($"/desk/calls/{talked}", filtered.Find("tbody a").GetAttribute("href"));
        Assert.Single(filtered.Html.QuerySelectorAll("tbody tr"));
        Assert.Equal(OutcomeKeys.Talked, filtered.Find("#f-outcome option[selected]").GetAttribute("value"));

        var without = await browser.GetAsync(filtered.Find("a.pb-tag").GetAttribute("href")!);
        Assert.Equal(2, without.Html.QuerySelectorAll("tbody tr").Length);
    }

    [Theory]
    [InlineData("?campaign=abc&list=1&organizer=&from=yesterday&to=2026-13-40&held=maybe&after=nonsense")]
    [InlineData("?from=0001-01-01&to=9999-12-31&outcome=%3Cscript%3E")]
    [InlineData("?campaign=a&campaign=b&after=1.2.3")]
    public async Task An_address_that_makes_no_sense_shows_the_list(string query)
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        await scene.RecordedCallAsync(await scene.PersonAsync(new ContactName("Dana", "Levi", null)), OutcomeKeys.Talked);
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var page = await browser.GetAsync("/desk/calls" + query);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Single(page.Html.QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task One_call_shows_its_notes_until_they_are_struck_out_and_is_not_there_for_others()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        var other = await host.World.CallingSceneAsync();
        var id = await scene.RecordedCallAsync(
            await scene.PersonAsync(new ContactName("Dana", "Levi", null)), OutcomeKeys.Talked, texts: new CallTexts { MessageToCoordinator = "Asked for a veteran" });
        using var browser = await host.SignedInAsync(scene.Coordinator);
        using var stranger = await host.SignedInAsync(other.Coordinator);

        var page = await browser.GetAsync($"/desk/calls/{id}");
        Assert.Contains("Asked for a veteran", page.Text);
        Assert.DoesNotContain("Levi", page.Text);
        Assert.DoesNotContain("Dana", page.Title);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/desk/calls/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/desk/calls/{Guid.NewGuid()}")).Status);

        var struck = await (await page.SubmitAsync("#strike")).FollowAsync();
        Assert.Equal(HttpStatusCode.OK, struck.Status);
        Assert.DoesNotContain("Asked for a veteran", struck.Text);
    }

    [Fact]
    public async Task A_held_person_is_decided_about_and_a_refused_time_stays_in_its_fields()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        var held = await scene.HeldPersonAsync(OutcomeKeys.Distress, CoordinatorNeed.Now, "Please ring her");
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var page = await browser.GetAsync("/desk/held");
        Assert.Contains("Please ring her", page.Text);
        string Button(string decision) => page.Find($"button[value^='{decision}:']").GetAttribute("value")!;
        var (date, time) = ($"date-{held:N}", $"time-{held:N}");

        var refused = await page.SubmitAsync("#decide", ("decision", Button("CallBack")), (date, "2026-11-24"), (time, "03:00"));
        Assert.Equal(HttpStatusCode.OK, refused.Status);
        Assert.True(refused.Has(".pb-notice.pb-danger[role=alert]"));
        Assert.Equal("2026-11-24", refused.Find($"#{date}").GetAttribute("value"));
        Assert.Equal("03:00", refused.Find($"#{time}").GetAttribute("value"));
        Assert.Equal(EntryState.Held, (await scene.EntryAsync(held)).State);

        var done = await page.SubmitAsync("#decide", ("decision", Button("CallBack")), (date, "2026-11-24"), (time, "18:00"));
        Assert.Equal("/desk/held?done=CallBack", done.Location);
        Assert.True((await done.FollowAsync()).Has(".pb-notice.pb-ok"));
        Assert.Equal(EntryState.Scheduled, (await scene.EntryAsync(held)).State);

        var late = await page.SubmitAsync("#decide", ("decision", Button("Close")));
        Assert.True(late.Has(".pb-notice.pb-danger[role=alert]"));
        Assert.Equal(EntryState.Scheduled, (await scene.EntryAsync(held)).State);
    }

    [Fact]
    public async Task Enter_in_a_field_decides_nothing()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        var held = await scene.HeldPersonAsync();
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var page = await browser.GetAsync("/desk/held");
        Assert.Equal("", page.Find("#decide button").GetAttribute("value"));
        Assert.Equal(HttpStatusCode.OK, (await page.SubmitAsync("#decide button")).Status);
        Assert.Equal(EntryState.Held, (await scene.EntryAsync(held)).State);
    }
}
