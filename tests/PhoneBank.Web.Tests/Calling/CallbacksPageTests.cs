using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Tests;
using PhoneBank.Tests.Calling;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Calling;

/// <summary>The organizer's page of promised callbacks, and the calendar behind its secret address.</summary>
public sealed class CallbacksPageTests
{
    private const string Make = "form:has(input[value=calendar])";
    private const string End = "form:has(input[value=calendar-end])";

    [Theory, OnBothDatabases]
    public async Task Callbacks_stand_by_how_near_they_are_in_the_persons_time_with_the_instant_for_the_readers_clock(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        var now = shift.Host.World.Now;
        var ids = await shift.Scene.ContactsAsync(4);
        await shift.Scene.ScheduleAsync(ids[0], now.AddMinutes(-40), shift.Organizer);
        await shift.Scene.ScheduleAsync(ids[1], now.AddMinutes(-5), shift.Organizer);
        await shift.Scene.ScheduleAsync(ids[2], now.AddHours(4), shift.Organizer);
        await shift.Scene.ScheduleAsync(ids[3], now.AddHours(28), shift.Organizer);

        var page = await shift.Browser.OpenAsync("/callbacks");

        Assert.Equal(["Overdue", "Due now", "Later today", "Later", "In my calendar"], page.Html.QuerySelectorAll("h2").Select(title => title.TextContent));
        Assert.Contains("Mon 23 Nov, 16:00 their time (Jerusalem)", page.TextOf("section[aria-labelledby=Today]"), StringComparison.Ordinal);
        var clock = page.Find("section[aria-labelledby=Today] time[data-their]");
        Assert.Equal(("2026-11-23T14:00:00Z", "2026-11-23T16:00", true), (clock.GetAttribute("datetime"), clock.GetAttribute("data-their"), clock.HasAttribute("hidden")));
        Assert.Contains("Anyone on the list can be handed these now.", page.TextOf("section[aria-labelledby=Overdue]"), StringComparison.Ordinal);
        Assert.DoesNotContain("Surname", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("+972", page.Text, StringComparison.Ordinal);
        Assert.Equal("My callbacks", page.Title);
    }

    [Theory, OnBothDatabases]
    public async Task One_button_calls_whoever_is_due_first(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind);
        var due = (await shift.Scene.ContactsAsync(1))[0];
        Assert.False((await shift.Browser.OpenAsync("/callbacks")).Has("form[action='/call/next']"));
        await shift.Scene.ScheduleAsync(due, shift.Host.World.Now, shift.Organizer);

        var call = await (await (await shift.Browser.OpenAsync("/callbacks")).SubmitAsync("form[action='/call/next']")).FollowAsync();

        Assert.Equal("/call", call.Path);
        Assert.Equal(due, await shift.Host.World.ReadAsync(db => db.Claims.Select(claim => claim.EntryId).SingleAsync()));
        var again = await shift.Browser.OpenAsync("/callbacks");
        Assert.False(again.Has("form[action='/call/next']"));
        Assert.True(again.Has("main a[href='/call']"));
    }

    [Theory, OnBothDatabases]
    public async Task A_callback_is_given_up_once_and_the_second_tap_is_told_so(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        var entry = (await shift.Scene.ContactsAsync(1))[0];
        await shift.Scene.ScheduleAsync(entry, shift.Host.World.Now.AddHours(4), shift.Organizer);
        var page = await shift.Browser.OpenAsync("/callbacks");

        var first = await page.SubmitAsync("form[action='/callbacks/give-up']");
        var second = await page.SubmitAsync("form[action='/callbacks/give-up']");

        Assert.Equal(HttpStatusCode.SeeOther, first.Status);
        Assert.Contains("Anyone on the list can make this call now", (await first.FollowAsync()).TextOf(".pb-notice[role=status]"), StringComparison.Ordinal);
        Assert.Contains("not yours any more", (await second.FollowAsync()).TextOf(".pb-notice[role=status]"), StringComparison.Ordinal);
        Assert.Null((await shift.Scene.EntryAsync(entry)).CallbackFor);
        Assert.Equal((await (await page.SubmitAsync("form[action='/callbacks/give-up']", ("entry", "nonsense"))).FollowAsync()).TextOf(".pb-notice[role=status]"), (await second.FollowAsync()).TextOf(".pb-notice[role=status]"));
    }

