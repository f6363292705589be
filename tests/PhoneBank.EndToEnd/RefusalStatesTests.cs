using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Data;
using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;
using PhoneBank.Web.Calling;
using PhoneBank.Web.Campaigns;
using PhoneBank.Web.Home;
using PhoneBank.Web.Volunteers;

namespace PhoneBank.EndToEnd;

/// <summary>
/// Whatever keeps an organizer from calling has a page that says so, in the reader's language, and what can be done. Each is
/// brought about for real. With <c>PHONEBANK_SCREENSHOTS=1</c> the pictures go to <c>docs/screenshots</c>.
/// </summary>
[Collection(Journeys.Name)]
public sealed class RefusalStatesTests(Browser browser)
{
    private const int People = 6;

    [Fact]
    public async Task Every_refusal_has_a_page_of_its_own()
    {
        await using var shift = await Shift.StartAsync(browser, DatabaseKind.Sqlite, People);
        await using var dana = await browser.PersonAsync("Dana", shift.App.Address, Device.Phone);
        await using var tamar = await browser.PersonAsync("תמר", shift.App.Address, Device.Phone with { Locale = "he", Dark = true });
        Person[] both = [dana, tamar];
        foreach (var person in both)
        {
            var join = new JoinPages(person);
            await join.JoinByLinkAsync(shift.Invite, speaks: person.Device.Language == "en" ? null : "en");
            await join.StartAsync();
        }

        await PausedAsync(shift, both);
        await NoListAsync(shift, both);
        foreach (var person in both)
        {
            await person.OpenAsync("/");
            await new CallPages(person).TakeFirstAsync();
        }

        await BudgetSpentAsync(shift, both);
        foreach (var person in both)
        {
            await new CallPages(person).StartAsync();
            await OfflineAsync(person);
        }

        await LapsedAsync(shift, both);
        await NobodyNowAsync(both);
        foreach (var person in both)
        {
            person.WasAtPeace();
        }

        Assert.True(shift.App.Faults.Count == 0, string.Join("\n\n", shift.App.Faults));
    }

    [Fact]
    public async Task Whoever_is_not_admitted_yet_is_told_to_wait()
    {
        await using var shift = await Shift.StartAsync(browser, DatabaseKind.Sqlite, People, ProtectionLevel.AtRisk, AppOptions.AtNoon);
        foreach (var device in new[] { Device.Phone, Device.Phone with { Locale = "he", Dark = true } })
        {
            await using var person = await browser.PersonAsync(device.Dark ? "תמר" : "Dana", shift.App.Address, device);
            await new JoinPages(person).JoinByLinkAsync(shift.Invite, speaks: device.Language == "en" ? null : "en");
            await person.SeesAsync(person.Says<VolunteersText>("YouWaitText"));
            await ShotAsync(person, "not-admitted");
            await person.OpenAsync("/");
            await person.SeesAsync(person.Says<HomeText>("WaitingTitle"));
            Assert.Equal(0, await person.Page.Locator("form[action='/call/next']").CountAsync());
            await person.JudgeAsync();
            person.WasAtPeace();
        }
    }

    private static async Task PausedAsync(Shift shift, Person[] both)
    {
        var noa = shift.Coordinator;
        foreach (var person in both)
        {
            await person.OpenAsync("/");
        }

        await noa.OpenAsync(shift.CampaignPath);
        await noa.PressButtonAsync(noa.Says<CampaignsText>("Pause"));
        await noa.SeesAsync(noa.Says<CampaignsText>("Resume"));
        foreach (var person in both)
        {
            // The page was open before the pause.
            await person.PressButtonAsync(person.Says<HomeText>("CallNext"));
            await HeadingIsAsync(person, person.Says<CallingText>("CampaignIsPaused"));
            await ShotAsync(person, "campaign-paused");
        }

        await noa.PressButtonAsync(noa.Says<CampaignsText>("Resume"));
        await noa.SeesAsync(noa.Says<CampaignsText>("Pause"));
    }

    private static async Task NoListAsync(Shift shift, Person[] both)
    {
        foreach (var person in both)
        {
            await person.OpenAsync("/");
        }

        await SetTakenBackAsync(DateTime.UtcNow);
        foreach (var person in both)
        {
            await person.PressButtonAsync(person.Says<HomeText>("CallNext"));
            await HeadingIsAsync(person, person.Says<CallingText>("NoListAssigned"));
            await ShotAsync(person, "no-list");
            await person.OpenAsync("/");
            await person.SeesAsync(person.Says<HomeText>("NoLists"));
            await person.JudgeAsync();
        }

        await SetTakenBackAsync(null);

        async Task SetTakenBackAsync(DateTime? at)
        {
            await using var db = shift.App.OpenDb();
            Assert.NotEqual(0, await db.Assignments.ExecuteUpdateAsync(set => set.SetProperty(assignment => assignment.TakenBackAt, at)));
        }
    }

