using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Campaigns.Templates;
using PhoneBank.Data;
using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;
using PhoneBank.Tests;
using Xunit.Abstractions;

namespace PhoneBank.EndToEnd;

/// <summary>The main job, from an empty installation to exported outcomes, in the real application and in Chromium.</summary>
[Collection(Journeys.Name)]
public sealed class MainJourneyTests(Browser browser, ITestOutputHelper output)
{
    private const string OrganizerWithScript = "Tamar";
    private const string OrganizerWithoutScript = "Gideon";

    private const string ScriptSentence = "תודה שענית, זה חשוב לנו מאוד.";

    private static readonly Ending[] Endings =
    [
        new("talked", Note: "ביקשה לשמוע על המפגש ביום ראשון"),
        new("no_answer"),
        new("callback", Message: "Promised to think about the carpool"),
        new("do_not_call", Message: "Asked never to be called again, politely"),
        new("busy"),
        new("wrong_number"),
        new("not_interested"),
        new("someone_else", Note: "ענה בן הזוג, לנסות שוב בערב"),
        new("not_safe", Message: "Whispered that the line is shared"),
        new("follow_up"),
    ];

    [Theory, OnBothDatabases]
    public async Task From_an_imported_file_to_exported_outcomes(DatabaseKind kind)
    {
        await using var app = await AppProcess.StartAsync(kind, AppOptions.AtNoon with { LogLevel = "Debug" });
        await using var noa = await browser.PersonAsync("Noa", app.Address, Device.Desktop);

        // The pages are the same on each database; every day axe is asked on one.
        noa.AsksAxe = kind == DatabaseKind.Sqlite || Long.Run;

        // An empty installation: set-up code, first account, recovery sheet.
        await noa.OpenAsync("/");
        await noa.JudgeAsync();
        var setUp = new SetUpPages(noa, app);
        await setUp.MakeFirstAccountAsync();
        await noa.JudgeAsync();
        await setUp.ConfirmRecoverySheetAsync();
        await noa.JudgeAsync();

        // The file, into a book of people who need care.
        var imports = new ImportPages(noa);
        await noa.OpenAsync("/desk/books");
        await noa.JudgeAsync();
        var book = await imports.MakeBookAsync("Reservists", ProtectionLevel.Careful);
        await noa.JudgeAsync();
        await imports.UploadAsync(book, Samples.PathOf("reservists-he.csv"));
        await noa.JudgeAsync();
        await imports.CheckAsync();
        await noa.JudgeAsync();
        await imports.RunAsync();
        await noa.JudgeAsync();
        Assert.Equal(Samples.Reservists.Count, await imports.CountAsync("CountNew") + await imports.CountAsync("CountDuplicate") + await imports.CountAsync("CountSharedNumber") + await imports.CountAsync("CountInvalid"));
        await noa.OpenAsync(book);
        await noa.JudgeAsync();

        // A campaign with its script, and the Hebrew speakers as a list.
        var campaigns = new CampaignPages(noa);
        var campaign = await campaigns.CreateAsync(CampaignTemplate.Find(CampaignTemplate.ReservistSupport)!.TextIn("en").Name, "Open Hand");
        await noa.JudgeAsync();
        await campaigns.ChangeScriptAsync(campaign, ScriptSentence);
        await noa.JudgeAsync();
        var list = await campaigns.MakeListOfSpeakersAsync(campaign, "he", "Hebrew speakers");
        await noa.JudgeAsync();
        await campaigns.OpenCampaignAsync(campaign);
        await noa.JudgeAsync();

        // Two organizers join on their phones: one by the link, one by the typed code and without script.
        var invite = await new JoinPages(noa).InviteAsync(campaign);
        await noa.JudgeAsync();
        await using var tamar = await browser.PersonAsync(OrganizerWithScript, app.Address, new Device(360, 740, "he", Dark: true));
        await using var gideon = await browser.PersonAsync(OrganizerWithoutScript, app.Address, new Device(360, 740, Script: false));
        (tamar.AsksAxe, gideon.AsksAxe) = (noa.AsksAxe, noa.AsksAxe);
        await new JoinPages(tamar).JoinByLinkAsync(invite);
        await tamar.JudgeAsync();
        await new JoinPages(gideon).JoinByCodeAsync(invite, speaks: "he");
        await gideon.JudgeAsync();
        await campaigns.HandOutAsync(list, OrganizerWithScript);
        await campaigns.HandOutAsync(list, OrganizerWithoutScript);
        await noa.JudgeAsync();

        // Both call ten people at the same time.
        await new JoinPages(tamar).StartAsync();
        await new JoinPages(gideon).StartAsync();
        var made = (await Task.WhenAll(CallTenAsync(tamar), CallTenAsync(gideon))).SelectMany(calls => calls).ToList();
        Assert.Equal(20, made.Count);
        Assert.Equal(20, made.Select(call => call.Number).Distinct().Count());
        Assert.All(made, call => Assert.Contains(Samples.Reservists, row => row.E164 == call.Number && row.FirstName == call.FirstName && row.Language is "he" or "עברית"));

        // The coordinator sees exactly those outcomes.
        var review = new ReviewPages(noa);
        var shown = await review.CallsAsync();
        await noa.JudgeAsync();
        Assert.Equal(
            made.Select(call => new ShownCall(call.Organizer, LabelOf(call.Ending.Outcome))).Order(ByText).ToList(),
            shown.Order(ByText).ToList());
        await noa.OpenAsync("/desk");
        await noa.JudgeAsync();
        await noa.OpenAsync("/desk/held");
        await noa.SeesAsync(LabelOf("not_safe"));
        await noa.JudgeAsync();
        await noa.OpenAsync("/desk/calls");
        await noa.ClickAsync(noa.Page.Locator("table tbody th a").First, "the newest call");
        await noa.Page.Locator("a.pb-skip[href^='/desk/calls/']").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });
        await noa.JudgeAsync();

        // Both exports hold exactly those outcomes too.
        var calls = await review.ExportCallsAsync();
        await noa.JudgeAsync();
        Assert.Equal(made.Select(call => call.Ending.Outcome).Order(StringComparer.Ordinal), Samples.Rows(calls).Select(row => row["outcome"]).Order(StringComparer.Ordinal));
        Assert.All(made, call => Assert.DoesNotContain(call.Number[4..], calls, StringComparison.Ordinal));
        Assert.All(Endings, ending => Assert.DoesNotContain(ending.Note ?? ending.Message ?? ending.Reason ?? "no text at all", calls, StringComparison.Ordinal));
        var results = Samples.Rows(await review.ExportResultsAsync("To bring the list up to date"));
        var numberOf = Samples.Reservists.Where(row => row.ExternalId.Length > 0 && row.E164 is not null).ToDictionary(row => row.ExternalId, row => row.E164!, StringComparer.Ordinal);
        var outcomeOf = made.ToDictionary(call => call.Number, call => call.Ending.Outcome, StringComparer.Ordinal);
        Assert.All(results, row => Assert.Equal(outcomeOf[numberOf[row["external_id"]]], row["outcome"]));
        Assert.Equal(
            outcomeOf.Keys.Where(number => numberOf.ContainsValue(number)).Order(StringComparer.Ordinal),
            results.Select(row => numberOf[row["external_id"]]).Distinct().Order(StringComparer.Ordinal));

        Assert.True(app.Faults.Count == 0, string.Join("\n\n", app.Faults));

        // Nobody's browser complained, and what is left on the disk tells nothing.
        noa.WasAtPeace();
        tamar.WasAtPeace();
        gideon.WasAtPeace();
        await app.KillAsync();
        var scan = new RawScan();
        foreach (var row in Samples.Reservists)
        {
            scan.Text(row.FirstName).Text(row.LastName).Text($"{row.FirstName} {row.LastName}");
            if (row.E164 is { } number)
            {
                scan.Phone(number, "0" + number[4..]);
            }
        }

        foreach (var ending in Endings)
        {
            scan.Text(ending.Note ?? "").Text(ending.Message ?? "").Text(ending.Reason ?? "");
        }

        Assert.Empty(await scan.Text("לא להשאיר הודעה").Text(ScriptSentence).FindInAsync(app));
        output.WriteLine($"{kind}: {scan.Bytes:N0} bytes read, nothing in clear; axe asked on {noa.Judged.Count + tamar.Judged.Count + gideon.Judged.Count} pages.");
    }

    private static Comparer<ShownCall> ByText => Comparer<ShownCall>.Create((one, other) => string.CompareOrdinal($"{one}", $"{other}"));

    private static string LabelOf(string outcome) => OutcomeSet.Default.Find(outcome)!.TextIn("en", "en")!.Label;

    private static async Task<IReadOnlyList<MadeCall>> CallTenAsync(Person person)
    {
        var page = new CallPages(person);
        var made = new List<MadeCall>();
        await person.JudgeAsync();
        await page.TakeFirstAsync();
        foreach (var ending in Endings)
        {
            await person.JudgeAsync();
            var firstName = await page.FirstNameAsync();
            var number = await page.StartAsync();
            await person.SeesAsync(ScriptSentence);
            await person.JudgeAsync();
            if (ending.Outcome is "talked")
            {
                await page.AnswerFirstQuestionAsync();
            }

            await page.EndAsync(ending, stop: made.Count == Endings.Length - 1);
            made.Add(new MadeCall(person.Name, firstName, number, ending));
        }

        await person.JudgeAsync();
        return made;
    }
}