    [Theory, OnBothDatabases]
    public async Task The_calendar_tells_when_and_never_whom_and_its_address_is_shown_once(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        var entry = (await shift.Scene.ContactsAsync(1))[0];
        await shift.Scene.ScheduleAsync(entry, new DateTime(2026, 11, 24, 16, 0, 0, DateTimeKind.Utc), shift.Organizer);
        var person = (await shift.Browser.OpenAsync("/callbacks")).TextOf(".pb-item-title");

        var made = await (await shift.Browser.OpenAsync("/callbacks")).SubmitAsync(Make);

        Assert.Equal(HttpStatusCode.OK, made.Status);
        var address = new Uri(made.Find("[data-calendar] #address").GetAttribute("value")!);
        Assert.True(made.Has("[data-calendar] svg[role=img]"));
        Assert.Equal($"webcal://{address.Authority}{address.AbsolutePath}", made.Find("[data-calendar] a").GetAttribute("href"));
        Assert.DoesNotContain(address.AbsolutePath, (await shift.Browser.OpenAsync("/callbacks")).Text, StringComparison.Ordinal);

        using var program = shift.Host.Anonymous();
        using var answer = await program.Http.GetAsync(address);
        var file = await answer.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.OK, "text/calendar", true), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType, answer.Headers.CacheControl!.NoStore));
        Assert.StartsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:", file, StringComparison.Ordinal);
        Assert.EndsWith("END:VEVENT\r\nEND:VCALENDAR\r\n", file, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", file.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (var line in new[] { "DTSTART:20261124T160000Z", "DURATION:PT15M", "SUMMARY:Call", "TRIGGER:-PT10M", "ACTION:DISPLAY", "DTSTAMP:20261123T100000Z" })
        {
            Assert.Contains($"\r\n{line}\r\n", file, StringComparison.Ordinal);
        }

        foreach (var secret in new[] { person, "Thursday", "Open Hand", "Families", "Reservists", "Mia", entry.ToString(), entry.ToString("N"), "972", "PhoneBank" })
        {
            Assert.DoesNotContain(secret, file, StringComparison.OrdinalIgnoreCase);
        }

        using var head = await program.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, address));
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
    }

    [Theory, OnBothDatabases]
    public async Task An_address_that_was_ended_answers_like_one_that_never_was(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        var made = await (await shift.Browser.OpenAsync("/callbacks")).SubmitAsync(Make);
        var address = made.Find("#address").GetAttribute("value")!;
        using var program = shift.Host.Anonymous();
        var before = await program.GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, before.Status);
        Assert.Contains("BEGIN:VTIMEZONE", before.Text, StringComparison.Ordinal);

        var ended = await (await (await shift.Browser.OpenAsync("/callbacks")).SubmitAsync(End)).FollowAsync();

        Assert.Contains("The calendar address has ended.", ended.TextOf(".pb-notice[role=status]"), StringComparison.Ordinal);
        Assert.False(ended.Has(End));
        var (gone, never) = (await program.GetAsync(address), await program.GetAsync("/callbacks/calendar/" + new string('x', 32) + ".ics"));
        Assert.Equal((HttpStatusCode.NotFound, ""), (gone.Status, gone.Text));
        Assert.Equal((never.Status, never.Text), (gone.Status, gone.Text));
        Assert.Equal(
            never.Response.Headers.Select(header => header.Key).Order(StringComparer.Ordinal),
            gone.Response.Headers.Select(header => header.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_calendars_word_is_in_the_volunteers_language_or_the_operators_own_folded_and_escaped()
    {
        await using var shift = await CallShift.BeginAsync(DatabaseKind.Sqlite, contacts: 0);
        await using (var db = await shift.Host.World.OpenDbAsync())
        {
            (await db.Users.SingleAsync(user => user.Id == shift.Organizer.VolunteerId)).InterfaceLanguage = "he";
            await db.SaveChangesAsync();
        }

        var entry = (await shift.Scene.ContactsAsync(1))[0];
        await shift.Scene.ScheduleAsync(entry, shift.Host.World.Now.AddHours(3), shift.Organizer);
        var made = await (await shift.Browser.OpenAsync("/callbacks")).SubmitAsync(Make);
        using var program = shift.Host.Anonymous();
        Assert.Contains("\r\nSUMMARY:שיחה\r\n", (await program.GetAsync(made.Find("#address").GetAttribute("value")!)).Text, StringComparison.Ordinal);

        const string Word = "موعد, أو مكالمة; في وقت من أوقات اليوم الذي اتفقنا عليه معًا قبل أيام";
        await using var host = await PhoneBankHost.StartAsync(setup: new HostSetup { Settings = [$"--PhoneBank:CalendarWord={Word}"] });
        var scene = await host.World.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        await scene.ScheduleAsync(await host.World.ReadAsync(db => db.Entries.Select(one => one.Id).SingleAsync()), host.World.Now.AddHours(3), mia);
        var secret = (await host.World.Get<MakeCalendarAddress>().ExecuteAsync(mia, CancellationToken.None)).Required;
        using var other = host.Anonymous();
        var file = (await other.GetAsync($"/callbacks/calendar/{secret}.ics")).Text;
        Assert.All(file.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.Contains("SUMMARY:" + Word.Replace(",", "\\,", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal), file.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_of_the_address_stands_in_no_log()
    {
        using var log = new KeptLog();
        await using var host = await PhoneBankHost.StartAsync(setup: new HostSetup { Services = services => services.AddSingleton<ILoggerProvider>(log) });
        var scene = await host.World.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        var browser = await host.SignedInAsync(mia);
        var made = await (await browser.OpenAsync("/callbacks")).SubmitAsync(Make);
        var address = made.Find("#address").GetAttribute("value")!;
        using var program = host.Anonymous();
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await program.GetAsync(address.Replace(".ics", "x.ics", StringComparison.Ordinal))).Status);

        var secret = new Uri(address).Segments[^1][..32];
        log.Factory(host.Services).LogInformation("A line that is kept.");
        Assert.Contains(log.Lines, line => line.Contains("A line that is kept.", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Theory, OnBothDatabases]
    public async Task The_start_page_shows_the_next_three_and_leads_to_all(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        var ids = await shift.Scene.ContactsAsync(5);
        foreach (var id in ids)
        {
            await shift.Scene.ScheduleAsync(id, shift.Host.World.Now.AddHours(4), shift.Organizer);
        }

        var home = await shift.Browser.OpenAsync("/");

        Assert.Equal(3, home.Html.QuerySelectorAll("section[aria-labelledby=due] li").Length);
        Assert.Contains("(5)", home.TextOf("main a[href='/callbacks']"), StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task The_call_page_gives_the_script_what_it_needs_for_the_readers_clock(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        shift.Host.World.Time.Set(new DateTimeOffset(2026, 10, 22, 10, 0, 0, TimeSpan.Zero));
        await shift.Scene.ContactsAsync(1);

        var page = await shift.CallAsync();

        // Israel's clocks go back at 23:00 UTC on Saturday the 24th.
        var change = new DateTimeOffset(2026, 10, 24, 23, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        Assert.Equal($"180,{change}:120", page.Find("#callback").GetAttribute("data-offsets"));
        var sunday = page.Html.QuerySelectorAll("#callback label").Single(label => label.TextContent.Contains("Sunday 25 Oct", StringComparison.Ordinal));
        Assert.Equal("2026-10-25T18:00", sunday.QuerySelector("input")!.GetAttribute("value"));
        Assert.Equal("2026-10-25T16:00:00Z", sunday.QuerySelector("time")!.GetAttribute("datetime"));
        var evening = page.Html.QuerySelectorAll("#callback label").Single(label => label.TextContent.Contains("This evening", StringComparison.Ordinal));
        Assert.Equal("2026-10-22T15:00:00Z", evening.QuerySelector("time")!.GetAttribute("datetime"));
        Assert.Contains("time (Jerusalem)", page.TextOf("#callback legend"), StringComparison.Ordinal);

        var saved = await page.SubmitAsync(CallShift.SaveAndStop, ("reached", OutcomeKeys.Callback), ("callback", "2026-10-25T18:00"), ("callbackMine", "true"));
        Assert.Equal(HttpStatusCode.SeeOther, saved.Status);
        Assert.Equal(new DateTime(2026, 10, 25, 16, 0, 0, DateTimeKind.Utc), Assert.Single(await shift.CallsAsync()).CallbackAt);
    }

    [Theory, OnBothDatabases]
    public async Task Where_the_place_is_not_known_every_place_brings_its_own_clock(DatabaseKind kind)
    {
        await using var shift = await CallShift.BeginAsync(kind, contacts: 0);
        await shift.Scene.ContactsAsync(1, country: "ID", zone: null);

        var page = await shift.CallAsync();

        Assert.False(page.Find("#callback").HasAttribute("data-offsets"));
        Assert.Equal("420", page.Find("#callbackZone option[value='Asia/Jakarta']").GetAttribute("data-offsets"));
        Assert.Equal("540", page.Find("#callbackZone option[value='Asia/Jayapura']").GetAttribute("data-offsets"));
        Assert.False(page.Has("#callback input[name=callback]"));
    }

    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> Lines => _lines;

        public ILogger Factory(IServiceProvider services) => services.GetRequiredService<ILoggerFactory>().CreateLogger("PhoneBank.Tests");

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
