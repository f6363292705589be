using System.Text;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Imports;

/// <summary>Who is the same person, what is all or nothing, and who may.</summary>
public sealed class ImportRulesTests
{
    [Theory, OnBothDatabases]
    public async Task The_same_number_and_name_fill_what_was_empty_and_another_name_shares_the_number(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await desk.ImportAsync("id,first name,last name,phone,city\nA1,Dána,Levi,050-1000001,\n");
        var again = await desk.ImportAsync("id,name,phone,city,language,tags\nB7,LEVI dana,+972 50 100 0001,Haifa,עברית,\"parent, protest\"\nC9,Yusuf Levi,٠٥٠١٠٠٠٠٠١,Acre,ערבית,protest\n");

        Assert.Equal((0, 1, 1), (again.Counts.New, again.Counts.Duplicate, again.Counts.SharedNumber));
        await using var db = await world.OpenDbAsync();
        var contact = await db.Contacts.SingleAsync();
        Assert.Equal([("Dána", "Levi", "A1"), ("Dána", "Levi", "B7"), ("Yusuf", "Levi", "C9")], desk.DetailsOf(contact).Names.Select(name => (name.First, name.Last, name.ExternalId!)));
        Assert.Equal("he", contact.Language);
        Assert.Equal(3, await db.ContactExternalIds.CountAsync());
        Assert.Equal(2, await db.ContactLabels.CountAsync());
        var city = await db.Labels.SingleAsync(label => label.Id == contact.CityId);
        Assert.Equal("Haifa", world.Sealer.Open(Places.LabelText(city.Id), city.SealedText));
        Assert.Equal(1, (await db.Books.SingleAsync()).People);
    }

    [Theory, OnBothDatabases]
    public async Task A_known_id_with_the_same_name_brings_a_second_number_and_with_another_name_is_somebody_else(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await desk.ImportAsync("id,name,phone\n1,Dana Levi,050-1000001\n");
        var again = await desk.ImportAsync("id,name,phone\n1,Dana Levi,050-1000002\n1,Olga Petrova,050-1000003\n");

        Assert.Equal((1, 1), (again.Counts.New, again.Counts.Duplicate));
        await using var db = await world.OpenDbAsync();
        var dana = (await db.Contacts.ToListAsync()).Single(contact => desk.DetailsOf(contact).Names[0].First == "Dana");
        Assert.Equal([0, 1], await db.ContactPhones.Where(phone => phone.ContactId == dana.Id).Select(phone => phone.Position).OrderBy(position => position).ToListAsync());
        Assert.Equal(2, dana.CallablePhones);
        Assert.Equal(2, (await db.Books.SingleAsync()).People);
    }

