using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;

namespace PhoneBank.Tests.Books;

/// <summary>A coordinator finds one person, opens and edits her or him.</summary>
public sealed class EditContactTests
{
    [Theory, OnBothDatabases]
    public async Task Everything_typed_is_there_when_the_person_is_opened_again(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var id = await scene.AddAsync("Dana", "Levi", "050-1000001", "Haifa", person => person with { Tags = "north, student", Language = "he", ExternalId = "A-17" });
        var opened = (await scene.OpenAsync(id)).Required;
        Assert.Equal("01", Assert.Single(opened.Phones).End);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var card = new SafeContactCard { SafeHours = "Su-Th 18:00-21:00", Voicemail = VoicemailWish.No, WhoMayAnswer = "Her sister", CoverWording = "The book club", PreferredChannel = "Signal" };
        var edit = opened.Unchanged() with
        {
            Names = [(" Dana ", "Cohen")],
            Language = "",
            Country = "GB",
            TimeZone = "Europe/London",
            City = "Leeds",
            Tags = ["north", "abroad"],
            Card = card,
            BadPhones = [opened.Phones[0].Id],
            NewNumber = "+44 7700 900123",
        };
        Assert.True((await scene.EditAsync(id, edit)).IsDone);

        var now = (await scene.OpenAsync(id)).Required;
        Assert.Equal(new ContactName("Dana", "Cohen", "A-17"), Assert.Single(now.Names));
        Assert.Equal((null, "GB", "Europe/London", "Leeds"), (now.Language, now.Country, now.TimeZone, now.City));
        Assert.Equal(["abroad", "north"], now.Tags);
        Assert.Equal(card with { SafeHours = WeeklyWindows.Parse(card.SafeHours).ToString() }, now.Card);
        Assert.Equal([("01", true), ("23", false)], now.Phones.Select(phone => (phone.End, phone.IsBad)));
        Assert.Equal(1, (await world.ContactAsync(id)).CallablePhones);
        Assert.Equal(id, Assert.Single(await world.AuditedAsync(AuditAction.ContactChanged)).SubjectId);

        Assert.True((await scene.EditAsync(id, now.Unchanged() with { BadPhones = [], Card = new SafeContactCard(), City = null, Tags = [] })).IsDone);
        var last = (await scene.OpenAsync(id)).Required;
        Assert.Equal((new SafeContactCard(), null, 0, 2), (last.Card, last.City, last.Tags.Count, (await world.ContactAsync(id)).CallablePhones));
    }

    [Theory, OnBothDatabases]
    public async Task The_copies_in_campaigns_follow(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var entryId = (await scene.ContactsAsync(1))[0];
        var id = (await scene.EntryAsync(entryId)).ContactId;
        await scene.ChangeEntryAsync(entryId, entry => (entry.Language, entry.ReroutedTo) = ("ru", "ru"));
        var opened = (await scene.OpenAsync(id)).Required;
        Assert.True((await scene.EditAsync(id, opened.Unchanged() with { City = "Lod" })).IsDone);
        Assert.Equal("ru", (await scene.EntryAsync(entryId)).Language);

        var again = (await scene.OpenAsync(id)).Required;
        var edit = again.Unchanged() with { Language = "ar", Country = "DE", TimeZone = null, Card = new SafeContactCard { SafeHours = "Mo 10:00-12:00" }, BadPhones = [again.Phones[0].Id] };
        Assert.True((await scene.EditAsync(id, edit)).IsDone);
        var entry = await scene.EntryAsync(entryId);
        Assert.Equal(("ar", null, "DE", false), (entry.Language, entry.ReroutedTo, entry.Country, entry.Callable));
        Assert.Equal((await world.ContactAsync(id)).HoursClassId, entry.HoursClassId);
        var key = (await world.Get<HoursClasses>().KeysOfAsync([entry.HoursClassId], CancellationToken.None))[entry.HoursClassId];
        Assert.Equal(("DE", WeeklyWindows.Parse("Mo 10:00-12:00")), (key.Country, key.SafeHours));

        Assert.True((await scene.EditAsync(id, (await scene.OpenAsync(id)).Required.Unchanged() with { BadPhones = [] })).IsDone);
        Assert.True((await scene.EntryAsync(entryId)).Callable);
    }

