using System.Net;
using PhoneBank.Data;
using PhoneBank.Tests;
using PhoneBank.Volunteers;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Hosting;

public sealed class SmokeTests
{
    [Theory]
    [InlineData("/css/app.css", "text/css", 5_000)]
    [InlineData("/css/tokens.css", "text/css", 1_000)]
    [InlineData("/img/icons.svg", "image/svg+xml", 500)]
    [InlineData("/_framework/blazor.web.js", "text/javascript", 50_000)]
    [InlineData("/_content/Radzen.Blazor/Radzen.Blazor.js", "text/javascript", 10_000)]
    public async Task Static_files_are_served_with_their_bytes(string path, string type, int atLeast)
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var response = await host.Anonymous().Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.InRange((await response.Content.ReadAsByteArrayAsync()).Length, atLeast, int.MaxValue);
    }

    [Theory, OnBothDatabases]
    public async Task The_application_starts_and_knows_who_is_signed_in(DatabaseKind kind)
    {
        await using var host = await PhoneBankHost.StartAsync(kind);
        var (browser, _) = await host.SignedInAsync("Mia", Roles.Organizer);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).Status);
        Assert.StartsWith("/account/sign-in", (await host.Anonymous().GetAsync("/")).Location);
    }

    [Fact]
    public async Task It_also_listens_on_a_free_port_for_a_browser()
    {
        await using var host = await PhoneBankHost.StartAsync(setup: new HostSetup { OnPort = true });
        Assert.Equal("ok", (await host.Anonymous().GetAsync("/health/live")).Text);
        var page = await host.Anonymous().GetAsync("/account/sign-in");
        Assert.Contains("secure", page.Response.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("__Host-phonebank-form=", StringComparison.Ordinal)));
        var (browser, _) = await host.SignedInAsync("Mia", Roles.Organizer);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).Status);
    }
}
