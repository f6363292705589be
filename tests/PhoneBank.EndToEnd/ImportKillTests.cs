using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.EndToEnd.App;
using PhoneBank.EndToEnd.App.Pages;
using PhoneBank.Imports;
using PhoneBank.Tests;
using PhoneBank.Web.Imports;
using Xunit.Abstractions;

namespace PhoneBank.EndToEnd;

/// <summary>The plug is pulled in the middle of an import, at every stage of it: afterwards the book is as it was, or complete.</summary>
[Collection(Journeys.Name)]
public sealed class ImportKillTests(Browser browser, ITestOutputHelper output)
{
    private const int Known = 40;

    // Longer than an import on PostgreSQL may give no sign of life before another node takes it for dead.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(3);

    private static readonly ImportState[] Moving = [ImportState.Checking, ImportState.Running, ImportState.Finishing, ImportState.RollingBack];

    private static int Rows => Long.Run ? 100_000 : 20_000;

    [Theory, OnBothDatabases]
    public async Task Killed_five_times_the_book_is_as_before_or_complete(DatabaseKind kind)
    {
        await using var app = await AppProcess.StartAsync(kind, AppOptions.AtNoon with { LogLevel = "Warning" });
        await using var noa = await browser.PersonAsync("Noa", app.Address, Device.Desktop);
        var setUp = new SetUpPages(noa, app);
        await setUp.MakeFirstAccountAsync();
        await setUp.ConfirmRecoverySheetAsync();
        var imports = new ImportPages(noa);
        var book = await imports.MakeBookAsync("Reservists", ProtectionLevel.Careful);
        var first = await WriteAsync(app, "first.csv", Enumerable.Range(0, Known), email: "");
        await imports.UploadAsync(book, first);
        await imports.CheckAsync();
        await imports.RunAsync();
        var before = await StandAsync(app);

        // Some are in the book already, and some are named twice.
        var second = await WriteAsync(app, "second.csv", Enumerable.Range(0, Rows).Select(i => i % 50 == 49 ? i / 2 : i), email: "@example.org");
        await imports.UploadAsync(book, second);
        var page = new Uri(noa.Page.Url).AbsolutePath;
        var id = Guid.Parse(page.Split('/')[^1]);
        var kills = new List<string>();

        await KillWhenAsync("checking", () => noa.PressButtonAsync(noa.Says<ImportsText>("CheckButton")), import => import.State == ImportState.Checking && import.RowsRead > 0, ImportState.Checking);
        await BackAtItsColumnsAsync();

        foreach (var share in new[] { 0.1, 0.8 })
        {
            await CheckAsync();
            await KillWhenAsync($"running at {share:P0}", imports.StartAsync, import => import.State == ImportState.Running && import.RowsRead >= Rows * share, ImportState.Running);
            await BackAtItsColumnsAsync();
        }

        // Again while it goes back.
        await CheckAsync();
        await KillWhenAsync("running at 50 %", imports.StartAsync, import => import.State == ImportState.Running && import.RowsRead >= Rows / 2, ImportState.Running);
        var half = (await StandAsync(app)).Contacts;
        await KillWhenAsync("going back", () => app.SleepAsync(Silence), import => import.State == ImportState.RollingBack, ImportState.RollingBack);
        output.WriteLine($"{half - before.Contacts} people were there when it began to go back, {(await StandAsync(app)).Contacts - before.Contacts} when it was killed.");
        await BackAtItsColumnsAsync();

        await CheckAsync();
        await KillWhenAsync("finishing", imports.StartAsync, import => import.State == ImportState.Finishing, ImportState.Finishing);
        await app.SleepAsync(Silence);
        var import = await SettledAsync(app, id);
        Assert.Equal(ImportState.Done, import.State);
        Assert.Equal(Rows, import.RowsRead);
        Assert.Equal(Rows, import.RowsNew + import.RowsDuplicate);
        var after = await StandAsync(app);
        Assert.Equal(
            (before.Contacts + import.RowsNew, before.Contacts + import.RowsNew, before.Contacts + import.RowsNew, before.Contacts + import.RowsNew, 0, 0),
            (after.Contacts, after.Seen, after.Phones, after.People, after.Additions, after.Stops));
        Assert.NotEqual(before.Sealed, after.Sealed);
        Assert.Empty(await app.IntegrityAsync());
        await noa.OpenAsync(page);
        Assert.Equal(import.RowsNew, await imports.CountAsync("CountNew"));
        output.WriteLine($"{kind}: {Rows:N0} rows, killed {string.Join(", ", kills)}; at the end {after.Contacts:N0} people.");

        async Task CheckAsync()
        {
            await noa.OpenAsync(page);
            await imports.CheckAsync(timeoutSeconds: 180);
        }

        async Task KillWhenAsync(string when, Func<Task> begin, Func<Import, bool> now, ImportState state)
        {
            await using var db = app.OpenDb();
            await db.Database.OpenConnectionAsync();
            var was = await ImportAsync(db, id);
            var beginning = begin();
            var clock = Stopwatch.StartNew();

            // On a thread of the pool: those that tests share may be held up by another test just when it counts.
            await Task.Run(async () =>
            {
                for (var at = was; !now(at) && clock.Elapsed < TimeSpan.FromMinutes(1); at = await ImportAsync(db, id))
                {
                    await Task.Delay(1);
                }

                await app.KillAsync();
            });

            // Else the kill came too late, and nothing was proved.
            Assert.Equal(state, (await ImportAsync(db, id)).State);
            kills.Add(when);
            try
            {
                await beginning;
            }
            catch (Exception exception) when (exception is PlaywrightException or TimeoutException or InvalidOperationException)
            {
                // What was begun may have been cut off.
            }
        }

        async Task BackAtItsColumnsAsync()
        {
            await app.SleepAsync(Silence);
            var back = await SettledAsync(app, id);
            Assert.Equal((ImportState.Matching, nameof(ImportInterrupted)), (back.State, back.Failure));
            Assert.Equal(before, await StandAsync(app));
            Assert.Empty(await app.IntegrityAsync());
        }
    }

