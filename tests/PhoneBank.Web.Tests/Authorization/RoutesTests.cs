using System.Net;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PhoneBank.Data;
using PhoneBank.Volunteers;
using PhoneBank.Web.Hosting;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Authorization;

/// <summary>
/// Every address of the application stands in a reviewed table, and behaves as it says there. A new one fails here until
/// it was reviewed: run the tests with PHONEBANK_WRITE_ROUTES=1, look at what changed in routes.txt, and commit it.
/// </summary>
public sealed class RoutesTests
{
    private const int MostAnonymous = 13;
    private static readonly string Table = Path.Combine(Root(), "tests/PhoneBank.Web.Tests/Authorization/routes.txt");

    [Fact]
    public async Task The_table_of_routes_is_reviewed()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var now = string.Join('\n', Routes(host).Select(route => route.ToString())) + "\n";
        if (Environment.GetEnvironmentVariable("PHONEBANK_WRITE_ROUTES") == "1")
        {
            await File.WriteAllTextAsync(Table, now);
        }

        Assert.Equal(await File.ReadAllTextAsync(Table), now);
    }

    [Fact]
    public async Task At_most_thirteen_routes_are_open_to_anybody()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var open = Routes(host).Where(route => route.Who == "anybody").Select(route => route.Pattern).Distinct().ToList();
        Assert.True(open.Count <= MostAnonymous, string.Join(", ", open));
    }

    [Fact]
    public async Task Nobody_gets_in_without_signing_in()
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var client = host.Anonymous();
        foreach (var route in Routes(host).Where(route => route.Who != "anybody"))
        {
            using var response = await SendAsync(client.Http, route);
            var toSignIn = response.StatusCode == HttpStatusCode.Redirect && response.Headers.Location!.ToString().Contains("/account/sign-in", StringComparison.Ordinal);
            Assert.True(toSignIn || response.StatusCode == HttpStatusCode.Unauthorized, $"{route}: {(int)response.StatusCode} {response.Headers.Location}");
        }
    }

    [Fact]
    public async Task Nothing_of_the_desk_is_for_organizers()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var (browser, _) = await host.SignedInAsync("Mia", Roles.Organizer);
        var desk = Routes(host).Where(route => route.Pattern.StartsWith("/desk", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(desk);
        foreach (var route in desk)
        {
            using var response = await SendAsync(browser.Http, route);
            Assert.True(response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.Forbidden or HttpStatusCode.NotFound, $"{route}: {(int)response.StatusCode}");
            if (response.StatusCode == HttpStatusCode.Redirect)
            {
                Assert.Contains("/not-found", response.Headers.Location!.ToString());
            }
        }
    }

    [Fact]
    public async Task Every_post_without_the_forms_token_is_refused()
    {
        await using var host = await PhoneBankHost.StartAsync();
        var browser = await host.SignedInAsync(host.FirstCoordinator);
        foreach (var route in Routes(host).Where(route => route.Method is not ("GET" or "HEAD" or "*") && !route.Pattern.StartsWith("/_", StringComparison.Ordinal)))
        {
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), Example(route.Pattern)) { Content = new FormUrlEncodedContent([KeyValuePair.Create("a", "b")]) };
            using var response = await browser.Http.SendAsync(request);
            Assert.True(response.StatusCode is HttpStatusCode.BadRequest, $"{route}: {(int)response.StatusCode}");
        }
    }

    [Fact]
    public void Pages_do_not_touch_the_database_context()
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var touching = typeof(PhoneBankApp).Assembly.GetTypes().Where(type => typeof(ComponentBase).IsAssignableFrom(type))
            .Where(type => type.GetFields(All).Select(field => field.FieldType)
                .Concat(type.GetProperties(All).Select(property => property.PropertyType))
                .Concat(type.GetConstructors(All).SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType))
                .Any(used => used == typeof(PhoneBankDb) || used == typeof(IDbContextFactory<PhoneBankDb>)))
            .Select(type => type.FullName);
        Assert.Empty(touching);
    }

    private static List<Route> Routes(PhoneBankHost host) =>
    [
        .. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .SelectMany(endpoint => Methods(endpoint).Select(method => new Route(method, "/" + endpoint.RoutePattern.RawText!.TrimStart('/'), Who(endpoint))))
            .Distinct().OrderBy(route => route.Pattern, StringComparer.Ordinal).ThenBy(route => route.Method, StringComparer.Ordinal),
    ];

    private static IReadOnlyList<string> Methods(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];

        // A page answers POST too, but only for a form it has rendered; the framework checks the token before it looks.
        return methods.Count == 0 ? ["*"] : endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is null ? methods : ["GET"];
    }

    private static string Who(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return "anybody";
        }

        var demands = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy ?? data.Roles).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        return demands.Count == 0 ? "signed in" : string.Join(" and ", demands);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, Route route)
    {
        using var request = new HttpRequestMessage(new HttpMethod(route.Method == "*" ? "GET" : route.Method), Example(route.Pattern));
        return await client.SendAsync(request);
    }

    private static string Example(string pattern)
    {
        var path = new StringBuilder();
        foreach (var part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path.Append('/').Append(!part.Contains('{') ? part : part.Contains(":guid", StringComparison.Ordinal) ? "0197a000-0000-7000-8000-00000000abcd" : part.Contains(":int", StringComparison.Ordinal) ? "1" : "x");
        }

        return path.Length == 0 ? "/" : path.ToString();
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "PhoneBank.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    private sealed record Route(string Method, string Pattern, string Who)
    {
        public override string ToString() => $"{Method,-7} {Pattern,-55} {Who}";
    }
}
