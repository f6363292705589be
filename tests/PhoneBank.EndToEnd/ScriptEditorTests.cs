using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using PhoneBank.Demo;
using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;
using PhoneBank.Tests;
using PhoneBank.Web.Scripts;
using Xunit.Abstractions;

namespace PhoneBank.EndToEnd;

/// <summary>A script is rearranged by keys and by pointer and written in two languages, and whatever happens meanwhile nothing typed is lost.</summary>
[Collection(Journeys.Name)]
public sealed class ScriptEditorTests(Browser browser, ITestOutputHelper output)
{
    private const string Heard = "#said";

    [Fact]
    public async Task A_script_is_rearranged_written_and_saved_by_keys_and_by_pointer()
    {
        await using var app = await AppProcess.StartAsync(Data.DatabaseKind.Sqlite, AppOptions.AtNoon with { Arguments = ["--demo"] });
        await using var noa = await browser.PersonAsync(DemoLogIns.Noa.DisplayName, app.Address, Device.Desktop);
        noa.LogInName = DemoLogIns.Noa.Name;
        noa.Words = DemoLogIns.Phrase;
        var (page, judge) = (noa.Page, new Judge(noa, Judge.Widths));
        await noa.OpenAsync("/account/sign-in");
        await new SignInPages(noa).SignInAsync();
        await noa.OpenAsync("/desk/campaigns");
        var campaign = (await page.Locator("main a[href^='/desk/campaigns/']").Filter(new LocatorFilterOptions { HasText = "Reservist support" }).First.GetAttributeAsync("href"))!;
        await noa.OpenAsync($"{campaign}/script");
        var names = page.Locator("#tree .pb-tree-step > :first-child");
        var before = await names.AllInnerTextsAsync();

        // By keys: down to the next answer and up again. The focus goes along, and what became of it is read out.
        var moved = await page.Locator("#row-13 .pb-muted").InnerTextAsync();
        var stood = await page.Locator("#row-13 > :first-child").InnerTextAsync();
        await page.Locator("#row-13").FocusAsync();
        await noa.PressKeyAsync("Alt+ArrowDown");
        await Assertions.Expect(page.Locator(Heard)).ToContainTextAsync("Moved");
        var below = await page.Locator(Heard).InnerTextAsync();
        await Assertions.Expect(page.Locator("#tree [data-row] button:focus")).ToContainTextAsync(moved);
        await noa.PressKeyAsync("Alt+ArrowUp");
        await Assertions.Expect(page.Locator(Heard)).Not.ToContainTextAsync(below);
        await Assertions.Expect(page.Locator(Heard)).ToContainTextAsync("Moved");
        await Assertions.Expect(page.Locator("#tree [data-row] button:focus")).ToContainTextAsync(moved);
        await Assertions.Expect(page.Locator("#tree [data-row] button:focus")).ToContainTextAsync(stood);
        await noa.PressKeyAsync("Alt+ArrowLeft");
        await Assertions.Expect(page.Locator(Heard)).ToContainTextAsync("Moved");
        Assert.Equal(before.Count, await names.CountAsync());

        // By pointer: the last goodbye to the second answer of the opening; it stands beside, as another answer leads to it as well.
        var heard = await page.Locator(Heard).InnerTextAsync();
        var last = page.Locator("#tree [data-row]").Filter(new LocatorFilterOptions { HasText = "Goodbye" }).Last;
        await last.DragToAsync(page.Locator("#tree [data-under='0:1']"));
        await Assertions.Expect(page.Locator(Heard)).Not.ToHaveTextAsync(heard);
        await Assertions.Expect(page.Locator(Heard)).ToContainTextAsync("Moved");
        Assert.Equal(before.Count, await names.CountAsync());
        await judge.JudgeAsync("script, rearranged");

        // What is typed is seen in the preview, and neither the place nor a word of it is lost.
        await page.Locator("#row-0").ClickAsync();
        var field = page.Locator("#open textarea").First;
        await field.FillAsync("");
        await field.PressSequentiallyAsync("Typed slowly, word for word.", new LocatorPressSequentiallyOptions { Delay = 30 });
        await Assertions.Expect(page.Locator("#preview")).ToContainTextAsync("Typed slowly, word for word.");
        await Assertions.Expect(field).ToBeFocusedAsync();
        await page.Locator("#preview input[type=radio]").First.CheckAsync(new LocatorCheckOptions { Force = true });
        await Assertions.Expect(page.Locator("#preview [data-step]").Nth(1)).ToBeVisibleAsync();

        // Without a network it says so and keeps everything.
        await page.Context.SetOfflineAsync(true);
        await page.Locator("button[value=save]").ClickAsync();
        await Assertions.Expect(page.Locator(Heard)).ToContainTextAsync(noa.Says<ScriptsText>("NotSent"));
        Assert.Equal("Typed slowly, word for word.", await field.InputValueAsync());
        await page.Context.SetOfflineAsync(false);

        // On a narrow window one language at a time; what is missing is gone to.
        await page.SetViewportSizeAsync(360, 740);
        await page.Locator("[data-show-language]").Nth(1).ClickAsync();
        Assert.Equal(1, await page.Locator("#open textarea[name^='text.any.']:visible").CountAsync());
        await page.Locator("#open textarea[name^='text.any.']:visible").FillAsync("");
        await Assertions.Expect(page.Locator("#missing")).ToContainTextAsync("1");
        await page.Locator("[data-show-language]").Nth(0).ClickAsync();
        await page.Locator("button[value=missing]").ClickAsync();
        await Assertions.Expect(page.Locator("#open textarea:visible:focus")).ToHaveCountAsync(1);
        await page.Locator("#open textarea:focus").FillAsync("Written after all.");
        await page.SetViewportSizeAsync(noa.Device.Width, noa.Device.Height);
        await judge.JudgeAsync("script, written");

        await page.Locator("button[value=save]").ClickAsync();
        await page.Locator(".pb-notice[role=status]").First.WaitForAsync();
        await judge.OpenAsync($"{campaign}/script/versions?number=2");
        await using var db = app.OpenDb();
        Assert.Equal(2, await db.ScriptVersions.CountAsync(version => version.CampaignId == Guid.Parse(campaign.Substring("/desk/campaigns/".Length))));
        output.WriteLine(string.Join(", ", judge.Places));
        Assert.True(noa.Complaints.Count == 0, string.Join('\n', noa.Complaints.Distinct()));
        Assert.True(app.Faults.Count == 0, string.Join("\n\n", app.Faults));
    }
}
