using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace PhoneBank.EndToEnd.App;

/// <summary>
/// Counts the bytes that come to a page, as the browser's own network panel does: every answer with its headers, redirects and
/// the stream of events among them, nothing for what lay in the cache.
/// </summary>
public sealed class Transfers
{
    private readonly Dictionary<string, (string What, double Bytes)> _received = [];
    private readonly ICDPSession _cdp;

    private Transfers(ICDPSession cdp)
    {
        _cdp = cdp;
        On("Network.requestWillBeSent", message =>
        {
            var id = Id(message);
            if (message.TryGetProperty("redirectResponse", out var redirect))
            {
                _received[id + ":" + _received.Count] = ("redirect from " + Name(redirect), redirect.GetProperty("encodedDataLength").GetDouble());
            }

            _received[id] = (message.GetProperty("request").GetProperty("method").GetString() + " " + Name(message.GetProperty("request")), 0);
        });
        On("Network.responseReceived", message => Add(message, message.GetProperty("response").GetProperty("encodedDataLength").GetDouble()));
        On("Network.dataReceived", message => Add(message, message.GetProperty("encodedDataLength").GetDouble()));
        On("Network.loadingFinished", message =>
        {
            if (_received.TryGetValue(Id(message), out var so))
            {
                _received[Id(message)] = (so.What, message.GetProperty("encodedDataLength").GetDouble());
            }
        });
    }

    /// <summary>Bytes since the last <see cref="Clear"/>.</summary>
    public double Bytes
    {
        get
        {
            lock (_received)
            {
                return _received.Values.Sum(one => one.Bytes);
            }
        }
    }

    /// <summary>Every answer with its bytes.</summary>
    public string Table
    {
        get
        {
            lock (_received)
            {
                return string.Join('\n', _received.Values.Select(one => string.Create(CultureInfo.InvariantCulture, $"  {one.Bytes,7:N0}  {one.What}")));
            }
        }
    }

    public static async Task<Transfers> OfAsync(Person person)
    {
        var cdp = await person.Context.NewCDPSessionAsync(person.Page);
        var transfers = new Transfers(cdp);
        await cdp.SendAsync("Network.enable");
        return transfers;
    }

    /// <summary>As on a phone that never opened the application.</summary>
    public Task EmptyCacheAsync() => _cdp.SendAsync("Network.clearBrowserCache");

    public void Clear()
    {
        lock (_received)
        {
            _received.Clear();
        }
    }

    private void Add(JsonElement message, double bytes)
    {
        if (_received.TryGetValue(Id(message), out var so))
        {
            _received[Id(message)] = (so.What, so.Bytes + bytes);
        }
    }

    private void On(string name, Action<JsonElement> act) => _cdp.Event(name).OnEvent += (_, message) =>
    {
        lock (_received)
        {
            act(message!.Value);
        }
    };

    private static string Id(JsonElement message) => message.GetProperty("requestId").GetString()!;

    private static string Name(JsonElement of) => new Uri(of.GetProperty("url").GetString()!) is { Scheme: "http" } uri ? uri.AbsolutePath : "data";
}
