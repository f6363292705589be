using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Reviews;

public sealed class CallsQueryTests
{
    [Theory, OnBothDatabases]
    public async Task The_list_shows_who_when_what_and_by_whom_but_no_last_name(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync(name: "Mia");
        var entry = await scene.PersonAsync(new ContactName("Dana", "Levi", "A-1"));
        var id = await scene.RecordedCallAsync(entry, OutcomeKeys.Talked, mia, new CallTexts { NoteToCallers = "Call after six" }, late: true);

        var row = Assert.Single((await ListAsync(scene, new CallFilter())).Calls.Rows);
        Assert.Equal(id, row.CallId);
        Assert.Equal("Dana L.", row.Person);
        Assert.Equal(OutcomeKeys.Talked, row.OutcomeKey);
        Assert.StartsWith("Mia", row.Organizer);
        Assert.Equal("Families in the north", row.ListName);
        Assert.Equal(TimeSpan.FromMinutes(3), row.Duration);
        Assert.Equal(new DateTime(2026, 11, 23, 12, 0, 0), row.EndedAtLocal);
        Assert.True(row.Late && row.HasTexts);
        Assert.False(row.Conflicting || row.Withdrawn || row.Held);
        Assert.DoesNotContain("Levi", row.ToString());
    }

    [Theory, OnBothDatabases]
    public async Task Filters_narrow_and_combine(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(4);
        var other = await scene.AnotherCampaignAsync(1);
        var (mia, sami) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var secondList = await scene.ListAsync();
        var entries = await EntriesAsync(scene);
        var elsewhere = (await scene.ContactsAsync(1, secondList)).Single();
        var talked = await scene.RecordedCallAsync(entries[0], OutcomeKeys.Talked, mia);
        var busy = await scene.RecordedCallAsync(entries[1], OutcomeKeys.Busy, sami);
        var yesterday = await scene.RecordedCallAsync(entries[2], OutcomeKeys.Talked, sami, at: world.Now.AddDays(-1));
        var withdrawn = await scene.RecordedCallAsync(entries[3], OutcomeKeys.Talked, mia, withdrawn: true);
        var second = await scene.RecordedCallAsync(elsewhere, OutcomeKeys.Talked, mia);
        var inOther = await other.RecordedCallAsync((await EntriesAsync(other))[0], OutcomeKeys.Talked, mia);
        var held = await scene.HeldPersonAsync();
        var heldCall = await world.ReadAsync(db => db.Calls.Where(call => call.EntryId == held).Select(call => call.Id).SingleAsync());

        await AssertFindsAsync(scene, new CallFilter(), talked, busy, yesterday, second, inOther, heldCall);
        await AssertFindsAsync(scene, new CallFilter { CampaignId = other.CampaignId }, inOther);
        await AssertFindsAsync(scene, new CallFilter { ListId = secondList }, second);
        await AssertFindsAsync(scene, new CallFilter { OrganizerId = sami.VolunteerId }, busy, yesterday);
        await AssertFindsAsync(scene, new CallFilter { OutcomeKey = OutcomeKeys.Busy }, busy);
        await AssertFindsAsync(scene, new CallFilter { OutcomeKey = "no such outcome" });
        await AssertFindsAsync(scene, new CallFilter { From = new DateOnly(2026, 11, 23), CampaignId = scene.CampaignId }, talked, busy, second, heldCall);
        await AssertFindsAsync(scene, new CallFilter { To = new DateOnly(2026, 11, 22) }, yesterday);
        await AssertFindsAsync(scene, new CallFilter { From = DateOnly.MinValue, To = DateOnly.MaxValue, OrganizerId = sami.VolunteerId }, busy, yesterday);
        await AssertFindsAsync(scene, new CallFilter { HeldOnly = true }, heldCall);
        await AssertFindsAsync(scene, new CallFilter { WithWithdrawn = true, OrganizerId = mia.VolunteerId, CampaignId = scene.CampaignId, ListId = scene.ListId }, talked, withdrawn);
    }

    [Theory, OnBothDatabases]
    public async Task A_day_is_the_day_of_the_campaign(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(2);
        var entries = await EntriesAsync(scene);

        // 23:30 UTC on the 22nd is half past one at night on the 23rd in Jerusalem.
        var afterMidnight = await scene.RecordedCallAsync(entries[0], OutcomeKeys.Talked, at: new DateTime(2026, 11, 22, 23, 30, 0, DateTimeKind.Utc));
        var before = await scene.RecordedCallAsync(entries[1], OutcomeKeys.Talked, at: new DateTime(2026, 11, 22, 21, 59, 0, DateTimeKind.Utc));

        await AssertFindsAsync(scene, new CallFilter { From = new DateOnly(2026, 11, 23) }, afterMidnight);
        await AssertFindsAsync(scene, new CallFilter { To = new DateOnly(2026, 11, 22) }, before);
    }

