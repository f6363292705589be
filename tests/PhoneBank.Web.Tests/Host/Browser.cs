using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace PhoneBank.Web.Tests.Host;

/// <summary>
/// What a browser without script does: keeps cookies, opens pages, submits their forms with the hidden fields they carry.
/// Follows redirects only when asked to.
/// </summary>
/// <param name="server">Where requests go; redirects and cookies are kept by this class.</param>
public sealed partial class Browser(HttpMessageHandler server, Uri address, CookieContainer cookies) : IDisposable
{
    private readonly HttpClient _client = new(new CookieHandler(cookies) { InnerHandler = server }) { BaseAddress = address };

    public Uri Address => address;

    public CookieContainer Cookies => cookies;

    /// <summary>For what this class has no words: headers, other methods. Shares the cookies.</summary>
    public HttpClient Http => _client;

    /// <summary>One request, no redirect followed.</summary>
    public async Task<WebPage> GetAsync(string path) => await WebPage.ReadAsync(this, await _client.GetAsync(path));

    /// <summary>Opens a page as a person does: redirects are followed.</summary>
    public async Task<WebPage> OpenAsync(string path) => await (await GetAsync(path)).FollowAsync();

    /// <summary>Posts fields as they are given, without the page's hidden ones (so without antiforgery token, unless given).</summary>
    public async Task<WebPage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await WebPage.ReadAsync(this, await _client.PostAsync(path, content));
    }

    public void Dispose() => _client.Dispose();

    /// <summary>
    /// Keeps a cookie as a browser does whose clock is the test's: .NET's own container would ask the machine's clock and drop
    /// what the test's clock still holds for good. Only a cookie that is taken back is dropped.
    /// </summary>
    public static void Keep(CookieContainer cookies, Uri address, string header) =>
        cookies.SetCookies(address, header.Contains("01 Jan 1970", StringComparison.OrdinalIgnoreCase) ? header : Expires().Replace(header, ""));

    [GeneratedRegex("; *expires=[^;]*", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Expires();

    /// <summary>A browser for an address on the network.</summary>
    public static Browser At(Uri address, CookieContainer? cookies = null) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }, address, cookies ?? new CookieContainer());

    /// <summary>Unlike .NET's own cookies, and like browsers, treats http://127.0.0.1 as a place for Secure cookies.</summary>
    private sealed class CookieHandler(CookieContainer cookies) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var jar = new UriBuilder(request.RequestUri!) { Scheme = "https" }.Uri;
            var header = cookies.GetCookieHeader(jar);
            if (header.Length > 0)
            {
                request.Headers.TryAddWithoutValidation("Cookie", header);
            }

            var response = await base.SendAsync(request, cancellationToken);
            if (response.Headers.TryGetValues("Set-Cookie", out var values))
            {
                foreach (var value in values)
                {
                    Keep(cookies, jar, value);
                }
            }

            return response;
        }
    }
}

/// <summary>An answer, read as HTML.</summary>
public sealed class WebPage
{
    private readonly Browser _browser;

    private WebPage(Browser browser, HttpResponseMessage response, string text)
    {
        _browser = browser;
        Response = response;
        Text = text;
        Html = new HtmlParser().ParseDocument(text);
    }

    public HttpResponseMessage Response { get; }

    public HttpStatusCode Status => Response.StatusCode;

    /// <summary>Path and query it redirects to, or null.</summary>
    public string? Location => Response.Headers.Location is not { } location ? null
        : new Uri(Response.RequestMessage!.RequestUri!, location) is var uri && uri.Host == _browser.Address.Host ? uri.PathAndQuery + uri.Fragment : uri.ToString();

    /// <summary>The answer as it came.</summary>
    public string Text { get; }

    public IHtmlDocument Html { get; }

    public string Title => Html.Title ?? "";

    public string Path => Response.RequestMessage!.RequestUri!.AbsolutePath;

