using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;
using PhoneBank.Web.Calling;

namespace PhoneBank.EndToEnd;

/// <summary>A call at 400 % (a window of 1280 by 1024 is then 320 by 256 wide) and on a small phone: nothing sideways, nothing covered.</summary>
[Collection(InBrowser.Name)]
public sealed class ZoomTests(Browser browser, EverydayShift everyday)
{
    [Theory, InlineData(320, 256, "en"), InlineData(320, 256, "he"), InlineData(320, 568, "ru"), InlineData(360, 740, "ar")]
    public async Task A_whole_call_fits_and_what_has_the_focus_is_never_covered(int width, int height, string language)
    {
        var shift = await everyday.GetAsync(browser);
        await using var mira = await browser.PersonAsync($"Mira {width}x{height} {language}", shift.App.Address, new Device(width, height, language));
        var join = new JoinPages(mira);
        await join.JoinByLinkAsync(shift.Invite, speaks: language == "en" ? null : "en");
        await FitsAsync(mira);
        await join.StartAsync();
        await FitsAsync(mira);
        var call = new CallPages(mira);
        await call.TakeFirstAsync();
        await FitsAsync(mira);
        await call.StartAsync();
        await FitsAsync(mira);
        await call.AnswerFirstQuestionAsync();
        await call.ChooseAsync(new Ending("callback", Note: "Prefers the evening", Message: "Wants a word"));
        await call.SavedAsync();
        await FitsAsync(mira);

        // What is refused fits too.
        await mira.Page.Locator("#callbackDate").FillAsync("");
        await mira.Page.EvaluateAsync("document.querySelectorAll('#callback input[type=radio]').forEach(box => { box.checked = box.value === 'other'; })");
        await call.SaveAsync(new Ending("callback"));
        await mira.Page.Locator("[data-refusal]").WaitForAsync();
        await FitsAsync(mira);
        await call.EndAsync(new Ending("no_answer"), stop: true);
        await mira.SeesAsync(mira.Says<CallingText>("Undo"));
        await FitsAsync(mira);
        mira.WasAtPeace();
    }

    private static async Task FitsAsync(Person person)
    {
        person.Complaints.AddRange((await person.CoveredAsync()).Select(line => $"{person.Page.Url} at {person.Device.Width}x{person.Device.Height}: {line}"));
        if (await person.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") is > 1 and var wide)
        {
            person.Complaints.Add($"{person.Page.Url} is {wide} pixels too wide in {person.Device.Width}.");
        }
    }
}
