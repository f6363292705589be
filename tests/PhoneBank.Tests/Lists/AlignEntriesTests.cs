using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Tests.Campaigns;

namespace PhoneBank.Tests.Lists;

public sealed class AlignEntriesTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task Whoever_changed_while_their_entry_was_added_is_found_and_nobody_else_is_touched(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        var people = await world.ContactsAsync(book, 9);
        var list = await world.ListAsync(noa, await world.CampaignAsync(noa, book));
        var hours = await world.Get<HoursClasses>().IdOfAsync(HoursClassKey.For("Europe/Paris", "FR", null, "Asia/Jerusalem"), None);

        // As it is left when neither of two that write at one moment sees the other.
        await ChangeAsync(people[0], contact => contact.Language = "ru");
        await ChangeAsync(people[1], contact => contact.Language = null);
        await ChangeAsync(people[2], contact => (contact.Country, contact.HoursClassId) = ("FR", hours));
        await ChangeAsync(people[3], contact => contact.CallablePhones = 0);
        await ChangeAsync(people[4], contact => contact.EndedAt = world.Now);
        await ChangeAsync(people[5], contact => contact.RestsUntil = world.Now.AddDays(1));
        await world.WriteAsync(db =>
        {
            db.Entries.Single(entry => entry.ContactId == people[6]).Callable = false;
            var heard = db.Entries.Single(entry => entry.ContactId == people[7]);
            (heard.Language, heard.ReroutedTo) = ("ru", "ru");
        });
        var before = await EntriesAsync();

        // Pieces of two: none is passed over where one ends and the next begins.
        var align = new AlignEntries(world.Get<IHotStore>(), world.Get<TimeProvider>()) { AtOnce = 6, Piece = 2 };
        Assert.Equal(7, await align.ExecuteAsync(None) + await align.ExecuteAsync(None));
        Assert.Equal(0, await align.ExecuteAsync(None) + await align.ExecuteAsync(None));

        var after = await EntriesAsync();
        Assert.Equal(("ru", "IL", true), Of(people[0]));
        Assert.Equal((null, "IL", true), Of(people[1]));
        Assert.Equal(("he", "FR", true), Of(people[2]));
        Assert.Equal(hours, after[people[2]].HoursClassId);
        Assert.All(people.Skip(3).Take(3), person => Assert.Equal(("he", "IL", false), Of(person)));
        Assert.Equal(("he", "IL", true), Of(people[6]));
        Assert.Equal(("ru", "IL", true), Of(people[7]));
        Assert.Equal(("he", "IL", true), Of(people[8]));
        Assert.All(after.Values, entry => Assert.Equal((before[entry.ContactId].State, before[entry.ContactId].Version, list.ListId), (entry.State, entry.Version, entry.ListId)));

        (string? Language, string? Country, bool Callable) Of(Guid person) => (after[person].Language, after[person].Country, after[person].Callable);

        Task ChangeAsync(Guid person, Action<Contact> change) => world.WriteAsync(db => change(db.Contacts.Single(contact => contact.Id == person)));

        Task<Dictionary<Guid, Entry>> EntriesAsync() => world.ReadAsync(db => db.Entries.AsNoTracking().ToDictionaryAsync(entry => entry.ContactId));
    }

    [Theory, OnBothDatabases]
    public async Task Language_that_comes_while_a_list_is_filled_reaches_the_entry(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        var people = await world.ContactsAsync(book, 4_500);
        var campaign = await world.CampaignAsync(noa, book);
        var last = people.Max();
        var changed = false;
        var progress = new Progress(() =>
        {
            // What an edit does: the person, and those of her entries that it sees.
            changed = changed || world.WriteAsync(db =>
            {
                db.Contacts.Single(contact => contact.Id == last).Language = "ru";
                db.Entries.Where(entry => entry.ContactId == last).ToList().ForEach(entry => entry.Language = "ru");
            }).Wait(TimeSpan.FromMinutes(1));
        });

        Assert.Equal(4_500, (await world.Get<MakeCallList>().ExecuteAsync(noa, campaign, new NewCallList("All", new ContactFilter()), progress, None)).Required.Added);
        await world.Get<AlignEntries>().ExecuteAsync(None);

        Assert.True(changed);
        Assert.Equal("ru", await world.ReadAsync(db => db.Entries.Where(entry => entry.ContactId == last).Select(entry => entry.Language).FirstAsync()));
        Assert.Equal(4_499, await world.ReadAsync(db => db.Entries.CountAsync(entry => entry.Language == "he")));
    }

    private sealed class Progress(Action act) : IProgress<int>
    {
        public void Report(int value) => act();
    }
}
