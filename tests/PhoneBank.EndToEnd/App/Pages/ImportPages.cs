using Microsoft.Playwright;
using PhoneBank.Books;
using PhoneBank.Web.Books;
using PhoneBank.Imports;
using PhoneBank.Web.Imports;

namespace PhoneBank.EndToEnd.App.Pages;

/// <summary>Books and imports on the desk.</summary>
public sealed class ImportPages(Person person)
{
    private IPage Page => person.Page;

    private string Heading(string key) => person.Says<ImportsText>(key);

    /// <summary>Ends on the book's page; gives its address.</summary>
    public async Task<string> MakeBookAsync(string name, ProtectionLevel level)
    {
        await person.OpenAsync("/desk/books");
        await person.FillAsync(person.Says<BooksText>("Name"), name);
        await person.ClickAsync(Page.Locator("label.pb-option", new PageLocatorOptions { Has = Page.Locator($"input[value={level}]") }), $"{level}");
        await person.PressButtonAsync(person.Says<BooksText>("CreateBook"));
        await Page.WaitForURLAsync("**/desk/books/*");
        return new Uri(Page.Url).AbsolutePath;
    }

    /// <summary>From a book's page: uploads the file; ends where its columns are shown, or where it is refused.</summary>
    public async Task UploadAsync(string bookPath, string path)
    {
        await person.OpenAsync($"{bookPath}/import");
        var form = Page.Locator("section[aria-labelledby=upload]");
        await person.UploadAsync(person.Says<ImportsText>("FileLabel"), path);
        var done = Page.WaitForURLAsync(address => address.Contains("/desk/imports/", StringComparison.Ordinal) || address.Contains("refused=", StringComparison.Ordinal), new PageWaitForURLOptions { Timeout = 120_000 });
        await person.PressButtonAsync(person.Says<ImportsText>("Next"), form);
        await done;
    }

    /// <summary>From the columns: the dry run, as guessed.</summary>
    public async Task CheckAsync(int timeoutSeconds = 60)
    {
        await person.PressButtonAsync(person.Says<ImportsText>("CheckButton"));
        await SeesAsync("TitleChecked", timeoutSeconds);
    }

    /// <summary>From the dry run's result: imports.</summary>
    public async Task RunAsync(int timeoutSeconds = 120)
    {
        await StartAsync();
        await SeesAsync("TitleDone", timeoutSeconds);
    }

    /// <summary>From the dry run's result: begins to import.</summary>
    public async Task StartAsync()
    {
        await Page.Locator("#basis").SelectOptionAsync(nameof(LawfulBasis.RegularContact));
        await Page.Locator("#source").FillAsync("sign-up sheet");
        await Page.Locator("form[action$='/run'] button").First.ClickAsync();
        person.Done.Add("click import");
    }

    /// <summary>A figure of the last page: <c>CountNew</c>, <c>CountDuplicate</c>, <c>CountSharedNumber</c>, <c>CountInvalid</c>, <c>CountStopListed</c>.</summary>
    public async Task<int> CountAsync(string key) => int.Parse(
        await Page.Locator(".pb-tile", new PageLocatorOptions { HasText = Heading(key) }).First.Locator(".pb-tile-value").InnerTextAsync(),
        System.Globalization.NumberStyles.AllowThousands,
        System.Globalization.CultureInfo.InvariantCulture);

    private async Task SeesAsync(string titleKey, int timeoutSeconds) =>
        await Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = Heading(titleKey), Level = 1 }).WaitForAsync(new LocatorWaitForOptions { Timeout = timeoutSeconds * 1000 });
}
