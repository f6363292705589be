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
        var other = await shift.Browser.OpenAsync("/call");

        var saved = await (await shift.SendAsync(page, "/call/draft", ("note", "From the first tab"))).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(JsonValueKind.Null, saved.GetProperty("note").ValueKind);
        Assert.True(saved.GetProperty("expiresIn").GetInt64() > 2600);

        var stale = await (await shift.SendAsync(other, "/call/draft", ("note", "From the second tab"))).Content.ReadFromJsonAsync<JsonElement>();
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
    public async Task A_page_from_before_signing_in_again_gets_a_token_that_counts_and_the_same_post_is_taken()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        var page = await shift.CallAsync();

        // The session ends while the page stays open; in a tab beside it somebody signs in anew, with cookies of its own.
        foreach (var cookie in shift.Browser.Cookies.GetAllCookies().Cast<Cookie>())
        {
            cookie.Expired = true;
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await shift.SendAsync(page, "/call/draft", ("note", "Typed all along"))).StatusCode);
        var beside = await shift.Host.SignedInAsync(shift.Organizer);
        await beside.OpenAsync("/");
        shift.Browser.Cookies.Add(beside.Cookies.GetAllCookies());

        Assert.Equal(HttpStatusCode.BadRequest, (await shift.SendAsync(page, "/call/draft", ("note", "Typed all along"))).StatusCode);
        using var ask = new HttpRequestMessage(HttpMethod.Get, "/call/part");
        ask.Headers.Add("X-Fragment", "1");
        var part = new HtmlParser().ParseDocument(await (await shift.Browser.Http.SendAsync(ask)).Content.ReadAsStringAsync());
        var token = part.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var taken = await shift.SendAsync(page, "/call/draft", ("note", "Typed all along"), ("__RequestVerificationToken", token));

        Assert.Equal("application/json", taken.Content.Headers.ContentType!.MediaType);
        Assert.Equal("Typed all along", (await shift.Browser.OpenAsync("/call")).Find("#note").TextContent);
    }

    [Fact]
    public async Task What_the_script_takes_for_an_answer_is_marked_and_what_it_sends_again_is_not()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite);
        var page = await shift.CallAsync();
        static bool IsMarked(HttpResponseMessage answer) =>
            answer.Headers.Contains("X-Fragment") || answer.Headers.Contains("X-Location") || answer.Content.Headers.ContentType?.MediaType == "application/json";

        Assert.True(IsMarked(await shift.SendAsync(page, "/call/keep")));
        Assert.True(IsMarked(await shift.SendAsync(page, "/call/draft", ("note", new string('x', 9000)))));
        Assert.True(IsMarked(await shift.SendAsync(page, "/call/outcome", ("outcome", "nothing_like_it"))));
        Assert.False(IsMarked(await shift.SendAsync(page, "/call/outcome", ("__RequestVerificationToken", "stale"))));
    }

    [Theory, OnBothDatabases]
    public async Task Answers_of_steps_that_were_left_come_back_with_the_language(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var page = await shift.CallAsync();

        var answer = await shift.SendAsync(
            page, "/call/language", ("language", "en"), ("answer.opening", "no"), ("aside.comes", "maybe"), ("aside.word", "hope"), ("note", "Ask about the bus"), ("reached", OutcomeKeys.Callback), ("callbackDate", "2026-11-24"), ("stop", "true"), ("open", "safe"));

        var part = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Equal("en", part.QuerySelector("input[name=scriptLanguage]")!.GetAttribute("value"));
        Assert.True(part.QuerySelector("input[name='answer.comes'][value=maybe]")!.HasAttribute("checked"));
        Assert.Equal("hope", part.QuerySelector("input[name='answer.word']")!.GetAttribute("value"));
        Assert.Equal("Ask about the bus", part.QuerySelector("#note")!.TextContent);
        Assert.Equal("2026-11-24", part.QuerySelector("#callbackDate")!.GetAttribute("value"));
        Assert.True(part.QuerySelector($"input[name=reached][value={OutcomeKeys.Callback}]")!.HasAttribute("checked"));
        Assert.True(part.QuerySelector("input[name=stop]")!.HasAttribute("checked"));
        Assert.True(part.QuerySelector("details[data-keep=safe]")!.HasAttribute("open"));
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
        Assert.Equal("notice", Name(new Signal(Signal.ListPaused, campaign)));
        Assert.Equal("paused", Name(new Signal(Signal.CallerPaused, VolunteerId: me.VolunteerId)));
        Assert.Null(Name(new Signal(Signal.CallerPaused, VolunteerId: Guid.CreateVersion7())));
        Assert.Equal("hide", Name(new Signal(Signal.AccessRevoked, campaign, me.VolunteerId)));
        Assert.Equal("reload", Name(new Signal(Signal.ClaimChanged, VolunteerId: me.VolunteerId)));
        Assert.Null(Name(new Signal(Signal.ClaimChanged, campaign, Guid.CreateVersion7())));
        Assert.Null(Name(new Signal(Signal.AccessRevoked, campaign, Guid.CreateVersion7())));
        Assert.Null(Name(new Signal(Signal.CampaignPaused, Guid.CreateVersion7())));
        Assert.Null(Name(new Signal(Signal.ClaimChanged)));
    }
}