    private static Task<Import> ImportAsync(PhoneBankDb db, Guid id) => db.Imports.AsNoTracking().SingleAsync(import => import.Id == id);

    private static async Task<Import> SettledAsync(AppProcess app, Guid id)
    {
        await using var db = app.OpenDb();
        for (var i = 0; i < 1_200; i++)
        {
            var import = await ImportAsync(db, id);
            if (!Moving.Contains(import.State))
            {
                return import;
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException("Nobody took up what the kill had left.");
    }

    /// <summary>All that an import writes, as it stands in the database.</summary>
    private static async Task<Stand> StandAsync(AppProcess app)
    {
        await using var db = app.OpenDb();
        var known = await db.Contacts.AsNoTracking().OrderBy(contact => contact.Id).Take(Known).Select(contact => contact.SealedDetails).ToListAsync();
        return new Stand(
            await db.Contacts.CountAsync(), await db.PeopleOf(await db.Books.Select(book => book.Id).SingleAsync()).CountAsync(), await db.ContactPhones.CountAsync(), await db.ContactExternalIds.CountAsync(),
            await db.Labels.CountAsync(), await db.ContactLabels.CountAsync(), await db.Books.SumAsync(entry => entry.People), await db.ImportedAdditions.CountAsync(),
            await db.ImportedStops.CountAsync(), Convert.ToHexString(System.Security.Cryptography.SHA256.HashData([.. known.SelectMany(bytes => bytes)])));
    }

    private static async Task<string> WriteAsync(AppProcess app, string name, IEnumerable<int> people, string email)
    {
        var text = new StringBuilder("first name,last name,phone,external id,city,tags,email\n");
        foreach (var i in people)
        {
            text.Append(CultureInfo.InvariantCulture, $"{InventedPeople.FirstName(i)},{InventedPeople.LastName(i)} {i},0{InventedPeople.E164(i)[4..]},X{i},Haifa,march,{(email.Length > 0 ? $"person{i}{email}" : "")}\n");
        }

        var path = Path.Combine(app.Folder, name);
        await File.WriteAllTextAsync(path, text.ToString());
        return path;
    }

    private sealed record Stand(int Contacts, int Seen, int Phones, int ExternalIds, int Labels, int Tags, int People, int Additions, int Stops, string Sealed);
}
