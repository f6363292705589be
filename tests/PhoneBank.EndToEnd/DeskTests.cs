using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using PhoneBank.Data;
using PhoneBank.Demo;
using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;
using PhoneBank.Imports;
using PhoneBank.Tests.Imports;
using Xunit.Abstractions;

namespace PhoneBank.EndToEnd;

/// <summary>
/// What coordinators do before and after a shift, two of them beside each other: in Hebrew on a phone, in English on a desktop. On
/// every page, with people in it and with what it refuses, axe finds nothing and nothing scrolls sideways.
/// </summary>
[Collection(Journeys.Name)]
public sealed class DeskTests(Browser browser, ITestOutputHelper output)
{
    private const string Refused = "main [role=alert]";

    /// <summary>Judged by another journey, which goes through them.</summary>
    private static readonly string[] Elsewhere = ["/desk/calls/{Id:guid}", "/desk/quick-start/columns", "/desk/quick-start/file", "/desk/quick-start/ready"];

    /// <summary>Pages that need nothing to be done first.</summary>
    private static readonly string[] Pages =
    [
        "/desk", "/desk/calls", "/desk/campaigns", "/desk/campaigns/new", "/desk/exports", "/desk/exports/names", "/desk/held", "/desk/help", "/desk/live", "/desk/help-lines", "/desk/people", "/desk/quick-start",
        "/desk/reports",
    ];

    /// <summary>Pages of a campaign.</summary>
    private static readonly string[] OfCampaign = ["assignments", "copy", "join", "match", "notices", "script", "script/versions", "settings"];

    /// <summary>Brought about on the way.</summary>
    private static readonly string[] Made =
    [
        "/desk/books", "/desk/books/{BookId:guid}", "/desk/books/{BookId:guid}/contacts/{ContactId:guid}", "/desk/books/{BookId:guid}/import", "/desk/campaigns/{Id:guid}", "/desk/campaigns/{Id:guid}/hours",
        "/desk/campaigns/{Id:guid}/outcomes", "/desk/campaigns/{Id:guid}/outcomes/new", "/desk/campaigns/{Id:guid}/outcomes/{OutcomeId:guid}", "/desk/follow-ups", "/desk/follow-ups/{Id:guid}", "/desk/imports/{ImportId:guid}", "/desk/lists/new", "/desk/lists/{Id:guid}", "/desk/reviews", "/desk/stop-list", "/desk/stop-list/callers",
    ];

    [Fact]
    public async Task Two_coordinators_bring_people_in_take_them_back_and_hand_out_lists_that_fill_themselves()
    {
        await using var app = await AppProcess.StartAsync(DatabaseKind.Sqlite, AppOptions.AtNoon with { Arguments = ["--demo"] });
        var judges = new List<Judge>();
        foreach (var (logIn, device) in new[] { (DemoLogIns.Noa, Device.Phone with { Locale = "he" }), (DemoLogIns.Amir, Device.Desktop) })
        {
            var person = await browser.PersonAsync(logIn.DisplayName, app.Address, device);
            person.LogInName = logIn.Name;
            person.Words = DemoLogIns.Phrase;
            judges.Add(new Judge(person, device.Width));
        }

        await Task.WhenAll(judges.Select(async (judge, number) =>
        {
            await judge.Person.OpenAsync("/account/sign-in");
            await new SignInPages(judge.Person).SignInAsync();
            await StopListAsync(judge, $"050-100090{number}");
            await BookAsync(judge, number);
            await ImportAsync(judge, app, number);
            await CampaignAsync(judge, app, number);
            await FollowUpAsync(judge, number);
            await ReviewAsync(judge);
            foreach (var path in Pages)
            {
                await judge.OpenAsync(path);
            }
        }));

        output.WriteLine($"{judges.Sum(judge => judge.Asked.Count)} times axe was asked: {string.Join(", ", judges[0].Places)}.");
        var complaints = judges.SelectMany(judge => judge.Person.Complaints).ToList();
        foreach (var judge in judges)
        {
            await judge.Person.DisposeAsync();
        }

        Assert.True(complaints.Count == 0, string.Join('\n', complaints.Distinct()));
        Assert.True(app.Faults.Count == 0, string.Join("\n\n", app.Faults));
    }