    private static async Task BudgetSpentAsync(Shift shift, Person[] both)
    {
        await using (var db = shift.App.OpenDb())
        {
            // As if each had seen as many numbers in the last half hour as an hour allows.
            foreach (var claim in await db.Claims.Where(claim => claim.EndedAt == null).ToListAsync())
            {
                var phone = await db.ContactPhones.Where(phone => phone.ContactId == claim.ContactId).Select(phone => phone.Id).FirstAsync();
                db.Reveals.AddRange(Enumerable.Range(0, LevelRules.Of(ProtectionLevel.Supporters).RevealsPerHour).Select(i => new Reveal
                {
                    Id = Guid.CreateVersion7(),
                    OrganizerId = claim.OrganizerId,
                    BookId = claim.BookId,
                    ContactId = Guid.CreateVersion7(),
                    PhoneId = phone,
                    ClaimId = Guid.CreateVersion7(),
                    At = shift.App.Now.UtcDateTime.AddMinutes(-30).AddSeconds(i),
                }));
            }

            await db.SaveChangesAsync();
        }

        foreach (var person in both)
        {
            await person.PressButtonAsync(person.Says<CallingText>("StartCall"));
            await person.SeesAsync(person.Says<CallingText>("RevealBudgetHour"));
            await person.SeesAsync(person.Says<CallingText>("AgainFrom"));
            await person.Page.GetByRole(AriaRole.Alert).First.WaitForAsync();
            Assert.Equal(0, await person.Page.Locator(CallPages.Number).CountAsync());
            await ShotAsync(person, "budget-spent");
        }

        await using (var db = shift.App.OpenDb())
        {
            await db.Reveals.ExecuteDeleteAsync();
        }
    }

    private static async Task OfflineAsync(Person person)
    {
        var call = new CallPages(person);
        await person.FillAsync(person.Says<CallingText>("NoteLabel"), "Prefers the evening");
        await call.SavedAsync();
        await person.Context.SetOfflineAsync(true);
        await person.FillAsync(person.Says<CallingText>("NoteLabel"), "Prefers the evening, and the train is in a tunnel");
        await person.Page.Locator(".pb-notes [data-kind=offline]").WaitForAsync();
        await person.Page.GetByRole(AriaRole.Alert).First.WaitForAsync();
        await person.SeesAsync(person.Says<CallingText>("DraftUnsent"));
        await ShotAsync(person, "offline");
        await person.Context.SetOfflineAsync(false);
        await call.SavedAsync();
        await person.Page.Locator(".pb-notes [data-kind=offline]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }

    private static async Task LapsedAsync(Shift shift, Person[] both)
    {
        foreach (var person in both)
        {
            await person.Page.GotoAsync("about:blank");
        }

        await shift.LapseClaimsAsync();
        foreach (var person in both)
        {
            await person.OpenAsync("/call");
            await person.FollowAsync(person.Says<CallingText>("ReportOutcome"));
            await person.Page.WaitForURLAsync("**/call/report/*");
            await person.SeesAsync(person.Says<CallingText>("NumberHiddenReport"));
            Assert.Equal(0, await person.Page.Locator(CallPages.Number).CountAsync());
            Assert.Equal("Prefers the evening, and the train is in a tunnel", await person.Page.Locator("#note").InputValueAsync());
            await person.JudgeAsync();
            await person.OpenAsync("/call");
            await ShotAsync(person, "claim-lapsed");
            await person.FollowAsync(person.Says<CallingText>("ReportOutcome"));
            await new CallPages(person).SaveAsync(new Ending("no_answer"));
            await person.Page.WaitForURLAsync(address => !address.Contains("/call/report/", StringComparison.Ordinal));
        }
    }

    /// <summary>The rest are called, without an answer; then there is nobody until the evening.</summary>
    private static async Task NobodyNowAsync(Person[] both)
    {
        var call = new CallPages(both[0]);
        await both[0].OpenAsync("/");
        await call.TakeFirstAsync();
        for (var i = People - both.Length; i > 0; i--)
        {
            await call.StartAsync();
            await call.EndAsync(new Ending("no_answer"), expectNobody: i == 1);
        }

        foreach (var person in both)
        {
            await person.OpenAsync("/");
            await person.PressButtonAsync(person.Says<HomeText>("CallNext"));
            await HeadingIsAsync(person, person.Says<CallingText>("NobodyNow"));
            await person.SeesAsync(person.Says<CallingText>("FirstFrom"));
            await person.Page.Locator("[data-nothing] time").WaitForAsync();
            await ShotAsync(person, "nobody-yet");
        }
    }

    private static Task HeadingIsAsync(Person person, string text) =>
        person.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = text, Level = 1 }).WaitForAsync();

    private static Task ShotAsync(Person person, string name) =>
        Pictures.TakeAsync(person, $"refusal-{name}-{person.Device.Language}-{(person.Device.Dark ? "dark" : "light")}");
}
