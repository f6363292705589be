using System.Net;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Tests;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Account;

public sealed class SignInTests
{
    private const string Words = "harbor lemon quiet copper sail";

    [Theory, OnBothDatabases]
    public async Task The_form_signs_in_and_leads_to_where_one_wanted_to_go(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        var browser = host.Anonymous();
        var sent = await browser.GetAsync("/account");
        Assert.Equal("/account/sign-in?returnUrl=%2Faccount", sent.Location);

        var answer = await (await browser.OpenAsync("/account")).SubmitAsync("form#sign-in", ("Input.LogInName", " mia LEVI"), ("Input.Password", "Harborlemon quiet coppersail"));
        Assert.Equal("/account", answer.Location);
        var cookie = answer.Response.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("__Host-phonebank=", StringComparison.Ordinal));
        Assert.Contains("secure", cookie);
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=strict", cookie);
        Assert.Contains("Mia Levi", (await answer.FollowAsync()).TextOf("main"));
        Assert.Contains(AuditAction.SignedIn, await ActionsAsync(host));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task A_return_address_elsewhere_is_ignored(string returnUrl)
    {
        await using var host = await StartAsync(DatabaseKind.Sqlite);
        var page = await host.Anonymous().GetAsync("/account/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl));
        var answer = await page.SubmitAsync("form#sign-in", ("Input.LogInName", "Mia Levi"), ("Input.Password", Words));
        Assert.Equal("/", answer.Location);
    }

    [Theory, OnBothDatabases]
    public async Task A_wrong_name_a_wrong_password_a_lock_and_a_suspension_read_the_same(DatabaseKind kind)
    {
        await using var host = await StartAsync(kind);
        var suspended = await host.World.VolunteerWithPasswordAsync("Dan", Words, Roles.Organizer);
        await host.World.WriteAsync(db => db.Users.Single(volunteer => volunteer.Id == suspended.VolunteerId).Status = VolunteerStatus.Suspended);
        var browser = host.Anonymous();
        async Task<string> TryAsync(string name, string password)
        {
            var answer = await (await browser.GetAsync("/account/sign-in")).SubmitAsync("form#sign-in", ("Input.LogInName", name), ("Input.Password", password));
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            return answer.TextOf("main");
        }

        var wrongName = await TryAsync("Nobody", Words);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(wrongName, await TryAsync("Mia Levi", "a blue horse eats"));
        }

        // The sixth is right, and refused all the same.
        Assert.Equal(wrongName, await TryAsync("Mia Levi", Words));
        Assert.Equal(wrongName, await TryAsync("Dan", Words));
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/")).Status);
        var details = await host.World.ReadAsync(db => db.AuditEntries.Where(entry => entry.Action == AuditAction.SignInFailed).Select(entry => entry.Detail).ToListAsync());
        Assert.Equal(["locked", "password", "password", "password", "password", "password", "suspended", "unknown"], details.Order());
    }

    [Fact]
    public async Task Others_are_not_locked_out_with_the_one_who_is()
    {
        await using var host = await StartAsync(DatabaseKind.Sqlite);
        await host.World.VolunteerWithPasswordAsync("Lea", Words, Roles.Organizer);
        var browser = host.Anonymous();
        for (var i = 0; i < 6; i++)
        {
            await (await browser.GetAsync("/account/sign-in")).SubmitAsync("form#sign-in", ("Input.LogInName", "Mia Levi"), ("Input.Password", "a blue horse eats"));
        }

        var answer = await (await browser.GetAsync("/account/sign-in")).SubmitAsync("form#sign-in", ("Input.LogInName", "Lea"), ("Input.Password", Words));
        Assert.Equal("/", answer.Location);
    }

