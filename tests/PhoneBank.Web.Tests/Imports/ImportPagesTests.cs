using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Tests;
using PhoneBank.Tests.Imports;
using PhoneBank.Volunteers;
using PhoneBank.Web.Tests.Host;

namespace PhoneBank.Web.Tests.Imports;

/// <summary>From an empty desk to people in a book, in a browser without script.</summary>
public sealed class ImportPagesTests
{
    [Theory, OnBothDatabases]
    public async Task A_pasted_list_becomes_people_in_a_new_book(DatabaseKind kind)
    {
        await using var host = await PhoneBankHost.StartAsync(kind);
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var bookPath = await MakeBookAsync(browser);
        var import = await browser.OpenAsync(bookPath + "/import");

        var columns = await (await import.SubmitAsync("form:has(#text)", ("text", "שם\tטלפון\tשפה\nDana Levi\t050-1000001\tעברית\nYusuf Khoury\t050-1000002\tערבית\nHanna\tnot known\t\n"))).FollowAsync();
        Assert.Equal("Check the columns", columns.TextOf("h1"));
        Assert.Equal(["FullName", "Phone", "Language"], columns.Html.QuerySelectorAll("select[name=column] option[selected]").Select(option => option.GetAttribute("value")));

        var found = await ArrivedAsync(browser, await columns.SubmitAsync("button[value=check]"));
        Assert.Equal("What would happen", found.TextOf("h1"));
        Assert.Equal(["2", "0", "0", "1", "0"], found.Html.QuerySelectorAll(".pb-tile-value").Select(tile => tile.TextContent));

        var rejected = await browser.GetAsync(found.Find("a[download]").GetAttribute("href")!);
        Assert.Contains("4,Letters or signs that no number has,Hanna,not known", rejected.Text);

        var done = await ArrivedAsync(browser, await found.SubmitAsync("form[action$='/run']", ("basis", nameof(LawfulBasis.Consent)), ("source", "sign-up sheet")));
        Assert.Equal("Imported", done.TextOf("h1"));
        Assert.Contains("they agreed to be called", done.TextOf(".pb-facts"));
        Assert.Contains("sign-up sheet", done.TextOf(".pb-facts"));
        Assert.StartsWith("/desk/lists/new?import=", done.Find("a.pb-button-primary").GetAttribute("href"));

        var book = await browser.OpenAsync(bookPath);
        Assert.Contains("Dana", book.TextOf("table"));
        Assert.Contains("…01", book.TextOf("table"));
        Assert.DoesNotContain("Levi", book.Text);
        Assert.DoesNotContain("1000001", book.Text);
        Assert.DoesNotContain("Dana", book.Title);
    }

    [Fact]
    public async Task An_uploaded_file_never_lies_in_clear_on_the_disk()
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var bookPath = await MakeBookAsync(browser);
        var import = await browser.OpenAsync(bookPath + "/import");
        var bytes = await File.ReadAllBytesAsync(ImportDesk.DataFile("reservists-he.csv"));

        var columns = await (await UploadAsync(browser, import, bytes, "reservists.csv")).FollowAsync();
        Assert.Contains("reservists.csv", columns.TextOf("main"));
        var spooled = Directory.GetFiles(host.World.Folder.Spool, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(spooled);
        Assert.All(spooled, file => Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf("0501000003"u8)));

        var found = await ArrivedAsync(browser, await columns.SubmitAsync("button[value=check]"));
        Assert.Equal("9,628", found.TextOf(".pb-tile-value"));
        var done = await ArrivedAsync(browser, await found.SubmitAsync("form[action$='/run']", ("basis", nameof(LawfulBasis.Consent)), ("source", "sign-up sheet")));
        Assert.Equal("Imported", done.TextOf("h1"));
        Assert.Empty(Directory.GetFiles(host.World.Folder.Spool, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("%PDF-1.7 x", "This is a PDF.")]
    [InlineData("PK\u0003\u0004 xl/workbook.xml", "The workbook is damaged")]
    [InlineData("<html><table>", "This is a web page")]
    [InlineData("Dear all, thank you.\nSee you on Sunday\nNoa", "This is no table")]
    public async Task What_is_no_table_is_refused_with_what_to_do(string text, string says)
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var bookPath = await MakeBookAsync(browser);
        var page = await (await UploadAsync(browser, await browser.OpenAsync(bookPath + "/import"), Encoding.UTF8.GetBytes(text), "list.csv")).FollowAsync();

        Assert.Contains(says, page.TextOf("[role=alert]"));
        Assert.Equal(0, await host.World.ReadAsync(db => db.Imports.CountAsync()));
        Assert.Empty(host.World.Get<DataFolder>() is var folder && Directory.Exists(folder.Spool) ? Directory.GetFileSystemEntries(folder.Spool) : []);
    }

