using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;

namespace PhoneBank.Tests.Books;

/// <summary>Two contacts of a book that are one person become one, and nothing is lost.</summary>
public sealed class MergeContactsTests
{
    [Theory, OnBothDatabases]
    public async Task Names_ids_numbers_and_labels_of_both_are_kept_and_the_stricter_wins(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var kept = await scene.AddAsync("Dana", "Levi", "050-1000001", "Haifa", person => person with { Tags = "north", ExternalId = "A-17", SafeHours = "Su-Th 18:00-21:00" });
        var other = await scene.AddAsync("dana", "LEVI", "050-1000002, 050-1000003", "Haifa", person => person with { Tags = "north, student", ExternalId = "B-4", Language = "ar", Consent = Consent.Refused, SafeHours = "Su-Th 17:00-20:00" });
        Assert.Equal(other, Assert.Single((await scene.OpenAsync(kept)).Required.PerhapsTheSame).Id);
        await world.Get<SuppressNumber>().ExecuteAsync(scene.Coordinator, "050-1000002", "IL", CancellationToken.None);
        var until = world.Now.AddDays(20);
        await world.WriteAsync(db => db.Contacts.Single(contact => contact.Id == other).RestsUntil = until);
        Assert.True((await MergeAsync(scene, kept, other)).IsDone);

        var person = (await scene.OpenAsync(kept)).Required;
        Assert.Equal(["A-17", "B-4"], person.Names.Select(name => name.ExternalId));
        Assert.Equal(("ar", until, 0), (person.Language, person.RestsUntil, person.PerhapsTheSame.Count));
        Assert.Equal(["north", "student"], person.Tags);
        Assert.Equal([("01", false), ("02", true), ("03", false)], person.Phones.Select(phone => (phone.End, phone.IsStopped)));
        Assert.Contains("18:00-20:00", person.Card.SafeHours, StringComparison.Ordinal);
        var contact = await world.ReadAsync(db => db.Contacts.AsNoTracking().SingleAsync());
        Assert.Equal((kept, 2, Consent.Refused), (contact.Id, contact.CallablePhones, contact.Consent));
        Assert.Equal(2, await world.ReadAsync(db => db.ContactExternalIds.CountAsync(external => external.ContactId == kept)));
        Assert.Equal(kept, await world.ReadAsync(db => db.Suppressions.Select(suppression => suppression.ContactId).SingleAsync()));
        Assert.Equal(1, await world.ReadAsync(db => db.Books.Select(book => book.People).SingleAsync()));
        Assert.Equal((kept, other.ToString("D")), (await world.AuditedAsync(AuditAction.ContactsMerged)) is [var told] ? (told.SubjectId!.Value, told.Detail) : default);
        await world.Get<LiftSuppression>().ExecuteAsync(scene.Coordinator, (await world.ReadAsync(db => db.StopListEntries.Select(entry => entry.Id).SingleAsync())), LiftReason.Mistake, CancellationToken.None);
        Assert.Equal(3, (await world.ContactAsync(kept)).CallablePhones);
    }