    [Fact]
    public async Task Signing_out_takes_a_post_with_token_and_clears_what_the_browser_keeps()
    {
        await using var host = await StartAsync(DatabaseKind.Sqlite);
        var (browser, mia) = await host.SignedInAsync("Lea", Roles.Organizer);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/account/sign-out")).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account")).Status);

        var answer = await (await browser.GetAsync("/account")).SubmitAsync("form#sign-out");
        Assert.Equal("/account/sign-in", answer.Location);
        Assert.Equal("\"cache\", \"cookies\", \"storage\"", answer.Response.Headers.GetValues("Clear-Site-Data").Single());
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/account")).Status);
        Assert.Contains(AuditAction.SignedOut, await ActionsAsync(host));
    }

    [Theory]
    [InlineData(Roles.Organizer, 90, 12)]
    [InlineData(Roles.Coordinator, 60, 8)]
    public async Task A_session_ends_when_idle_and_after_a_shift(string role, int idleMinutes, int hours)
    {
        await using var host = await StartAsync(DatabaseKind.Sqlite);
        var (browser, actor) = await host.SignedInAsync("Lea", role);
        async Task<bool> IsInAsync() => (await browser.GetAsync("/account")).Status == HttpStatusCode.OK;

        for (var i = 0; i < (hours * 2) - 1; i++)
        {
            Assert.True(await IsInAsync(), $"half hour {i}");
            host.World.Time.Advance(TimeSpan.FromMinutes(30));
        }

        Assert.True(await IsInAsync());
        host.World.Time.Advance(TimeSpan.FromMinutes(31));
        Assert.False(await IsInAsync());

        browser = await host.SignedInAsync(actor);
        host.World.Time.Advance(TimeSpan.FromMinutes(idleMinutes - 1));
        Assert.True(await IsInAsync());
        host.World.Time.Advance(TimeSpan.FromMinutes(idleMinutes + 1));
        Assert.False(await IsInAsync());
    }

    [Fact]
    public async Task Suspension_and_a_new_password_end_other_sessions_within_a_minute()
    {
        await using var host = await StartAsync(DatabaseKind.Sqlite);
        var lea = await host.World.VolunteerWithPasswordAsync("Lea", Words, Roles.Organizer);
        var (here, there) = (await host.SignedInAsync(lea), await host.SignedInAsync(lea));
        var answer = await (await here.GetAsync("/account/password")).SubmitAsync("form#change-password", ("Input.Present", Words), ("Input.Wanted", "the cat sleeps up there"));
        Assert.Equal("/account?changed=true", answer.Location);
        host.World.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/account")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await there.GetAsync("/account")).Status);

        Assert.True((await host.World.Get<SuspendVolunteer>().ExecuteAsync(host.FirstCoordinator, lea.VolunteerId, default)).IsDone);
        host.World.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.Redirect, (await here.GetAsync("/account")).Status);
    }

    [Theory]
    [InlineData("he", "rtl", "כניסה")]
    [InlineData("ar", "rtl", "تسجيل الدخول")]
    [InlineData("ru", "ltr", "Вход")]
    [InlineData("en", "ltr", "Sign in")]
    public async Task The_language_is_switched_by_a_plain_form_and_stays(string language, string direction, string title)
    {
        await using var host = await StartAsync(DatabaseKind.Sqlite);
        var browser = host.Anonymous();
        var answer = await (await browser.GetAsync("/account/sign-in?returnUrl=%2Faccount")).SubmitAsync($"form#language button[value={language}]");
        Assert.Equal("/account/sign-in?returnUrl=%2Faccount", answer.Location);
        var page = await answer.FollowAsync();
        Assert.Equal(title, page.TextOf("h1"));
        Assert.Equal((language, direction), (page.Find("html").GetAttribute("lang"), page.Find("html").GetAttribute("dir")));
    }

    private static async Task<PhoneBankHost> StartAsync(DatabaseKind kind)
    {
        var host = await PhoneBankHost.StartAsync(kind);
        host.World.WithQuickHashing();
        await host.World.VolunteerWithPasswordAsync("Mia Levi", Words, Roles.Organizer);
        return host;
    }

    private static Task<List<string>> ActionsAsync(PhoneBankHost host) => host.World.ReadAsync(db => db.AuditEntries.Select(entry => entry.Action).ToListAsync());
}