    [Theory, OnBothDatabases]
    public async Task Of_two_coordinators_the_second_is_told_and_overwrites_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var id = await scene.AddAsync("Dana", "Levi", "050-1000001");
        var (first, second) = ((await scene.OpenAsync(id)).Required, (await scene.OpenAsync(id)).Required);
        Assert.True((await scene.EditAsync(id, first.Unchanged() with { City = "Lod" })).IsDone);
        Assert.IsType<ContactChangedMeanwhile>((await scene.EditAsync(id, second.Unchanged() with { City = "Haifa" })).Error);
        var now = (await scene.OpenAsync(id)).Required;
        Assert.Equal("Lod", now.City);
        Assert.True((await scene.EditAsync(id, second.Unchanged() with { City = "Haifa", Version = now.Version })).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task What_cannot_be_read_is_refused_and_changes_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var id = await scene.AddAsync("Dana", "Levi", "050-1000001");
        var other = await scene.AddAsync("Yael", "Mizrahi", "050-1000002");
        await world.Get<SuppressNumber>().ExecuteAsync(scene.Coordinator, "050-1000003", "IL", CancellationToken.None);
        var form = (await scene.OpenAsync(id)).Required.Unchanged() with { City = "Lod" };
        Assert.IsType<UnknownCountry>((await scene.EditAsync(id, form with { Country = "XX" })).Error);
        Assert.IsType<UnknownZone>((await scene.EditAsync(id, form with { TimeZone = "Moon/Base" })).Error);
        Assert.IsType<SafeHoursUnreadable>((await scene.EditAsync(id, form with { Card = new SafeContactCard { SafeHours = "sometimes" } })).Error);
        Assert.Equal("Names", Assert.IsType<InvalidField>((await scene.EditAsync(id, form with { Names = [(new string('a', 201), "")] })).Error).Field);
        Assert.Equal("Tags", Assert.IsType<InvalidField>((await scene.EditAsync(id, form with { Tags = [.. Enumerable.Range(0, 31).Select(n => "t" + n)] })).Error).Field);
        Assert.Equal("CoverWording", Assert.IsType<InvalidField>((await scene.EditAsync(id, form with { Card = new SafeContactCard { CoverWording = new string('a', 501) } })).Error).Field);
        Assert.IsType<NewNumberUnreadable>((await scene.EditAsync(id, form with { NewNumber = "12" })).Error);
        Assert.IsType<NewNumberOnStopList>((await scene.EditAsync(id, form with { NewNumber = "050-1000003" })).Error);
        Assert.Equal(new NumberOfSomebodyElse(other), (await scene.EditAsync(id, form with { NewNumber = "050-1000002" })).Error);
        Assert.Null((await scene.OpenAsync(id)).Required.City);
        Assert.Equal(2, await world.ReadAsync(db => db.ContactPhones.CountAsync()));

        Assert.True((await scene.EditAsync(id, form with { NewNumber = "050-1000001" })).IsDone);
        Assert.Equal(2, await world.ReadAsync(db => db.ContactPhones.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task People_are_found_by_exact_number_or_the_beginning_of_a_name_and_never_more_than_a_few(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var dana = await scene.AddAsync("Dana", "Ben-Ami", "050-1000001");
        await scene.AddAsync("Daniel", "Levi", "050-1000002");
        for (var n = 0; n < FindContacts.Most + 1; n++)
        {
            await scene.AddAsync("Tamar", "Number" + (char)('a' + n), CallingScene.NewNumber());
        }

        Assert.Equal([dana], (await FindAsync("050 100 0001")).Lines.Select(line => line.Id));
        Assert.Equal([dana], (await FindAsync("ben dan")).Lines.Select(line => line.Id));
        Assert.Equal(2, (await FindAsync("dan")).Lines.Count);
        Assert.Equal((0, false), ((await FindAsync("zz")).Lines.Count, (await FindAsync("050-1000009")).More));
        var many = await FindAsync("Tamar");
        Assert.Equal((FindContacts.Most, true), (many.Lines.Count, many.More));
        Assert.IsType<NothingToSearch>((await world.Get<FindContacts>().ExecuteAsync(scene.Coordinator, scene.BookId, "d", CancellationToken.None)).Error);
        Assert.Equal(6, (await world.AuditedAsync(AuditAction.BookSearched)).Count);

        async Task<ContactsFound> FindAsync(string text) => (await world.Get<FindContacts>().ExecuteAsync(scene.Coordinator, scene.BookId, text, CancellationToken.None)).Required;
    }

    [Theory, OnBothDatabases]
    public async Task Sixty_people_are_opened_in_an_hour_and_the_same_one_as_often_as_wanted(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 61);
        var ids = await world.ReadAsync(db => db.Contacts.OrderBy(contact => contact.Id).Select(contact => contact.Id).ToListAsync());
        var began = world.Now;
        foreach (var id in ids.Take(60))
        {
            Assert.True((await scene.OpenAsync(id)).IsDone);
        }

        Assert.Equal(new TooManyOpened(began.AddHours(1)), (await scene.OpenAsync(ids[60])).Error);
        Assert.True((await scene.OpenAsync(ids[0])).IsDone);
        Assert.Equal(60, (await world.AuditedAsync(AuditAction.ContactOpened)).Count);
        world.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.True((await scene.OpenAsync(ids[60])).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task A_book_keeps_people_for_less_than_its_level_says_and_never_for_more(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (scene, other) = (await world.CallingSceneAsync(level: ProtectionLevel.AtRisk), await world.CallingSceneAsync());
        var change = world.Get<ChangeRetention>();
        Assert.Equal(30, await DaysAsync());
        Assert.Equal(new RetentionNotAllowed(30), (await change.ExecuteAsync(scene.Coordinator, scene.BookId, 31, CancellationToken.None)).Error);
        Assert.Equal(new RetentionNotAllowed(30), (await change.ExecuteAsync(scene.Coordinator, scene.BookId, 0, CancellationToken.None)).Error);
        Assert.IsType<NotFound>((await change.ExecuteAsync(other.Coordinator, scene.BookId, 10, CancellationToken.None)).Error);
        Assert.True((await change.ExecuteAsync(scene.Coordinator, scene.BookId, 10, CancellationToken.None)).IsDone);
        Assert.Equal(10, await DaysAsync());
        Assert.Equal("10", Assert.Single(await world.AuditedAsync(AuditAction.RetentionChanged)).Detail);

        async Task<int> DaysAsync() => (await world.Get<MyBooks>().OneAsync(scene.Coordinator, scene.BookId, CancellationToken.None)).Required.KeptForDays;
    }
}
