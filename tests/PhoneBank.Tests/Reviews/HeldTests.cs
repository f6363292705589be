using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;

namespace PhoneBank.Tests.Reviews;

public sealed class HeldTests
{
    [Theory, OnBothDatabases]
    public async Task Those_who_cannot_wait_come_first_then_the_longest_waiting(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var first = await scene.HeldPersonAsync(OutcomeKeys.Hostile);
        world.Time.Advance(TimeSpan.FromMinutes(5));
        var second = await scene.HeldPersonAsync(OutcomeKeys.Under18);
        world.Time.Advance(TimeSpan.FromMinutes(5));
        var now = await scene.HeldPersonAsync(OutcomeKeys.Distress, CoordinatorNeed.Now, "Please ring her");

        var page = await PageAsync(scene);
        Assert.Equal([now, first, second], page.People.Select(person => person.EntryId));
        var pressing = page.People[0];
        Assert.Equal(("Dana L.", CoordinatorNeed.Now, "Please ring her"), (pressing.Person, pressing.Need, pressing.Message));
        Assert.Equal(OutcomeKeys.Distress, pressing.Outcome!.Key);
        Assert.Equal("Asia/Jerusalem", pressing.PersonsZone);
        Assert.False(page.More);
        Assert.Equal("held messages: 1", Assert.Single(await world.AuditedAsync(AuditAction.CallViewed)).Detail);
    }

    [Theory, OnBothDatabases]
    public async Task Call_again_puts_the_person_back_into_the_queue(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var held = await scene.HeldPersonAsync();
        var before = await scene.EntryAsync(held);
        var told = new List<Signal>();
        using var listening = world.Get<Signals>().Subscribe(told.Add);

        Assert.True((await ResolveAsync(scene, held, HeldDecision.CallAgain)).IsDone);
        var after = await scene.EntryAsync(held);
        Assert.Equal((EntryState.Waiting, (CoordinatorNeed?)null, before.Version + 1), (after.State, after.HeldFor, after.Version));
        Assert.Equal((0, 1), (await scene.TallyAsync(EntryState.Held), await scene.TallyAsync(EntryState.Waiting)));
        Assert.Equal(HeldDecision.CallAgain, (await world.ReadAsync(db => db.HeldResolutions.SingleAsync())).Decision);
        Assert.Equal(held, Assert.Single(await world.AuditedAsync(AuditAction.HeldResolved)).SubjectId);
        Assert.Contains(told, signal => signal.CampaignId == scene.CampaignId);
        Assert.Empty((await PageAsync(scene)).People);
    }

    [Theory, OnBothDatabases]
    public async Task Close_ends_the_person_in_this_campaign(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var held = await scene.HeldPersonAsync();
        Assert.True((await ResolveAsync(scene, held, HeldDecision.Close)).IsDone);
        Assert.Equal(EntryState.Done, (await scene.EntryAsync(held)).State);
        Assert.Equal((0, 1), (await scene.TallyAsync(EntryState.Held), await scene.TallyAsync(EntryState.Done)));
    }

    [Theory, OnBothDatabases]
    public async Task A_callback_is_promised_in_the_persons_own_time_to_somebody_or_anyone(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var held = await scene.HeldPersonAsync();
        Assert.True((await ResolveAsync(scene, held, HeldDecision.CallBack, request => request with { Date = new DateOnly(2026, 11, 24), Time = new TimeOnly(18, 30), For = mia.VolunteerId })).IsDone);

        var entry = await scene.EntryAsync(held);
        Assert.Equal((EntryState.Scheduled, new DateTime(2026, 11, 24, 16, 30, 0), mia.VolunteerId), (entry.State, entry.CallbackAt, entry.CallbackFor));
        Assert.Equal((0, 1), (await scene.TallyAsync(EntryState.Held), await scene.TallyAsync(EntryState.Scheduled)));

        var anyones = await scene.HeldPersonAsync();
        Assert.True((await ResolveAsync(scene, anyones, HeldDecision.CallBack, request => request with { Date = new DateOnly(2026, 11, 24), Time = new TimeOnly(11, 0) })).IsDone);
        Assert.Null((await scene.EntryAsync(anyones)).CallbackFor);
    }

    [Theory, OnBothDatabases]
    public async Task A_callback_that_cannot_be_kept_is_refused_and_changes_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var held = await scene.HeldPersonAsync();
        var stranger = await (await world.CallingSceneAsync()).OrganizerAsync();
        Task<Result> CallBackAsync(DateOnly? date, TimeOnly? at, Guid? by = null) =>
            ResolveAsync(scene, held, HeldDecision.CallBack, request => request with { Date = date, Time = at, For = by });

