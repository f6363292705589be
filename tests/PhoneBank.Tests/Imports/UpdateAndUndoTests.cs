using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Volunteers;

namespace PhoneBank.Tests.Imports;

/// <summary>What an import does with people who were there before, and that all of it can be taken back for a day.</summary>
public sealed class UpdateAndUndoTests
{
    private const string Before = "id,name,phone,city,language,email,comment,safe hours,tags,issue\nA1,Dana Levi,050-1000001,Haifa,he,old@example.org,first,Su-Th 18:00-21:00,a,peace\n";
    private const string After = "id,name,phone,mobile,city,language,email,comment,safe hours,tags,issue\nB2,Dana Levi,050-1000001,050-1000009,Acre,ar,new@example.org,,Su-Th 10:00-12:00,b,housing\nYusuf Khoury,Yusuf Khoury,050-1000002,,Lod,ar,,,,b,\n";

    [Theory, OnBothDatabases]
    public async Task Filling_leaves_what_is_there(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await ImportAsync(desk, Before, UpdateRule.FillEmpty);
        await ImportAsync(desk, After, UpdateRule.FillEmpty);
        Assert.Equal("A1+B2|old@example.org|first|Su-Th 18:00-21:00|he|Haifa|2 phones|a,b,peace", await DanaAsync(desk));
    }

