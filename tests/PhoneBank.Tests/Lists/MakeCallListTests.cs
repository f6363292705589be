using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Shared;
using PhoneBank.Tests.Campaigns;

namespace PhoneBank.Tests.Lists;

public sealed class MakeCallListTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task A_list_of_a_language_holds_those_people_as_the_queue_needs_them(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        var hebrew = await world.ContactsAsync(book, 5);
        await world.ContactsAsync(book, 3, "ar");
        var unknown = await world.ContactsAsync(book, 2, language: null);
        var coming = Guid.CreateVersion7();
        await world.ContactsAsync(book, 1, change: contact => contact.ImportId = coming);
        await world.WriteAsync(db => db.Books.Single().UndecidedImportId = coming);
        await world.ContactsAsync(book, 1, change: contact => contact.EndedAt = world.Now);
        var suppressed = await world.ContactsAsync(book, 1, change: contact => contact.CallablePhones = 0);
        var resting = await world.ContactsAsync(book, 1, change: contact => contact.RestsUntil = world.Now.AddDays(2));
        var campaign = await world.CampaignAsync(noa, book);
        var filter = new ContactFilter { Languages = ["he", ContactFilter.Unknown] };

        var count = (await world.Get<CountFilter>().ExecuteAsync(noa, campaign, filter, None)).Required;
        var made = await world.ListAsync(noa, campaign, filter);

        Assert.Equal((9, 7, 0, 0), (count.Matching, count.Now, count.InOtherLists, count.Movable));
        Assert.Equal([new NotNow(WhyNotNow.Resting, 1, world.Now.AddDays(2))], count.Later);
        Assert.Equal([new NotNow(WhyNotNow.NoNumber, 1)], count.Never);
        Assert.Equal((9, 0, 0), (made.Added, made.Moved, made.Stayed));
        var list = await world.ReadAsync(db => db.CallLists.FirstAsync());
        Assert.Equal(CallListState.Open, list.State);
        Assert.Equal(filter.ToJson(), list.Filter);
        var entries = await world.ReadAsync(db => db.Entries.ToListAsync());
        Assert.Equal([.. hebrew.Concat(unknown).Concat(suppressed).Concat(resting).Order()], entries.Select(entry => entry.ContactId).Order());
        Assert.Equal([.. suppressed.Concat(resting).Order()], entries.Where(entry => !entry.Callable).Select(entry => entry.ContactId).Order());
        Assert.All(entries, entry => Assert.Equal((EntryState.Waiting, DateTime.UnixEpoch, 0, "IL"), (entry.State, entry.ReadyAt, entry.Pass, entry.Country)));
        Assert.All(entries, entry => Assert.NotEqual(Guid.Empty, entry.HoursClassId));
        Assert.True(entries.Select(entry => entry.RandomKey).Distinct().Count() > 1);
    }

    [Theory, OnBothDatabases]
    public async Task A_long_list_is_filled_in_chunks_and_its_counters_agree_with_its_entries(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        await world.ContactsAsync(book, 4_345);
        var campaign = await world.CampaignAsync(noa, book);
        var seen = new List<int>();

        var made = (await world.Get<MakeCallList>().ExecuteAsync(noa, campaign, new NewCallList("All", new ContactFilter()), new Heard(seen.Add), None)).Required;

        Assert.Equal(4_345, made.Added);
        Assert.Equal(kind == DatabaseKind.Sqlite ? [1000, 2000, 3000, 4000, 4345] : [2000, 4000, 4345], seen);
        var view = (await world.Get<ListProgress>().ExecuteAsync(noa, made.ListId, None)).Required;
        Assert.Equal(4_345, view.Counts.All);
        Assert.Equal(4_345, await world.ReadAsync(db => db.Entries.CountAsync(entry => entry.ListId == made.ListId)));
        Assert.Equal(seen.Count, await world.ReadAsync(db => db.Tallies.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Somebody_deleted_while_a_list_is_filled_is_left_out_of_it(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        var people = await world.ContactsAsync(book, 8_000);
        var campaign = await world.CampaignAsync(noa, book);

        // The last piece is not written when the first is told; on SQLite somebody of it has been read.
        var isFirst = true;
        var progress = new Heard(_ =>
        {
            if (isFirst)
            {
                isFirst = false;
                world.WriteAsync(db => db.Contacts.Remove(db.Contacts.Single(contact => contact.Id == people.Max()))).GetAwaiter().GetResult();
            }
        });
        var made = (await world.Get<MakeCallList>().ExecuteAsync(noa, campaign, new NewCallList("All", new ContactFilter()), progress, None)).Required;

        Assert.Equal(7_999, made.Added);
        var entries = await world.ReadAsync(db => db.Entries.Select(entry => entry.ContactId).ToListAsync());
        Assert.Equal(people.Where(id => id != people.Max()).Order(), entries.Order());
        Assert.Equal(7_999, await world.ReadAsync(db => db.Tallies.SumAsync(tally => tally.N)));
        Assert.Equal(CallListState.Open, (await world.ReadAsync(db => db.CallLists.FirstAsync())).State);
    }

    [Theory, OnBothDatabases]
    public async Task Deleting_a_person_takes_her_entries_along_and_a_list_with_entries_stays(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        var people = await world.ContactsAsync(book, 3);
        var campaign = await world.CampaignAsync(noa, book);
        var list = await world.ListAsync(noa, campaign);

        await world.WriteAsync(db => db.Contacts.Remove(db.Contacts.Single(contact => contact.Id == people[0])));
        await Assert.ThrowsAsync<DbUpdateException>(() => world.WriteAsync(db => db.CallLists.Remove(db.CallLists.Single(candidate => candidate.Id == list.ListId))));
        await Assert.ThrowsAsync<DbUpdateException>(() => world.WriteAsync(db => db.Entries.Add(Entry(people[0], list.ListId))));
        await Assert.ThrowsAsync<DbUpdateException>(() => world.WriteAsync(db => db.Entries.Add(Entry(people[1], Guid.CreateVersion7()))));
        await Assert.ThrowsAsync<DbUpdateException>(() => world.WriteAsync(db => db.Entries.Single(entry => entry.ContactId == people[1]).ListId = Guid.CreateVersion7()));

        var entries = await world.ReadAsync(db => db.Entries.Select(entry => new { entry.ContactId, entry.ListId }).ToListAsync());
        Assert.Equal(people.Skip(1).Order(), entries.Select(entry => entry.ContactId).Order());
        Assert.All(entries, entry => Assert.Equal(list.ListId, entry.ListId));

        Entry Entry(Guid contactId, Guid listId) => new() { Id = Guid.CreateVersion7(), CampaignId = Guid.CreateVersion7(), ContactId = contactId, ListId = listId };
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_is_in_two_lists_and_those_who_still_wait_can_be_moved(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        await world.ContactsAsync(book, 10);
        var campaign = await world.CampaignAsync(noa, book);
        var first = await world.ListAsync(noa, campaign);
        await using (var db = await world.OpenDbAsync())
        {
            var entries = await db.Entries.OrderBy(entry => entry.Id).Take(5).ToListAsync();
            var states = new[] { EntryState.Done, EntryState.Claimed, EntryState.Held, EntryState.Scheduled, EntryState.Unreported };
            foreach (var (entry, state) in entries.Zip(states))
            {
                entry.State = state;
                db.Tallies.Add(new Tally { Id = Guid.CreateVersion7(), ListId = first.ListId, Key = $"state:{state}", N = 1 });
                db.Tallies.Add(new Tally { Id = Guid.CreateVersion7(), ListId = first.ListId, Key = "state:Waiting", N = -1 });
            }

            await db.SaveChangesAsync();
        }

        var count = (await world.Get<CountFilter>().ExecuteAsync(noa, campaign, new ContactFilter(), None)).Required;
        Assert.Equal((10, 6, 0), (count.InOtherLists, count.Movable, count.New));
        var stayed = await world.ListAsync(noa, campaign, name: "Second");
        Assert.Equal((0, 0, 10), (stayed.Added, stayed.Moved, stayed.Stayed));
        var moved = await world.ListAsync(noa, campaign, name: "Third", move: true);
        Assert.Equal((0, 6, 4), (moved.Added, moved.Moved, moved.Stayed));

        Assert.Equal(10, await world.ReadAsync(db => db.Entries.CountAsync()));
        Assert.Equal(new ListCounts(0, 1, 1, 0, 1, 1), (await world.Get<ListProgress>().ExecuteAsync(noa, first.ListId, None)).Required.Counts);
        Assert.Equal(new ListCounts(5, 0, 0, 1, 0, 0), (await world.Get<ListProgress>().ExecuteAsync(noa, moved.ListId, None)).Required.Counts);
        foreach (var list in new[] { first.ListId, moved.ListId })
        {
            var recount = await world.ReadAsync(db => db.Entries.CountAsync(entry => entry.ListId == list));
            Assert.Equal(recount, (await world.Get<ListProgress>().ExecuteAsync(noa, list, None)).Required.Counts.All);
        }
    }

    [Theory, OnBothDatabases]
    public async Task Lists_made_at_the_same_moment_share_people_without_losing_or_doubling_any(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        await world.ContactsAsync(book, 1_500);
        var campaign = await world.CampaignAsync(noa, book);

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => world.ListAsync(noa, campaign, name: $"List {i}")));

        Assert.Equal(1_500, made.Sum(list => list.Added));
        Assert.Equal(1_500, await world.ReadAsync(db => db.Entries.CountAsync()));
        Assert.Equal(1_500, await world.ReadAsync(db => db.Tallies.SumAsync(tally => tally.N)));
    }

    [Theory, OnBothDatabases]
    public async Task A_filter_asks_for_city_tag_and_what_the_last_call_came_to(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        var (haifa, student) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await world.WriteAsync(db => db.Labels.AddRange(
            new Label { Id = haifa, BookId = book, Kind = LabelKind.City, BlindIndex = [1] },
            new Label { Id = student, BookId = book, Kind = LabelKind.Tag, BlindIndex = [2] }));
        var inHaifa = await world.ContactsAsync(book, 4, change: contact => contact.CityId = haifa);
        await world.ContactsAsync(book, 4);
        await world.WriteAsync(db => db.AddRange(inHaifa.Take(2).Select(id => new ContactLabel { ContactId = id, LabelId = student })));
        var earlier = await world.CampaignAsync(noa, book);
        var list = await world.ListAsync(noa, earlier);
        await using (var db = await world.OpenDbAsync())
        {
            var outcomes = await db.Outcomes.ToDictionaryAsync(outcome => outcome.Key, outcome => outcome.Id);
            var entry = await db.Entries.FirstAsync(candidate => candidate.ContactId == inHaifa[0]);
            entry.LastCallAt = world.Now;
            entry.LastOutcomeId = outcomes[OutcomeKeys.NoAnswer];
            await db.SaveChangesAsync();
        }

        var campaign = await world.CampaignAsync(noa, book);
        async Task<int> MatchingAsync(ContactFilter filter) => (await world.Get<CountFilter>().ExecuteAsync(noa, campaign, filter, None)).Required.Matching;

        Assert.Equal(4, await MatchingAsync(new ContactFilter { CityIds = [haifa] }));
        Assert.Equal(2, await MatchingAsync(new ContactFilter { TagIds = [student] }));
        Assert.Equal(7, await MatchingAsync(new ContactFilter { NeverCalled = true }));
        Assert.Equal(1, await MatchingAsync(new ContactFilter { LastOutcomes = [OutcomeKeys.NoAnswer, OutcomeKeys.Busy] }));
        Assert.Equal(0, await MatchingAsync(new ContactFilter { LastOutcomes = [OutcomeKeys.Talked] }));
        Assert.Equal(1, await MatchingAsync(new ContactFilter { CityIds = [haifa], TagIds = [student], NeverCalled = true }));
        Assert.IsType<NobodyMatches>((await world.Get<MakeCallList>().ExecuteAsync(noa, campaign, new NewCallList("None", new ContactFilter { LastOutcomes = [OutcomeKeys.Talked] }), null, None)).Error);
        Assert.False(await world.ReadAsync(db => db.CallLists.AnyAsync(candidate => candidate.CampaignId == campaign)));
        Assert.Equal(8, list.Added);
    }

    [Theory, OnBothDatabases]
    public async Task An_interrupted_list_stays_filling_and_is_finished_later(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        await world.ContactsAsync(book, 10_200);
        var campaign = await world.CampaignAsync(noa, book);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            world.Get<MakeCallList>().ExecuteAsync(noa, campaign, new NewCallList("All", new ContactFilter()), new Heard(_ => stop.Cancel()), stop.Token));
        var list = await world.ReadAsync(db => db.CallLists.FirstAsync());
        Assert.Equal(CallListState.Filling, list.State);
        var there = await world.ReadAsync(db => db.Entries.CountAsync());
        Assert.InRange(there, 1_000, 8_000);

        var finished = (await world.Get<FinishCallList>().ExecuteAsync(noa, list.Id, moveFromOtherLists: false, progress: null, None)).Required;

        Assert.Equal(10_200 - there, finished.Added);
        Assert.Equal(0, finished.Stayed);
        Assert.Equal(10_200, (await world.Get<ListProgress>().ExecuteAsync(noa, list.Id, None)).Required.Counts.Waiting);
        Assert.Equal(CallListState.Open, await world.ReadAsync(db => db.CallLists.Select(candidate => candidate.State).FirstAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Progress_says_why_those_who_wait_are_not_called(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.CoordinatorAsync();
        var book = await world.BookAsync(ProtectionLevel.Careful, noa);
        await world.ContactsAsync(book, 6);
        await world.ContactsAsync(book, 1, change: contact => contact.CallablePhones = 0);
        var campaign = await world.CampaignAsync(noa, book);
        var list = (await world.ListAsync(noa, campaign)).ListId;
        await using (var db = await world.OpenDbAsync())
        {
            var entry = await db.Entries.FirstAsync(candidate => candidate.Callable);
            entry.ReadyAt = world.Now.AddHours(3);
            await db.SaveChangesAsync();
        }

        var noon = (await world.Get<ListProgress>().ExecuteAsync(noa, list, None)).Required;
        Assert.Equal((5, 0, 1, 1), (noon.Now, noon.OutsideHours, noon.Later, noon.NotCallable));

        // Monday midnight in Jerusalem; calls begin on Tuesday at ten.
        world.Time.Set(new DateTimeOffset(2026, 11, 23, 22, 0, 0, TimeSpan.Zero));
        var night = (await world.Get<ListProgress>().ExecuteAsync(noa, list, None)).Required;
        Assert.Equal((0, 6, 0, 1), (night.Now, night.OutsideHours, night.Later, night.NotCallable));
        Assert.Equal(new DateTime(2026, 11, 24, 8, 0, 0, DateTimeKind.Utc), night.NextAt);
    }

    private sealed class Heard(Action<int> act) : IProgress<int>
    {
        public void Report(int value) => act(value);
    }
}