    [Theory, OnBothDatabases]
    public async Task Pages_neither_repeat_nor_lose_a_call_while_new_ones_arrive(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var other = await scene.AnotherCampaignAsync();
        var existing = new List<Guid>();
        var here = await scene.ContactsAsync(70);
        var there = await other.ContactsAsync(65);
        foreach (var (place, entry) in here.Select(entry => (scene, entry)).Concat(there.Select(entry => (other, entry))))
        {
            // Many share their moment, so that only the id tells them apart.
            existing.Add(await place.RecordedCallAsync(entry, OutcomeKeys.NoAnswer, at: world.Now.AddMinutes(-existing.Count / 20), callId: Guid.NewGuid()));
        }

        var seen = new List<Guid>();
        string? after = null;
        do
        {
            var page = (await ListAsync(scene, new CallFilter(), after)).Calls;
            seen.AddRange(page.Rows.Select(row => row.CallId));
            after = page.Next;
            world.Time.Advance(TimeSpan.FromMinutes(1));
            await scene.RecordedCallAsync(here[0], OutcomeKeys.NoAnswer);
        }
        while (after is not null);

        Assert.Equal(existing.Count, seen.Count);
        Assert.Equal(existing.Order(), seen.Order());
    }

    [Theory, OnBothDatabases]
    public async Task A_key_that_is_none_starts_from_the_newest(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        await scene.RecordedCallAsync((await EntriesAsync(scene))[0], OutcomeKeys.Talked);
        foreach (var key in new[] { "", "x", "1.2", "99999999999999999999.0", "-5." + Guid.NewGuid().ToString("N"), "'; DROP TABLE calls" })
        {
            Assert.Single((await ListAsync(scene, new CallFilter(), key)).Calls.Rows);
        }
    }

    [Theory, OnBothDatabases]
    public async Task Other_books_calls_are_not_there_for_a_coordinator_and_none_for_an_organizer(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var mine = await world.CallingSceneAsync(1);
        var theirs = await world.CallingSceneAsync(1);
        await theirs.RecordedCallAsync((await EntriesAsync(theirs))[0], OutcomeKeys.Talked);
        var organizer = await theirs.OrganizerAsync();
        var administrator = await world.VolunteerAsync("Root", Roles.Administrator);

        foreach (var filter in new[] { new CallFilter(), new CallFilter { CampaignId = theirs.CampaignId }, new CallFilter { ListId = theirs.ListId } })
        {
            foreach (var actor in new[] { mine.Coordinator, organizer, administrator, Actor.System })
            {
                Assert.Empty((await world.Get<CallsQuery>().ExecuteAsync(actor, filter, after: null, CancellationToken.None)).Calls.Rows);
            }
        }

        var choices = await world.Get<CallsQuery>().ChoicesAsync(mine.Coordinator, CancellationToken.None);
        Assert.Equal(mine.CampaignId, Assert.Single(choices.Campaigns).Id);
        Assert.Equal(mine.ListId, Assert.Single(choices.Lists).Id);
        Assert.Equal(mine.Coordinator.VolunteerId, Assert.Single(choices.Organizers).Id);
        Assert.Equal(OutcomeSet.Default.Keys, choices.Outcomes.Select(outcome => outcome.Key));
    }

    private static async Task AssertFindsAsync(CallingScene scene, CallFilter filter, params Guid[] calls) =>
        Assert.Equal(calls.Order(), (await ListAsync(scene, filter)).Calls.Rows.Select(row => row.CallId).Order());

    private static Task<CallsPage> ListAsync(CallingScene scene, CallFilter filter, string? after = null) =>
        scene.World.Get<CallsQuery>().ExecuteAsync(scene.Coordinator, filter, after, CancellationToken.None);

    private static Task<List<Guid>> EntriesAsync(CallingScene scene) =>
        scene.World.ReadAsync(db => db.Entries.Where(entry => entry.ListId == scene.ListId).OrderBy(entry => entry.Id).Select(entry => entry.Id).ToListAsync());
}