    [Theory, OnBothDatabases]
    public async Task A_row_that_says_nothing_new_leaves_the_person_as_she_was_but_for_its_tags(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await ImportAsync(desk, Before, UpdateRule.FillEmpty);
        var changed = await world.ReadAsync(db => db.Contacts.Select(contact => contact.UpdatedAt).SingleAsync());
        world.Time.Advance(TimeSpan.FromHours(1));

        var importId = await ImportAsync(desk, "name,phone,city,email,tags\nDana Levi,050-1000001,Haifa,old@example.org,c\n", UpdateRule.Overwrite);

        Assert.Equal(changed, await world.ReadAsync(db => db.Contacts.Select(contact => contact.UpdatedAt).SingleAsync()));
        Assert.Equal("A1|old@example.org|first|Su-Th 18:00-21:00|he|Haifa|1 phones|a,c,peace", await DanaAsync(desk));
        Assert.True((await world.Get<UndoImport>().ExecuteAsync(desk.Noa, importId, liftsStops: false, CancellationToken.None)).IsDone);
        Assert.Equal("A1|old@example.org|first|Su-Th 18:00-21:00|he|Haifa|1 phones|a,peace", await DanaAsync(desk));

        world.Time.Advance(TimeSpan.FromHours(1));
        await ImportAsync(desk, "name,phone,email\nDana Levi,050-1000001,new@example.org\n", UpdateRule.Overwrite);
        Assert.NotEqual(changed, await world.ReadAsync(db => db.Contacts.Select(contact => contact.UpdatedAt).SingleAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Overwriting_takes_what_the_file_says_and_the_undo_brings_everything_back(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await ImportAsync(desk, Before, UpdateRule.FillEmpty);
        var was = await DanaAsync(desk);
        var importId = await ImportAsync(desk, After, UpdateRule.Overwrite);
        Assert.Equal("A1+B2|new@example.org|first|Su-Th 10:00-12:00|ar|Acre|2 phones|a,b,housing", await DanaAsync(desk));
        Assert.NotNull((await desk.ViewAsync(importId)).UndoUntil);

        Assert.True((await world.Get<UndoImport>().ExecuteAsync(desk.Noa, importId, liftsStops: false, CancellationToken.None)).IsDone);
        Assert.Equal(was, await DanaAsync(desk));
        await using var db = await world.OpenDbAsync();
        Assert.Equal((1, 1, 1, 1), (await db.Contacts.CountAsync(), await db.ContactPhones.CountAsync(), (await db.Books.SingleAsync()).People, await db.ContactExternalIds.CountAsync()));
        Assert.Equal((ImportState.Undone, null), (await desk.ViewAsync(importId) is var view ? view.State : default, view.UndoUntil));
        Assert.Equal(1, await db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.ImportUndone && entry.SubjectId == importId));
        Assert.Equal(new CannotBeUndone(), (await world.Get<UndoImport>().ExecuteAsync(desk.Noa, importId, liftsStops: false, CancellationToken.None)).Error);

        // The way is free again, and finds the same as the first time.
        await ImportAsync(desk, After, UpdateRule.Overwrite);
        Assert.Equal("A1+B2|new@example.org|first|Su-Th 10:00-12:00|ar|Acre|2 phones|a,b,housing", await DanaAsync(desk));
    }

    [Theory, OnBothDatabases]
    public async Task The_undo_leaves_what_somebody_has_changed_since(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await ImportAsync(desk, Before, UpdateRule.FillEmpty);
        var importId = await ImportAsync(desk, After, UpdateRule.Overwrite);
        await ImportAsync(desk, "name,phone,email,language\nDana Levi,050-1000001,newest@example.org,ru\n", UpdateRule.Overwrite);
        Assert.True((await world.Get<UndoImport>().ExecuteAsync(desk.Noa, importId, liftsStops: false, CancellationToken.None)).IsDone);
        Assert.Equal("A1|newest@example.org|first|Su-Th 18:00-21:00|ru|Haifa|1 phones|a,peace", await DanaAsync(desk));
    }

    [Theory, OnBothDatabases]
    public async Task Skipping_changes_nobody_and_names_them_all_the_same(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await ImportAsync(desk, Before, UpdateRule.FillEmpty);
        var was = await DanaAsync(desk);
        var importId = await ImportAsync(desk, After + "C3,Somebody Else,050-1000001,,Lod,ar,,,,c,\n", UpdateRule.Skip);
        Assert.Equal(was, await DanaAsync(desk));
        var counts = (await desk.ViewAsync(importId)).Counts;
        Assert.Equal((1, 1, 1), (counts.New, counts.Duplicate, counts.SharedNumber));
        Assert.Equal(2, await desk.NamedAsync(importId));
    }

    [Theory, OnBothDatabases]
    public async Task The_dry_run_says_where_much_would_change(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await desk.ImportAsync("name,phone,city,language\n" + Rows(n => "Haifa,he"));
        var importId = (await desk.StartAsync("name,phone,city,language\n" + Rows(n => (n < 3 ? "Acre" : "haifa") + (n < 2 ? ",ru" : ",he")))).Required;
        await world.Get<ChangeImportPlan>().RunAsync(desk.Noa, importId, new ImportChoices { Update = UpdateRule.Overwrite }, CancellationToken.None);
        await desk.CheckAsync(importId);

        var changes = (await desk.ViewAsync(importId)).Plan.Changes;
        Assert.Equal([(ColumnMeaning.Language, 10, 2, false), (ColumnMeaning.City, 10, 3, true)], changes.OrderBy(change => change.Changed).Select(change => (change.Meaning, change.Known, change.Changed, change.IsMajor)));
        Assert.Equal(1, await world.ReadAsync(db => db.Labels.CountAsync()));

        static string Rows(Func<int, string> rest) => string.Concat(Enumerable.Range(0, 10).Select(n => string.Create(CultureInfo.InvariantCulture, $"Person {n},050{1_000_000 + n},{rest(n)}\n")));
    }

    [Theory, OnBothDatabases]
    public async Task The_undo_keeps_numbers_stopped_unless_it_is_told_otherwise(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await desk.ImportAsync(ImportDesk.TwoPeople);
        foreach (var lifts in new[] { false, true })
        {
            var done = await desk.ImportAsync($"name,phone,do not call\nDana Levi,{(lifts ? "050-1000001" : "050-1000002")},yes\n");
            Assert.True((await world.Get<UndoImport>().ExecuteAsync(desk.Noa, done.ImportId, lifts, CancellationToken.None)).IsDone);
        }

        await using var db = await world.OpenDbAsync();
        Assert.Equal([desk.Noa.VolunteerId, null], (await db.StopListEntries.ToListAsync()).OrderBy(entry => entry.LiftedAt is null).Select(entry => entry.LiftedBy));
        Assert.Equal([false, true], await db.ContactPhones.OrderBy(phone => phone.Suppressed).Select(phone => phone.Suppressed).ToListAsync());
        Assert.Equal(0, await db.ImportedStops.CountAsync());
    }

    [Theory, OnBothDatabases]
    public async Task People_in_a_call_list_stay(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        var done = await desk.ImportAsync(ImportDesk.TwoPeople);
        var contacts = await world.ReadAsync(db => db.Contacts.OrderBy(contact => contact.Id).ToListAsync());
        var (campaignId, listId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.WriteAsync(db =>
        {
            db.Campaigns.Add(new Campaign { Id = campaignId, BookId = desk.BookId, CreatedAt = world.Now });
            db.CallLists.Add(new CallList { Id = listId, CampaignId = campaignId, CreatedAt = world.Now });
        });
        await world.WriteAsync(db => db.Entries.Add(new Entry { Id = Guid.CreateVersion7(), CampaignId = campaignId, ListId = listId, ContactId = contacts[0].Id, HoursClassId = contacts[0].HoursClassId }));

        Assert.True((await world.Get<UndoImport>().ExecuteAsync(desk.Noa, done.ImportId, liftsStops: false, CancellationToken.None)).IsDone);
        Assert.Equal([contacts[0].Id], await world.ReadAsync(db => db.Contacts.Select(contact => contact.Id).ToListAsync()));
        Assert.Equal(1, (await desk.ViewAsync(done.ImportId)).PeopleKept);
        Assert.Equal(1, await world.ReadAsync(db => db.Books.Select(book => book.People).SingleAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task After_a_day_nothing_is_left_to_undo_with_and_a_crash_in_between_goes_on(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await ImportAsync(desk, Before, UpdateRule.FillEmpty);
        var was = await DanaAsync(desk);
        var crashed = await ImportAsync(desk, After, UpdateRule.Overwrite);

        // As after kill -9 right after the decision: the state says Undoing, nobody undoes.
        Assert.True(await world.Get<ImportSteps>().MoveAsync(crashed, ImportState.Done, ImportState.Undoing));
        world.Time.Advance(TimeSpan.FromMinutes(5));
        await world.Get<SweepImports>().RunAsync(atStart: true, CancellationToken.None);
        Assert.Equal(was, await DanaAsync(desk));

        var late = await ImportAsync(desk, After, UpdateRule.Overwrite);
        Assert.Equal(1, await world.ReadAsync(db => db.ImportedContacts.CountAsync(named => named.SealedChange != null)));
        world.Time.Advance(TimeSpan.FromHours(25));
        Assert.Equal(new CannotBeUndone(), (await world.Get<UndoImport>().ExecuteAsync(desk.Noa, late, liftsStops: false, CancellationToken.None)).Error);
        await world.Get<SweepImports>().RunAsync(atStart: false, CancellationToken.None);
        Assert.Equal(0, await world.ReadAsync(db => db.ImportedContacts.CountAsync(named => named.SealedChange != null)));
    }

    [Theory, OnBothDatabases]
    public async Task Ground_and_source_are_kept_sealed_and_a_weighed_interest_needs_its_note(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        var importId = (await desk.StartAsync(ImportDesk.TwoPeople)).Required;
        await desk.CheckAsync(importId);
        var state = world.Get<StateImportOrigin>();
        Assert.Equal(new OriginMissing(), (await state.ExecuteAsync(desk.Noa, importId, null, "sign-up sheet Quagga", null, CancellationToken.None)).Error);
        Assert.Equal(new OriginMissing(), (await state.ExecuteAsync(desk.Noa, importId, LawfulBasis.Consent, " ", null, CancellationToken.None)).Error);
        Assert.Equal(new BasisNeedsNote(), (await state.ExecuteAsync(desk.Noa, importId, LawfulBasis.LegitimateInterest, "sign-up sheet Quagga", "", CancellationToken.None)).Error);

        // What was typed is there still.
        var view = await desk.ViewAsync(importId);
        Assert.Equal((LawfulBasis.LegitimateInterest, "sign-up sheet Quagga"), (view.Basis, view.Origin?.Source));
        Assert.True((await state.ExecuteAsync(desk.Noa, importId, LawfulBasis.LegitimateInterest, "sign-up sheet Quagga", "asked at the door", CancellationToken.None)).IsDone);
        await desk.RunAsync(importId);
        Assert.Equal(new ImportOrigin("sign-up sheet Quagga", "asked at the door"), (await desk.ViewAsync(importId)).Origin);
        Assert.Equal(new NotInThisState(), (await state.ExecuteAsync(desk.Noa, importId, LawfulBasis.Consent, "x", null, CancellationToken.None)).Error);
        Assert.Equal(-1, (await world.ReadAsync(db => db.Imports.Select(import => import.SealedOrigin).SingleAsync())).AsSpan().IndexOf("Quagga"u8));

        var stranger = await world.VolunteerAsync("Olga", PhoneBank.Volunteers.Roles.Coordinator);
        Assert.Equal(new NotFound(), (await state.ExecuteAsync(stranger, importId, LawfulBasis.Consent, "x", null, CancellationToken.None)).Error);
        Assert.Equal(new NotFound(), (await world.Get<UndoImport>().ExecuteAsync(stranger, importId, liftsStops: true, CancellationToken.None)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_was_there_without_it_stays_also_when_made_one_with_somebody_it_brought(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await desk.ImportAsync("name,phone\nDana Levi,050-1000001\n");
        var dana = await world.ReadAsync(db => db.Contacts.Select(contact => contact.Id).SingleAsync());
        var later = await desk.ImportAsync("name,phone\nDana L,050-1000002\n");
        var other = await world.ReadAsync(db => db.Contacts.Where(contact => contact.Id != dana).Select(contact => contact.Id).SingleAsync());
        Assert.True((await world.Get<MergeContacts>().ExecuteAsync(desk.Noa, desk.BookId, other, dana, CancellationToken.None)).IsDone);

        Assert.True((await world.Get<UndoImport>().ExecuteAsync(desk.Noa, later.ImportId, liftsStops: false, CancellationToken.None)).IsDone);
        Assert.Equal((other, 1), (await world.ReadAsync(db => db.Contacts.Select(contact => contact.Id).SingleAsync()), await world.ReadAsync(db => db.Books.Select(book => book.People).SingleAsync())));
        Assert.Equal(2, await world.ReadAsync(db => db.ContactPhones.CountAsync(phone => phone.ContactId == other)));
    }

    private static async Task<Guid> ImportAsync(ImportDesk desk, string text, UpdateRule rule)
    {
        var importId = (await desk.StartAsync(text)).Required;
        var columns = (await desk.ViewAsync(importId)).Plan is var plan ? plan.Columns.Select((use, at) => plan.Heads[at] == "issue" ? new ColumnUse(ColumnMeaning.CustomField) : use).ToList() : [];
        Assert.True((await desk.World.Get<ChangeImportPlan>().RunAsync(desk.Noa, importId, new ImportChoices { Update = rule, Columns = columns }, CancellationToken.None)).IsDone);
        Assert.True((await desk.CheckAsync(importId)).IsDone);
        Assert.True((await desk.RunAsync(importId)).IsDone);
        return importId;
    }

    /// <summary>Everything about Dana in one line.</summary>
    private static async Task<string> DanaAsync(ImportDesk desk)
    {
        await using var db = await desk.World.OpenDbAsync();
        var dana = (await db.Contacts.AsNoTracking().ToListAsync()).Single(contact => desk.DetailsOf(contact).Names[0].First == "Dana");
        var details = desk.DetailsOf(dana);
        var words = await (from put in db.ContactLabels where put.ContactId == dana.Id join label in db.Labels on put.LabelId equals label.Id select label).ToListAsync();
        var city = await db.Labels.SingleOrDefaultAsync(label => label.Id == dana.CityId);
        var phones = await db.ContactPhones.CountAsync(phone => phone.ContactId == dana.Id);
        Assert.Equal(phones, dana.CallablePhones);
        return string.Join(
            '|',
            string.Join('+', details.Names.Select(name => name.ExternalId)),
            details.Email,
            details.Comment,
            details.Card?.SafeHours,
            dana.Language,
            city is null ? "" : desk.World.Sealer.Open(Places.LabelText(city.Id), city.SealedText),
            $"{phones} phones",
            string.Join(',', words.Select(label => desk.World.Sealer.Open(Places.LabelText(label.Id), label.SealedText)).Order(StringComparer.Ordinal)));
    }
}
