using System.Net;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Tests;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Help;

/// <summary>The coordinators' side: notices and crisis lines.</summary>
public sealed class DeskHelpTests
{
    [Theory, OnBothDatabases]
    public async Task A_coordinator_writes_a_notice_and_withdraws_it(DatabaseKind kind)
    {
        await using var host = await PhoneBankHost.StartAsync(kind);
        var scene = await host.World.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var browser = await host.SignedInAsync(scene.Coordinator);
        var page = await browser.OpenAsync($"/desk/campaigns/{scene.CampaignId}/notices");

        var given = await (await page.SubmitAsync("form:has(#Text)", ("Text", "Meet at 19:00"), ("Hours", "1"), ("For", mia.VolunteerId.ToString()))).FollowAsync();

        Assert.Contains("Meet at 19:00", given.TextOf("main .pb-list"), StringComparison.Ordinal);
        Assert.Contains("Only for", given.TextOf("main .pb-list"), StringComparison.Ordinal);
        var notice = await host.World.ReadAsync(db => db.Notices.SingleAsync());
        Assert.Equal((mia.VolunteerId, host.World.Now.AddHours(1)), (notice.VolunteerId, notice.Until));

        // The same form sent once more, as by a second tap.
        await page.SubmitAsync("form:has(#Text)", ("Text", "Meet at 19:00"), ("Hours", "1"), ("For", mia.VolunteerId.ToString()));
        Assert.Equal(1, await host.World.ReadAsync(db => db.Notices.CountAsync()));

        for (var n = 0; n < 2; n++)
        {
            Assert.Equal(HttpStatusCode.Redirect, (await given.SubmitAsync("#withdraw", ("Withdraw", notice.Id.ToString()))).Status);
        }

        Assert.NotNull((await host.World.ReadAsync(db => db.Notices.SingleAsync())).WithdrawnAt);
    }

    [Theory, OnBothDatabases]
    public async Task A_refused_notice_keeps_what_was_typed(DatabaseKind kind)
    {
        await using var host = await PhoneBankHost.StartAsync(kind);
        var scene = await host.World.CallingSceneAsync();
        var browser = await host.SignedInAsync(scene.Coordinator);
        var page = await browser.OpenAsync($"/desk/campaigns/{scene.CampaignId}/notices");
        var refused = await page.SubmitAsync("form:has(#Text)", ("Text", new string('a', 301)));
        Assert.Contains("300", refused.TextOf("[role='alert']"), StringComparison.Ordinal);
        Assert.Equal(301, refused.TextOf("#Text").Length);
        var stranger = await host.SignedInAsync((await host.World.CallingSceneAsync()).Coordinator);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/desk/campaigns/{scene.CampaignId}/notices")).Status);
    }

    [Theory, OnBothDatabases]
    public async Task The_first_account_keeps_the_crisis_lines_and_coordinators_see_them(DatabaseKind kind)
    {
        await using var host = await PhoneBankHost.StartAsync(kind);
        var browser = await host.SignedInAsync(host.FirstCoordinator);
        var page = await browser.OpenAsync("/desk/help-lines");
        var wrong = await page.SubmitAsync("#edit", ("Language", "he"), ("Name", "Listening line"), ("Number", "ask me"));
        Assert.Equal("true", wrong.Find("#Number").GetAttribute("aria-invalid"));
        Assert.Equal("Listening line", wrong.Find("#Name").GetAttribute("value"));

        var saved = await (await wrong.SubmitAsync("#edit", ("Number", "+44 20 7946 0123"))).FollowAsync();
        Assert.Contains("+44 20 7946 0123", saved.TextOf("main .pb-list"), StringComparison.Ordinal);

        var noa = await host.SignedInAsync(await host.World.VolunteerAsync("Noa2", Roles.Coordinator));
        var seen = await noa.OpenAsync("/desk/help-lines");
        Assert.Contains("Listening line", seen.TextOf("main .pb-list"), StringComparison.Ordinal);
        Assert.False(seen.Has("#edit"));

        var line = await host.World.ReadAsync(db => db.HelpLines.SingleAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await saved.SubmitAsync("#lines", ("Remove", line.Id.ToString()))).Status);
        Assert.Equal(0, await host.World.ReadAsync(db => db.HelpLines.CountAsync()));
    }
}
