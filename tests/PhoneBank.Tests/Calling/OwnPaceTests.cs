using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Calling;

/// <summary>An organizer's own day: calls, conversations, callbacks kept, breaks, and what is still unreported.</summary>
public sealed class OwnPaceTests
{
    [Theory, OnBothDatabases]
    public async Task On_the_day_the_clocks_change_a_call_after_midnight_is_of_that_day(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        world.Time.Set(new DateTimeOffset(2026, 10, 24, 21, 30, 0, TimeSpan.Zero));
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, country: "US", zone: "America/New_York");
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);

        // Half past midnight in Jerusalem it was, before the clocks were put back.
        world.Time.Set(new DateTimeOffset(2026, 10, 25, 8, 0, 0, TimeSpan.Zero));
        Assert.Equal(1, (await world.Get<MyPace>().ExecuteAsync(mia, CancellationToken.None)).Calls);
        Assert.Equal(1, (await world.Get<MyLists>().ExecuteAsync(mia, CancellationToken.None)).CallsToday);
        world.Time.Set(new DateTimeOffset(2026, 10, 26, 8, 0, 0, TimeSpan.Zero));
        Assert.Equal(0, (await world.Get<MyPace>().ExecuteAsync(mia, CancellationToken.None)).Calls);
    }

    [Theory, OnBothDatabases]
    public async Task My_calls_are_todays_own_by_first_name_newest_first(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(4);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        world.Time.Advance(TimeSpan.FromDays(1));
        var first = await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        await scene.CallAndRecordAsync(tom, OutcomeKeys.Talked);
        world.Time.Advance(TimeSpan.FromMinutes(8));
        var second = await scene.CallAndRecordAsync(mia, OutcomeKeys.NotInterested);
        Assert.True((await world.Get<WithdrawCall>().ExecuteAsync(mia, second.CallId, CancellationToken.None)).IsDone);

        var view = await MyCallsAsync(world, mia);
        Assert.Equal("Asia/Jerusalem", view.ZoneId);
        Assert.Equal([(second.CallId, OutcomeKeys.NotInterested, true), (first.CallId, OutcomeKeys.NoAnswer, false)], view.Rows.Select(row => (row.CallId, row.Outcome.Key, row.Withdrawn)));
        Assert.All(view.Rows, row => Assert.Equal("Families in the north", row.ListName));
        Assert.All(view.Rows, row => Assert.DoesNotContain("Surname", row.FirstName, StringComparison.Ordinal));
        Assert.Equal(new DateTime(2026, 11, 24, 12, 0, 0), view.Rows[1].LocalAt);
        Assert.Equal((null, first.UndoUntil), (view.Rows[0].UndoUntil, view.Rows[1].UndoUntil));

        world.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.Null((await MyCallsAsync(world, mia)).Rows[1].UndoUntil);
    }

    [Theory, OnBothDatabases]
    public async Task My_calls_end_with_the_link_between_caller_and_contact_and_with_the_campaign(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(2);
        var mia = await scene.OrganizerAsync();
        var cut = await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        var kept = await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        await world.WriteAsync(db => db.Calls.Single(call => call.Id == cut.CallId).OrganizerId = null);
        Assert.Equal(kept.CallId, Assert.Single((await MyCallsAsync(world, mia)).Rows).CallId);

        await world.Get<RemoveFromCampaign>().ExecuteAsync(scene.Coordinator, scene.CampaignId, mia.VolunteerId, CancellationToken.None);
        Assert.Empty((await MyCallsAsync(world, mia)).Rows);
        Assert.Equal(MyPaceView.Empty, await PaceAsync(world, mia));
    }

    [Theory, OnBothDatabases]
    public async Task A_callback_is_kept_when_it_was_mine_and_made_while_it_was_reserved(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        await PromiseAsync(14);
        Assert.Equal((1, 1, 0), Counts(await PaceAsync(world, mia)));

        world.Time.Set(At(13, 50));
        await PromiseAsync(16);
        Assert.Equal((2, 2, 1), Counts(await PaceAsync(world, mia)));

        // Three quarters of an hour late it was anyone's.
        world.Time.Set(At(16, 45));
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        Assert.Equal((3, 3, 1), Counts(await PaceAsync(world, mia)));

        Task PromiseAsync(int hour) => scene.CallAndRecordAsync(mia, OutcomeKeys.Callback, request => request with { CallbackDate = new DateOnly(2026, 11, 23), CallbackTime = new TimeOnly(hour, 0), CallbackMine = true });
    }

    [Theory, OnBothDatabases]
    public async Task A_callback_promised_by_another_is_not_counted_as_kept(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Callback, request => request with { CallbackDate = new DateOnly(2026, 11, 23), CallbackTime = new TimeOnly(14, 0) });
        world.Time.Set(At(14, 5));
        await scene.CallAndRecordAsync(tom, OutcomeKeys.NoAnswer);

        Assert.Equal((1, 0, 0), Counts(await PaceAsync(world, tom)));
    }

    [Theory, OnBothDatabases]
    public async Task A_break_gives_the_person_back_is_seen_by_coordinators_and_ends_with_the_next_person(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.ClaimAsync(mia);
        var since = world.Now;
        Assert.True((await BreakAsync(world, mia)).IsDone);
        world.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.True((await BreakAsync(world, mia)).IsDone);

        Assert.Equal(ClaimEnd.Released, (await scene.ClaimAsync(claim.Id)).EndedBy);
        Assert.Equal(EntryState.Waiting, (await scene.EntryAsync(claim.EntryId)).State);
        Assert.Equal(since, (await PaceAsync(world, mia)).OnBreakSince);
        var people = (await world.Get<CampaignPeople>().ExecuteAsync(scene.Coordinator, scene.CampaignId, CancellationToken.None)).Required;
        Assert.Equal(since, people.Rows.Single(row => row.VolunteerId == mia.VolunteerId).OnBreakSince);
        var all = (await world.Get<PeopleList>().ExecuteAsync(scene.Coordinator, CancellationToken.None)).Required;
        Assert.Equal(since, all.Rows.Single(row => row.Id == mia.VolunteerId).OnBreakSince);

        await scene.ClaimAsync(mia);
        Assert.Null((await PaceAsync(world, mia)).OnBreakSince);
        Assert.Null(await world.ReadAsync(db => db.Users.Where(user => user.Id == mia.VolunteerId).Select(user => user.OnBreakSince).SingleAsync()));
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task A_break_asks_for_the_outcome_first_while_a_number_is_shown(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        await scene.CallAsync(mia);

        Assert.IsType<OutcomeFirst>((await BreakAsync(world, mia)).Error);
        Assert.Null((await PaceAsync(world, mia)).OnBreakSince);
    }

    [Theory, OnBothDatabases]
    public async Task A_forgotten_break_is_not_shown_after_twelve_hours_and_can_be_ended_before(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        await BreakAsync(world, mia);
        world.Time.Advance(TimeSpan.FromHours(11.9));
        Assert.NotNull((await PaceAsync(world, mia)).OnBreakSince);
        world.Time.Advance(TimeSpan.FromHours(0.2));
        Assert.Null((await PaceAsync(world, mia)).OnBreakSince);

        await BreakAsync(world, mia);
        Assert.Equal(world.Now, (await PaceAsync(world, mia)).OnBreakSince);
        Assert.True((await world.Get<EndBreak>().ExecuteAsync(mia, CancellationToken.None)).IsDone);
        Assert.Null((await PaceAsync(world, mia)).OnBreakSince);
    }

    [Theory, OnBothDatabases]
    public async Task An_unreported_call_offers_no_answer_in_one_tap_unless_something_was_typed(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(2);
        var mia = await scene.OrganizerAsync();
        var bare = await LapseAsync(new CallDraft());
        var typed = await LapseAsync(new CallDraft { NoteToCallers = "Call after work" });

        var asked = await world.Get<UnreportedCalls>().ExecuteAsync(mia, CancellationToken.None);
        Assert.Equal([(bare, OutcomeKeys.NoAnswer), (typed, null)], asked.Select(claim => (claim.ClaimId, claim.NoAnswer?.Key)));

        Assert.True((await scene.RecordAsync(mia, bare, OutcomeKeys.NoAnswer)).Required.Late);
        Assert.Equal(typed, Assert.Single(await world.Get<UnreportedCalls>().ExecuteAsync(mia, CancellationToken.None)).ClaimId);
        Assert.Empty(await world.Get<UnreportedCalls>().ExecuteAsync(await scene.OrganizerAsync(), CancellationToken.None));

        async Task<Guid> LapseAsync(CallDraft draft)
        {
            var claim = await scene.CallAsync(mia);
            await world.Get<SaveDraft>().ExecuteAsync(mia, claim.Id, 0, draft, CancellationToken.None);
            world.Time.Advance(TimeSpan.FromMinutes(46));
            await scene.SweepAsync();
            return claim.Id;
        }
    }

    private static (int Calls, int Conversations, int Kept) Counts(MyPaceView pace) => (pace.Calls, pace.Conversations, pace.CallbacksKept);

    // Jerusalem is two hours ahead of UTC in November.
    private static DateTimeOffset At(int hour, int minute) => new(2026, 11, 23, hour, minute, 0, TimeSpan.FromHours(2));

    private static Task<MyPaceView> PaceAsync(World world, Actor actor) => world.Get<MyPace>().ExecuteAsync(actor, CancellationToken.None);

    private static Task<MyCallsView> MyCallsAsync(World world, Actor actor) => world.Get<MyCalls>().ExecuteAsync(actor, CancellationToken.None);

    private static Task<Result> BreakAsync(World world, Actor actor) => world.Get<TakeBreak>().ExecuteAsync(actor, CancellationToken.None);
}
