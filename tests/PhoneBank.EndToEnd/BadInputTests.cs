using System.Text;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;
using PhoneBank.Imports;
using PhoneBank.Web.Calling;
using PhoneBank.Web.Campaigns;
using PhoneBank.Web.Imports;
using PhoneBank.Web.Volunteers;
using Xunit.Abstractions;

namespace PhoneBank.EndToEnd;

/// <summary>What goes wrong is said in the reader's own language, and nothing is lost by it.</summary>
[Collection(Journeys.Name)]
public sealed class BadInputTests(Browser browser, ITestOutputHelper output)
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public async Task Files_that_are_no_contact_list_are_refused_in_the_readers_language_and_the_book_stays_as_it_was()
    {
        await using var app = await AppProcess.StartAsync(DatabaseKind.Sqlite, AppOptions.AtNoon);
        await using var noa = await browser.PersonAsync("נועה", app.Address, Device.Desktop with { Locale = "he" });
        var setUp = new SetUpPages(noa, app);
        await setUp.MakeFirstAccountAsync();
        await setUp.ConfirmRecoverySheetAsync();
        var imports = new ImportPages(noa);
        var book = await imports.MakeBookAsync("תומכים", ProtectionLevel.Supporters);
        await imports.UploadAsync(book, await FileAsync("good.csv", "First name,Phone\nAvigail,050-1000001\n"u8.ToArray()));
        await imports.CheckAsync();
        await imports.RunAsync();
        var before = await PeopleAsync();

        // Each with the sentence that says what to do.
        var png = "\x89PNG\r\n\x1A\n"u8.ToArray().Concat(Enumerable.Range(0, 4000).Select(i => (byte)(i * 7))).ToArray();
        await RefusesAsync("not-a-table.csv", Encoding.UTF8.GetBytes("Dear all,\nthank you for coming.\nSee you, on Sunday, at six\nNoa"), nameof(NotATable));
        await RefusesAsync("empty.csv", [], nameof(FileIsEmpty));
        await RefusesAsync("picture.csv", png, nameof(FileIsBinary));
        await RefusesAsync("sheet.csv", [0x50, 0x4B, 3, 4, .. Encoding.ASCII.GetBytes("\x14\0\0\0\b\0xl/workbook.xml"), .. new byte[200]], nameof(WorkbookIsBroken), nameof(FileIsArchive));
        await RefusesAsync("ten-million-columns.csv", Encoding.ASCII.GetBytes(new string(',', 10_000_000) + "\n"), nameof(TooManyColumns), nameof(RowTooLong));

        // A list without numbers is taken as a table, and the dry run says what is missing.
        await imports.UploadAsync(book, await FileAsync("no-phone.csv", "First name,City\nAvigail,Haifa\nBenaya,Jaffa\n"u8.ToArray()));
        await noa.PressButtonAsync(noa.Says<ImportsText>("CheckButton"));
        await noa.SeesAsync(noa.Says<ImportsText>(nameof(NoPhoneColumn)));

        // Read in the wrong encoding it looks wrong; the right one is two clicks away, and nothing has to be uploaded again.
        CodePagesEncodingProvider.Instance.GetEncoding(1255);
        var hebrew = CodePagesEncodingProvider.Instance.GetEncoding(1255)!;
        await imports.UploadAsync(book, await FileAsync("hebrew.csv", hebrew.GetBytes("שם פרטי,שם משפחה,טלפון\nאביגיל,אשכנזי,050-1000002\nבניה,ברזילי,050-1000003\n")));
        await noa.SeesAsync("אביגיל");
        await noa.ClickAsync(noa.Page.Locator("details", new() { HasText = noa.Says<ImportsText>("LooksWrong") }).Last.Locator("summary"), "looks wrong");
        await noa.ChooseAsync(noa.Says<ImportsText>("Encoding"), noa.Says<ImportsText>("Encoding_windows-1251"));
        await noa.PressButtonAsync(noa.Says<ImportsText>("LookAgain"));
        await noa.Page.WaitForLoadStateAsync();
        Assert.DoesNotContain("אביגיל", await noa.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await noa.ClickAsync(noa.Page.Locator("details", new() { HasText = noa.Says<ImportsText>("LooksWrong") }).Last.Locator("summary"), "looks wrong");
        await noa.ChooseAsync(noa.Says<ImportsText>("Encoding"), noa.Says<ImportsText>("Encoding_windows-1255"));
        await noa.PressButtonAsync(noa.Says<ImportsText>("LookAgain"));
        await noa.SeesAsync("אביגיל");
        Assert.Equal(before, await PeopleAsync());
        noa.WasAtPeace();

        async Task RefusesAsync(string name, byte[] content, params string[] anyOf)
        {
            await imports.UploadAsync(book, await FileAsync(name, content));
            var alert = noa.Page.Locator("main [role=alert]").First;
            var said = await alert.CountAsync() > 0 ? await alert.InnerTextAsync() : "nothing: " + await noa.Page.InnerTextAsync("main");
            Assert.True(anyOf.Any(key => said.Contains(noa.Says<ImportsText>(key).Split('{')[0].Trim(), StringComparison.Ordinal)), $"{name}: {said}");
            Assert.Equal(before, await PeopleAsync());
        }

        async Task<string> FileAsync(string name, byte[] content)
        {
            var path = Path.Combine(app.Folder, name);
            await File.WriteAllBytesAsync(path, content);
            return path;
        }

        async Task<int> PeopleAsync()
        {
            await using var db = app.OpenDb();
            return await db.Contacts.CountAsync();
        }
    }

    [Fact]
    public async Task A_file_of_200_megabytes_streams_through_without_filling_the_memory()
    {
        await using var app = await AppProcess.StartAsync(DatabaseKind.Sqlite, AppOptions.AtNoon);
        await using var noa = await browser.PersonAsync("Noa", app.Address, Device.Desktop);
        var setUp = new SetUpPages(noa, app);
        await setUp.MakeFirstAccountAsync();
        await setUp.ConfirmRecoverySheetAsync();
        var imports = new ImportPages(noa);
        var book = await imports.MakeBookAsync("Supporters", ProtectionLevel.Supporters);
        var path = Path.Combine(app.Folder, "large.csv");
        await using (var file = new StreamWriter(path))
        {
            await file.WriteLineAsync("First name,Last name,Phone,Comment");
            var comment = new string('x', 400);
            for (var i = 0; file.BaseStream.Length < 200 * Megabyte; i++)
            {
                await file.WriteLineAsync($"{InventedPeople.FirstName(i)},{InventedPeople.LastName(i)},{InventedPeople.E164(i % 900_000)},{comment}");
            }
        }

        var before = app.Memory;
        await imports.UploadAsync(book, path);
        await noa.SeesAsync("Avigail");
        var peak = app.PeakMemory;
        output.WriteLine($"200 MB uploaded: memory {before / Megabyte} MB before, at most {peak / Megabyte} MB.");
        Assert.True(peak < before + (300 * Megabyte), $"{peak / Megabyte} MB at most, {before / Megabyte} MB before.");
        Assert.DoesNotContain(Directory.EnumerateFiles(app.TemporaryFolder, "*", SearchOption.AllDirectories), file => new FileInfo(file).Length > Megabyte);
        noa.WasAtPeace();
    }

    [Fact]
    public async Task A_revoked_invitation_a_lapsed_claim_and_a_paused_campaign_are_explained_and_what_was_typed_is_kept()
    {
        await using var shift = await Shift.StartAsync(browser, DatabaseKind.Sqlite, people: 30);
        await using var dana = await browser.PersonAsync("דנה", shift.App.Address, Device.Phone with { Locale = "he" });
        var join = new JoinPages(dana);
        await join.JoinByLinkAsync(shift.Invite, speaks: "en");
        await join.StartAsync();
        var call = new CallPages(dana);
        await call.TakeFirstAsync();
        await call.StartAsync();
        await dana.FillAsync(dana.Says<CallingText>("NoteLabel"), "ביקשה שנחזור אחרי החגים");

        // The coordinator pauses while somebody is on the phone: the call in hand can still be recorded.
        await shift.Coordinator.OpenAsync(shift.CampaignPath);
        await shift.Coordinator.PressButtonAsync(shift.Coordinator.Says<CampaignsText>("Pause"));
        await shift.Coordinator.SeesAsync(shift.Coordinator.Says<CampaignsText>("Resume"));
        await call.EndAsync(new Ending("talked"), expectNobody: true);
        await dana.SeesAsync(dana.Says<CallingText>("CampaignIsPaused"));
        await dana.JudgeAsync();
        await using (var db = shift.App.OpenDb())
        {
            var recorded = await db.Calls.SingleAsync();
            Assert.NotNull(recorded.SealedTexts);
        }

        await shift.Coordinator.PressButtonAsync(shift.Coordinator.Says<CampaignsText>("Resume"));
        await shift.Coordinator.SeesAsync(shift.Coordinator.Says<CampaignsText>("Pause"));

        // A claim lapses while the phone is in a pocket: the person is not lost, the caller is asked, the draft is there.
        await dana.OpenAsync("/");
        await call.TakeFirstAsync();
        var name = await call.FirstNameAsync();
        await call.StartAsync();
        await dana.FillAsync(dana.Says<CallingText>("NoteLabel"), "הטיוטה הזו חייבת להישאר");
        await dana.Page.Locator("[data-save][data-state=saved]").WaitForAsync();
        await dana.Page.WaitForTimeoutAsync(2_500);
        await shift.LapseClaimsAsync();
        await dana.OpenAsync("/");
        await dana.SeesAsync(dana.Says<CallingText>("WhatHappened", $"\u2068{name}\u2069"));
        await dana.JudgeAsync();
        await dana.FollowAsync(dana.Says<CallingText>("ReportOutcome"));
        await dana.Page.WaitForURLAsync("**/call/report/*");
        Assert.Equal("הטיוטה הזו חייבת להישאר", await dana.Page.Locator("#note").InputValueAsync());
        await dana.JudgeAsync();

        // The link is revoked: whoever opens it now is told so, in their language.
        await new JoinPages(shift.Coordinator).RevokeAsync(shift.CampaignPath);
        await using var late = await browser.PersonAsync("Лена", shift.App.Address, Device.Phone with { Locale = "ru" });
        await new JoinPages(late).JoinByLinkAsync(shift.Invite, refused: true);
        await late.SeesAsync(late.Says<VolunteersText>("InvitationNotOpen"));
        await late.JudgeAsync();
        dana.WasAtPeace();
        late.WasAtPeace();
    }
}
