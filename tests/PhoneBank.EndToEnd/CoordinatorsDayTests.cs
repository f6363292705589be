using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Data;
using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;
using PhoneBank.Web.Help;
using PhoneBank.Web.Home;
using PhoneBank.Web.Lists;
using PhoneBank.Web.Reports;
using PhoneBank.Web.Reviews;
using PhoneBank.Web.Scripts;
using Xunit.Abstractions;

namespace PhoneBank.EndToEnd;

/// <summary>
/// A coordinator's day: a campaign from nothing in four languages, a shift of five seen live, calls judged, one sent back and one corrected, and
/// totals that agree to the last call with what the callers know they did.
/// </summary>
[Collection(Journeys.Name)]
public sealed class CoordinatorsDayTests(Browser browser, ITestOutputHelper output)
{
    private const string Corrected = "not_interested";
    private const string Misheard = "no_answer";

    private static readonly string[] Languages = ["en", "he", "ar", "ru"];
    private static readonly string[] Names = ["Tamar", "Gideon", "Layla", "Alexei", "Emma"];
    private static readonly Ending[] Endings = [new("talked"), new(Misheard), new(Corrected)];

    private static readonly Dictionary<string, string> Sentences = new(StringComparer.Ordinal)
    {
        ["en"] = "It is good that you picked up.",
        ["he"] = "טוב שענית.",
        ["ar"] = "جيد أنك أجبت.",
        ["ru"] = "Хорошо, что вы ответили.",
    };

    /// <summary>The pages are the same on each database, and what they count is tested on both below them.</summary>
    public static TheoryData<DatabaseKind> Databases => Long.Run ? [DatabaseKind.Sqlite, DatabaseKind.Postgres] : [DatabaseKind.Sqlite];

    [Theory, MemberData(nameof(Databases))]
    public async Task From_an_empty_campaign_to_totals_that_agree(DatabaseKind kind)
    {
        await using var app = await AppProcess.StartAsync(kind, AppOptions.AtNoon);
        await using var noa = await browser.PersonAsync("Noa", app.Address, Device.Desktop);
        noa.AsksAxe = kind == DatabaseKind.Sqlite || Long.Run;
        var setUp = new SetUpPages(noa, app);
        await setUp.MakeFirstAccountAsync();
        await setUp.ConfirmRecoverySheetAsync();
        var campaign = await SetUpAsync(noa, app);

        // Five join on their phones, each with a language of their own.
        var invite = await new JoinPages(noa).InviteAsync(campaign);
        var callers = new List<Person>();
        foreach (var (name, i) in Names.Select((name, i) => (name, i)))
        {
            callers.Add(await browser.PersonAsync(name, app.Address, new Device(360, 740, Languages[i % Languages.Length])));
            await new JoinPages(callers[i]).JoinByLinkAsync(invite);
            await new JoinPages(callers[i]).StartAsync();
        }

        // The live page stays open in a tab of its own.
        var live = await noa.Context.NewPageAsync();
        await live.GotoAsync("/desk/live");
        await live.Locator("[data-live=true]").WaitForAsync();
        await Task.WhenAll(callers.Select(CallAsync));
        var tile = live.Locator(".pb-tile").Nth(2);
        var soon = new LocatorAssertionsToContainTextOptions { Timeout = 5_000 };
        await Assertions.Expect(tile.Locator(".pb-tile-value")).ToHaveTextAsync("15", new LocatorAssertionsToHaveTextOptions { Timeout = 5_000 });
        await Assertions.Expect(tile).ToContainTextAsync(noa.Says<LiveShiftText>("OfThemReached", 10), soon);
        Assert.Equal(Names.Order(), (await live.Locator("tr[data-caller] th").AllInnerTextsAsync()).Order());
        Assert.All(await live.Locator("tr[data-caller] td[data-label='" + noa.Says<LiveShiftText>("Calls") + "']").AllInnerTextsAsync(), calls => Assert.Equal("3", calls));

        // Nothing has been judged, and every total is what the callers did.
        var expected = Endings.ToDictionary(ending => ending.Outcome, _ => Names.Length, StringComparer.Ordinal);
        await AgreesAsync(noa, app, campaign, expected);

        var returnedTo = await ReviewAsync(noa);
        expected[Misheard]--;
        expected[Corrected]++;
        await AgreesAsync(noa, app, campaign, expected);
        await Assertions.Expect(tile).ToContainTextAsync(noa.Says<LiveShiftText>("OfThemReached", 11), soon);

        // Whoever a call was sent back to reads why before anybody else is called.
        var caller = callers.Single(person => person.Name == returnedTo);
        await caller.OpenAsync("/");
        await caller.PressButtonAsync(caller.Says<HomeText>("CallNext"));
        await Assertions.Expect(caller.Page.Locator("[data-returned]")).ToContainTextAsync(Feedback);
        Assert.Equal(0, await caller.Page.Locator("h1[data-claim]").CountAsync());
        await caller.JudgeAsync();
        await caller.PressButtonAsync(caller.Says<ReviewsText>("Understood"));
        await Assertions.Expect(caller.Page.Locator("[data-returned]")).ToHaveCountAsync(0);
        await caller.ClickAsync(caller.Page.Locator("form[action='/call/next'] button").First, "the next person");
        await caller.Page.Locator("h1[data-claim]").WaitForAsync();
        await AlarmAsync(noa, caller, live);

        Assert.True(app.Faults.Count == 0, string.Join("\n\n", app.Faults));
        noa.WasAtPeace();
        foreach (var person in callers)
        {
            person.WasAtPeace();
            await person.DisposeAsync();
        }

        output.WriteLine($"{kind}: {Names.Length * Endings.Length} calls of {Names.Length}, one corrected, one sent back to {returnedTo}; grid, report, export and a count of the database agree before and after.");
    }

