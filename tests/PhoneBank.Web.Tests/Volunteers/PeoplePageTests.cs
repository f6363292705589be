using System.Net;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Tests;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Volunteers;

public sealed class PeoplePageTests
{
    [Fact]
    public async Task An_administrator_suspends_reinstates_resets_and_promotes_by_plain_buttons()
    {
        await using var host = await PhoneBankHost.StartAsync();
        host.World.WithQuickHashing();
        var mia = await host.World.VolunteerAsync("Mia", Roles.Organizer);
        var browser = await host.SignedInAsync(host.FirstCoordinator);
        async Task<WebPage> PressAsync(string act) => await (await browser.GetAsync("/desk/people")).SubmitAsync($"button[value='{act} {mia.VolunteerId}']");

        Assert.Contains("Suspended", (await PressAsync("suspend")).TextOf("form#people"));
        Assert.Equal(VolunteerStatus.Suspended, (await MiaAsync()).Status);
        await PressAsync("reinstate");
        Assert.Equal(VolunteerStatus.Active, (await MiaAsync()).Status);

        var words = (await PressAsync("reset")).TextOf(".pb-phrase");
        var again = await (await host.Anonymous().GetAsync("/account/sign-in")).SubmitAsync("form#sign-in", ("Input.LogInName", "mia"), ("Input.Password", words));
        Assert.Equal("/", again.Location);

        await PressAsync("give-Coordinator");
        Assert.True(await host.World.ReadAsync(db => db.IsCoordinatorAsync(mia, default)));
        Assert.False((await browser.GetAsync("/desk/people")).Has($"button[value='suspend {host.FirstCoordinator.VolunteerId}']"));

        Task<Volunteer> MiaAsync() => host.World.ReadAsync(db => db.Users.SingleAsync(volunteer => volunteer.Id == mia.VolunteerId));
    }

    [Fact]
    public async Task A_coordinator_sees_callers_without_buttons_for_roles()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var (browser, omar) = await host.SignedInAsync("Omar", Roles.Coordinator);
        var campaign = await host.World.JoinableCampaignAsync(omar);
        var invitation = (await host.World.Get<MakeInvitation>().ExecuteAsync(omar, campaign, new InvitationTerms(), default)).Required;
        var mia = await host.World.VolunteerAsync("Mia", Roles.Organizer);
        await host.World.Get<JoinCampaign>().ExecuteAsync(mia, new JoinPass(invitation.Token, null), default);
        await host.World.VolunteerAsync("Stranger", Roles.Organizer);

        var page = await browser.GetAsync("/desk/people");
        Assert.Contains("Mia", page.TextOf("form#people"));
        Assert.DoesNotContain("Stranger", page.Text);
        Assert.True(page.Has($"button[value='suspend {mia.VolunteerId}']"));
        Assert.False(page.Has($"button[value='give-Coordinator {mia.VolunteerId}']"));
        Assert.NotEqual(HttpStatusCode.OK, (await (await host.SignedInAsync(mia)).GetAsync("/desk/people")).Status);
    }
}
