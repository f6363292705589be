using System.Net;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Tests;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Volunteers;

public sealed class SetUpTests
{
    [Theory, OnBothDatabases]
    public async Task From_nothing_to_a_signed_in_coordinator_with_a_confirmed_recovery_sheet(DatabaseKind kind)
    {
        await using var host = await PhoneBankHost.StartAsync(kind, new HostSetup { Empty = true });
        host.World.WithQuickHashing();
        var browser = host.Anonymous();
        foreach (var path in new[] { "/", "/account/sign-in", "/join", "/desk", "/nowhere" })
        {
            Assert.Equal("/setup", (await browser.GetAsync(path)).Location);
        }

        Assert.Equal("ok", (await browser.GetAsync("/health/live")).Text);
        var form = await browser.GetAsync("/setup");
        (string, string?)[] fields = [("Input.DisplayName", "Noa"), ("Input.LogInName", "noa"), ("Input.Password", "a blue horse eats")];
        var refused = await form.SubmitAsync("form#setup", [("Input.Code", "WRONG"), .. fields]);
        Assert.Contains("code on the console", refused.TextOf("[role=alert]"));
        Assert.Equal("Noa", refused.Find("#display-name").GetAttribute("value"));

        var done = await refused.SubmitAsync("form#setup", [("Input.Code", host.World.Get<SetUpCode>().Text), .. fields]);
        Assert.Equal("/setup/recovery-sheet", done.Location);
        Assert.Equal("/", (await browser.GetAsync("/setup")).Location);

        var sheet = await done.FollowAsync();
        var groups = sheet.Html.QuerySelectorAll("#groups li").Select(item => item.TextContent.Trim()).ToList();
        Assert.Equal(host.World.Get<MasterKey>().RecoveryGroups(), groups);
        Assert.Equal("no-store", sheet.Response.Headers.CacheControl?.ToString());
        var check = await (await sheet.SubmitAsync("form#written", ("Written", "true"))).FollowAsync();
        Assert.DoesNotContain(groups[0], check.Text);
        Assert.Contains("not the groups", (await SubmitGroupsAsync(check, _ => "0000")).TextOf("[role=alert]"));
        Assert.Equal("/desk/quick-start", (await SubmitGroupsAsync(check, n => groups[n - 1])).Location);
        Assert.Equal("/desk/quick-start", (await browser.GetAsync("/setup/recovery-sheet")).Location);
    }

    [Fact]
    public async Task Only_an_administrator_sees_the_recovery_sheet()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var (omar, _) = await host.SignedInAsync("Omar", Roles.Coordinator);
        Assert.NotEqual(HttpStatusCode.OK, (await omar.GetAsync("/setup/recovery-sheet")).Status);
        Assert.Equal(HttpStatusCode.OK, (await (await host.SignedInAsync(host.FirstCoordinator)).GetAsync("/setup/recovery-sheet")).Status);
    }

    private static Task<WebPage> SubmitGroupsAsync(WebPage page, Func<int, string> group)
    {
        var numbers = page.Html.QuerySelectorAll("input[name='Input.Numbers']").Select(input => int.Parse(input.GetAttribute("value")!)).ToList();
        Assert.Equal(2, numbers.Distinct().Count());
        return page.SubmitAsync("form#check", [.. numbers.Select(n => ("Input.Groups", (string?)group(n)))]);
    }
}
