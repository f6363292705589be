using Microsoft.EntityFrameworkCore;
using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;
using PhoneBank.Web.Calling;
using Xunit.Abstractions;

namespace PhoneBank.EndToEnd;

/// <summary>A shift without a mouse or a finger: from signing in to two recorded calls by keys alone.</summary>
[Collection(InBrowser.Name)]
public sealed class KeyboardOnlyTests(Browser browser, EverydayShift everyday, ITestOutputHelper output)
{
    private const string Save = ".pb-dock button[name=then][value=next]";
    private const string Heading = "h1[data-claim]";

    [Fact]
    public async Task From_signing_in_to_two_recorded_calls_by_keys_alone()
    {
        var shift = await everyday.GetAsync(browser);
        await using var keren = await browser.PersonAsync("Keren Keys", shift.App.Address, Device.Desktop);
        var join = new JoinPages(keren);
        await join.JoinByLinkAsync(shift.Invite);
        await join.StartAsync();
        await new SignInPages(keren).LoseSessionAsync();
        keren.Done.Clear();

        // From here on nothing but keys.
        await keren.OpenAsync("/");
        await keren.TabToAsync("#name");
        await keren.Page.Keyboard.TypeAsync(keren.LogInName);
        await keren.TabToAsync("#password");
        await keren.Page.Keyboard.TypeAsync(keren.Words);
        await keren.PressKeyAsync("Enter");
        await keren.Page.Locator("form[action='/call/next']").First.WaitForAsync();
        await keren.TabToAsync("form[action='/call/next'] button");
        await keren.PressKeyAsync("Enter");
        await keren.Page.Locator(Heading).WaitForAsync();

        // First call: nobody answers.
        await StartAsync(keren);
        var next = await new CallPages(keren).NextPersonAsync();
        await keren.PressKeyAsync("1");
        await keren.Page.Locator(next).WaitForAsync();
        await keren.StartsAtHeadingOrRefusalAsync();

        // Second call: they talk, and a note is written.
        await StartAsync(keren);
        await keren.TabToAsync("[data-script] input[type=radio]");
        await keren.PressKeyAsync("ArrowDown");
        await keren.PressKeyAsync("ArrowUp");
        await PressKeyOfAsync(keren, "talked");
        Assert.True(await keren.Page.Locator("input[name=reached][value=talked]").IsCheckedAsync());
        await keren.TabToAsync("#note");
        await keren.Page.Keyboard.TypeAsync("Written by 1 hand, and 2 keys do nothing here");
        Assert.Equal("Written by 1 hand, and 2 keys do nothing here", await keren.Page.Locator("#note").InputValueAsync());
        next = await new CallPages(keren).NextPersonAsync();
        await keren.TabToAsync(Save);
        await keren.PressKeyAsync("Enter");
        await keren.Page.Locator(next).WaitForAsync();
        await keren.StartsAtHeadingOrRefusalAsync();

        // Third: what is missing is said, and the focus is where it is said.
        await StartAsync(keren);
        await PressKeyOfAsync(keren, "callback");
        await keren.TabToAsync(Save);
        await keren.PressKeyAsync("Enter");
        await keren.Page.Locator("[data-refusal]").WaitForAsync();
        await keren.StartsAtHeadingOrRefusalAsync();
        await keren.TabToAsync("[data-refusal] a");
        await keren.PressKeyAsync("Enter");
        Assert.True(await keren.IsOnAsync("#callback, #callback *"));
        await keren.TabToAsync("#callback input[type=radio]");
        await keren.PressKeyAsync("Space");
        next = await new CallPages(keren).NextPersonAsync();
        await keren.TabToAsync(Save);
        await keren.PressKeyAsync("Enter");
        await keren.Page.Locator(next).WaitForAsync();

        keren.WasAtPeace();
        Assert.DoesNotContain(keren.Done, act => act.StartsWith("click", StringComparison.Ordinal) || act.StartsWith("tick", StringComparison.Ordinal));
        await using var db = shift.App.OpenDb();
        var name = keren.NormalizedLogInName;
        var made = await (from call in db.Calls
                          join user in db.Users on call.OrganizerId equals user.Id
                          join outcome in db.Outcomes on call.OutcomeId equals outcome.Id
                          where user.NormalizedUserName == name
                          orderby call.EndedAt
                          select outcome.Key).ToListAsync();
        Assert.Equal(["no_answer", "talked", "callback"], made);
        output.WriteLine($"{keren.Actions} keys and words from signing in to three recorded calls.");
    }

    private static async Task StartAsync(Person person)
    {
        await person.PressKeyAsync("Enter");
        await person.Page.Locator(CallPages.Number).WaitForAsync();
        await person.StartsAtHeadingOrRefusalAsync();
        await person.Page.GetByText(person.Says<CallingText>("HowDidItEnd")).First.WaitForAsync();
    }

    /// <summary>Presses the digit that stands beside an outcome.</summary>
    private static async Task PressKeyOfAsync(Person person, string outcome) =>
        await person.PressKeyAsync((await person.Page.Locator($"[value={outcome}][data-key]").First.GetAttributeAsync("data-key"))!);
}