    [Theory, OnBothDatabases]
    public async Task In_each_campaign_one_place_stays_the_one_further_on_with_the_calls_of_both(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var second = await scene.AnotherCampaignAsync();
        var entries = await scene.ContactsAsync(2);
        var (kept, other) = ((await scene.EntryAsync(entries[0])).ContactId, (await scene.EntryAsync(entries[1])).ContactId);
        await second.EntryForAsync(other);
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        var talked = await world.ReadAsync(db => db.Entries.Where(entry => entry.State == EntryState.Done).Select(entry => entry.Id).SingleAsync());
        Assert.True((await MergeAsync(scene, kept, other)).IsDone);

        var left = await world.ReadAsync(db => db.Entries.AsNoTracking().ToListAsync());
        Assert.Equal(2, left.Count);
        Assert.All(left, entry => Assert.Equal(kept, entry.ContactId));
        var stays = left.Single(entry => entry.CampaignId == scene.CampaignId);
        Assert.Equal((talked, EntryState.Done, 2), (stays.Id, stays.State, stays.Attempts));
        Assert.Equal([(talked, kept), (talked, kept)], (await world.ReadAsync(db => db.Calls.AsNoTracking().ToListAsync())).Select(call => (call.EntryId, call.ContactId)));
        Assert.All(await world.ReadAsync(db => db.Reveals.AsNoTracking().ToListAsync()), reveal => Assert.Equal(kept, reveal.ContactId));
        Assert.All(await world.ReadAsync(db => db.Claims.AsNoTracking().ToListAsync()), claim => Assert.Equal((talked, kept), (claim.EntryId, claim.ContactId)));
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task A_promise_and_what_waits_for_a_coordinator_are_not_dropped(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var entries = await scene.ContactsAsync(3);
        var people = new List<Guid>();
        foreach (var entry in entries)
        {
            people.Add((await scene.EntryAsync(entry)).ContactId);
        }

        var at = world.Now.AddHours(3);
        await scene.ScheduleAsync(entries[1], at, forWhom: null);
        Assert.True((await MergeAsync(scene, people[0], people[1])).IsDone);
        var promised = await world.ReadAsync(db => db.Entries.AsNoTracking().SingleAsync(entry => entry.ContactId == people[0]));
        Assert.Equal((entries[1], EntryState.Scheduled, (DateTime?)at), (promised.Id, promised.State, promised.CallbackAt));
        await TallyCheck.EqualsRecountAsync(world);

        var held = await scene.HeldPersonAsync();
        Assert.True((await MergeAsync(scene, people[0], (await scene.EntryAsync(held)).ContactId)).IsDone);
        Assert.Equal(EntryState.Held, (await world.ReadAsync(db => db.Entries.AsNoTracking().SingleAsync(entry => entry.ContactId == people[0]))).State);
        Assert.Equal((0, 1), (await scene.TallyAsync(EntryState.Scheduled), await scene.TallyAsync(EntryState.Held)));
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_is_merged_in_a_call_across_books_or_with_herself(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (scene, there) = (await world.CallingSceneAsync(), await world.CallingSceneAsync());
        var entries = await scene.ContactsAsync(2);
        var far = (await there.EntryAsync((await there.ContactsAsync(1))[0])).ContactId;
        var (kept, other) = ((await scene.EntryAsync(entries[0])).ContactId, (await scene.EntryAsync(entries[1])).ContactId);
        await world.WriteAsync(db => db.BookMembers.Add(new PhoneBank.Volunteers.BookMember { BookId = there.BookId, VolunteerId = scene.Coordinator.VolunteerId, AddedAt = world.Now }));
        var mia = await scene.OrganizerAsync();
        Assert.IsType<NotFound>((await MergeAsync(scene, kept, far)).Error);
        Assert.IsType<NotFound>((await MergeAsync(scene, kept, kept)).Error);
        Assert.IsType<NotFound>((await world.Get<MergeContacts>().ExecuteAsync(mia, scene.BookId, kept, other, CancellationToken.None)).Error);
        var claim = await scene.ClaimAsync(mia);
        Assert.IsType<PersonIsInCall>((await MergeAsync(scene, kept, other)).Error);
        Assert.IsType<PersonIsInCall>((await MergeAsync(scene, other, kept)).Error);
        Assert.Equal(3, await world.ReadAsync(db => db.Contacts.CountAsync()));
        await world.Get<ReleaseClaim>().ExecuteAsync(mia, claim.Id, CancellationToken.None);
        Assert.True((await MergeAsync(scene, kept, other)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task Taking_a_call_back_leaves_what_the_other_place_has_counted_and_is_refused_for_the_place_that_went(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var entries = await scene.ContactsAsync(2);
        var (kept, other) = ((await scene.EntryAsync(entries[0])).ContactId, (await scene.EntryAsync(entries[1])).ContactId);
        var mia = await scene.OrganizerAsync();
        var first = await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        Assert.True((await MergeAsync(scene, kept, other)).IsDone);
        var entry = await world.ReadAsync(db => db.Entries.Select(candidate => candidate.Id).SingleAsync());
        Assert.Equal((EntryState.Done, 2), ((await scene.EntryAsync(entry)).State, (await scene.EntryAsync(entry)).Attempts));

        Assert.IsType<PersonMergedSince>((await world.Get<WithdrawCall>().ExecuteAsync(mia, first.CallId, CancellationToken.None)).Error);
        Assert.True((await world.Get<WithdrawCall>().ExecuteAsync(mia, second.CallId, CancellationToken.None)).Required.Reopened);
        Assert.Equal((EntryState.Claimed, 1), ((await scene.EntryAsync(entry)).State, (await scene.EntryAsync(entry)).Attempts));
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task A_line_busy_three_times_in_a_day_is_left_alone_also_when_it_was_two_people_by_then(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var entries = await scene.ContactsAsync(2);
        var (kept, other) = ((await scene.EntryAsync(entries[0])).ContactId, (await scene.EntryAsync(entries[1])).ContactId);
        var mia = await scene.OrganizerAsync();
        for (var n = 0; n < 3; n++)
        {
            await scene.CallAndRecordAsync(mia, OutcomeKeys.Busy);
            world.Time.Advance(TimeSpan.FromMinutes(15));
        }

        Assert.True((await MergeAsync(scene, kept, other)).IsDone);
        Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error);
        world.Time.Advance(TimeSpan.FromDays(1));
        Assert.True((await scene.NextAsync(mia)).IsDone);
    }

    private static Task<Result> MergeAsync(CallingScene scene, Guid kept, Guid other) =>
        scene.World.Get<MergeContacts>().ExecuteAsync(scene.Coordinator, scene.BookId, kept, other, CancellationToken.None);
}
