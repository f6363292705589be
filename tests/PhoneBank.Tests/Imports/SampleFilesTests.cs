using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Scripts;

namespace PhoneBank.Tests.Imports;

/// <summary>Every file of tests/data goes in, with counts that are explained; a Python script that knows nothing of this code found the same for the reservists.</summary>
public sealed class SampleFilesTests
{
    [Theory, OnBothDatabases]
    public async Task Ten_thousand_reservists_in_Hebrew(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        var done = await desk.ImportFileAsync("reservists-he.csv");

        Assert.Equal(10_000, done.Counts.Rows);
        Assert.Equal(9_628, done.Counts.New);
        Assert.Equal(189, done.Counts.Duplicate); // the number written another way, the same name
        Assert.Equal(46, done.Counts.SharedNumber); // somebody else at the number
        Assert.Equal(137, done.Counts.Invalid); // 66 empty, 28 words, 37 too short, 6 too long
        Assert.Equal(0, done.Counts.StopListed);
        Assert.Equal(9_863, done.Counts.Doubtful); // all that can be dialled: 050-1xxxxxx is allocated to nobody
        Assert.Equal(0, done.Counts.UnknownLanguages);

        await using var db = await world.OpenDbAsync();
        Assert.Equal(9_628, await db.Contacts.CountAsync(contact => contact.ImportId == done.ImportId));
        Assert.Equal(9_628, await db.ContactPhones.CountAsync());
        Assert.Equal(9_628, await desk.NamedAsync(done.ImportId));
        Assert.Equal(9_628, (await db.Books.SingleAsync()).People);
        Assert.Equal(["ar", "he", "ru"], await db.Contacts.Where(contact => contact.Language != null).Select(contact => contact.Language).Distinct().OrderBy(tag => tag).ToListAsync());
        Assert.Equal(137, await db.RejectedRows.CountAsync());
        Assert.Equal(
            ["NoNumber 66", "NumberNotANumber 28", "NumberTooLong 6", "NumberTooShort 37"],
            (await db.RejectedRows.Select(row => row.Reason).ToListAsync()).CountBy(reason => reason).Select(group => $"{group.Key} {group.Value}").Order());
        var shared = (await db.Contacts.ToListAsync()).ConvertAll(desk.DetailsOf).Where(details => details.Names.DistinctBy(name => NameKey.Of(name.First, name.Last)).Count() > 1).ToList();
        Assert.Equal(46, shared.Count);
    }

    [Theory, OnBothDatabases]
    public async Task The_same_file_again_is_all_duplicates_and_changes_no_number_of_people(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await desk.ImportFileAsync("reservists-he-1255.csv");
        var again = await desk.ImportFileAsync("reservists-he-1255.csv");

        Assert.Equal(0, again.Counts.New);
        Assert.Equal(444, again.Counts.Duplicate);
        Assert.Equal(0, again.Counts.SharedNumber); // the second name is known by now
        await using var db = await world.OpenDbAsync();
        Assert.Equal(436, await db.ContactPhones.CountAsync());
        Assert.Equal(436, (await db.Books.SingleAsync()).People);
        Assert.Equal(436, await desk.NamedAsync(again.ImportId));
    }

    [Theory, OnBothDatabases]
    public async Task Windows_1255_with_semicolons(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        var done = await desk.ImportFileAsync("reservists-he-1255.csv");

        Assert.Equal((450, 436, 7, 1, 6), (done.Counts.Rows, done.Counts.New, done.Counts.Duplicate, done.Counts.SharedNumber, done.Counts.Invalid));
        var view = await desk.ViewAsync(done.ImportId);
        Assert.Equal(("windows-1255", ';'), (view.Plan.Encoding, view.Plan.Delimiter));
        var names = await world.ReadAsync(async db => (await db.Contacts.ToListAsync()).ConvertAll(desk.DetailsOf));
        Assert.Contains(names, details => details.Names[0].First == "הדס");
    }

