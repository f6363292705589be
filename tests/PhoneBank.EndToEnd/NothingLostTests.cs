using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using PhoneBank.Data;
using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;
using PhoneBank.Tests;
using PhoneBank.Web.Calling;
using Xunit.Abstractions;

namespace PhoneBank.EndToEnd;

/// <summary>
/// Whatever happens to tab, network, process or session: what was written at least a second before is there again, and while the
/// page stays open, all of it. Each trial writes a note and a message, answers the script, chooses an outcome with a time.
/// </summary>
[Collection(InBrowser.Name)]
public sealed class NothingLostTests(Browser browser, EverydayShift everyday, ITestOutputHelper output)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private static int Trials => Long.Run ? 20 : 2;

    /// <summary>How many people write at the same time.</summary>
    private static int AtOnce => Long.Run ? 4 : 2;

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_tab_that_is_closed_and_opened_again_shows_all_that_was_written(bool script)
    {
        var shift = await everyday.GetAsync(browser);
        await RunAsync($"tab closed, {Script(script)}", shift, "Closing", script, AtOnce, async caller =>
        {
            var written = await caller.WriteAsync();
            await caller.KeepAsync();
            await caller.Person.CloseTabAsync();
            await caller.Person.OpenTabAsync();
            await caller.FindAgainAsync(written);
        });
    }

    [Fact]
    public async Task A_network_that_is_cut_while_somebody_writes_loses_nothing()
    {
        var shift = await everyday.GetAsync(browser);
        var (brief, lasting) = Long.Run ? (TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5)) : (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30));
        foreach (var cut in new[] { brief, lasting })
        {
            // All are cut off together: twenty times five minutes would be a working day.
            await RunAsync($"network cut for {cut.TotalSeconds:F0} s", shift, $"Cut{cut.TotalSeconds:F0}", script: true, cut == lasting ? Trials : AtOnce, async caller =>
            {
                var page = caller.Person.Page;
                await caller.WriteAsync();
                await caller.Person.Context.SetOfflineAsync(true);
                await caller.TypeMoreAsync(" and in the tunnel");
                await page.Locator("[data-save][data-state=unsent]").WaitForAsync();
                await page.WaitForTimeoutAsync((float)cut.TotalMilliseconds);
                await caller.TypeMoreAsync(" to its very end");
                var written = await caller.Call.WrittenAsync();
                await caller.Person.Context.SetOfflineAsync(false);
                await caller.Call.SavedAsync();
                caller.Compare(written, await caller.Call.WrittenAsync());
                await caller.Person.ReopenAsync("/");
                await caller.FindAgainAsync(written);
            });
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_killed_application_loses_nothing_that_was_written(DatabaseKind kind)
    {
        await using var own = kind == DatabaseKind.Sqlite ? null : await Shift.StartAsync(browser, kind, people: 60);
        var shift = own ?? await everyday.GetAsync(browser);
        var callers = await CallersAsync(shift, $"Killed{kind}", script: true, AtOnce);
        var trials = 0;
        try
        {
            for (var round = 0; trials < Trials; round++)
            {
                var written = await Task.WhenAll(callers.Select(caller => caller.WriteAsync()));

                // Everybody goes on typing, key after key, until the process is gone.
                using var stop = new CancellationTokenSource();
                var typing = callers.Select(caller => caller.TypeUntilAsync(stop.Token)).ToList();
                await Task.Delay(TimeSpan.FromSeconds(3 + (round % 3 * 0.37)));

                // The process dies somewhere between this moment and the end of the wait for its death.
                var killed = Stopwatch.GetTimestamp();
                await shift.App.KillAsync();
                await Task.Delay(400);
                await stop.CancelAsync();
                var typed = await Task.WhenAll(typing);

                // Half of the phones close the page while nobody answers; the others keep it open.
                foreach (var caller in callers.Where((_, i) => i % 2 == 0))
                {
                    await caller.Person.CloseTabAsync();
                }

                await shift.App.StartAgainAsync();
                for (var i = 0; i < callers.Count; i++, trials++)
                {
                    var (caller, note) = (callers[i], typed[i][^1].Note);
                    if (i % 2 == 0)
                    {
                        note = typed[i].Last(key => Stopwatch.GetElapsedTime(key.At, killed) >= Grace).Note;
                        await caller.Person.OpenTabAsync();
                    }
                    else
                    {
                        await caller.Call.SavedAsync();
                        await caller.Person.ReopenAsync("/");
                    }

                    await caller.FindAgainAsync(new Dictionary<string, string>(written[i], StringComparer.Ordinal) { ["note"] = note }, noteMayBeLonger: i % 2 == 0);
                    caller.Restored++;
                    await caller.NextAsync();
                }
            }
        }
        finally
        {
            output.WriteLine($"killed while typing, {kind}: {callers.Sum(caller => caller.Restored)} of {Math.Max(trials, Trials)} restored");
            await LeaveAsync(callers);
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_session_that_ended_is_gone_on_with_after_signing_in_again(bool script)
    {
        var shift = await everyday.GetAsync(browser);
        await RunAsync($"session ended, {Script(script)}", shift, "Expired", script, AtOnce, async caller =>
        {
            var person = caller.Person;
            var signIn = new SignInPages(person);
            var written = await caller.WriteAsync();
            await caller.KeepAsync();
            await EndSessionAsync(shift, caller);
            if (script)
            {
                // The page stays: it says so, and saves by itself once somebody has signed in beside.
                await caller.TypeMoreAsync(" even now");
                written = await caller.Call.WrittenAsync();
                var beside = await person.Context.RunAndWaitForPageAsync(() => person.FollowAsync(person.Says<CallingText>("JsSignIn")));
                await signIn.SignInAsync(beside);
                await beside.CloseAsync();
                await person.Page.BringToFrontAsync();
                await person.Page.EvaluateAsync("dispatchEvent(new Event('focus'))");
                await caller.Call.SavedAsync();
                caller.Compare(written, await caller.Call.WrittenAsync());
                await person.ReopenAsync("/");
            }
            else
            {
                await person.ReopenAsync("/");
                await signIn.SignInAsync();
            }

            await caller.FindAgainAsync(written);
        });
    }

    [Fact]
    public async Task Without_script_what_is_posted_after_the_session_ended_is_recorded_once_its_owner_has_signed_in()
    {
        var shift = await everyday.GetAsync(browser);
        await RunAsync("posted after the session ended, without script", shift, "Posted", script: false, AtOnce, async caller =>
        {
            var person = caller.Person;
            await caller.WriteAsync();
            var next = await caller.Call.NextPersonAsync();
            await EndSessionAsync(shift, caller);
            await caller.Call.SaveAsync(new Ending("callback"));
            await new SignInPages(person).SignInAsync();
            await person.ClickAsync(person.Page.Locator("form[data-send-again] button"), "send what was typed");
            await person.Page.Locator(next).WaitForAsync();
            await using var db = shift.App.OpenDb();
            var made = await (from call in db.Calls join user in db.Users on call.OrganizerId equals user.Id where user.NormalizedUserName == person.NormalizedLogInName select call).ToListAsync();
            Assert.Equal((2 * caller.Restored) + 1, made.Count);
            Assert.Equal(caller.Restored + 1, made.Count(call => call.SealedTexts is not null));
            Assert.All(made, call => Assert.NotNull(call.CallbackAt));
            await caller.Call.StartAsync();
            await caller.Call.ChooseAsync(new Ending("callback"));
        });
    }

    /// <summary>The cookie is gone for some; for others the account's stamp has changed, which ends sessions everywhere within a minute.</summary>
    private static async Task EndSessionAsync(Shift shift, Caller caller)
    {
        if (caller.Restored % 2 == 0 || !Long.Run)
        {
            await new SignInPages(caller.Person).LoseSessionAsync();
            return;
        }

        await using var db = shift.App.OpenDb();
        var name = caller.Person.NormalizedLogInName;
        var changed = await db.Users.Where(volunteer => volunteer.NormalizedUserName == name).ExecuteUpdateAsync(set => set.SetProperty(volunteer => volunteer.SecurityStamp, Guid.NewGuid().ToString()));
        Assert.Equal(1, changed);
        await Task.Delay(TimeSpan.FromSeconds(61));
    }

    private async Task RunAsync(string what, Shift shift, string name, bool script, int atOnce, Func<Caller, Task> trial)
    {
        var callers = await CallersAsync(shift, name, script, atOnce);
        try
        {
            await Task.WhenAll(callers.Select(async caller =>
            {
                for (var i = 0; i < Trials / atOnce; i++)
                {
                    await trial(caller);
                    caller.Restored++;
                    await caller.NextAsync();
                }
            }));
        }
        finally
        {
            output.WriteLine($"{what}: {callers.Sum(caller => caller.Restored)} of {Trials / atOnce * atOnce} restored");
            await LeaveAsync(callers);
        }
    }

    private async Task<IReadOnlyList<Caller>> CallersAsync(Shift shift, string name, bool script, int count) =>
        await Task.WhenAll(Enumerable.Range(1, count).Select(async i =>
        {
            var person = await browser.PersonAsync($"{name} {(script ? "S" : "N")}{i}", shift.App.Address, Device.Phone with { Script = script });
            var join = new JoinPages(person);
            await (script ? join.JoinByLinkAsync(shift.Invite) : join.JoinByCodeAsync(shift.Invite));
            await join.StartAsync();
            var caller = new Caller(person);
            await caller.Call.TakeFirstAsync();
            await caller.Call.StartAsync();
            return caller;
        }));

    private static async Task LeaveAsync(IEnumerable<Caller> callers)
    {
        foreach (var caller in callers)
        {
            await caller.Person.DisposeAsync();
        }
    }

    private static string Script(bool on) => on ? "with script" : "without script";

    /// <summary>Somebody in the middle of a call.</summary>
    private sealed class Caller(Person person)
    {
        private int _trial;
        private string _name = "";

        public Person Person { get; } = person;

        public CallPages Call { get; } = new(person);

        public int Restored { get; set; }

        /// <summary>Writes and chooses all there is; gives what stands in the fields then.</summary>
        public async Task<Dictionary<string, string>> WriteAsync()
        {
            _trial++;
            _name = await Call.FirstNameAsync();
            await Call.AnswerFirstQuestionAsync();
            Person.KeyMs = 15;
            await Call.ChooseAsync(new Ending("callback", Note: $"Prefers the evening, trial {_trial}", Message: $"Wants a word with {Person.Name}, trial {_trial}"));
            Person.KeyMs = 0;
            var written = await Call.WrittenAsync();
            Assert.Contains(written.Keys, key => key.StartsWith("answer", StringComparison.Ordinal));
            Assert.Contains($"trial {_trial}", written["note"], StringComparison.Ordinal);
            Assert.Contains($"trial {_trial}", written["message"], StringComparison.Ordinal);
            Assert.Equal("callback", written["reached"]);
            Assert.NotEqual("T", Moment(written));
            return written;
        }

        /// <summary>With script a second goes by and nothing is pressed; without, the button that keeps a draft.</summary>
        public async Task KeepAsync()
        {
            if (Person.Device.Script)
            {
                await Task.Delay(Grace);
                return;
            }

            await Person.PressButtonAsync(Person.Says<CallingText>("SaveDraft"), Person.Page.Locator("main"));
            await Person.Page.WaitForLoadStateAsync();
        }

        public async Task TypeMoreAsync(string text)
        {
            var note = Person.Page.Locator("#note");
            await note.PressSequentiallyAsync(text);
        }

        /// <summary>Types key after key; gives what stood in the note at each, with the time.</summary>
        public async Task<IReadOnlyList<(long At, string Note)>> TypeUntilAsync(CancellationToken stop)
        {
            var note = Person.Page.Locator("#note");
            var typed = new List<(long, string)>();
            while (!stop.IsCancellationRequested)
            {
                await note.PressSequentiallyAsync(typed.Count % 5 == 4 ? " " : "x");
                typed.Add((Stopwatch.GetTimestamp(), await note.InputValueAsync()));
                await Task.Delay(60, CancellationToken.None);
            }

            return typed;
        }

        /// <summary>From the start page, which says who was being called, back to the call; all is there.</summary>
        public async Task FindAgainAsync(IReadOnlyDictionary<string, string> written, bool noteMayBeLonger = false)
        {
            await Person.OpenAsync("/");
            await Person.SeesAsync(Person.Says<Web.Home.HomeText>("YouAreCalling", $"\u2068{_name}\u2069"));
            await Call.TakeFirstOrGoOnAsync();
            Compare(written, await Call.WrittenAsync(), noteMayBeLonger);
        }

        public void Compare(IReadOnlyDictionary<string, string> written, IReadOnlyDictionary<string, string> found, bool noteMayBeLonger = false)
        {
            // "In an hour" was chosen by a chip; a while later the chips are others, and the moment stands as day and time.
            Assert.Equal(Moment(written), Moment(found));
            foreach (var (field, value) in written.Where(pair => !pair.Key.StartsWith("callback", StringComparison.Ordinal) || pair.Key == "callbackMine"))
            {
                var now = found.GetValueOrDefault(field, "");
                Assert.True(
                    now == value || (noteMayBeLonger && field == "note" && now.StartsWith(value, StringComparison.Ordinal)),
                    $"{Person.Name}, trial {_trial}: {field} was '{value}' and is '{now}'. Of the page: {string.Join(", ", found)}");
            }
        }

        private static string Moment(IReadOnlyDictionary<string, string> fields) => fields.GetValueOrDefault("callback") is { } chip && chip.Contains('T', StringComparison.Ordinal)
            ? chip
            : $"{fields.GetValueOrDefault("callbackDate")}T{fields.GetValueOrDefault("callbackTime")}";

        public async Task NextAsync()
        {
            var next = await Call.NextPersonAsync();
            await Call.SaveAsync(new Ending("callback"));
            await Person.Page.Locator(next).WaitForAsync();
            await Call.StartAsync();
        }
    }
}