    [Fact]
    public async Task A_workbook_of_two_sheets_is_imported_and_taken_back()
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var bookPath = await MakeBookAsync(browser);
        var file = new WorkbookFile();
        var bytes = file.Sheet("May", file.Texts(["name", "phone"], ["Hanna", "050-1000009"]))
            .Sheet("June", file.Texts(["name", "phone", "unit", "do not call"], ["Dana Levi", "050-1000001", "x", ""], ["Yusuf Khoury", "050-1000002", "y", "yes"])).Bytes();
        var columns = await (await UploadAsync(browser, await browser.OpenAsync(bookPath + "/import"), bytes, "people.xlsx")).FollowAsync();
        Assert.Equal(["May", "June"], columns.Html.QuerySelectorAll("#sheet option").Select(option => option.TextContent));
        Assert.False(columns.Has("#encoding"));

        columns = await (await columns.SubmitAsync("button[value=look]", ("sheet", "1"))).FollowAsync();
        Assert.Equal(["FullName", "Phone", "Ignore", "DoNotCall"], columns.Html.QuerySelectorAll("select[name=column] option[selected]").Select(option => option.GetAttribute("value")));
        Assert.Contains("unit (left out)", columns.TextOf("main"));

        var found = await ArrivedAsync(browser, await columns.SubmitAsync("button[value=check]", ("update", nameof(UpdateRule.Overwrite))));
        Assert.Contains("Their numbers go on the stop list", found.TextOf("main"));
        Assert.Equal("Overwrite", found.Find("#update option[selected]").GetAttribute("value"));

        // Without ground or note nothing runs, and what was typed stays.
        var asked = await (await found.SubmitAsync("form[action$='/run']", ("basis", nameof(LawfulBasis.LegitimateInterest)), ("source", "sign-up sheet"))).FollowAsync();
        Assert.Contains("Legitimate interest needs a note", asked.TextOf("[role=alert]"));
        Assert.Equal("sign-up sheet", asked.Find("#source").GetAttribute("value"));
        var done = await ArrivedAsync(browser, await asked.SubmitAsync("form[action$='/run']", ("basis", nameof(LawfulBasis.LegitimateInterest)), ("source", "sign-up sheet"), ("note", "asked at the door")));
        Assert.Equal("Imported", done.TextOf("h1"));
        Assert.Contains("Dana", (await browser.OpenAsync(bookPath)).Text);

