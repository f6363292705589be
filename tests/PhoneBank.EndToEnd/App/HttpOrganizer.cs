using System.Collections.Concurrent;
using PhoneBank.EndToEnd.App.Pages;
using PhoneBank.Web.Tests.Host;
using Scriptless = PhoneBank.Web.Tests.Host.Browser;

namespace PhoneBank.EndToEnd.App;

/// <summary>An organizer as bare http: the same forms as on a phone without script, but hundreds of calls in a minute.</summary>
public sealed class HttpOrganizer : IDisposable
{
    private static readonly string[] Outcomes = ["no_answer", "busy", "someone_else", "talked", "not_interested", "do_not_call"];

    private readonly Scriptless _browser;
    private (WebPage Page, string Outcome)? _unanswered;
    private int _calls;

    private HttpOrganizer(Scriptless browser) => _browser = browser;

    /// <summary>Outcomes the application has confirmed, by their submission token.</summary>
    public ConcurrentDictionary<Guid, string> Acknowledged { get; } = new();

    /// <summary>Outcomes that were posted and cut off before an answer came.</summary>
    public int CutOff { get; private set; }

    public static async Task<HttpOrganizer> JoinAsync(AppProcess app, Invite invite, string name)
    {
        var organizer = new HttpOrganizer(Scriptless.At(new Uri(app.Address)));
        var join = await organizer._browser.OpenAsync("/join");
        var joined = await join.SubmitAsync("#join", ("Input.Token", new Uri(invite.Link).Fragment[1..]), ("Input.Name", name), ("Input.Kept", "true"));
        if (joined.Location == "/join/welcome")
        {
            await (await joined.FollowAsync()).SubmitAsync("#promise button[value=stop]");
            return organizer;
        }

        throw new InvalidOperationException($"{name} could not join: {(int)joined.Status} {joined.Html.Body?.TextContent}");
    }

    /// <summary>Calls person after person until so many outcomes are confirmed, nobody is left, or the connection is cut.</summary>
    public async Task CallAsync(int most)
    {
        try
        {
            var until = Acknowledged.Count + most;
            while (Acknowledged.Count < until)
            {
                if (!await StepAsync())
                {
                    return;
                }
            }
        }
        catch (HttpRequestException)
        {
            // The process was killed; what was under way is sent again later, as a browser does after a reload.
        }
        catch (IOException)
        {
            // The same, in the middle of an answer.
        }
    }

    /// <summary>Sends what was cut off once more, with the same token.</summary>
    public async Task SendAgainAsync()
    {
        if (_unanswered is { } cut)
        {
            await PostAsync(cut.Page, cut.Outcome);
        }
    }

    public void Dispose() => _browser.Dispose();

    private async Task<bool> StepAsync()
    {
        var page = await _browser.OpenAsync("/call");
        if (page.Has("form[action='/call/outcome']"))
        {
            await PostAsync(page, Outcomes[_calls++ % Outcomes.Length]);
            return true;
        }

        var form = page.Has("form[action='/call/start']") ? "form[action='/call/start']" : "form[action='/call/next']";
        var moved = await page.SubmitAsync(form);
        return (int)moved.Status is >= 300 and < 400 ? true : moved.Has("[data-nothing]") ? false
            : throw new InvalidOperationException($"{form} answered {(int)moved.Status}: {moved.Html.Body?.TextContent.Trim()}");
    }

    private async Task PostAsync(WebPage page, string outcome)
    {
        _unanswered = (page, outcome);
        var token = Guid.Parse(page.Find("form[action='/call/outcome'] input[name=token]").GetAttribute("value")!);
        var field = page.Has($"button[name=outcome][value={outcome}]") ? "outcome" : "reached";
        WebPage answer;
        try
        {
            answer = await page.SubmitAsync("form[action='/call/outcome']", (field, outcome), ("reason", "as they wished"), ("then", "next"));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            CutOff++;
            throw;
        }

        if (answer.Status is not (System.Net.HttpStatusCode.SeeOther or System.Net.HttpStatusCode.OK))
        {
            throw new InvalidOperationException($"The outcome was answered with {(int)answer.Status}: {answer.Html.Body?.TextContent.Trim()}");
        }

        Acknowledged[token] = outcome;
        _unanswered = null;
    }
}
