using System.Net;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Tests;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Volunteers;

public sealed class JoinTests
{
    [Theory, OnBothDatabases]
    public async Task One_page_and_one_post_make_a_caller_who_can_come_back_with_the_five_words(DatabaseKind kind)
    {
        var (host, campaign, invitation) = await StartAsync(kind, ProtectionLevel.Careful);
        await using var _ = host;
        var browser = host.Anonymous();
        var form = await browser.GetAsync("/join");
        var words = form.TextOf("#phrase");
        Assert.Equal(5, words.Split(' ').Length);
        var joined = await form.SubmitAsync("form#join", ("Input.Token", invitation.Token), ("Input.Name", "Mia"), ("Input.Languages", "he"), ("Input.OtherLanguages", "French, am"), ("Input.Kept", "true"));
        Assert.Equal("/join/welcome", joined.Location);
        var welcome = await joined.FollowAsync();
        Assert.Contains("Welcome, Mia", welcome.TextOf("h1"));
        Assert.Equal("Mia", welcome.TextOf(".pb-phrase"));
        Assert.Equal("false", welcome.Find("#welcome").GetAttribute("data-waiting"));

        var person = (await host.World.Get<CampaignPeople>().ExecuteAsync(host.FirstCoordinator, campaign, default)).Required.Rows.Single();
        Assert.Equal(["he", "fr", "am"], person.CallLanguages);
        var again = await (await host.Anonymous().GetAsync("/account/sign-in")).SubmitAsync("form#sign-in", ("Input.LogInName", "mia"), ("Input.Password", words.ToUpperInvariant()));
        Assert.Equal("/", again.Location);
    }

    [Fact]
    public async Task An_own_password_does_as_well_and_a_taken_name_gets_a_number()
    {
        var (host, _, invitation) = await StartAsync(DatabaseKind.Sqlite, ProtectionLevel.Supporters);
        await using var __ = host;
        foreach (var expected in new[] { "Mia", "Mia 2", "Mia 3" })
        {
            var joined = await (await host.Anonymous().GetAsync("/join")).SubmitAsync("form#join", ("Input.Token", invitation.Token), ("Input.Name", "Mia"), ("Input.Password", "a blue horse eats"));
            Assert.Equal(expected, (await joined.FollowAsync()).TextOf(".pb-phrase"));
        }
    }

    [Fact]
    public async Task A_mistake_loses_nothing_that_was_filled_in()
    {
        var (host, _, invitation) = await StartAsync(DatabaseKind.Sqlite, ProtectionLevel.Supporters);
        await using var __ = host;
        var form = await host.Anonymous().GetAsync("/join");
        var words = form.TextOf("#phrase");
        var refused = await form.SubmitAsync("form#join", ("Input.Token", invitation.Token), ("Input.Name", "Mia"), ("Input.Languages", "ar"));
        Assert.Contains("five words", refused.TextOf("[role=alert]"));
        Assert.Equal(words, refused.TextOf("#phrase"));
        Assert.Equal("Mia", refused.Find("#name").GetAttribute("value"));
        Assert.Equal(invitation.Token, refused.Find("#join-token").GetAttribute("value"));
        Assert.True(refused.Has("input[value=ar][checked]"));
        Assert.False(refused.Has("input[value=en][checked]"));

        var weak = await refused.SubmitAsync("form#join", ("Input.Password", "password1234"));
        Assert.Contains("first that would be guessed", weak.TextOf("[role=alert]"));
        Assert.Equal("/join/welcome", (await weak.SubmitAsync("form#join", ("Input.Kept", "true"))).Location);
    }