    /// <summary>What cannot wait is on every page of the desk at once, with a mark in the title, until it is taken.</summary>
    private static async Task AlarmAsync(Person noa, Person caller, IPage live)
    {
        var page = new CallPages(caller);
        await page.StartAsync();
        await page.EndAsync(new Ending("hostile"), stop: true);
        var alarm = live.Locator("[data-alarm-bar]");
        await Assertions.Expect(alarm).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 5_000 });
        Assert.StartsWith("(!) ", await live.TitleAsync(), StringComparison.Ordinal);
        await noa.OpenAsync("/desk/help");
        await noa.Page.Locator("[data-live=true]").WaitForAsync();
        await Assertions.Expect(noa.Page.Locator("[data-alarm-bar]")).ToContainTextAsync("1");
        Assert.DoesNotContain(caller.Name, await noa.Page.Locator("[data-alarm-bar]").InnerTextAsync(), StringComparison.Ordinal);
        await noa.JudgeAsync();
        await noa.PressButtonAsync(noa.Says<HelpText>("Take"), noa.Page.Locator("[data-help-request=CallNeedsYou]"));
        foreach (var open in new[] { live, noa.Page })
        {
            await Assertions.Expect(open.Locator("[data-alarm-bar]")).ToBeHiddenAsync();
            await open.WaitForFunctionAsync("!document.title.startsWith('(!) ')");
        }
    }

    private const string Feedback = "Wait until they have answered before you choose";

    /// <summary>Forty people of four languages, a script in each, a list of everybody for everyone.</summary>
    private static async Task<string> SetUpAsync(Person noa, AppProcess app)
    {
        var file = new StringBuilder("First name,Last name,Phone,Language\n");
        for (var i = 0; i < 40; i++)
        {
            file.Append(CultureInfo.InvariantCulture, $"{InventedPeople.FirstName(i)},{InventedPeople.LastName(i)},{InventedPeople.E164(i)},{Languages[i % Languages.Length]}\n");
        }

        var path = Path.Combine(app.Folder, "people.csv");
        await File.WriteAllTextAsync(path, file.ToString());
        var imports = new ImportPages(noa);
        await imports.UploadAsync(await imports.MakeBookAsync("Spring", ProtectionLevel.Careful), path);
        await imports.CheckAsync();
        await imports.RunAsync();
        Assert.Equal(40, await imports.CountAsync("CountNew"));

        var campaign = await new CampaignPages(noa).CreateAsync(CampaignTemplate.Find(CampaignTemplate.ReservistSupport)!.TextIn("en").Name, "Open Hand");
        await noa.OpenAsync($"{campaign}/settings");
        foreach (var language in Languages)
        {
            await noa.Page.Locator($"input[name=Languages][value={language}]").CheckAsync(new LocatorCheckOptions { Force = true });
        }

        await noa.ClickAsync(noa.Page.Locator("main form .pb-button-primary").First, "save the languages");
        await noa.Page.WaitForURLAsync(address => !address.EndsWith("/settings", StringComparison.Ordinal));

        // What is still missing is told before it may open.
        await noa.OpenAsync(campaign);
        await noa.JudgeAsync();
        await noa.OpenAsync($"{campaign}/script");
        await noa.PressButtonAsync($"1. {noa.Says<ScriptsText>("KindSafety")}");
        foreach (var (language, sentence) in Sentences)
        {
            var text = noa.Page.Locator($"textarea[name='text.any.{language}']");
            await text.FillAsync(sentence + "\n\n" + await text.InputValueAsync());
        }

        await noa.PressButtonAsync(noa.Says<ScriptsText>("SaveVersion"));
        await noa.SeesAsync(noa.Says<ScriptsText>("StandingInUse", 2));
        await noa.JudgeAsync();

        await noa.OpenAsync($"/desk/lists/new?campaign={campaign.Split('/')[^1]}");
        await noa.FillAsync(noa.Says<ListsText>("Name"), "Everybody");
        await noa.PressButtonAsync(noa.Says<ListsText>("MakeList"));
        await noa.Page.WaitForURLAsync(address => Guid.TryParse(new Uri(address).Segments[^1], out _));
        await new CampaignPages(noa).OpenCampaignAsync(campaign);
        await noa.JudgeAsync();
        return campaign;
    }

    private static async Task CallAsync(Person caller)
    {
        var page = new CallPages(caller);
        await page.TakeFirstAsync();
        foreach (var (ending, i) in Endings.Select((ending, i) => (ending, i)))
        {
            await page.StartAsync();
            await caller.SeesAsync(Sentences[caller.Device.Language]);
            if (ending.Outcome == "talked")
            {
                await page.AnswerFirstQuestionAsync();
            }

            await page.EndAsync(ending, stop: i == Endings.Length - 1);
        }
    }

    /// <summary>Goes through the queue: the first call that was misheard is corrected, the next is sent back, the others are approved.</summary>
    /// <returns>Whose call was sent back.</returns>
    private static async Task<string> ReviewAsync(Person noa)
    {
        await noa.OpenAsync("/desk/reviews");
        await noa.PressButtonAsync(noa.Says<ReviewsText>("ReviewNext"));
        var (isCorrected, returnedTo) = (false, (string?)null);
        var open = noa.Page.Locator("section[aria-labelledby=open]");
        for (var i = 0; i < Names.Length * Endings.Length; i++)
        {
            await open.WaitForAsync();

            // The page hears keys once its script is there.
            await noa.Page.WaitForLoadStateAsync();
            var review = await open.Locator("button[form=approve]").GetAttributeAsync("value");
            var outcome = await open.Locator(".pb-badge").First.InnerTextAsync();
            if (!isCorrected && outcome == LabelOf(Misheard))
            {
                await noa.Page.Keyboard.PressAsync("2");
                await noa.Page.SelectOptionAsync("#outcome", Corrected);
                await noa.Page.FillAsync("#reason", "They said no, and then hung up");
                await noa.Page.ClickAsync("button[form=correct]");
                isCorrected = true;
            }
            else if (isCorrected && returnedTo is null)
            {
                returnedTo = await open.Locator("p.pb-muted bdi").First.InnerTextAsync();
                await noa.Page.Keyboard.PressAsync("3");
                await noa.Page.FillAsync("#feedback", Feedback);
                await noa.JudgeAsync();
                await noa.Page.ClickAsync("button[form=return]");
            }
            else
            {
                await noa.Page.Keyboard.PressAsync("1");
            }

            await Assertions.Expect(noa.Page.Locator($"button[form=approve][value='{review}']")).ToHaveCountAsync(0, new LocatorAssertionsToHaveCountOptions { Timeout = 30_000 });
        }

        await noa.SeesAsync(noa.Says<ReviewsText>("NothingToReview"));
        Assert.True(isCorrected);
        return Assert.IsType<string>(returnedTo);
    }

    /// <summary>The list of calls, the report, the export and a count of the database's own say the same.</summary>
    private static async Task AgreesAsync(Person noa, AppProcess app, string campaign, Dictionary<string, int> expected)
    {
        var review = new ReviewPages(noa);
        var labels = expected.ToDictionary(pair => LabelOf(pair.Key), pair => pair.Value, StringComparer.Ordinal);
        Assert.Equal(labels, (await review.CallsAsync()).CountBy(call => call.Outcome).ToDictionary(StringComparer.Ordinal));

        await noa.OpenAsync($"/desk/reports?campaign={campaign.Split('/')[^1]}");
        var rows = noa.Page.Locator("section[aria-labelledby=r-outcomes] tbody tr");
        await rows.First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        var reported = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in await rows.AllAsync())
        {
            reported.Add((await row.Locator("th").TextContentAsync())!.Trim(), int.Parse((await row.Locator("td").First.TextContentAsync())!, CultureInfo.InvariantCulture));
        }

        Assert.Equal(labels, reported.Where(row => row.Value > 0).ToDictionary(StringComparer.Ordinal));
        await noa.JudgeAsync();

        Assert.Equal(expected, Samples.Rows(await review.ExportCallsAsync()).CountBy(row => row["outcome"]).ToDictionary(StringComparer.Ordinal));

        await using var db = app.OpenDb();
        var connection = db.Database.GetDbConnection();
        await connection.OpenAsync();
        await using var query = connection.CreateCommand();
        query.CommandText = """
            SELECT o.key, count(*) FROM calls c LEFT JOIN reviews r ON r.call_id = c.id AND r.verdict = 'Corrected'
            JOIN outcomes o ON o.id = CASE WHEN r.id IS NULL THEN c.outcome_id ELSE r.corrected_outcome_id END WHERE c.withdrawn_at IS NULL GROUP BY o.key
            """;
        await using var reader = await query.ExecuteReaderAsync();
        var counted = new Dictionary<string, int>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            counted.Add(reader.GetString(0), Convert.ToInt32(reader.GetValue(1), CultureInfo.InvariantCulture));
        }

        Assert.Equal(expected, counted);
    }

    private static string LabelOf(string outcome) => OutcomeSet.Default.Find(outcome)!.TextIn("en", "en")!.Label;
}