    [Theory, OnBothDatabases]
    public async Task A_number_of_ones_own_beside_a_shared_one_makes_a_person_of_ones_own(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        var done = await desk.ImportAsync("name,mobile,home phone\nDana Levi,050-1000001,050-1000009\nYusuf Levi,050-1000002,050-1000009\n");

        Assert.Equal((2, 0, 1), (done.Counts.New, done.Counts.SharedNumber, done.Counts.NumbersLeftOut));
        Assert.Equal(3, await world.ReadAsync(db => db.ContactPhones.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Numbers_on_the_stop_list_are_counted_and_left_out_until_they_are_lifted(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await world.WriteAsync(db => db.StopListEntries.AddRange(
            new StopListEntry { Id = Guid.CreateVersion7(), Hash = world.Sealer.StopListHash("+972501000001"), AddedAt = world.Now },
            new StopListEntry { Id = Guid.CreateVersion7(), Hash = world.Sealer.StopListHash("+972501000002"), AddedAt = world.Now, LiftedAt = world.Now }));
        var done = await desk.ImportAsync(ImportDesk.TwoPeople);

        Assert.Equal((1, 1), (done.Counts.New, done.Counts.StopListed));
        var added = await world.Get<AddContactByHand>().RunAsync(desk.Noa, desk.BookId, new HandContact { First = "Dana", Phone = "0501000001" }, CancellationToken.None);
        Assert.Equal(new NumberNotUsable(RowReasons.OnStopList), added.Error);
    }

    [Theory, OnBothDatabases]
    public async Task Unknown_words_are_counted_and_left_unknown(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        var done = await desk.ImportAsync("name,phone,language,country,time zone,safe hours\nDana,050-1000001,Elvish,Narnia,Moon/Base,sometimes\nOlga,050-1000002,ивр,Израиль,Asia/Jerusalem,Su-Th 18-21\nYusuf,050-1000003,عربي,إسرائيل,,\n");

        Assert.Equal((3, 1, 1, 1, 1), (done.Counts.New, done.Counts.UnknownLanguages, done.Counts.UnknownCountries, done.Counts.UnknownZones, done.Counts.UnreadableHours));
        var languages = await world.ReadAsync(db => db.Contacts.OrderBy(contact => contact.Id).Select(contact => contact.Language).ToListAsync());
        Assert.Equal(["ar", "he", null], languages.OrderBy(tag => tag ?? "z"));
        var zones = await world.ReadAsync(db => (from contact in db.Contacts join hours in db.HoursClasses on contact.HoursClassId equals hours.Id select hours.Key).Distinct().OrderBy(key => key).ToListAsync());
        Assert.Equal(["Asia/Jerusalem|IL|", "Asia/Jerusalem|IL|Su-Th 18:00-21:00"], zones);
    }

    [Theory, OnBothDatabases]
    public async Task Custom_fields_with_few_values_are_words_and_with_many_sealed_text(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        var importId = (await desk.StartAsync("name,phone,issue,story\n" + string.Concat(Enumerable.Range(0, 300).Select(n => $"P{n},050{1_000_000 + n},{(n % 2 == 0 ? "peace" : "housing")},story {n}\n")))).Required;
        await world.Get<ChangeImportPlan>().RunAsync(
            desk.Noa,
            importId,
            new ImportChoices { Columns = [new(ColumnMeaning.FullName), new(ColumnMeaning.Phone), new(ColumnMeaning.CustomField), new(ColumnMeaning.CustomField)] },
            CancellationToken.None);
        await desk.CheckAsync(importId);
        Assert.Equal(300, (await desk.RunAsync(importId)).Required.New);

        var words = (await world.Get<BookLabels>().RunAsync(desk.Noa, desk.BookId, [], CancellationToken.None)).Required;
        Assert.Equal(["issue", "housing", "peace"], words.Select(word => word.Text));
        var contact = await world.ReadAsync(db => db.Contacts.OrderBy(contact => contact.Id).FirstAsync());
        Assert.Equal(["story"], desk.DetailsOf(contact).Fields!.Keys);
    }

    [Theory, OnBothDatabases]
    public async Task A_cancelled_import_leaves_the_book_as_it_was(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await desk.ImportAsync("name,phone\nDana Levi,050-1000001\n");
        var importId = (await desk.StartAsync("name,phone,city\nDana Levi,050-1000001,Haifa\n" + Rows(4_000))).Required;
        await desk.CheckAsync(importId);

        // Cancelled from the second chunk on: by somebody else, while it runs.
        var chunks = 0;
        using var heard = world.Get<Signals>().Subscribe(signal =>
        {
            if (signal.Kind == Signal.ImportChanged && ++chunks == 2)
            {
                world.Get<CancelImport>().RunAsync(desk.Noa, importId, CancellationToken.None).GetAwaiter().GetResult();
            }
        });
        Assert.Equal(new ImportWasCancelled(), (await desk.RunAsync(importId)).Error);

        await using var db = await world.OpenDbAsync();
        var contact = await db.Contacts.SingleAsync();
        Assert.Null(contact.CityId);
        Assert.Equal((1, 1, 0), (await db.ContactPhones.CountAsync(), (await db.Books.SingleAsync()).People, await db.Labels.CountAsync()));
        Assert.Equal(ImportState.Cancelled, (await desk.ViewAsync(importId)).State);
        Assert.Empty(Directory.GetFileSystemEntries(world.Folder.Spool));
    }

    [Theory, OnBothDatabases]
    public async Task After_a_crash_in_the_middle_the_book_is_as_it_was_and_the_import_can_run_again(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        var importId = (await desk.StartAsync("name,phone,city\n" + Rows(4_000))).Required;
        await desk.CheckAsync(importId);
        using var crash = new CancellationTokenSource();
        var chunks = 0;
        using (world.Get<Signals>().Subscribe(_ => chunks++))
        {
            // As after kill -9: some chunks are written, the state says Running, nobody runs.
            await CrashAfterAsync(world, desk, importId, () => chunks >= 5);
        }

        await using (var db = await world.OpenDbAsync())
        {
            Assert.InRange(await db.Contacts.CountAsync(), 1_000, 3_999);
            Assert.Equal(0, await db.PeopleOf((await db.Books.SingleAsync()).Id).CountAsync());
        }

        world.Time.Advance(TimeSpan.FromMinutes(5));
        await world.Get<SweepImports>().RunAsync(atStart: true, CancellationToken.None);
        await using (var db = await world.OpenDbAsync())
        {
            Assert.Equal((0, 0, 0), (await db.Contacts.CountAsync(), await db.ContactPhones.CountAsync(), await db.Labels.CountAsync()));
        }

        Assert.Equal((ImportState.Matching, nameof(ImportInterrupted)), (await desk.ViewAsync(importId) is var view ? view.State : default, view.Failure));
        await desk.CheckAsync(importId);
        Assert.Equal(4_000, (await desk.RunAsync(importId)).Required.New);
    }

    [Theory, OnBothDatabases]
    public async Task A_crash_after_the_decision_goes_on(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await desk.ImportAsync("name,phone\nDana Levi,050-1000001\n");
        var importId = (await desk.StartAsync("name,phone,city\nDana Levi,050-1000001,Haifa\n" + Rows(700))).Required;
        await desk.CheckAsync(importId);
        await CrashAfterAsync(world, desk, importId, () => false);
        await world.Get<ImportSteps>().MoveAsync(importId, ImportState.Running, ImportState.Finishing);

        world.Time.Advance(TimeSpan.FromMinutes(5));
        await world.Get<SweepImports>().RunAsync(atStart: true, CancellationToken.None);
        await using var db = await world.OpenDbAsync();
        Assert.Equal(701, await db.PeopleOf((await db.Books.SingleAsync()).Id).CountAsync());
        Assert.Equal(701, (await db.Books.SingleAsync()).People);
        Assert.Equal(701, await db.Contacts.CountAsync(contact => contact.CityId != null));
        Assert.Equal(ImportState.Done, (await desk.ViewAsync(importId)).State);
    }

    [Theory, OnBothDatabases]
    public async Task One_import_at_a_time_in_a_book(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        var first = (await desk.StartAsync("name,phone,city\n" + Rows(1_500))).Required;
        var second = (await desk.StartAsync(ImportDesk.TwoPeople)).Required;
        await desk.CheckAsync(first);
        await desk.CheckAsync(second);
        await world.Get<ImportSteps>().MoveAsync(first, ImportState.Checked, ImportState.Running);

        Assert.Equal(new ImportAlreadyRunning(), (await desk.RunAsync(second)).Error);
        var added = await world.Get<AddContactByHand>().RunAsync(desk.Noa, desk.BookId, new HandContact { First = "Dana", Phone = "0501000001" }, CancellationToken.None);
        Assert.Equal(new ImportAlreadyRunning(), added.Error);
        await world.Get<ImportSteps>().MoveAsync(first, ImportState.Running, ImportState.Checked);
        Assert.Equal(2, (await desk.RunAsync(second)).Required.New);
        Assert.Equal(new NotInThisState(), (await desk.RunAsync(second)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task Only_coordinators_of_the_book_may(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        var importId = (await desk.StartAsync(ImportDesk.TwoPeople)).Required;
        var olga = await world.VolunteerAsync("Olga", Roles.Coordinator);
        var mia = await world.VolunteerAsync("Mia", Roles.Organizer, Roles.Administrator);
        foreach (var stranger in new[] { olga, mia })
        {
            Assert.Equal(new NotFound(), (await world.Get<StartImport>().FromTextAsync(stranger, desk.BookId, ImportDesk.TwoPeople, null, null, CancellationToken.None)).Error);
            Assert.Equal(new NotFound(), (await world.Get<RunImport>().CheckAsync(stranger, importId, CancellationToken.None)).Error);
            Assert.Equal(new NotFound(), (await world.Get<RunImport>().RunAsync(stranger, importId, CancellationToken.None)).Error);
            Assert.Equal(new NotFound(), (await world.Get<ImportDetails>().RunAsync(stranger, importId, CancellationToken.None)).Error);
            Assert.Equal(new NotFound(), (await world.Get<ImportDetails>().ProgressAsync(stranger, importId, CancellationToken.None)).Error);
            Assert.Equal(new NotFound(), (await world.Get<CancelImport>().RunAsync(stranger, importId, CancellationToken.None)).Error);
            Assert.Equal(new NotFound(), (await world.Get<RejectedRows>().RunAsync(stranger, importId, CancellationToken.None)).Error);
            Assert.Equal(new NotFound(), (await world.Get<ChangeImportPlan>().RunAsync(stranger, importId, new ImportChoices(), CancellationToken.None)).Error);
            Assert.Equal(new NotFound(), (await world.Get<BookContacts>().RunAsync(stranger, desk.BookId, null, 10, CancellationToken.None)).Error);
            Assert.Equal(new NotFound(), (await world.Get<AddContactByHand>().RunAsync(stranger, desk.BookId, new HandContact { Phone = "0501000001" }, CancellationToken.None)).Error);
            Assert.Empty(await world.Get<MyBooks>().RunAsync(stranger, CancellationToken.None));
        }

        Assert.Equal(new NotAllowed(), (await world.Get<CreateBook>().RunAsync(mia, "Mine", ProtectionLevel.Careful, "IL", CancellationToken.None)).Error);
    }

    [Fact]
    public async Task Rejected_rows_name_the_line_and_reason_and_no_cell_is_a_formula()
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        var importId = (await desk.StartAsync("name,phone,comment\nDana,050-1000001,\"two\nlines\"\n=1+1,12,x\nOlga,,\n")).Required;
        await desk.CheckAsync(importId);
        var file = (await world.Get<RejectedRows>().RunAsync(desk.Noa, importId, CancellationToken.None)).Required;
        var rows = new List<RejectedLine>();
        await foreach (var row in file.Rows)
        {
            rows.Add(row);
        }

        Assert.Equal([(4, "NumberTooShort"), (5, "NoNumber")], rows.Select(row => (row.Line, row.Reason)));
        Assert.Equal("\"'=1+1\"", RejectedRows.CsvCell(rows[0].Cells[0]));
    }

    [Fact]
    public async Task An_upload_nobody_finishes_is_gone_after_a_day()
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        var importId = (await desk.StartAsync(ImportDesk.TwoPeople)).Required;
        world.Time.Advance(TimeSpan.FromHours(25));
        await world.Get<SweepImports>().RunAsync(atStart: false, CancellationToken.None);
        Assert.Equal((ImportState.Failed, nameof(UploadGone)), (await desk.ViewAsync(importId) is var view ? view.State : default, view.Failure));
    }

    [Fact]
    public async Task After_an_import_nothing_of_a_person_stands_in_clear_in_any_file()
    {
        await using var world = await World.CreateAsync(DatabaseKind.Sqlite);
        var desk = await ImportDesk.OpenAsync(world);
        var text = "id,first name,last name,phone,city,tags,comment\n"
            + string.Concat(Enumerable.Range(0, 5_000).Select(n => $"EXT-{n}-Quagga,Zebulon{n},Marzipan{n},050{1_000_000 + n},Wadi Xanadu,tag-obelisk,note about Persimmon {n}\nBad{n},Zebulon,Marzipan,12,,,\n"));
        var importId = (await desk.StartAsync(text)).Required;
        await desk.CheckAsync(importId);
        Scan(world, "after the dry run");
        await desk.RunAsync(importId);
        Scan(world, "after the import");
    }

    private static void Scan(World world, string when)
    {
        string[] markers = ["0501000003", "050-1000003", "+972501000003", "972501000003", "50-100-0003", "501000003", "Zebulon", "Marzipan", "Persimmon", "Quagga", "Xanadu", "obelisk"];
        foreach (var path in Directory.GetFiles(world.Folder.Path, "*", SearchOption.AllDirectories))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            foreach (var marker in markers)
            {
                foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode })
                {
                    Assert.True(bytes.AsSpan().IndexOf(encoding.GetBytes(marker)) < 0, $"'{marker}' in {encoding.WebName} stands in {Path.GetFileName(path)} {when}.");
                }
            }
        }
    }

    private static string Rows(int count) => string.Concat(Enumerable.Range(0, count).Select(n => $"Person {n},050{1_100_000 + n},Acre\n"));

    /// <summary>Runs an import up to a point and leaves everything as a killed process would.</summary>
    internal static async Task CrashAfterAsync(World world, ImportDesk desk, Guid importId, Func<bool> isEnough)
    {
        var view = await desk.ViewAsync(importId);
        Assert.Null(await world.Get<RunImport>().BeginAsync(await world.ReadAsync(db => db.Imports.SingleAsync(import => import.Id == importId))));
        using var killed = new CancellationTokenSource();
        using var heard = world.Get<Signals>().Subscribe(_ =>
        {
            if (isEnough())
            {
                killed.Cancel();
            }
        });
        var engine = new ImportEngine(
            world.Get<IHotStore>(), world.Sealer, world.Get<ContactWriter>(), world.Get<TimeProvider>(), world.Get<Signals>(),
            new ImportJob(importId, desk.BookId, view.Plan, view.DefaultCountry, "Asia/Jerusalem", Writes: true));
        var bytes = await world.ReadAsync(db => db.Imports.Where(import => import.Id == importId).Select(import => import.Bytes).SingleAsync());
        await using var content = world.Get<Spool>().Open(importId, bytes)!;
        try
        {
            await engine.RunAsync(content, killed.Token);
        }
        catch (OperationCanceledException)
        {
            // Killed, as was asked.
        }
    }
}
