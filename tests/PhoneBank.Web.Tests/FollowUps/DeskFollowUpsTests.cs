using System.Net;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.FollowUps;
using PhoneBank.Lists;
using PhoneBank.Tests;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.FollowUps;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.FollowUps;

/// <summary>Follow-ups in the whole application, as a browser without script sees them.</summary>
public sealed class DeskFollowUpsTests
{
    [Theory, OnBothDatabases]
    public async Task Promises_are_listed_masked_filtered_closed_and_that_undone_with_plain_forms(DatabaseKind kind)
    {
        await using var host = await PhoneBankHost.StartAsync(kind);
        var scene = await host.World.PromisingSceneAsync();
        var promised = await scene.PromisedAsync(await scene.OrganizerAsync(), PromisingScene.Limited, "1,500.50 ILS");
        using var browser = await host.SignedInAsync(scene.Coordinator);

        var page = await browser.OpenAsync("/desk/follow-ups");
        Assert.Equal(2, page.Html.QuerySelectorAll("[aria-label='Follow-ups'] tbody tr").Length);
        Assert.Contains("Dana L.", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Levi", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("+972", page.Text, StringComparison.Ordinal);
        Assert.Contains("1,500.50 ILS", page.TextOf("[aria-labelledby=totals] tbody").Replace('\u00A0', ' '), StringComparison.Ordinal);
        Assert.Contains("Thu 26 Nov 2026", page.TextOf("[aria-label='Follow-ups'] tbody"), StringComparison.Ordinal);
        Assert.Equal("page", page.Find("nav a[href='/desk/follow-ups']").GetAttribute("aria-current"));

        var pledges = await page.SubmitAsync("form.pb-toolbar", ("kind", "Pledge"), ("who", "Anyones"));
        Assert.Single(pledges.Html.QuerySelectorAll("[aria-label='Follow-ups'] tbody tr"));
        var closed = await pledges.SubmitAsync($"button[value='Kept.{promised[1].Id:N}']");
        Assert.StartsWith("/desk/follow-ups?kind=Pledge&who=Anyones&done=", closed.Location, StringComparison.Ordinal);
        var after = await closed.FollowAsync();
        Assert.Contains("the promise was kept", after.TextOf(".pb-notice[role=status]"), StringComparison.Ordinal);
        Assert.False(after.Has("[aria-label='Follow-ups'] tbody tr"));
        Assert.NotNull((await scene.LineAsync(promised[1].Id)).ClosedAt);

        var undone = await (await after.SubmitAsync($"button[value='Reopen.{promised[1].Id:N}']")).FollowAsync();
        Assert.Contains("open again", undone.TextOf(".pb-notice[role=status]"), StringComparison.Ordinal);
        Assert.Null((await scene.LineAsync(promised[1].Id)).ClosedAt);
        var mine = await (await undone.SubmitAsync($"button[value='Take.{promised[1].Id:N}']")).FollowAsync();
        Assert.Empty(mine.Html.QuerySelectorAll("[aria-label='Follow-ups'] tbody tr"));
        Assert.True((await scene.LineAsync(promised[1].Id)).IsMine);
    }

    [Theory]
    [InlineData("?campaign=abc&kind=Nonsense&state=maybe&who=1&order=up&after=1.2.3&done=x")]
    [InlineData("?kind=99&who=-1&after=..")]
    public async Task An_address_that_makes_no_sense_shows_the_list(string query)
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.PromisingSceneAsync();
        await scene.PromisedAsync(await scene.OrganizerAsync(), PromisingScene.Limited);
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var page = await browser.GetAsync("/desk/follow-ups" + query);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Single(page.Html.QuerySelectorAll("[aria-label='Follow-ups'] tbody tr"));
    }

    [Fact]
    public async Task One_person_is_opened_with_number_code_and_where_to_give_and_another_amount_is_written_down()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.PromisingSceneAsync(contacts: 0);
        var number = CallingScene.NewNumber();
        await scene.ContactsAsync(1, e164: [number]);
        var promise = (await scene.PromisedAsync(await scene.OrganizerAsync(), amount: "80 ILS"))[0];
        await scene.ChangeCampaignAsync(campaign => campaign.SealedDonationAddress = host.World.Sealer.Seal(PhoneBank.Privacy.Places.DonationAddress(campaign.Id), "https://give.example.org"));
        using var browser = await host.SignedInAsync(scene.Coordinator);
        using var stranger = await host.SignedInAsync((await host.World.CallingSceneAsync()).Coordinator);
        var address = $"/desk/follow-ups/{promise.Id}";

