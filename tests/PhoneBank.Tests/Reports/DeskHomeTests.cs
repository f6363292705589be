using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Lists;
using PhoneBank.Reports;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Reports;

public sealed class DeskHomeTests
{
    [Theory, OnBothDatabases]
    public async Task An_empty_installation_shows_the_way_to_the_first_call(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var noa = await world.VolunteerAsync("Noa", Roles.Coordinator);
        var empty = await HomeAsync(world, noa);
        Assert.All(empty.Checklist!, item => Assert.False(item.Done));
        Assert.Equal(Enum.GetValues<FirstStep>(), empty.Checklist!.Select(item => item.Step));
        Assert.Null(empty.NextCampaignId);

        var scene = await world.CallingSceneAsync(1);
        var ready = await HomeAsync(world, scene.Coordinator);
        Assert.Equal([FirstStep.Invitation, FirstStep.Caller, FirstStep.FirstCall], ready.Checklist!.Where(item => !item.Done).Select(item => item.Step));
        Assert.Equal(scene.CampaignId, ready.NextCampaignId);

        await scene.RecordedCallAsync(await scene.PersonAsync(), OutcomeKeys.Talked);
        Assert.Null((await HomeAsync(world, scene.Coordinator)).Checklist);
    }

    [Theory, OnBothDatabases]
    public async Task What_needs_a_coordinator_is_counted_the_most_pressing_first(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.HeldPersonAsync(OutcomeKeys.Hostile);
        await scene.HeldPersonAsync(OutcomeKeys.Distress, CoordinatorNeed.Now);
        var late = (await scene.ContactsAsync(1)).Single();
        await scene.ChangeEntryAsync(late, entry => (entry.State, entry.CallbackAt) = (EntryState.Scheduled, world.Now.AddMinutes(-31)));
        var soon = (await scene.ContactsAsync(1)).Single();
        await scene.ChangeEntryAsync(soon, entry => (entry.State, entry.CallbackAt) = (EntryState.Scheduled, world.Now.AddMinutes(50)));
        await LapsedAsync(scene, await scene.OrganizerAsync());
        var waiting = await world.VolunteerAsync("Waiting", Roles.Organizer);
        await world.WriteAsync(db =>
        {
            db.CampaignMembers.Add(new CampaignMember { Id = world.NewId(), CampaignId = scene.CampaignId, VolunteerId = waiting.VolunteerId, JoinedAt = world.Now });
            db.Imports.Add(new Import { Id = world.NewId(), BookId = scene.BookId, CreatedAt = world.Now, CreatedBy = scene.Coordinator.VolunteerId, State = ImportState.Checked, RowsNew = 40 });
            db.Tallies.Add(new Tally { Id = world.NewId(), ListId = scene.ListId, Key = "state:Done", N = 200 });
        });

        var home = await HomeAsync(world, scene.Coordinator);
        Assert.Equal(
            [
                (DeskNeedKind.HeldNow, 1), (DeskNeedKind.WaitingRoom, 1), (DeskNeedKind.MissedCallbacks, 1), (DeskNeedKind.HeldInTurn, 1),
                (DeskNeedKind.Unreported, 1), (DeskNeedKind.ListRunningDry, 3), (DeskNeedKind.ImportWaiting, 40),
            ],
            home.Needs.Select(need => (need.Kind, need.Count)));
        Assert.Equal("Families in the north", home.Needs.Single(need => need.Kind == DeskNeedKind.ListRunningDry).Name);
        Assert.Equal((2, 1, 2), (home.Today.CallbacksDue, home.Today.CallbacksLate, home.Today.Held));
    }

    [Theory, OnBothDatabases]
    public async Task Who_is_calling_and_what_came_of_today_is_shown(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(6);
        var entries = await world.ReadAsync(db => db.Entries.OrderBy(entry => entry.Id).Select(entry => entry.Id).ToListAsync());
        var (mia, sami) = (await scene.OrganizerAsync(name: "Mia"), await scene.OrganizerAsync(name: "Sami"));
        await scene.RecordedCallAsync(entries[0], OutcomeKeys.Talked, mia);
        await scene.RecordedCallAsync(entries[1], OutcomeKeys.NoAnswer, mia);
        await scene.RecordedCallAsync(entries[2], OutcomeKeys.Talked, sami, withdrawn: true);
        await scene.RecordedCallAsync(entries[3], OutcomeKeys.Talked, sami, at: world.Now.AddDays(-1));
        await OpenClaimAsync(scene, entries[4], mia, ClaimKind.Calling);
        world.Time.Advance(TimeSpan.FromMinutes(3));
        await OpenClaimAsync(scene, entries[5], sami, ClaimKind.Viewing);

        var home = await HomeAsync(world, scene.Coordinator);
        Assert.Equal((2, 1, 1), (home.Today.Calls, home.Today.Reached, home.Today.Callers));
        Assert.Equal([(true, 2, 3), (false, 0, 0)], home.Calling.Select(caller => (caller.Number, caller.CallsToday, (int)caller.For.TotalMinutes)));
        Assert.StartsWith("Mia", home.Calling[0].Organizer);
        Assert.Equal("Families in the north", home.Calling[0].ListName);
    }

    [Theory, OnBothDatabases]
    public async Task Nothing_of_another_book_shows(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var mine = await world.CallingSceneAsync();
        var theirs = await world.CallingSceneAsync();
        await theirs.HeldPersonAsync(OutcomeKeys.Distress, CoordinatorNeed.Now);
        var caller = await theirs.OrganizerAsync();
        await OpenClaimAsync(theirs, (await theirs.ContactsAsync(1)).Single(), caller, ClaimKind.Calling);
        await LapsedAsync(theirs, caller);

        foreach (var actor in new[] { mine.Coordinator, caller })
        {
            var home = await HomeAsync(world, actor);
            Assert.Empty(home.Needs);
            Assert.Empty(home.Calling);
            Assert.Equal(new DeskToday(0, 0, 0, 0, 0, 0), home.Today);
        }
    }

    private static Task<DeskHomeView> HomeAsync(World world, Actor actor) => world.Get<DeskHome>().ExecuteAsync(actor, CancellationToken.None);

    private static async Task LapsedAsync(CallingScene scene, Actor organizer)
    {
        var entry = await scene.EntryAsync((await scene.ContactsAsync(1)).Single());
        await scene.ChangeEntryAsync(entry.Id, changed => changed.State = EntryState.Unreported);
        await scene.World.WriteAsync(db => db.Claims.Add(Claim(scene, entry, organizer, ClaimKind.Calling, ended: scene.World.Now, ClaimEnd.Lapsed)));
    }

    private static async Task OpenClaimAsync(CallingScene scene, Guid entryId, Actor organizer, ClaimKind kind)
    {
        var entry = await scene.EntryAsync(entryId);
        await scene.World.WriteAsync(db => db.Claims.Add(Claim(scene, entry, organizer, kind)));
    }

    private static Claim Claim(CallingScene scene, Entry entry, Actor organizer, ClaimKind kind, DateTime? ended = null, ClaimEnd? end = null) => new()
    {
        Id = scene.World.NewId(),
        EntryId = entry.Id,
        ListId = entry.ListId,
        CampaignId = scene.CampaignId,
        BookId = scene.BookId,
        ContactId = entry.ContactId,
        OrganizerId = organizer.VolunteerId,
        Kind = kind,
        TakenAt = scene.World.Now,
        RevealedAt = kind == ClaimKind.Calling ? scene.World.Now : null,
        ExpiresAt = scene.World.Now.AddMinutes(45),
        EndedAt = ended,
        EndedBy = end,
    };
}