    public static async Task<WebPage> ReadAsync(Browser browser, HttpResponseMessage response) => new(browser, response, await response.Content.ReadAsStringAsync());

    /// <summary>The element; fails the test when there is none.</summary>
    public IElement Find(string selector) => Html.QuerySelector(selector) ?? throw new Xunit.Sdk.XunitException($"Nothing matches '{selector}' on {Path} ({(int)Status}):\n{Html.Body?.TextContent.Trim()}");

    public string TextOf(string selector) => string.Join(' ', Find(selector).TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public bool Has(string selector) => Html.QuerySelector(selector) is not null;

    /// <summary>
    /// Submits a form of this page: its hidden fields and what is filled in already, changed by <paramref name="fields"/>
    /// (a null value leaves a field out). No redirect is followed.
    /// </summary>
    /// <param name="form">A selector of the form, or of a button in it, whose name and value are then sent too.</param>
    public async Task<WebPage> SubmitAsync(string form, params (string Name, string? Value)[] fields)
    {
        var found = Find(form);
        var element = found as IHtmlFormElement ?? (found as IHtmlButtonElement)?.Form ?? found.Closest("form") as IHtmlFormElement ?? throw new Xunit.Sdk.XunitException($"'{form}' is not in a form.");
        var sent = Filled(element).Where(field => fields.All(given => given.Name != field.Key)).ToList();
        sent.AddRange(fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value!)));
        if (found is IHtmlButtonElement { Name.Length: > 0 } button)
        {
            sent.Add(KeyValuePair.Create(button.Name!, button.Value ?? ""));
        }

        var action = (found as IHtmlButtonElement)?.GetAttribute("formaction") ?? element.GetAttribute("action");
        var target = new Uri(Response.RequestMessage!.RequestUri!, string.IsNullOrEmpty(action) ? Response.RequestMessage.RequestUri!.PathAndQuery : action);
        if (string.Equals(element.GetAttribute("method") ?? "get", "get", StringComparison.OrdinalIgnoreCase))
        {
            var query = string.Join('&', sent.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"));
            return await _browser.GetAsync(target.AbsolutePath + "?" + query);
        }

        if (string.Equals(element.GetAttribute("enctype"), "multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            using var parts = new MultipartFormDataContent();
            foreach (var field in sent)
            {
                parts.Add(new StringContent(field.Value), field.Key);
            }

            return await ReadAsync(_browser, await _browser.Http.PostAsync(target, parts));
        }

        using var content = new FormUrlEncodedContent(sent);
        return await ReadAsync(_browser, await _browser.Http.PostAsync(target, content));
    }

    /// <summary>Follows redirects to where they end.</summary>
    public async Task<WebPage> FollowAsync()
    {
        var page = this;
        for (var i = 0; i < 8 && page.Location is { } location && (int)page.Status is >= 300 and < 400; i++)
        {
            page = await _browser.GetAsync(location);
        }

        return page;
    }

    private static IEnumerable<KeyValuePair<string, string>> Filled(IHtmlFormElement form)
    {
        foreach (var element in form.Elements)
        {
            switch (element)
            {
                case IHtmlInputElement { Name.Length: > 0, IsDisabled: false } input when input.Type is not ("submit" or "button" or "file" or "reset" or "image"):
                    if (input.Type is not ("checkbox" or "radio") || input.IsChecked)
                    {
                        yield return KeyValuePair.Create(input.Name!, input.Value);
                    }

                    break;
                case IHtmlTextAreaElement { Name.Length: > 0, IsDisabled: false } area:
                    yield return KeyValuePair.Create(area.Name!, area.Value);
                    break;
                case IHtmlSelectElement { Name.Length: > 0, IsDisabled: false } select:
                    foreach (var option in select.Options.Where(option => option.IsSelected))
                    {
                        yield return KeyValuePair.Create(select.Name!, option.Value);
                    }

                    break;
            }
        }
    }
}
