using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Privacy;
using PhoneBank.Tests.Imports;

namespace PhoneBank.Tests.Books;

/// <summary>Numbers and external ids are found by keys apart from them: there is one for each as long as it is there, and none any longer.</summary>
public sealed class ContactKeysTests
{
    private const string People = "name,phone,id\nDana Levi,050-1000001 / 050-1000002,A-1\nYusuf Khoury,050-1000003,A-2\nOlga Petrova,050-1000004,A-2\n";

    [Theory, OnBothDatabases]
    public async Task An_import_its_undoing_and_erasing_leave_neither_too_few_nor_too_many(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        var first = await desk.ImportAsync(People);
        Assert.Equal((4, 3), await KeysAsync(world));
        var dana = await IdOfAsync(world, desk, "050-1000001");
        var yusuf = await IdOfAsync(world, desk, "050-1000003");

        var second = await desk.ImportAsync("name,phone,id\nDana Levi,050-1000001,B-1\nNoam Katz,050-1000005,B-2\n");
        Assert.Equal((5, 5), await KeysAsync(world));
        Assert.True((await world.Get<UndoImport>().ExecuteAsync(desk.Noa, second.ImportId, liftsStops: false, CancellationToken.None)).IsDone);
        Assert.Equal((4, 3), await KeysAsync(world));

        Assert.True((await world.Get<MergeContacts>().ExecuteAsync(desk.Noa, desk.BookId, dana, yusuf, CancellationToken.None)).IsDone);
        Assert.Equal((4, 3), await KeysAsync(world));
        Assert.Equal(dana, await IdOfAsync(world, desk, "050-1000003"));

        Assert.True((await world.Get<EraseContact>().ExecuteAsync(desk.Noa, desk.BookId, dana, neverAgain: false, CancellationToken.None)).IsDone);
        Assert.Equal((1, 1), await KeysAsync(world));
        Assert.True((await world.Get<UndoImport>().ExecuteAsync(desk.Noa, first.ImportId, liftsStops: false, CancellationToken.None)).IsDone);
        Assert.Equal((0, 0), await KeysAsync(world));

        // The numbers are free again.
        Assert.Equal(3, (await desk.ImportAsync(People)).Counts.New);
    }