    [Theory, OnBothDatabases]
    public async Task Supporters_of_seven_countries(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world, "US");
        var done = await desk.ImportFileAsync("supporters-world.csv");

        // Every number is good in its own row's country. The fictional ranges are small, so many rows meet at one number.
        // Counted once more with the reference library: 4,632 different numbers, at each of which everybody has one name;
        // 708 are in the British and Irish ranges for fiction, which no plan allocates.
        Assert.Equal((5_000, 0), (done.Counts.Rows, done.Counts.Invalid));
        Assert.Equal((4_632, 368, 0), (done.Counts.New, done.Counts.Duplicate, done.Counts.SharedNumber));
        Assert.Equal(708, done.Counts.Doubtful);
        Assert.Equal((0, 0, 0), (done.Counts.UnknownZones, done.Counts.UnknownCountries, done.Counts.UnknownLanguages));
        await using var db = await world.OpenDbAsync();
        var contacts = await db.Contacts.ToListAsync();
        Assert.Equal(done.Counts.New, contacts.Count);
        Assert.Equal(["AU", "CA", "DE", "FR", "GB", "IE", "US"], contacts.Select(contact => contact.Country).Distinct().Order());
        Assert.Contains(contacts, contact => contact.Country == "US" && contact.TimeZone is null);
        var details = contacts.ConvertAll(desk.DetailsOf);
        Assert.Contains(details, one => one.Comment == "line one\nline two");
        Assert.Contains(details, one => one.Comment == "gave at the webinar, \"wants\" a match");
        Assert.Contains(details, one => one.Comment == "=cmd|' /C calc'!A0");
        Assert.Equal(5_000, details.Sum(one => one.Names.Count(name => name.ExternalId is not null)));
    }

    [Theory, OnBothDatabases]
    public async Task From_van_in_utf_16_with_tabs(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world, "US");
        var done = await desk.ImportFileAsync("from-van.txt");

        // Every number stands in the rows of two people. Who has one that nobody before had is new (41); the others (19) are
        // second names at a number already known.
        var view = await desk.ViewAsync(done.ImportId);
        Assert.Equal(("utf-16", '\t'), (view.Plan.Encoding, view.Plan.Delimiter));
        Assert.Equal((60, 0), (done.Counts.Rows, done.Counts.Invalid));
        Assert.Equal((41, 0, 19), (done.Counts.New, done.Counts.Duplicate, done.Counts.SharedNumber));
        var forms = await world.ReadAsync(db => db.Contacts.Select(contact => contact.AddressForm).Distinct().ToListAsync());
        Assert.Contains(AddressForm.Feminine, forms);
        Assert.Contains(AddressForm.Masculine, forms);
    }

    [Theory, OnBothDatabases]
    public async Task From_spoke(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world, "US");
        var done = await desk.ImportFileAsync("from-spoke.csv");

        Assert.Equal((60, 60, 0), (done.Counts.Rows, done.Counts.New, done.Counts.Invalid));
        Assert.Equal(
            [ColumnMeaning.FirstName, ColumnMeaning.LastName, ColumnMeaning.Phone, ColumnMeaning.Ignore, ColumnMeaning.ExternalId, ColumnMeaning.Ignore],
            (await desk.ViewAsync(done.ImportId)).Plan.Columns.Select(use => use.Meaning));
    }

    [Theory, OnBothDatabases]
    public async Task From_zetkin(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world, "DE");
        var done = await desk.ImportFileAsync("from-zetkin.csv");

        Assert.Equal((60, 60, 0), (done.Counts.Rows, done.Counts.New, done.Counts.Invalid));
        await using var db = await world.OpenDbAsync();
        Assert.Equal(75, await db.ContactPhones.CountAsync()); // every fourth has an alternative number in Britain
        var words = (await world.Get<BookLabels>().RunAsync(desk.Noa, desk.BookId, [LabelKind.Tag, LabelKind.City], CancellationToken.None)).Required;
        Assert.Equal(["active", "called-2025", "Berlin"], words.Select(word => word.Text));
    }
}
