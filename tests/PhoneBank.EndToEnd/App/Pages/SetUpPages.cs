using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PhoneBank.Web.Privacy;
using PhoneBank.Web.Volunteers;

namespace PhoneBank.EndToEnd.App.Pages;

/// <summary>From an empty installation to its first account with a confirmed recovery sheet.</summary>
public sealed partial class SetUpPages(Person person, AppProcess app)
{
    public const string Password = "quiet orchard lantern 42";

    private IPage Page => person.Page;

    /// <summary>Types the code from the console and makes the account; ends on the recovery sheet.</summary>
    public async Task MakeFirstAccountAsync()
    {
        var code = await app.PrintedAsync(SetUpCode());
        await person.OpenAsync("/");
        await person.FillAsync(person.Says<VolunteersText>("SetUpCode"), code);
        await person.FillAsync(person.Says<VolunteersText>("YourName"), person.Name);
        await person.FillAsync(person.Says<VolunteersText>("LogInName"), person.Name);
        await person.FillAsync(person.Says<VolunteersText>("YourPassword"), Password);
        await person.PressButtonAsync(person.Says<VolunteersText>("SetUpButton"));
        await Page.WaitForURLAsync("**/setup/recovery-sheet");
    }

    /// <summary>Copies the sheet and types the groups that are asked for; ends on quick start.</summary>
    public async Task ConfirmRecoverySheetAsync()
    {
        var groups = await Page.Locator("#groups code").AllInnerTextsAsync();
        await person.TickAsync(person.Says<PrivacyText>("IHaveWrittenItDown"));
        await person.PressButtonAsync(person.Says<PrivacyText>("GoOn"));
        await Page.WaitForURLAsync("**/setup/recovery-sheet/check");
        var fields = await Page.Locator("label[for^=group-]").AllInnerTextsAsync();
        foreach (var label in fields)
        {
            var number = int.Parse(Digits().Match(label).Value, System.Globalization.CultureInfo.InvariantCulture);
            await person.FillAsync(label, groups[number - 1], exact: true);
        }

        await person.PressButtonAsync(person.Says<PrivacyText>("Confirm"));
        await Page.WaitForURLAsync("**/desk/quick-start");
    }

    [GeneratedRegex(@"set-up code: (?<it>[0-9A-Z]+ [0-9A-Z]+)", RegexOptions.NonBacktracking)]
    private static partial Regex SetUpCode();

    [GeneratedRegex("[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();
}