    [Fact]
    public void No_page_of_the_desk_is_left_out()
    {
        var routes = File.ReadLines(Path.Combine(Repository.Root, "tests/PhoneBank.Web.Tests/Authorization/routes.txt"))
            .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(parts => parts is ["GET", ..] && parts[1].StartsWith("/desk", StringComparison.Ordinal) && !parts[1].Contains("{importId", StringComparison.Ordinal))
            .Select(parts => parts[1].Replace("{CampaignId:guid}", "{Id:guid}", StringComparison.Ordinal));
        Assert.Empty(routes.Except([.. Pages, .. OfCampaign.Select(page => "/desk/campaigns/{Id:guid}/" + page), .. Made, .. Elsewhere]));
    }

    private static async Task StopListAsync(Judge judge, string number)
    {
        var page = judge.Person.Page;
        await judge.Person.OpenAsync("/desk/stop-list");
        await page.FillAsync("#Number", "12");
        await page.ClickAsync("button[value=ask]");
        await page.Locator(Refused).WaitForAsync();
        await judge.JudgeAsync("stop list, refused");
        await page.FillAsync("#Number", number);
        await page.ClickAsync("button[value=add]");
        await page.WaitForURLAsync("**?done=added");
        await page.FillAsync("#Number", number);
        await page.ClickAsync("button[value=ask]");
        await page.Locator("#answer").WaitForAsync();
        await judge.JudgeAsync("stop list, found");
        await page.ClickAsync("button[name=Entry]");
        await page.WaitForURLAsync("**?done=lifted");
        await page.FillAsync("#text", $"{number}\nnobody's\n");
        await page.ClickAsync("#paste button");
        await page.WaitForURLAsync("**?done=imported**");
        await judge.JudgeAsync("stop list, taken in");
        await judge.OpenAsync("/desk/stop-list/callers");
        await page.Locator("main table a").First.ClickAsync();
        await page.Locator("#sure").WaitForAsync();
        await judge.JudgeAsync("put on by callers, sure?");
    }

    private static async Task BookAsync(Judge judge, int number)
    {
        var page = judge.Person.Page;
        await judge.OpenAsync("/desk/books");
        await page.Locator("main .pb-list a").Nth(number).ClickAsync();
        await page.Locator("#find").WaitForAsync();
        await judge.JudgeAsync("book");
        await page.FillAsync("#Days", "1");
        await page.ClickAsync("#retention button");
        await page.WaitForURLAsync("**?done=retention**");
        await page.FillAsync("#HoursBetweenTalks", "24");
        await page.ClickAsync("#pace button");
        await page.WaitForURLAsync("**?done=pace**");
        await judge.JudgeAsync("book, pace saved");
        await page.FillAsync("#Text", (await page.Locator("main tbody th bdi").First.InnerTextAsync()).Split(' ')[0]);
        await page.ClickAsync("#find button");
        await page.Locator("#found a").First.WaitForAsync();
        await judge.JudgeAsync("book, found");
        await page.Locator("#found a").First.ClickAsync();
        await page.Locator("#edit").WaitForAsync();
        await page.Locator("details.pb-more > summary").ClickAsync();
        await judge.JudgeAsync("person");
        await page.FillAsync("#SafeHours", "sometimes");
        await page.ClickAsync("#edit .pb-button-primary");
        await page.Locator(Refused).WaitForAsync();
        await judge.JudgeAsync("person, refused");

        // What says so leads to the field, far below.
        await page.Locator($"{Refused} a").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#SafeHours")).ToBeFocusedAsync();
        await page.FillAsync("#SafeHours", "Su-Th 18:00-21:00");
        await page.ClickAsync("#edit .pb-button-primary");
        await page.WaitForURLAsync("**?done=Saved");
    }

