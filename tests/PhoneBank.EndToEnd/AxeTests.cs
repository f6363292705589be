using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Demo;
using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;
using Xunit.Abstractions;

namespace PhoneBank.EndToEnd;

/// <summary>
/// Every page of organizers, in four languages, on a phone and a desktop: axe finds nothing and nothing scrolls sideways. Every day
/// half of the languages ask axe on a dark phone and half on a light desktop, the other way round on the next page; each asks in
/// all four ways in the long run.
/// </summary>
[Collection(Journeys.Name)]
public sealed class AxeTests(Browser browser, ITestOutputHelper output)
{
    /// <summary>Pages that need no state of their own. Whoever adds a page adds it here, or the second test fails.</summary>
    private static readonly string[] Pages =
    [
        "/", "/account", "/account/calling", "/account/password", "/call", "/callbacks", "/calls", "/calls/look-up", "/help-now", "/help-now/ask", "/help-now/blank", "/how-it-works", "/join/welcome", "/notices/read", "/practice", "/practice/end", "/promises", "/stopped",
    ];

    /// <summary>Pages of somebody who is not signed in.</summary>
    private static readonly string[] OpenPages = ["/account/sign-in", "/back", "/join", "/not-found"];

    /// <summary>Brought about on the way: a list to pick from, a report.</summary>
    private static readonly string[] Made = ["/account/sign-in-again", "/lists/{ListId:guid}", "/call/report/{ClaimId:guid}", "/call/zone"];

    /// <summary>No pages, or none that an organizer comes to.</summary>
    private static readonly string[] NoPages =
    [
        "/_framework/opaque-redirect", "/call/events", "/call/part", "/call/{post:maxlength(20)}", "/callbacks/calendar/{secret}.ics", "/error", "/health/live", "/health/ready", "/notices/part", "/plain-http", "/setup", "/setup/recovery-sheet", "/setup/recovery-sheet/check", "/{**path:file}",
    ];

    [Fact]
    public async Task Axe_finds_nothing_on_any_page_of_organizers()
    {
        await using var app = await AppProcess.StartAsync(DatabaseKind.Sqlite, AppOptions.AtNoon with { Arguments = ["--demo"] });
        var people = new List<Judge>();
        foreach (var (logIn, first, second) in new[] { (DemoLogIns.Emma, 360, 1280), (DemoLogIns.Dana, 1280, 360), (DemoLogIns.Layla, 360, 1280), (DemoLogIns.Alexei, 1280, 360) })
        {
            var person = await browser.PersonAsync(logIn.DisplayName, app.Address, Device.Phone with { Locale = logIn.InterfaceLanguage });
            person.LogInName = logIn.Name;
            person.Words = DemoLogIns.Phrase;
            people.Add(new Judge(person, first, second));
        }

        await Task.WhenAll(people.Select(async judge =>
        {
            foreach (var path in OpenPages)
            {
                await judge.OpenAsync(path);
            }

            await judge.Person.OpenAsync("/account/sign-in");
            await new SignInPages(judge.Person).SignInAsync();
            foreach (var path in Pages)
            {
                await judge.OpenAsync(path);
            }

            // Lists to pick from stand on the start page of those who may.
            await judge.Person.OpenAsync("/");
            var lists = await judge.Person.Page.Locator("a[href^='/lists/']").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
            foreach (var list in lists)
            {
                await judge.OpenAsync(list);
            }

            // A call that the demo has left open is gone on with.
            var call = new CallPages(judge.Person);
            await judge.Person.OpenAsync("/");
            await call.TakeFirstOrGoOnAsync();
            if (await call.WaitsForStartAsync())
            {
                await judge.JudgeAsync("before the call");
                await call.StartAsync();
            }

            await judge.JudgeAsync("during the call");
            await call.AnswerFirstQuestionAsync();
            await call.ChooseAsync(new Ending("callback"));
            await judge.JudgeAsync("with an outcome chosen");
            await judge.Person.Page.EvaluateAsync("for (const part of document.querySelectorAll('main details')) { part.open = true; }");

            await judge.JudgeAsync("with everything open");
            await judge.OpenAsync("/call/zone");
        }));

        // What was called goes unreported.
        await app.SleepAsync(TimeSpan.FromMinutes(50));
        await WaitForLapseAsync(app);
        await Task.WhenAll(people.Select(async judge =>
        {
            await judge.OpenAsync("/");
            await judge.OpenAsync("/call");
            var report = judge.Person.Page.Locator("a[href^='/call/report/']").First;
            await judge.OpenAsync((await report.GetAttributeAsync("href"))!);
        }));

        output.WriteLine($"{people.Sum(judge => judge.Asked.Count)} times axe was asked: {string.Join(", ", people[0].Places)}; each in four languages, {(Long.Run ? "light and dark" : "dark on the phone or light on the desktop in turn")}, {string.Join(" and ", Judge.Widths)} wide.");
        Assert.All([.. OpenPages, .. Pages], page => Assert.Equal(Judge.Widths, people.SelectMany(judge => judge.Asked).Where(asked => asked.Place == page).Select(asked => asked.Width).Distinct().Order()));
        var complaints = people.SelectMany(judge => judge.Person.Complaints).ToList();
        foreach (var judge in people)
        {
            await judge.Person.DisposeAsync();
        }

        Assert.True(complaints.Count == 0, string.Join('\n', complaints.Distinct()));
    }

    [Fact]
    public void No_page_of_organizers_is_left_out()
    {
        var routes = File.ReadLines(Path.Combine(Repository.Root, "tests/PhoneBank.Web.Tests/Authorization/routes.txt"))
            .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(parts => parts is ["GET", ..] && !parts[1].StartsWith("/desk", StringComparison.Ordinal))
            .Select(parts => parts[1]);
        Assert.Empty(routes.Except([.. Pages, .. OpenPages, .. Made, .. NoPages]));
    }

    private static async Task WaitForLapseAsync(AppProcess app)
    {
        for (var i = 0; i < 90; i++)
        {
            await using var db = app.OpenDb();
            if (!await db.Claims.AnyAsync(claim => claim.EndedAt == null))
            {
                return;
            }

            await Task.Delay(500);
        }

        throw new InvalidOperationException("Claims never lapsed.");
    }
}
