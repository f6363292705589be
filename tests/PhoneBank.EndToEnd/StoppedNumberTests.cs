using Microsoft.Playwright;
using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;

namespace PhoneBank.EndToEnd;

/// <summary>Word that a number was stopped hides the one on the page at once; if it was another one, the caller has it back with one tap.</summary>
[Collection(InBrowser.Name)]
public sealed class StoppedNumberTests(Browser browser, EverydayShift everyday)
{
    [Fact]
    public async Task The_number_after_one_that_was_stopped_can_be_shown_again_without_a_reload()
    {
        var shift = await everyday.GetAsync(browser);
        await using var tirza = await browser.PersonAsync("Tirza Twice", shift.App.Address, Device.Phone);
        var join = new JoinPages(tirza);
        await join.JoinByLinkAsync(shift.Invite);
        await join.StartAsync();
        var call = new CallPages(tirza);
        await call.TakeFirstAsync();
        var number = await call.StartAsync();

        // It was said of the one before.
        await tirza.Page.RouteAsync("**/call/events", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/event-stream", Body = "retry: 600000\nevent: silenced\ndata: 1\n\n" }));
        await tirza.Page.ReloadAsync();
        await Assertions.Expect(tirza.Page.Locator(CallPages.Number)).ToHaveCountAsync(0);
        await tirza.ClickAsync(tirza.Page.Locator("[data-number-again] button"), "show it again");
        Assert.Equal("tel:" + number, await tirza.Page.Locator(CallPages.Number).GetAttributeAsync("href"));
        await call.EndAsync(new Ending("no_answer"), stop: true);
        tirza.WasAtPeace();
    }
}