        var tomorrow = new DateOnly(2026, 11, 24);
        Assert.IsType<CallbackTimeNeeded>((await CallBackAsync(null, new TimeOnly(18, 0))).Error);
        Assert.IsType<CallbackTimeNeeded>((await CallBackAsync(tomorrow, null)).Error);
        Assert.IsType<OutsideHours>(Assert.IsType<CallbackTimeRefused>((await CallBackAsync(tomorrow, new TimeOnly(3, 0))).Error).Why);
        Assert.IsType<InThePast>(Assert.IsType<CallbackTimeRefused>((await CallBackAsync(new DateOnly(2026, 11, 22), new TimeOnly(12, 0))).Error).Why);
        Assert.IsType<NotACaller>((await CallBackAsync(tomorrow, new TimeOnly(18, 0), stranger.VolunteerId)).Error);
        Assert.Equal(EntryState.Held, (await scene.EntryAsync(held)).State);
        Assert.Equal(1, await scene.TallyAsync(EntryState.Held));
        Assert.Empty(await world.AuditedAsync(AuditAction.HeldResolved));
    }

    [Theory, OnBothDatabases]
    public async Task Where_the_country_has_several_zones_the_coordinator_names_one(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var held = (await scene.ContactsAsync(1, country: "US", zone: null, e164: ["+12025550123"])).Single();
        await scene.ChangeEntryAsync(held, entry => (entry.State, entry.HeldFor) = (EntryState.Held, CoordinatorNeed.InTurn));
        Assert.Contains("America/New_York", (await PageAsync(scene)).People.Single().Zones);

        HeldRequest At(HeldRequest request) => request with { Date = new DateOnly(2026, 11, 24), Time = new TimeOnly(18, 0) };
        Assert.IsType<ZoneNotKnown>(Assert.IsType<CallbackTimeRefused>((await ResolveAsync(scene, held, HeldDecision.CallBack, At)).Error).Why);
        Assert.True((await ResolveAsync(scene, held, HeldDecision.CallBack, request => At(request) with { Zone = "America/Los_Angeles" })).IsDone);
        Assert.Equal(new DateTime(2026, 11, 25, 2, 0, 0), (await scene.EntryAsync(held)).CallbackAt);
    }

    [Theory, OnBothDatabases]
    public async Task Somebody_without_a_number_left_can_only_be_closed(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var held = await scene.HeldPersonAsync();
        await scene.ChangeEntryAsync(held, entry => entry.Callable = false);
        Assert.IsType<NoNumberLeft>((await ResolveAsync(scene, held, HeldDecision.CallAgain)).Error);
        Assert.True((await ResolveAsync(scene, held, HeldDecision.Close)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task Never_again_puts_every_number_on_the_stop_list_of_all_books(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var elsewhere = await world.CallingSceneAsync();
        string[] numbers = [CallingScene.NewNumber(), CallingScene.NewNumber()];
        var held = (await scene.ContactsAsync(1, e164: numbers)).Single();
        var sameNumber = (await elsewhere.ContactsAsync(1, e164: [numbers[1]])).Single();
        await scene.ChangeEntryAsync(held, entry => (entry.State, entry.HeldFor) = (EntryState.Held, CoordinatorNeed.InTurn));

        Assert.True((await ResolveAsync(scene, held, HeldDecision.Suppress)).IsDone);
        var entry = await scene.EntryAsync(held);
        Assert.Equal((EntryState.Done, false), (entry.State, entry.Callable));
        Assert.False((await elsewhere.EntryAsync(sameNumber)).Callable);
        var hashes = (await world.ReadAsync(db => db.StopListEntries.ToListAsync())).ConvertAll(stop => Convert.ToHexString(stop.Hash));
        Assert.Equal(numbers.Select(number => Convert.ToHexString(world.Sealer.StopListHash(number))).Order(), hashes.Order());
        Assert.Equal(2, (await world.AuditedAsync(AuditAction.Suppressed)).Count);
        Assert.IsType<AlreadyResolved>((await ResolveAsync(scene, held, HeldDecision.Suppress)).Error);
        Assert.Equal(2, await world.ReadAsync(db => db.StopListEntries.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Somebody_given_back_is_handed_out_again(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var (mia, sami) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NotSafe, request => request with { MessageToCoordinator = "Not at home" });
        var person = (await PageAsync(scene)).People.Single();
        Assert.Equal("Not at home", person.Message);
        Assert.False((await scene.NextAsync(sami)).IsDone);

        Assert.True((await ResolveAsync(scene, person.EntryId, HeldDecision.CallAgain)).IsDone);
        Assert.Equal(person.EntryId, (await scene.ClaimAsync(sami)).EntryId);
    }

    [Theory, OnBothDatabases]
    public async Task Callbacks_that_were_let_pass_are_shown_before_they_are_held(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(2);
        var mia = await scene.OrganizerAsync(name: "Mia");
        var entries = await world.ReadAsync(db => db.Entries.OrderBy(entry => entry.Id).Select(entry => entry.Id).ToListAsync());
        await scene.ChangeEntryAsync(entries[0], entry => (entry.State, entry.CallbackAt, entry.CallbackFor) = (EntryState.Scheduled, world.Now.AddMinutes(-31), mia.VolunteerId));
        await scene.ChangeEntryAsync(entries[1], entry => (entry.State, entry.CallbackAt) = (EntryState.Scheduled, world.Now.AddMinutes(-29)));

        var late = Assert.Single((await PageAsync(scene)).Late);
        Assert.Equal((entries[0], new DateTime(2026, 11, 23, 11, 29, 0)), (late.EntryId, late.PromisedAtLocal));
        Assert.StartsWith("Mia", late.For);
    }

    [Theory, OnBothDatabases]
    public async Task Of_two_who_decide_at_once_one_wins_and_the_other_is_told(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        for (var round = 0; round < 5; round++)
        {
            var held = await scene.HeldPersonAsync();
            var decisions = new[] { HeldDecision.CallAgain, HeldDecision.Close, HeldDecision.CallAgain, HeldDecision.Close, HeldDecision.Close, HeldDecision.CallAgain };
            var results = await Task.WhenAll(decisions.Select(decision => Task.Run(() => ResolveAsync(scene, held, decision))));

            var winner = Assert.Single(decisions.Zip(results), pair => pair.Second.IsDone).First;
            Assert.All(results.Where(result => !result.IsDone), result => Assert.Equal(new AlreadyResolved(winner), result.Error));
            Assert.Equal(winner == HeldDecision.Close ? EntryState.Done : EntryState.Waiting, (await scene.EntryAsync(held)).State);
            Assert.Equal(1, await world.ReadAsync(db => db.HeldResolutions.CountAsync(resolution => resolution.EntryId == held)));
        }

        Assert.Equal(0, await scene.TallyAsync(EntryState.Held));
        Assert.Equal(5, await scene.TallyAsync(EntryState.Done) + await scene.TallyAsync(EntryState.Waiting));
    }

    [Theory, OnBothDatabases]
    public async Task A_page_that_is_behind_decides_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var held = await scene.HeldPersonAsync();
        var seen = (await PageAsync(scene)).People.Single().Version;
        await ResolveAsync(scene, held, HeldDecision.CallAgain);
        await scene.ChangeEntryAsync(held, entry => (entry.State, entry.HeldFor, entry.Version) = (EntryState.Held, CoordinatorNeed.Now, entry.Version + 1));

        Assert.IsType<AlreadyResolved>((await ResolveAsync(scene, held, HeldDecision.Close, request => request with { Version = seen })).Error);
        Assert.Equal(EntryState.Held, (await scene.EntryAsync(held)).State);
    }

    [Theory, OnBothDatabases]
    public async Task People_of_another_book_are_neither_shown_nor_decided_about(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var mine = await world.CallingSceneAsync();
        var theirs = await world.CallingSceneAsync();
        var held = await theirs.HeldPersonAsync();
        Assert.Empty((await PageAsync(mine)).People);
        Assert.Empty((await world.Get<HeldEntries>().ExecuteAsync(mine.Coordinator, theirs.CampaignId, CancellationToken.None)).People);
        foreach (var actor in new[] { mine.Coordinator, await theirs.OrganizerAsync() })
        {
            var result = await world.Get<ResolveHeld>().ExecuteAsync(actor, new HeldRequest { EntryId = held, Decision = HeldDecision.Close }, CancellationToken.None);
            Assert.IsType<NotFound>(result.Error);
        }

        Assert.Equal(EntryState.Held, (await theirs.EntryAsync(held)).State);
    }

    private static Task<HeldPage> PageAsync(CallingScene scene) =>
        scene.World.Get<HeldEntries>().ExecuteAsync(scene.Coordinator, campaignId: null, CancellationToken.None);

    private static Task<Result> ResolveAsync(CallingScene scene, Guid entryId, HeldDecision decision, Func<HeldRequest, HeldRequest>? change = null)
    {
        var request = new HeldRequest { EntryId = entryId, Decision = decision };
        return scene.World.Get<ResolveHeld>().ExecuteAsync(scene.Coordinator, change?.Invoke(request) ?? request, CancellationToken.None);
    }
}