    [Fact]
    public async Task Unknown_ended_revoked_and_used_up_answers_are_the_same_to_the_letter()
    {
        var (host, campaign, invitation) = await StartAsync(DatabaseKind.Sqlite, ProtectionLevel.Supporters);
        await using var _ = host;
        var make = host.World.Get<MakeInvitation>();
        var ended = (await make.ExecuteAsync(host.FirstCoordinator, campaign, new InvitationTerms(TimeSpan.FromMinutes(1)), default)).Required;
        host.World.Time.Advance(TimeSpan.FromMinutes(2));
        var usedUp = (await make.ExecuteAsync(host.FirstCoordinator, campaign, new InvitationTerms(MaxUses: 1), default)).Required;
        Assert.Equal("/join/welcome", (await (await host.Anonymous().GetAsync("/join")).SubmitAsync("form#join", ("Input.Token", usedUp.Token), ("Input.Name", "Mia"), ("Input.Kept", "true"))).Location);
        await host.World.Get<RevokeInvitation>().ExecuteAsync(host.FirstCoordinator, invitation.Id, suspendWhoJoined: false, default);

        var form = await host.Anonymous().GetAsync("/join");
        var answers = new List<(HttpStatusCode, string)>();
        foreach (var (token, code) in new[] { ("no-such-token-no-such-token", ""), (ended.Token, ""), (usedUp.Token, ""), (invitation.Token, ""), ("", ""), ("", "AAAA AAAA") })
        {
            var answer = await form.SubmitAsync("form#join", ("Input.Token", token), ("Input.Code", code), ("Input.Name", "Dan"), ("Input.Kept", "true"));
            answers.Add((answer.Status, answer.TextOf("main")));
        }

        Assert.Single(answers.Distinct());
        Assert.Contains("This invitation does not work", answers[0].Item2);
    }

    [Theory, OnBothDatabases]
    public async Task In_the_waiting_room_one_sees_what_happens_next_and_checks_again(DatabaseKind kind)
    {
        var (host, campaign, invitation) = await StartAsync(kind, ProtectionLevel.AtRisk);
        await using var _ = host;
        var code = (await host.World.Get<KeepJoinCodeOpen>().ExecuteAsync(host.FirstCoordinator, invitation.Id, default)).Required;
        var browser = host.Anonymous();
        var waiting = await (await (await browser.GetAsync("/join")).SubmitAsync("form#join", ("Input.Code", code.ToLowerInvariant()), ("Input.Name", "Mia"), ("Input.Kept", "true"))).FollowAsync();
        Assert.Equal("true", waiting.Find("#welcome").GetAttribute("data-waiting"));
        Assert.Contains("A coordinator will let you in", waiting.TextOf("main"));
        Assert.True(waiting.Has("a[href='/join/welcome']"));

        await host.World.Get<AdmitVolunteers>().ExecuteAsync(host.FirstCoordinator, campaign, null, default);
        var admitted = await browser.GetAsync("/join/welcome");
        Assert.Equal("false", admitted.Find("#welcome").GetAttribute("data-waiting"));
        Assert.Equal("/practice", (await admitted.SubmitAsync("#promise button[value=practice]")).Location);
        Assert.True((await browser.GetAsync("/join/welcome")).Has("main a[href='/']"));
    }

    [Fact]
    public async Task Who_is_signed_in_is_asked_for_nothing_more()
    {
        var (host, campaign, invitation) = await StartAsync(DatabaseKind.Sqlite, ProtectionLevel.Supporters);
        await using var _ = host;
        var (browser, mia) = await host.SignedInAsync("Mia", Roles.Organizer);
        var form = await browser.GetAsync("/join");
        Assert.False(form.Has("#name"));
        Assert.Equal("/join/welcome", (await form.SubmitAsync("form#join", ("Input.Token", invitation.Token))).Location);
        Assert.True(await host.World.ReadAsync(db => db.CallingCampaignsOf(mia).AnyAsync(found => found.Id == campaign)));
    }

    [Fact]
    public async Task Joining_needs_the_forms_token()
    {
        var (host, _, invitation) = await StartAsync(DatabaseKind.Sqlite, ProtectionLevel.Supporters);
        await using var __ = host;
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Anonymous().PostAsync("/join", ("_handler", "join"), ("Input.Token", invitation.Token), ("Input.Name", "Mia"), ("Input.Kept", "true"))).Status);
    }

    private static async Task<(PhoneBankHost Host, Guid Campaign, InvitationView Invitation)> StartAsync(DatabaseKind kind, ProtectionLevel level)
    {
        var host = await PhoneBankHost.StartAsync(kind);
        host.World.WithQuickHashing();
        var campaign = await host.World.JoinableCampaignAsync(host.FirstCoordinator, level);
        return (host, campaign, (await host.World.Get<MakeInvitation>().ExecuteAsync(host.FirstCoordinator, campaign, new InvitationTerms(), default)).Required);
    }
}