    [Theory, OnBothDatabases]
    public async Task A_number_stopped_while_an_import_runs_is_stopped_for_whom_it_brings(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        var importId = await WriteRowsAsync(world, desk, People);
        var stopped = (await world.Get<SuppressNumber>().ExecuteAsync(desk.Noa, "050-1000003", "IL", CancellationToken.None)).Required;
        var lifted = (await world.Get<SuppressNumber>().ExecuteAsync(desk.Noa, "050-1000004", "IL", CancellationToken.None)).Required;
        Assert.True((await world.Get<LiftSuppression>().ExecuteAsync(desk.Noa, lifted, LiftReason.Mistake, CancellationToken.None)).IsDone);

        await DecideAsync(world, importId);

        var yusuf = await IdOfAsync(world, desk, "050-1000003");
        var phones = await world.ReadAsync(db => db.ContactPhones.AsNoTracking().ToListAsync());
        Assert.Equal([yusuf], phones.Where(phone => phone.Suppressed).Select(phone => phone.ContactId));
        Assert.Equal(0, await world.ReadAsync(db => db.Contacts.Where(contact => contact.Id == yusuf).Select(contact => contact.CallablePhones).SingleAsync()));
        Assert.Equal(0, await world.ReadAsync(db => db.LateStops.CountAsync()));

        Assert.True((await world.Get<LiftSuppression>().ExecuteAsync(desk.Noa, stopped, LiftReason.Mistake, CancellationToken.None)).IsDone);
        Assert.Equal(1, await world.ReadAsync(db => db.Contacts.Where(contact => contact.Id == yusuf).Select(contact => contact.CallablePhones).SingleAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task A_number_that_became_somebody_elses_while_an_import_ran_stays_there(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await desk.ImportAsync("name,phone\nRuth Biton,050-1000009\n");
        var ruth = await IdOfAsync(world, desk, "050-1000009");
        var importId = await WriteRowsAsync(world, desk, People);
        var before = (await world.Get<OpenContact>().ExecuteAsync(desk.Noa, desk.BookId, ruth, CancellationToken.None)).Required;
        var edited = await world.Get<EditContact>().ExecuteAsync(
            desk.Noa, desk.BookId, ruth, new ContactEdit { Version = before.Version, Names = [("Ruth", "Biton")], NewNumber = "050-1000002" }, CancellationToken.None);
        Assert.True(edited.IsDone);

        await DecideAsync(world, importId);

        Assert.Equal(ruth, await IdOfAsync(world, desk, "050-1000002"));
        var dana = await IdOfAsync(world, desk, "050-1000001");
        Assert.NotEqual(ruth, dana);
        Assert.Equal(1, await world.ReadAsync(db => db.ContactPhones.CountAsync(phone => phone.ContactId == dana)));
        Assert.Equal(1, await world.ReadAsync(db => db.Contacts.Where(contact => contact.Id == dana).Select(contact => contact.CallablePhones).SingleAsync()));
        Assert.Equal((5, 3), await KeysAsync(world));
    }

    [Theory, OnBothDatabases]
    public async Task More_keys_than_may_be_held_at_once_are_written_in_several_goes(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        var people = string.Concat(Enumerable.Range(0, 60).Select(i => $"Dana {i},050-10000{i:D2} / 050-10001{i:D2},A-{i}\n"));
        var importId = await WriteRowsAsync(world, desk, "name,phone,id\n" + people);

        await new ImportKeys(world.Get<IHotStore>(), world.Time) { MostInMemory = 7 }.WriteAsync(importId, desk.BookId);

        Assert.Equal((120, 60), await KeysAsync(world));
        await DecideAsync(world, importId);
        Assert.Equal((120, 60), await KeysAsync(world));
    }

    [Theory, OnBothDatabases]
    public async Task An_import_writes_the_keys_of_its_own_people_alone(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var desk = await ImportDesk.OpenAsync(world);
        await desk.ImportAsync("name,phone,id\nRuth Biton,050-1000008,B-1\n");
        var importId = await WriteRowsAsync(world, desk, People);

        // As if they were erased at the very moment: their keys must not come back.
        await world.Get<IHotStore>().WriteAsync(async session => await session.ExecuteAsync($"DELETE FROM phone_keys") + await session.ExecuteAsync($"DELETE FROM external_keys"), CancellationToken.None);

        await world.Get<ImportKeys>().WriteAsync(importId, desk.BookId);

        Assert.Equal((4, 3), (await world.ReadAsync(db => db.PhoneKeys.CountAsync()), await world.ReadAsync(db => db.ExternalKeys.CountAsync())));
        Assert.Equal((5, 4), (await world.ReadAsync(db => db.ContactPhones.CountAsync()), await world.ReadAsync(db => db.ContactExternalIds.CountAsync())));
    }

    /// <summary>An import whose rows are all written and that is not decided yet.</summary>
    private static async Task<Guid> WriteRowsAsync(World world, ImportDesk desk, string text)
    {
        var importId = (await desk.StartAsync(text)).Required;
        await desk.CheckAsync(importId);
        await ImportRulesTests.CrashAfterAsync(world, desk, importId, () => false);
        return importId;
    }

    private static async Task DecideAsync(World world, Guid importId)
    {
        await world.Get<ImportSteps>().MoveAsync(importId, ImportState.Running, ImportState.Finishing);
        world.Time.Advance(TimeSpan.FromMinutes(5));
        await world.Get<SweepImports>().RunAsync(atStart: true, CancellationToken.None);
        Assert.Equal(ImportState.Done, await world.ReadAsync(db => db.Imports.Where(import => import.Id == importId).Select(import => import.State).SingleAsync()));
    }

    /// <summary>How many phones and external ids there are, each with its key and no key beside.</summary>
    private static async Task<(int Phones, int ExternalIds)> KeysAsync(World world)
    {
        var phones = await world.ReadAsync(db => db.ContactPhones.Select(phone => phone.Id).ToListAsync());
        var externals = await world.ReadAsync(db => db.ContactExternalIds.Select(external => external.ContactId).ToListAsync());
        Assert.Equal(phones.Order(), (await world.ReadAsync(db => db.PhoneKeys.Select(key => key.PhoneId).ToListAsync())).Order());
        Assert.Equal(externals.Order(), (await world.ReadAsync(db => db.ExternalKeys.Select(key => key.ContactId).ToListAsync())).Order());
        return (phones.Count, externals.Count);
    }

    private static async Task<Guid> IdOfAsync(World world, ImportDesk desk, string number)
    {
        var found = (await world.Get<FindContacts>().ExecuteAsync(desk.Noa, desk.BookId, number, CancellationToken.None)).Required;
        return Assert.Single(found.Lines).Id;
    }
}
