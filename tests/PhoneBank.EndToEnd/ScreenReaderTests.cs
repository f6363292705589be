using Microsoft.Playwright;
using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;
using PhoneBank.Web.Calling;

namespace PhoneBank.EndToEnd;

/// <summary>What somebody hears who does not see the call page: landmarks, headings, names, and what is said without being asked.</summary>
[Collection(InBrowser.Name)]
public sealed class ScreenReaderTests(Browser browser, EverydayShift everyday)
{
    [Theory, InlineData("en"), InlineData("he")]
    public async Task The_call_page_has_its_landmarks_headings_names_and_live_regions(string language)
    {
        var shift = await everyday.GetAsync(browser);
        await using var sara = await browser.PersonAsync($"Sara Reads {language}", shift.App.Address, Device.Phone with { Locale = language });
        var join = new JoinPages(sara);
        await join.JoinByLinkAsync(shift.Invite, speaks: language == "en" ? null : "en");
        await join.StartAsync();
        await IsInOrderAsync(sara);
        var call = new CallPages(sara);
        var page = sara.Page;

        // Before the call: whom, until when, and the two ways on.
        await call.TakeFirstAsync();
        await IsInOrderAsync(sara);
        var name = await call.FirstNameAsync();
        await HearsAsync(sara, AriaRole.Heading, name);
        await HearsAsync(sara, AriaRole.Timer);
        await HearsAsync(sara, AriaRole.Form, sara.Says<CallingText>("StartOrStop"));
        await HearsAsync(sara, AriaRole.Button, sara.Says<CallingText>("StartCall"));
        await HearsAsync(sara, AriaRole.Button, sara.Says<CallingText>("Stop"));

        // During the call: the number as a link, the script, the outcomes, the notes with their readers, the state of saving.
        var number = await call.StartAsync();
        await IsInOrderAsync(sara);
        await sara.StartsAtHeadingOrRefusalAsync();
        await HearsAsync(sara, AriaRole.Heading, name);
        await HearsAsync(sara, AriaRole.Timer);
        await HearsAsync(sara, AriaRole.Link, sara.Says<CallingText>("Dial"));
        Assert.Equal(number[1..], new string([.. (await page.Locator(CallPages.Number).InnerTextAsync()).Where(char.IsAsciiDigit)]));
        Assert.Equal("ltr", await page.Locator(CallPages.Number + " bdi").GetAttributeAsync("dir"));
        await HearsAsync(sara, AriaRole.Heading, sara.Says<CallingText>("Script"));
        await HearsAsync(sara, AriaRole.Group, sara.Says<CallingText>("HowDidItEnd"));
        Assert.NotEqual("", await page.EvaluateAsync<string>("document.getElementById(document.querySelector('[data-script] [role=radiogroup]').getAttribute('aria-labelledby')).textContent.trim()"));
        Assert.All(await page.EvaluateAsync<string[]>("Array.from(document.querySelectorAll('[data-script] :is(.pb-say, .pb-do)')).map(part => part.lang)"), said => Assert.NotEqual("", said));
        foreach (var label in new[] { "NoteLabel", "MessageLabel" })
        {
            var field = page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = sara.Says<CallingText>(label) });
            Assert.NotEqual("", await field.EvaluateAsync<string>("field => document.getElementById(field.getAttribute('aria-describedby')).textContent.trim()"));
        }

        // Saving is seen as it happens, and said in a place that was there before.
        await page.Locator("[data-save]").EvaluateAsync("place => { window.seen = []; new MutationObserver(() => window.seen.push(place.dataset.state)).observe(place, { childList: true }); }");
        await ListenAsync(sara);
        await sara.FillAsync(sara.Says<CallingText>("NoteLabel"), "Prefers the evening");
        await call.SavedAsync();
        Assert.Equal(["saving", "saved"], await page.EvaluateAsync<string[]>("window.seen"));
        await HeardAsync(sara, sara.Says<CallingText>("DraftSaved"));

        // A refusal is an alert, tied to what it is about.
        await call.ChooseAsync(new Ending("callback"));
        await page.Locator("#callbackDate").FillAsync("");
        await page.EvaluateAsync("document.querySelectorAll('#callback input[type=radio]').forEach(box => { box.checked = box.value === 'other'; })");
        await call.SaveAsync(new Ending("callback"));
        await page.GetByRole(AriaRole.Alert).First.WaitForAsync();
        await IsInOrderAsync(sara);
        await sara.StartsAtHeadingOrRefusalAsync();
        Assert.Equal("true", await page.Locator("#callbackDate").GetAttributeAsync("aria-invalid"));
        Assert.Equal("Prefers the evening", await page.GetByLabel(sara.Says<CallingText>("NoteLabel")).InputValueAsync());

        // What was recorded, and who is next, is said.
        await ListenAsync(sara);
        await call.EndAsync(new Ending("no_answer"));
        var next = await call.FirstNameAsync();
        await HeardAsync(sara, next);
        await IsInOrderAsync(sara);
        sara.WasAtPeace();
    }

    private static Task HearsAsync(Person person, AriaRole role, string? name = null) =>
        person.Page.GetByRole(role, new PageGetByRoleOptions { Name = name }).First.WaitForAsync();

    /// <summary>Keeps all that is put into the page's own live region from now on.</summary>
    private static Task ListenAsync(Person person) => person.Page.EvaluateAsync(
        "() => { const place = document.querySelector('body > [role=status]'); window.heard = []; new MutationObserver(() => window.heard.push(place.textContent)).observe(place, { childList: true }); }");

    private static Task HeardAsync(Person person, string words) => person.Page.WaitForFunctionAsync("words => window.heard.some(said => said.includes(words))", words);

    /// <summary>One main part and one banner, a way past the banner, one first heading, no level left out, language and direction told.</summary>
    private static async Task IsInOrderAsync(Person person)
    {
        var page = person.Page;
        Assert.Equal(1, await page.GetByRole(AriaRole.Main).CountAsync());
        Assert.Equal(1, await page.GetByRole(AriaRole.Banner).CountAsync());
        Assert.Equal(person.Device.Language, await page.GetAttributeAsync("html", "lang"));
        Assert.Equal(person.Device.Language is "he" or "ar" ? "rtl" : "ltr", await page.GetAttributeAsync("html", "dir"));
        Assert.Equal("#main", await page.EvaluateAsync<string>("document.querySelector('body a').hash"));
        var levels = await page.EvaluateAsync<int[]>("Array.from(document.querySelectorAll('h1,h2,h3,h4,h5,h6')).filter(one => one.getClientRects().length).map(one => Number(one.tagName[1]))");
        Assert.Single(levels, level => level == 1);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1, $"{page.Url}: headings {string.Join(' ', levels)}"));
    }
}
