using System.Net;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Hosting;

public sealed class PlainHttpTests
{
    [Theory]
    [InlineData("/", "en", "not safe to sign in")]
    [InlineData("/account/sign-in", "he", "אינה בטוחה")]
    [InlineData("/desk/people", "en", "not safe to sign in")]
    public async Task Plain_http_from_another_machine_explains_itself_on_every_address(string path, string language, string text)
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://192.0.2.7" + path);
        request.Headers.AcceptLanguage.ParseAdd(language);
        using var response = await host.Anonymous().Http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains(text, WebUtility.HtmlDecode(body));
        Assert.Contains("css/app.", body);
        Assert.DoesNotContain("<form", body);

        // What the framework sets all the same a browser throws away, because it is Secure.
        Assert.All(response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [], cookie => Assert.Contains("; secure", cookie));
    }

    [Fact]
    public async Task A_post_over_plain_http_does_nothing_but_explain()
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("Input.LogInName", "noa"), KeyValuePair.Create("Input.Password", "a blue horse eats")]);
        using var response = await host.Anonymous().Http.PostAsync("http://phonebank.example/account/sign-in", content);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Its_style_sheet_is_served_all_the_same()
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var response = await host.Anonymous().Http.GetAsync("http://192.0.2.7/css/app.css");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task On_the_machine_itself_plain_http_works()
    {
        await using var host = await PhoneBankHost.StartAsync(setup: new HostSetup { OnPort = true });
        Assert.Equal("/account/sign-in?returnUrl=%2F", (await host.Anonymous().GetAsync("/")).Location);
    }

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("10.0.0.0/8,127.0.0.0/8", HttpStatusCode.OK)]
    [InlineData("10.1.2.3", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Forbidden)]
    public async Task A_proxys_word_that_it_was_https_counts_only_if_the_proxy_is_listed(string? listed, HttpStatusCode expected)
    {
        await using var host = await PhoneBankHost.StartAsync(setup: new HostSetup { OnPort = true, Settings = listed is null ? [] : ["--PhoneBank:Proxy", listed] });
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, "/account/sign-in"));
        request.Headers.Host = "phonebank.example";
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        using var response = await client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
    }
}
