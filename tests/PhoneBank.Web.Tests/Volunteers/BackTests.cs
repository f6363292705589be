using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Tests;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Volunteers;

public sealed class BackTests
{
    [Theory, OnBothDatabases]
    public async Task A_qr_on_the_people_page_lets_an_organizer_back_in_and_ends_the_old_sessions(DatabaseKind kind)
    {
        var (host, mia) = await StartAsync(kind);
        await using var _ = host;
        var old = await host.SignedInAsync(mia);
        var shown = await (await (await host.SignedInAsync(host.FirstCoordinator)).GetAsync("/desk/people")).SubmitAsync($"button[value='back {mia.VolunteerId}']");
        Assert.True(shown.Has(".pb-sheet svg[role=img]"));
        var token = TokenOf(shown);

        var form = await host.Anonymous().GetAsync("/back");
        var words = form.TextOf("#phrase");
        var unticked = await form.SubmitAsync("form#back", ("Input.Token", token));
        Assert.Contains("five words", unticked.TextOf("[role=alert]"));
        Assert.Equal(words, unticked.TextOf("#phrase"));
        Assert.Equal(token, unticked.Find("#join-token").GetAttribute("value"));

        var browser = host.Anonymous();
        var back = await (await browser.GetAsync("/back")).SubmitAsync("form#back", ("Input.Token", token), ("Input.Phrase", words), ("Input.Kept", "true"));
        Assert.Equal("Mia", back.TextOf(".pb-phrase"));
        Assert.Equal("/account", (await browser.OpenAsync("/account")).Path);
        Assert.Equal("/", (await (await host.Anonymous().GetAsync("/account/sign-in")).SubmitAsync("form#sign-in", ("Input.LogInName", "mia"), ("Input.Password", words))).Location);
        host.World.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("/account/sign-in", (await old.OpenAsync("/account")).Path);
        Assert.DoesNotContain(token, (await browser.OpenAsync("/account")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_over_and_used_links_answer_the_same_to_the_letter()
    {
        var (host, mia) = await StartAsync(DatabaseKind.Sqlite);
        await using var _ = host;
        var make = host.World.Get<MakeReEntry>();
        var over = (await make.ExecuteAsync(host.FirstCoordinator, mia.VolunteerId, default)).Required;
        host.World.Time.Advance(TimeSpan.FromMinutes(11));
        var used = (await make.ExecuteAsync(host.FirstCoordinator, mia.VolunteerId, default)).Required;
        await (await host.Anonymous().GetAsync("/back")).SubmitAsync("form#back", ("Input.Token", used.Token), ("Input.Kept", "true"));
        var form = await host.Anonymous().GetAsync("/back");
        var answers = new List<string>();
        foreach (var token in new[] { "no-such-token-no-such-token", over.Token, used.Token })
        {
            var answer = await form.SubmitAsync("form#back", ("Input.Token", token), ("Input.Kept", "true"));
            answers.Add($"{answer.Status} {answer.TextOf("main")}");
        }

        Assert.Single(answers.Distinct());
        Assert.Contains("does not work", answers[0]);
    }

    [Fact]
    public async Task Coordinators_have_no_such_button()
    {
        var (host, mia) = await StartAsync(DatabaseKind.Sqlite);
        await using var _ = host;
        var omar = await host.World.VolunteerAsync("Omar", Roles.Coordinator);
        var page = await (await host.SignedInAsync(host.FirstCoordinator)).GetAsync("/desk/people");
        Assert.True(page.Has($"button[value='back {mia.VolunteerId}']"));
        Assert.True(page.Has($"button[value='reset {omar.VolunteerId}']"));
        Assert.False(page.Has($"button[value='back {omar.VolunteerId}']"));
    }

    private static string TokenOf(WebPage page) => new Uri(page.Find("#way-back-link").GetAttribute("value")!).Fragment[1..];

    private static async Task<(PhoneBankHost Host, Actor Mia)> StartAsync(DatabaseKind kind)
    {
        var host = await PhoneBankHost.StartAsync(kind);
        host.World.WithQuickHashing();
        return (host, await host.World.VolunteerAsync("Mia", Roles.Organizer));
    }
}
