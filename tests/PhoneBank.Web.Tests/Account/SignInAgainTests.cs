using System.Net;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Tests;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;
using PhoneBank.Web.Calling;
using PhoneBank.Web.Tests.Calling;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Account;

/// <summary>A session that ends while somebody types, in a browser without script.</summary>
public sealed class SignInAgainTests
{
    private const string Words = "harbor lemon quiet copper sail";

    [Theory, OnBothDatabases]
    public async Task What_was_posted_after_the_session_had_ended_is_sent_after_signing_in(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var name = await NamedAsync(shift.Host, shift.Organizer);
        var signIn = await PostTooLateAsync(shift);
        Assert.Equal((HttpStatusCode.Unauthorized, "You were signed out"), (signIn.Status, signIn.TextOf("h1")));
        Assert.Equal("/call/outcome", signIn.Path);
        Assert.DoesNotContain("Ask about the bus", signIn.Text, StringComparison.Ordinal);
        Assert.Contains("no-store", signIn.Response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);

        var wrong = await signIn.SubmitAsync("form#sign-in-again", ("name", name), ("password", "a blue horse eats grass"));
        Assert.Contains("That did not work", wrong.TextOf("[role=alert]"), StringComparison.Ordinal);
        var back = await wrong.SubmitAsync("form#sign-in-again", ("name", name), ("password", Words));

        Assert.Equal("Ask about the bus", back.Find("#kept-note").TextContent);
        Assert.True(back.Has("script[src*=send-again]"));
        Assert.Empty(await shift.CallsAsync());
        var sent = await back.SubmitAsync("form[data-send-again] button");
        Assert.Equal(CallingEndpoints.StoppedPath, sent.Location);
        Assert.Equal("Ask about the bus", CallingReads.TextsOf(shift.Host.World, Assert.Single(await shift.CallsAsync())).NoteToCallers);

        // Once more by the back button: still one call.
        await back.SubmitAsync("form[data-send-again] button");
        Assert.Single(await shift.CallsAsync());
    }

    [Fact]
    public async Task Somebody_else_who_signs_in_there_sees_nothing_of_it()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        var other = await shift.Scene.OrganizerAsync();
        var name = await NamedAsync(shift.Host, other);
        var signIn = await PostTooLateAsync(shift);

        var answer = await signIn.SubmitAsync("form#sign-in-again", ("name", name), ("password", Words));

        Assert.Equal("/", answer.Location);
        Assert.DoesNotContain("Ask about the bus", (await answer.FollowAsync()).Text, StringComparison.Ordinal);
        Assert.Empty(await CallingReads.CallsAsync(shift.Host.World, other));
    }

    [Fact]
    public async Task After_two_hours_it_is_gone_and_the_sign_in_works_all_the_same()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        var name = await NamedAsync(shift.Host, shift.Organizer);
        var signIn = await PostTooLateAsync(shift);
        shift.Host.World.Time.Advance(TimeSpan.FromHours(2));

        Assert.Equal("/", (await signIn.SubmitAsync("form#sign-in-again", ("name", name), ("password", Words))).Location);
    }

    [Fact]
    public async Task An_altered_field_brings_nothing()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        var name = await NamedAsync(shift.Host, shift.Organizer);
        var signIn = await PostTooLateAsync(shift);

        Assert.Equal("/", (await signIn.SubmitAsync("form#sign-in-again", ("name", name), ("password", Words), ("kept", signIn.Find("[name=kept]").GetAttribute("value") + "A"))).Location);
    }

    [Fact]
    public async Task Who_signed_in_beside_meanwhile_is_not_asked_again()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        await NamedAsync(shift.Host, shift.Organizer);
        var signIn = await PostTooLateAsync(shift);
        using var beside = await shift.Host.SignedInAsync(shift.Organizer);
        shift.Browser.Cookies.Add(beside.Cookies.GetAllCookies());

        var back = await signIn.SubmitAsync("form#sign-in-again", ("name", ""), ("password", ""));

        Assert.Equal(CallingEndpoints.StoppedPath, (await back.SubmitAsync("form[data-send-again] button")).Location);
        Assert.Single(await shift.CallsAsync());
    }

    [Fact]
    public async Task A_form_from_another_site_is_not_carried_through_signing_in()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        await shift.CallAsync();
        shift.Host.World.Time.Advance(TimeSpan.FromMinutes(91));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/call/outcome")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("claim", Guid.NewGuid().ToString()), KeyValuePair.Create("note", "Not hers")]),
        };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        var answer = await shift.Browser.Http.SendAsync(request);

        Assert.Equal("/account/sign-in?returnUrl=%2Fcall", answer.Headers.Location!.ToString());
        using var strange = shift.Host.Anonymous();
        Assert.Equal("/account/sign-in?returnUrl=%2Fcall", (await strange.PostAsync("/call/outcome", ("claim", Guid.NewGuid().ToString()), ("note", "Not hers"))).Location);
    }

    /// <summary>The call page is posted when its session is over.</summary>
    private static async Task<WebPage> PostTooLateAsync(CallShift shift)
    {
        var page = await shift.CallAsync();
        shift.Host.World.Time.Advance(TimeSpan.FromMinutes(91));
        return await page.SubmitAsync(CallShift.SaveAndStop, ("reached", OutcomeKeys.Talked), ("note", "Ask about the bus"));
    }

    private static async Task<string> NamedAsync(PhoneBankHost host, Actor actor)
    {
        host.World.WithQuickHashing();
        var hasher = host.World.Get<VolunteerPasswordHasher>();
        var name = "";
        await host.World.WriteAsync(db =>
        {
            var volunteer = db.Users.Single(user => user.Id == actor.VolunteerId);
            volunteer.PasswordHash = hasher.HashPassword(volunteer, Words);
            name = volunteer.UserName!;
        });
        return name;
    }
}
