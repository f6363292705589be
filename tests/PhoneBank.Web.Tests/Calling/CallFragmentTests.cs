using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Tests;
using PhoneBank.Web.Calling;

namespace PhoneBank.Web.Tests.Calling;

/// <summary>What the page's script is answered.</summary>
public sealed class CallFragmentTests
{
    [Theory, OnBothDatabases]
    public async Task An_outcome_is_answered_with_the_next_person_in_one_round_trip(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();

        var answer = await shift.SendAsync(page, "/call/outcome", ("outcome", OutcomeKeys.NoAnswer));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.Contains("X-Fragment"));
        var html = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<html", html, StringComparison.Ordinal);
        var part = new HtmlParser().ParseDocument(html);
        Assert.NotEqual(page.Find("h1").GetAttribute("data-claim"), part.QuerySelector("h1")!.GetAttribute("data-claim"));
        Assert.NotNull(part.QuerySelector("form[action='/call/start'] input[name=__RequestVerificationToken]"));
        Assert.Contains("Recorded: No answer", part.QuerySelector("[data-recorded]")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_repeated_post_is_answered_alike_and_is_one_call(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();

        var first = await shift.SendAsync(page, "/call/outcome", ("outcome", OutcomeKeys.NoAnswer));
        var again = await shift.SendAsync(page, "/call/outcome", ("outcome", OutcomeKeys.NoAnswer));

        var claims = new[] { first, again }.Select(async answer => new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync()).QuerySelector("h1")!.GetAttribute("data-claim"));
        Assert.Single((await Task.WhenAll(claims)).Distinct());
        Assert.Single(await shift.CallsAsync());
    }

    [Fact]
    public async Task Save_and_stop_names_the_page_to_go_to()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        var page = await shift.CallAsync();

        var answer = await shift.SendAsync(page, "/call/outcome", ("reached", OutcomeKeys.Talked), ("then", "stop"));

        Assert.Equal("/stopped", Assert.Single(answer.Headers.GetValues("X-Location")));
    }

    [Theory, OnBothDatabases]
    public async Task A_draft_is_answered_with_its_version_and_what_another_tab_had_written(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();

        var saved = await (await shift.SendAsync(page, "/call/draft", ("note", "From the first tab"))).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(JsonValueKind.Null, saved.GetProperty("note").ValueKind);
        Assert.True(saved.GetProperty("expiresIn").GetInt64() > 2600);

        var stale = await (await shift.SendAsync(page, "/call/draft", ("note", "From the second tab"))).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains("From the first tab", stale.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.Contains("From the second tab", stale.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.True(stale.GetProperty("version").GetInt32() > saved.GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_draft_for_a_call_that_is_gone_says_so()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        var page = await shift.CallAsync();
        await page.SubmitAsync("fieldset button[value='no_answer']", ("stop", "true"));

        Assert.Equal(HttpStatusCode.Conflict, (await shift.SendAsync(page, "/call/draft", ("note", "Late"))).StatusCode);
    }

    [Fact]
    public async Task Without_a_session_the_script_is_told_so_and_a_browser_is_sent_to_sign_in()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        using var nobody = shift.Host.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/call/outcome");
        request.Headers.Add("X-Requested-With", "XMLHttpRequest");

        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.Http.SendAsync(request)).StatusCode);
        Assert.StartsWith("/account/sign-in", (await nobody.PostAsync("/call/outcome")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetched_parts_name_the_same_icons_as_pages()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        var page = await shift.ClaimAsync();
        var icons = page.Find("main use").GetAttribute("href")!.Split('#')[0];

        var answer = await shift.SendAsync(page, "/call/start");

        Assert.Contains($"\"{icons}#", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_event_stream_opens_and_says_what_concerns_this_organizer()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var answer = await shift.Browser.Http.GetAsync("/call/events", HttpCompletionOption.ResponseHeadersRead, timeout.Token);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(timeout.Token));
        Assert.Equal(": open", await reader.ReadLineAsync(timeout.Token));

        shift.Host.World.Get<Signals>().Publish(new Signal(Signal.CampaignPaused, shift.Scene.CampaignId));

        var lines = new List<string>();
        while (lines.LastOrDefault() != "event: paused")
        {
            lines.Add((await reader.ReadLineAsync(timeout.Token))!);
        }
    }

    [Fact]
    public void Only_what_concerns_this_organizer_reaches_the_page()
    {
        var me = new Actor(Guid.CreateVersion7());
        var campaign = Guid.CreateVersion7();
        string? Name(Signal signal) => CallEvents.Name(signal, me, new HashSet<Guid> { campaign });

        Assert.Equal("paused", Name(new Signal(Signal.CampaignPaused, campaign)));
        Assert.Equal("notice", Name(new Signal(Signal.CampaignChanged, campaign)));
        Assert.Equal("hide", Name(new Signal(Signal.AccessRevoked, campaign, me.VolunteerId)));
        Assert.Equal("reload", Name(new Signal(Signal.ClaimChanged, VolunteerId: me.VolunteerId)));
        Assert.Null(Name(new Signal(Signal.ClaimChanged, campaign, Guid.CreateVersion7())));
        Assert.Null(Name(new Signal(Signal.AccessRevoked, campaign, Guid.CreateVersion7())));
        Assert.Null(Name(new Signal(Signal.CampaignPaused, Guid.CreateVersion7())));
        Assert.Null(Name(new Signal(Signal.ClaimChanged)));
    }
}
