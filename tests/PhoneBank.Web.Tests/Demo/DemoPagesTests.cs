using System.Net;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Demo;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Demo;

/// <summary>The demo's people open the pages they begin with.</summary>
public sealed class DemoPagesTests
{
    [Theory, OnBothDatabases]
    public async Task Each_of_the_demos_people_signs_in_and_sees_a_start_page(DatabaseKind kind)
    {
        await using var host = await DemoHostAsync(kind);
        foreach (var logIn in DemoLogIns.All)
        {
            using var browser = host.Anonymous();
            var signIn = await browser.OpenAsync("/account/sign-in");
            var home = await (await signIn.SubmitAsync("#sign-in", ("Input.LogInName", logIn.Name), ("Input.Password", DemoLogIns.Phrase))).FollowAsync();
            Assert.Equal(HttpStatusCode.OK, home.Status);
            Assert.DoesNotContain("/account/", home.Path, StringComparison.Ordinal);
            Assert.True(home.Has("h1"));
        }
    }

    [Fact]
    public async Task An_organizers_start_page_shows_the_lists_and_a_coordinators_pages_answer()
    {
        await using var host = await DemoHostAsync(DatabaseKind.Sqlite);
        foreach (var logIn in DemoLogIns.Organizers)
        {
            using var browser = await host.SignedInAsync(await ActorAsync(host, logIn));
            var home = await browser.OpenAsync("/");
            Assert.Equal(HttpStatusCode.OK, home.Status);
            Assert.Contains("Supporters world-wide", home.Html.Body!.TextContent, StringComparison.Ordinal);
        }

        using var desk = await host.SignedInAsync(await ActorAsync(host, DemoLogIns.Noa));
        foreach (var path in (string[])["/desk", "/desk/calls", "/desk/held", "/desk/books", "/desk/campaigns", "/desk/people"])
        {
            Assert.Equal(HttpStatusCode.OK, (await desk.OpenAsync(path)).Status);
        }
    }

    private static async Task<PhoneBankHost> DemoHostAsync(DatabaseKind kind)
    {
        var host = await PhoneBankHost.StartAsync(kind, new HostSetup { Empty = true });
        await DemoBuilder.BuildAsync(host.World.Storage, host.World.Get<MasterKey>(), host.World.Folder, host.World.Now, CancellationToken.None);
        return host;
    }

    private static async Task<Actor> ActorAsync(PhoneBankHost host, DemoLogIn logIn) =>
        new(await host.World.ReadAsync(db => db.Users.Where(volunteer => volunteer.UserName == logIn.Name).Select(volunteer => volunteer.Id).SingleAsync()));
}