    private static async Task ImportAsync(Judge judge, AppProcess app, int number)
    {
        var (person, page) = (judge.Person, judge.Person.Page);
        var imports = new ImportPages(person);
        var book = await imports.MakeBookAsync($"North {number}", Books.ProtectionLevel.Careful);
        var workbook = new WorkbookFile();
        workbook.Sheet("Read me", workbook.Texts(["Notes"], ["Ask Noa before you change anything"]));
        workbook.Sheet("People", workbook.Texts(
            ["First name", "Last name", "Phone", "Id number", "Comment"],
            ["Avigail", "Ashkenazi", $"050-10020{number}0", "123456782", "Came twice, and said so at length, so that no cell on the page may grow wide"],
            ["Benaya", "Barzilai", $"050-10020{number}1", "", ""],
            ["Carmel", "Cohen", "12", "", ""]));
        var path = Path.Combine(app.Folder, $"north-{number}.xlsx");
        await File.WriteAllBytesAsync(path, workbook.Bytes());
        await judge.OpenAsync($"{book}/import");
        await imports.UploadAsync(book, path);
        await page.Locator(".pb-notice.pb-warn").WaitForAsync();
        await judge.JudgeAsync("import, columns");
        await imports.CheckAsync();
        await judge.JudgeAsync("import, dry run");

        // Nothing without a reason why these people may be called.
        await page.EvaluateAsync("document.querySelectorAll('#basis, #source').forEach(field => { field.required = false; })");
        await page.ClickAsync("form[action$='/run'] .pb-button-primary");
        await page.Locator(Refused).WaitForAsync();
        await judge.JudgeAsync("import, no basis");
        await imports.RunAsync();
        Assert.Equal(2, await imports.CountAsync("CountNew"));
        await page.Locator("details.pb-more > summary").ClickAsync();
        await judge.JudgeAsync("import, done");
        var import = Guid.Parse(new Uri(page.Url).Segments[^1]);
        await page.ClickAsync("form[action$='/undo'] button");
        await page.Locator("main h1", new PageLocatorOptions { HasText = person.Says<Web.Imports.ImportsText>("TitleUndone") }).WaitForAsync();
        await judge.JudgeAsync("import, taken back");
        await using var db = app.OpenDb();
        var stored = await db.Imports.SingleAsync(candidate => candidate.Id == import);
        Assert.Equal((ImportState.Undone, LawfulBasis.RegularContact), (stored.State, stored.Basis));
        Assert.False(await db.Contacts.AnyAsync(contact => contact.BookId == stored.BookId));
    }

    private static async Task CampaignAsync(Judge judge, AppProcess app, int number)
    {
        var page = judge.Person.Page;
        await page.GotoAsync("/desk/campaigns");
        var campaign = (await page.Locator("main a[href^='/desk/campaigns/']:not([href$=new])").Nth(number).GetAttributeAsync("href"))!;
        foreach (var part in OfCampaign)
        {
            await page.GotoAsync($"{campaign}/{part}");
            await page.Locator("main h1").WaitForAsync();
            await judge.JudgeAsync(part);
        }

        await page.GotoAsync($"{campaign}/hours");
        await page.ClickAsync("main form .pb-button-primary");
        await page.Locator(".pb-error:not(:empty)").First.WaitForAsync();
        await judge.JudgeAsync("hours, refused");
        var today = app.Now.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (field, value) in new[] { ("#FromDate", today), ("#FromTime", "11:00"), ("#UntilDate", today), ("#UntilTime", "22:00"), ("#Reason", "The vote is tonight, and people asked us to call") })
        {
            await page.FillAsync(field, value);
        }

        await page.ClickAsync("main form .pb-button-primary");
        await page.WaitForURLAsync("**?done=Opened");
        await page.Locator("section[aria-labelledby=week] details > summary").ClickAsync();
        await judge.JudgeAsync("hours, opened");
        await OutcomeAsync(judge, campaign, number);

        // From the outcomes to a list of those who had one; a link leads there without a new document, and the count is live all the same.
        await page.GotoAsync($"{campaign}/outcomes");
        await page.Locator("main details > summary").First.ClickAsync();
        await judge.JudgeAsync("outcomes");
        await page.Locator("main details[open] a[href*='/desk/lists/new']").ClickAsync();
        await page.Locator("#count").WaitForAsync();
        await judge.JudgeAsync("list of these");
        var counted = page.WaitForResponseAsync(answer => answer.Request.Method == "POST" && answer.Url.Contains("/desk/lists/new", StringComparison.Ordinal));
        await page.Locator("input[name=Outcome]:checked").UncheckAsync(new LocatorUncheckOptions { Force = true });
        await counted;

