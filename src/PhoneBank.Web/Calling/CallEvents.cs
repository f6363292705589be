using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Features;
using PhoneBank.Calling;
using PhoneBank.Help;
using PhoneBank.Shared;
using PhoneBank.Web.Account;

namespace PhoneBank.Web.Calling;

/// <summary>
/// Tells an open call page that something happened: <c>notice</c>, <c>paused</c>, <c>hide</c>, <c>silenced</c> or <c>reload</c>, and nothing
/// more; the page then asks. Ends after a while so that every listener is let in anew.
/// </summary>
internal static class CallEvents
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(25);

    public static async Task StreamAsync(HttpContext http, Signals signals, MyLists lists, MyNotices notices, IHostApplicationLifetime lifetime, CancellationToken ct)
    {
        var actor = http.User.Actor();
        var mine = await lists.ExecuteAsync(actor, ct);
        var campaigns = mine.Lists.Select(list => list.CampaignId).ToHashSet();
        if (mine.OpenClaim is { } open)
        {
            campaigns.Add(open.CampaignId);
        }

        campaigns.UnionWith((await notices.ExecuteAsync(actor, ct)).Campaigns);
        var events = Channel.CreateBounded<string>(new BoundedChannelOptions(16) { FullMode = BoundedChannelFullMode.DropOldest });
        using var subscription = signals.Subscribe(signal =>
        {
            if (Name(signal, actor, campaigns) is { } name)
            {
                events.Writer.TryWrite(name);
            }
        });

        http.Response.ContentType = "text/event-stream";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        end.CancelAfter(Longest);
        try
        {
            await WriteAsync(http, ": open\n\n", end.Token);
            while (true)
            {
                await WriteAsync(http, await NextAsync(events.Reader, end.Token), end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page is gone, the application stops, or it is time to ask anew; the page connects again by itself.
        }
    }

    /// <summary>What a signal means for this organizer's page; null when nothing.</summary>
    internal static string? Name(Signal signal, Actor actor, IReadOnlySet<Guid> campaigns)
    {
        if (signal.VolunteerId is { } volunteer)
        {
            return volunteer != actor.VolunteerId ? null : signal.Kind switch
            {
                Signal.AccessRevoked => "hide",
                Signal.CallerPaused => "paused",
                Signal.ClaimChanged => "reload",
                Signal.NumberSilenced => "silenced",
                Signal.PeopleChanged or Signal.NoticeGiven => "notice",
                _ => null,
            };
        }

        if (signal.CampaignId is not { } campaign || !campaigns.Contains(campaign))
        {
            return null;
        }

        return signal.Kind switch
        {
            Signal.CampaignPaused => "paused",
            Signal.CampaignChanged or Signal.ListPaused or Signal.NoticeGiven => "notice",
            _ => null,
        };
    }

    private static async Task<string> NextAsync(ChannelReader<string> events, CancellationToken ct)
    {
        using var beat = CancellationTokenSource.CreateLinkedTokenSource(ct);
        beat.CancelAfter(Heartbeat);
        try
        {
            return $"event: {await events.ReadAsync(beat.Token)}\ndata:\n\n";
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return ": beat\n\n";
        }
    }

    private static async Task WriteAsync(HttpContext http, string text, CancellationToken ct)
    {
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
        await http.Response.Body.FlushAsync(ct);
    }
}