        var undone = await ArrivedAsync(browser, await done.SubmitAsync("form[action$='/undo']"));
        Assert.Equal("Taken back", undone.TextOf("h1"));
        Assert.DoesNotContain("Dana", (await browser.OpenAsync(bookPath)).Text);
        Assert.Equal((0, 1), (await host.World.ReadAsync(db => db.Contacts.CountAsync()), await host.World.ReadAsync(db => db.StopListEntries.CountAsync(entry => entry.LiftedAt == null))));
    }

    [Fact]
    public async Task A_list_without_a_phone_column_says_so_and_keeps_the_upload()
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var import = await browser.OpenAsync(await MakeBookAsync(browser) + "/import");
        var columns = await (await import.SubmitAsync("form:has(#text)", ("text", "first name,city\nDana,Haifa\nOlga,Acre\n"))).FollowAsync();
        var back = await ArrivedAsync(browser, await columns.SubmitAsync("button[value=check]"));

        Assert.Equal("Check the columns", back.TextOf("h1"));
        Assert.Contains("No column is marked as a phone", back.TextOf("[role=alert]"));
    }

    [Fact]
    public async Task A_post_without_its_token_is_refused()
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var bookPath = await MakeBookAsync(browser);
        using var content = new MultipartFormDataContent { { new StringContent("phone\n0501000001"), "text" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Http.PostAsync(bookPath + "/import/upload", content)).StatusCode);
    }

    [Fact]
    public async Task Books_and_imports_of_others_are_not_there()
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var noa = await host.SignedInAsync(host.FirstCoordinator);
        var bookPath = await MakeBookAsync(noa);
        var page = await noa.OpenAsync(bookPath + "/import");
        var importPath = (await page.SubmitAsync("form:has(#text)", ("text", ImportDesk.TwoPeople))).Location!;

        var (other, _) = await host.SignedInAsync("Olga", Roles.Coordinator);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(bookPath)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(bookPath + "/import")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(importPath)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(importPath + "/progress")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync(importPath + "/rejected")).Status);
        var (organizer, _) = await host.SignedInAsync("Mia", Roles.Organizer);
        Assert.NotEqual(HttpStatusCode.OK, (await organizer.GetAsync("/desk/books")).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await organizer.GetAsync(importPath + "/progress")).Status);
    }

    [Fact]
    public async Task One_person_is_added_by_hand_and_a_hopeless_number_keeps_what_was_typed()
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var import = await browser.OpenAsync(await MakeBookAsync(browser) + "/import");
        var again = await import.SubmitAsync("form:has(#first)", ("Form.First", "Dana"), ("Form.Phone", "12"));
        Assert.Contains("Too short", again.TextOf("[role=alert]"));
        Assert.Equal("Dana", again.Find("#first").GetAttribute("value"));

        var book = await (await again.SubmitAsync("form:has(#first)", ("Form.Phone", "050-1000001"))).FollowAsync();
        Assert.Contains("Added to the book.", book.TextOf("[role=status]"));
        Assert.Contains("Dana", book.TextOf("table"));
    }

    [Theory]
    [InlineData("he", "בדיקת העמודות")]
    [InlineData("ar", "تحقق من الأعمدة")]
    [InlineData("ru", "Проверьте столбцы")]
    public async Task The_pages_speak_the_language_of_the_desk(string language, string heading)
    {
        await using var host = await PhoneBankHost.StartAsync();
        using var browser = await host.SignedInAsync(host.FirstCoordinator);
        var import = await browser.OpenAsync(await MakeBookAsync(browser) + "/import");
        browser.Http.DefaultRequestHeaders.Add("Accept-Language", language);
        var columns = await (await import.SubmitAsync("form:has(#text)", ("text", ImportDesk.TwoPeople))).FollowAsync();
        Assert.Equal(heading, columns.TextOf("h1"));
    }

    private static async Task<string> MakeBookAsync(Browser browser)
    {
        var books = await browser.OpenAsync("/desk/books");
        var made = await books.SubmitAsync("form:has(#name)", ("Form.Name", "Reservists"), ("Form.Country", "IL"), ("Form.Level", nameof(ProtectionLevel.AtRisk)));
        return made.Location ?? throw new Xunit.Sdk.XunitException("No book was made: " + made.TextOf("main"));
    }

    private static async Task<WebPage> UploadAsync(Browser browser, WebPage page, byte[] bytes, string name)
    {
        using var content = new MultipartFormDataContent
        {
            { new StringContent(page.Find("form:has(#file) input[name=__RequestVerificationToken]").GetAttribute("value")!), "__RequestVerificationToken" },
            { new StringContent("IL"), "country" },
            { new StringContent(""), "language" },
            { new ByteArrayContent(bytes), "file", name },
        };
        return await WebPage.ReadAsync(browser, await browser.Http.PostAsync(page.Find("form:has(#file)").GetAttribute("action"), content));
    }

    /// <summary>Presses "refresh" until the work in the background is done.</summary>
    private static async Task<WebPage> ArrivedAsync(Browser browser, WebPage answer)
    {
        var page = await answer.FollowAsync();
        for (var attempt = 0; attempt < 600 && page.Has("[data-import-progress]"); attempt++)
        {
            await Task.Delay(50);
            page = await browser.OpenAsync(page.Path);
        }

        return page;
    }
}