        // Everybody is in a list already, and nobody is to be moved: that would be an empty list.
        await page.FillAsync("#Name", $"Everybody anew {number}");
        await page.ClickAsync("button[value=make]");
        await page.Locator(Refused).WaitForAsync();
        await judge.JudgeAsync("list, refused");
        await page.EvaluateAsync("document.querySelectorAll('main details').forEach(part => { part.open = true; })");
        await judge.JudgeAsync("filter, everything open");
        await page.CheckAsync("input[name=Move]");
        await page.CheckAsync("input[name=Refills]");
        await page.UncheckAsync("input[name=Everyone]");
        await page.ClickAsync("button[value=make]");
        await page.WaitForURLAsync(address => Guid.TryParse(new Uri(address).Segments[^1], out _));
        var list = Guid.Parse(new Uri(page.Url).Segments[^1]);
        await page.SelectOptionAsync("#To", (await page.Locator("#To option[value^=Volunteer]").First.GetAttributeAsync("value"))!);
        await page.FillAsync("#Maximum", "5");
        await page.ClickAsync("section[aria-labelledby=handed] .pb-button-primary");
        await page.Locator("section[aria-labelledby=handed] .pb-item").WaitForAsync();
        await page.Locator("main details > summary").Last.ClickAsync();
        await judge.JudgeAsync("list");
        await using (var db = app.OpenDb())
        {
            Assert.True((await db.CallLists.SingleAsync(candidate => candidate.Id == list)).Refills);
            var assignment = await db.Assignments.SingleAsync(candidate => candidate.ListId == list);
            Assert.Equal((true, 5), (assignment.VolunteerId is not null, assignment.Maximum));
            Assert.True(await db.Entries.AnyAsync(entry => entry.ListId == list));
        }

        await page.ClickAsync("main details[open] form button");
        await page.WaitForURLAsync("**?moved=**");
        await judge.JudgeAsync("list, rest moved");
        await judge.OpenAsync(campaign);
    }

    /// <summary>An outcome is added, goes up by the keyboard alone, and is taken away again; what one does that calls have is only read.</summary>
    private static async Task OutcomeAsync(Judge judge, string campaign, int number)
    {
        var page = judge.Person.Page;
        await page.GotoAsync($"{campaign}/outcomes/new");
        await page.CheckAsync("input[name=Group][value=Care]", new PageCheckOptions { Force = true });
        await page.FillAsync("#Waits", "soon");
        await page.ClickAsync("main form .pb-button-primary");
        await page.Locator(Refused).WaitForAsync();
        await judge.JudgeAsync("outcome, refused");
        await page.FillAsync("#Waits", "");
        await page.FillAsync("#l-en", $"Moved away {number}");
        await page.FillAsync("#c-en", "Ends");
        await page.CheckAsync("input[name=EndsEntry]");
        await page.ClickAsync("main form .pb-button-primary");
        await page.WaitForURLAsync("**?done=Added**");
        var outcome = new Uri(page.Url).Fragment;
        await page.Locator($"{outcome} > summary").PressAsync("Enter");
        await page.Locator($"{outcome} button[value^=up]").PressAsync("Enter");
        await page.WaitForURLAsync("**?moved=**");
        await Assertions.Expect(page.Locator($"{outcome} button[value^=up]")).ToBeFocusedAsync();
        await judge.JudgeAsync("outcomes, moved");
        await page.GotoAsync($"{campaign}/outcomes/{outcome["#o-".Length..]}");
        await page.Locator("main details > summary").ClickAsync();
        await judge.JudgeAsync("outcome, delete?");
        await page.ClickAsync("main details .pb-button-danger");
        await page.WaitForURLAsync("**?done=Deleted");
    }

    /// <summary>One promise is opened, kept, and the keeping taken back.</summary>
    private static async Task FollowUpAsync(Judge judge, int number)
    {
        var page = judge.Person.Page;
        await judge.OpenAsync("/desk/follow-ups");
        await page.Locator("details.pb-more > summary").Last.ClickAsync();
        await judge.JudgeAsync("follow-ups, a list of them");
        await page.Locator("main tbody th a").Nth(number).ClickAsync();
        await page.Locator("#now").WaitForAsync();
        await judge.JudgeAsync("follow-up");
        await page.Locator("section[aria-labelledby=now] .pb-button-primary").ClickAsync();
        await page.WaitForURLAsync("**?done=**");
        await judge.JudgeAsync("follow-up, kept");
    }

    /// <summary>One call is opened from the queue and sent back to who made it.</summary>
    private static async Task ReviewAsync(Judge judge)
    {
        var page = judge.Person.Page;
        await judge.OpenAsync("/desk/reviews");
        await page.ClickAsync("button[form=next]");
        await page.Locator("#open").WaitForAsync();
        await page.EvaluateAsync("document.querySelectorAll('main details').forEach(part => { part.open = true; })");
        await judge.JudgeAsync("review, open");
        await page.FillAsync("#feedback", "Please wait for the whole answer before you choose one");
        await page.ClickAsync("button[form=return]");
        await page.WaitForURLAsync("**?done=Returned");
        await judge.JudgeAsync("review, returned");
    }
}
