using System.Net;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Reviews;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;
using PhoneBank.Web.Tests.Calling;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Reviews;

public sealed class DeskReviewsTests
{
    [Fact]
    public async Task The_queue_opens_one_call_at_a_time_and_goes_on_after_each_verdict()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        await scene.PersonAsync(new ContactName("Dana", "Levi", null));
        await scene.PersonAsync(new ContactName("Omer", "Katz", null));
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked, request => request with { MessageToCoordinator = "Asked for a veteran" });
        host.World.Time.Advance(TimeSpan.FromMinutes(1));
        var second = (await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked)).CallId;
        using var browser = await host.SignedInAsync(scene.Coordinator);

        var queue = await browser.GetAsync("/desk/reviews");
        Assert.Contains("2", queue.TextOf("nav a[href='/desk/reviews'] .pb-count"));
        Assert.False(queue.Has("button[form=approve]"));
        var open = await (await queue.SubmitAsync("#next")).FollowAsync();
        Assert.Contains("Asked for a veteran", open.Text);
        Assert.DoesNotContain("Levi", open.Text);
        Assert.DoesNotContain("Katz", open.Text);
        Assert.DoesNotContain("+972", open.Text);
        Assert.Equal("1", open.Find("button[form=approve]").GetAttribute("data-key"));

        var approved = await open.SubmitAsync("#approve", ("review", ReviewOn(open)));
        Assert.Equal("/desk/reviews?done=Approved", approved.Location);
        var next = await approved.FollowAsync();
        Assert.True(next.Has(".pb-notice.pb-ok[role=status]"));

        var refused = await next.SubmitAsync("#correct", ("review", ReviewOn(next)), ("outcome", OutcomeKeys.Busy), ("reason", " "));
        Assert.Equal(HttpStatusCode.OK, refused.Status);
        Assert.True(refused.Has(".pb-notice.pb-danger[role=alert]"));
        Assert.Equal(OutcomeKeys.Busy, refused.Find("#outcome option[selected]").GetAttribute("value"));

        var corrected = await refused.SubmitAsync("#correct", ("review", ReviewOn(refused)), ("outcome", OutcomeKeys.Busy), ("reason", "The line was busy"));
        Assert.Equal("/desk/reviews?done=Corrected", corrected.Location);
        Assert.True((await corrected.FollowAsync()).Has(".pb-empty"));

        var call = await browser.GetAsync($"/desk/calls/{second}");
        Assert.Contains("The line was busy", call.TextOf("#review"));
        Assert.Contains("Talked", call.TextOf("#review"));
        Assert.Contains("Busy", call.TextOf(".pb-head .pb-badge"));
    }

    [Fact]
    public async Task Two_coordinators_have_different_calls_open_and_the_slower_is_told()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync(1);
        await scene.CallAndRecordAsync(await scene.OrganizerAsync(), OutcomeKeys.Talked);
        using var noa = await host.SignedInAsync(scene.Coordinator);
        using var amir = await host.SignedInAsync(await scene.CoordinatorAsync());
        var open = await (await (await noa.GetAsync("/desk/reviews")).SubmitAsync("#next")).FollowAsync();

        var other = await (await amir.GetAsync("/desk/reviews")).SubmitAsync("#next");
        Assert.True(other.Has(".pb-notice.pb-danger[role=alert]"));
        Assert.False(other.Has("button[form=approve]"));
        host.World.Time.Advance(Review.Lease);
        var taken = await (await (await amir.GetAsync("/desk/reviews")).SubmitAsync("#next")).FollowAsync();
        Assert.Equal(ReviewOn(open), ReviewOn(taken));

        var late = await open.SubmitAsync("#return", ("review", ReviewOn(open)), ("feedback", "Say who you are."));
        Assert.True(late.Has(".pb-notice.pb-danger[role=alert]"));
        Assert.Equal(ReviewVerdict.Waiting, (await host.World.ReadAsync(db => db.Reviews.SingleAsync())).Verdict);
    }

    [Fact]
    public async Task An_organizer_reads_the_feedback_before_the_next_person()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        var (world, scene) = (shift.Scene.World, shift.Scene);
        var callId = (await scene.CallAndRecordAsync(shift.Organizer, OutcomeKeys.Talked)).CallId;
        Assert.True((await world.Get<ReturnCall>().ExecuteAsync(scene.Coordinator, await scene.ReviewOfAsync(callId), "Say who you are first.", CancellationToken.None)).IsDone);

        var stopped = await (await shift.Browser.OpenAsync("/")).SubmitAsync(CallShift.Next);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, stopped.Status);
        Assert.Contains("Say who you are first.", stopped.TextOf("[data-returned]"));
        var understood = await stopped.SubmitAsync("form[action='/call/understood'] button");
        Assert.Equal("/call", understood.Location);
        var page = await understood.FollowAsync();
        Assert.False(page.Has("[data-returned]"));
        Assert.Equal(HttpStatusCode.SeeOther, (await page.SubmitAsync(CallShift.Next)).Status);
    }

    [Theory]
    [InlineData("he")]
    [InlineData("ar")]
    [InlineData("ru")]
    public async Task The_queue_is_there_in_every_language(string language)
    {
        await using var host = await PhoneBankHost.StartAsync();
        var scene = await host.World.CallingSceneAsync(1);
        await scene.CallAndRecordAsync(await scene.OrganizerAsync(), OutcomeKeys.Talked);
        using var browser = await host.SignedInAsync(scene.Coordinator);
        browser.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var open = await (await (await browser.GetAsync("/desk/reviews")).SubmitAsync("#next")).FollowAsync();
        Assert.Equal(language, open.Html.DocumentElement.GetAttribute("lang"));
        Assert.DoesNotContain("Good as it is", open.Text);
        Assert.DoesNotContain("Review", open.TextOf("main"));
    }

    private static string ReviewOn(WebPage page) => page.Find("button[form=approve]").GetAttribute("value")!;
}