        var page = await browser.OpenAsync(address);
        Assert.Equal(("Dana Levi", $"tel:{number}"), (page.TextOf("#person"), page.Find("a.pb-phone").GetAttribute("href")));
        Assert.DoesNotContain("Dana", page.Title, StringComparison.Ordinal);
        Assert.Contains(promise.Reference!, page.TextOf("aside"), StringComparison.Ordinal);
        Assert.Contains("https://give.example.org", page.TextOf("aside"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/desk/follow-ups/{Guid.NewGuid()}")).Status);

        var kept = $"button[value='Kept.{promise.Id:N}']";
        var refused = await page.SubmitAsync(kept, ("paid", "some"));
        Assert.Contains("could not be read", refused.TextOf("#paid-error"), StringComparison.Ordinal);
        Assert.Equal("some", refused.Find("#paid").GetAttribute("value"));
        Assert.Equal("", page.Find("#act button").GetAttribute("value"));
        Assert.Equal(HttpStatusCode.OK, (await page.SubmitAsync("#act button")).Status);
        Assert.Null((await scene.LineAsync(promise.Id)).ClosedAt);

        var done = await (await refused.SubmitAsync(kept, ("paid", "60.50"))).FollowAsync();
        Assert.Equal(new PledgeAmount(60_50, "ILS"), (await scene.LineAsync(promise.Id)).Paid);
        Assert.Contains("60.50", done.TextOf(".pb-head"), StringComparison.Ordinal);
        Assert.False(done.Has("#paid"));

        // A page that was open all the while is told who closed it.
        var amir = await scene.SecondCoordinatorAsync();
        using var late = await host.SignedInAsync(amir);
        var lost = await (await late.OpenAsync("/desk/follow-ups?state=closed")).SubmitAsync("#act", ("act", $"Withdrew.{promise.Id:N}"));
        Assert.Contains("has closed this promise already: kept", lost.TextOf(".pb-notice[role=alert]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_too_many_were_opened_or_the_person_was_erased_the_promise_can_still_be_closed()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.PromisingSceneAsync(contacts: 2);
        var mia = await scene.OrganizerAsync();
        var (first, second) = ((await scene.PromisedAsync(mia, PromisingScene.Unlimited))[0], (await scene.PromisedAsync(mia, PromisingScene.Unlimited))[0]);
        await host.World.WriteAsync(db => db.AuditEntries.AddRange(Enumerable.Range(0, 60).Select(_ => new PhoneBank.Privacy.AuditEntry
        {
            Id = host.World.NewId(), At = host.World.Now, ActorId = scene.Coordinator.VolunteerId, Action = PhoneBank.Privacy.AuditAction.ContactOpened, SubjectId = Guid.NewGuid(),
        })));
        using var browser = await host.SignedInAsync(scene.Coordinator);

        var page = await browser.OpenAsync($"/desk/follow-ups/{first.Id}");
        Assert.Contains("as many people as are opened in an hour", page.TextOf(".pb-notice[role=alert]"), StringComparison.Ordinal);
        Assert.DoesNotContain("Levi", page.Text, StringComparison.Ordinal);
        await (await page.SubmitAsync($"button[value='DidNotCome.{first.Id:N}']")).FollowAsync();
        Assert.Equal(FollowUpEnd.DidNotCome, (await scene.LineAsync(first.Id)).EndedAs);

        Assert.True((await host.World.Get<PhoneBank.Books.EraseContact>().ExecuteAsync(scene.Coordinator, scene.BookId, second.ContactId, neverAgain: false, CancellationToken.None)).IsDone);
        page = await browser.OpenAsync($"/desk/follow-ups/{second.Id}");
        Assert.Contains("This person was erased.", page.TextOf(".pb-notice[role=alert]"), StringComparison.Ordinal);
        await (await page.SubmitAsync($"button[value='Withdrew.{second.Id:N}']")).FollowAsync();
        Assert.Equal(FollowUpEnd.Withdrew, (await scene.LineAsync(second.Id)).EndedAs);
    }

    [Fact]
    public async Task What_the_filter_finds_becomes_a_call_list_of_a_campaign_on_the_same_book()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.PromisingSceneAsync();
        var reminders = await scene.AnotherCampaignAsync();
        var promise = (await scene.PromisedAsync(await scene.OrganizerAsync(), PromisingScene.Unlimited))[0];
        using var browser = await host.SignedInAsync(scene.Coordinator);
        var page = await browser.OpenAsync($"/desk/follow-ups?campaign={scene.CampaignId}");

        var unnamed = await page.SubmitAsync("form:has(#into)", ("into", reminders.CampaignId.ToString()), ("name", " "));
        Assert.Contains("Give the list a name", unnamed.TextOf("#name-error"), StringComparison.Ordinal);
        var same = await page.SubmitAsync("form:has(#into)", ("into", scene.CampaignId.ToString()), ("name", "Reminders"));
        Assert.Contains("Choose another campaign", same.TextOf(".pb-notice[role=alert]"), StringComparison.Ordinal);
        var made = await unnamed.SubmitAsync("form:has(#into)", ("into", reminders.CampaignId.ToString()), ("name", "Reminders"));

        var list = await host.World.ReadAsync(db => db.CallLists.AsNoTracking().SingleAsync(candidate => candidate.Filter != null));
        Assert.Equal($"/desk/lists/{list.Id}", made.Location);
        Assert.Equal(promise.ContactId, await host.World.ReadAsync(db => db.Entries.Where(entry => entry.ListId == list.Id).Select(entry => entry.ContactId).SingleAsync()));
        Assert.Equal(1, await host.World.ReadAsync(db => db.Assignments.CountAsync(assignment => assignment.ListId == list.Id)));
    }

    [Theory]
    [InlineData("he", "rtl", "המשך טיפול")]
    [InlineData("ar", "rtl", "المتابعات")]
    [InlineData("ru", "ltr", "Обещания")]
    public async Task The_pages_stand_in_the_readers_language(string language, string direction, string title)
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.PromisingSceneAsync();
        var promise = (await scene.PromisedAsync(await scene.OrganizerAsync(), PromisingScene.Unlimited, "1500.50 ILS"))[1];
        using var browser = await host.SignedInAsync(scene.Coordinator);
        browser.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);

        var list = await browser.OpenAsync("/desk/follow-ups");
        Assert.Equal((title, direction), (list.TextOf("h1"), list.Html.DocumentElement.GetAttribute("dir")));
        Assert.Equal("ltr", list.Find("[aria-labelledby=totals] tbody td bdi[dir]").GetAttribute("dir"));
        Assert.Contains("Dana Levi", (await browser.OpenAsync($"/desk/follow-ups/{promise.Id}")).TextOf("#person"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task An_organizer_takes_a_promise_says_that_it_was_kept_and_takes_that_back(DatabaseKind kind)
    {
        await using var host = await PhoneBankHost.StartAsync(kind);
        var scene = await host.World.PromisingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var promise = (await scene.PromisedAsync(mia, PromisingScene.Unlimited))[0];
        using var browser = await host.SignedInAsync(mia);

        var page = await browser.OpenAsync("/callbacks");
        Assert.Contains("Dana", page.TextOf("section[aria-labelledby=promises]"), StringComparison.Ordinal);
        Assert.DoesNotContain("Levi", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("+972", page.Text, StringComparison.Ordinal);
        Assert.False(page.Has($"button[value='Kept.{promise.Id:N}']"));
        page = await (await page.SubmitAsync($"button[value='Take.{promise.Id:N}']")).FollowAsync();
        var kept = await page.SubmitAsync($"button[value='Kept.{promise.Id:N}']");
        Assert.Equal(HttpStatusCode.SeeOther, kept.Status);
        page = await kept.FollowAsync();
        Assert.Contains("the promise was kept", page.TextOf(".pb-notice[role=status]"), StringComparison.Ordinal);
        Assert.False(page.Has("section[aria-labelledby=promises]"));
        page = await (await page.SubmitAsync($"button[value='Reopen.{promise.Id:N}']")).FollowAsync();
        Assert.True(page.Has("section[aria-labelledby=promises]"));

        Assert.True((await scene.CloseAsync(promise.Id)).IsDone);
        var late = await (await page.SubmitAsync($"button[value='Withdrew.{promise.Id:N}']")).FollowAsync();
        Assert.Contains("Somebody else has closed this promise already", late.TextOf(".pb-notice"), StringComparison.Ordinal);
        Assert.Equal("/callbacks", (await page.SubmitAsync("#promise", ("act", "nonsense"))).Location);
    }
}
