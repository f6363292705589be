using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Calling;

/// <summary>An organizer at a browser without script, with people to call.</summary>
public sealed class CallShift : IAsyncDisposable
{
    public const string Start = "form[action='/call/start'] .pb-button-primary";
    public const string Next = "form[action='/call/next'] button";
    public const string SaveAndNext = ".pb-dock button[value='next']";
    public const string SaveAndStop = ".pb-dock button[value='stop']";

    private CallShift(PhoneBankHost host, CallingScene scene, Actor organizer, Browser browser)
    {
        Host = host;
        Scene = scene;
        Organizer = organizer;
        Browser = browser;
    }

    public PhoneBankHost Host { get; }

    public CallingScene Scene { get; }

    public Actor Organizer { get; }

    public Browser Browser { get; }

    public static async Task<CallShift> BeginAsync(
        DatabaseKind kind, int contacts = 3, ProtectionLevel level = ProtectionLevel.Careful, Action<Campaign>? change = null, HostSetup? setup = null)
    {
        var host = await PhoneBankHost.StartAsync(kind, setup);
        var scene = await host.World.CallingSceneAsync(contacts, level, change);
        var organizer = await scene.OrganizerAsync();
        return new CallShift(host, scene, organizer, await host.SignedInAsync(organizer));
    }

    /// <summary>Presses "Call the next person" on the start page.</summary>
    public async Task<WebPage> ClaimAsync() => await (await (await Browser.OpenAsync("/")).SubmitAsync(Next)).FollowAsync();

    /// <summary>The call page with a number on it.</summary>
    public async Task<WebPage> CallAsync() => await (await (await ClaimAsync()).SubmitAsync(Start)).FollowAsync();

    /// <summary>Posts as the page's script does.</summary>
    public async Task<HttpResponseMessage> SendAsync(WebPage page, string path, params (string Name, string Value)[] fields)
    {
        var form = page.Find("form[data-draft], form.pb-dock, form[action='/call/next']");
        var hidden = form.QuerySelectorAll("input[type=hidden]").Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value") ?? ""));
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(hidden.Where(field => fields.All(given => given.Name != field.Key)).Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)))),
        };
        request.Headers.Add("X-Fragment", "1");
        request.Headers.Add("X-Requested-With", "XMLHttpRequest");
        return await Browser.Http.SendAsync(request);
    }

    public Task<IReadOnlyList<PhoneBank.Calling.Call>> CallsAsync() => CallingReads.CallsAsync(Host.World, Organizer);

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await Host.DisposeAsync();
    }
}
