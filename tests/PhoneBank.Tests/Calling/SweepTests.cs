using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Calling;

/// <summary>What becomes of claims that nobody ended.</summary>
public sealed class SweepTests
{
    [Theory, OnBothDatabases]
    public async Task A_person_only_looked_at_comes_back_after_ten_minutes(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var claim = await scene.ClaimAsync(mia);
        world.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.False((await scene.SweepAsync()).Any);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await scene.SweepAsync()).Expired);
        Assert.Equal(claim.EntryId, (await scene.ClaimAsync(tom)).EntryId);
        Assert.IsType<NoOpenCall>((await scene.ViewAsync(mia)).Error);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task A_lapsed_call_goes_to_nobody_is_asked_about_and_its_late_report_is_accepted(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var claim = await scene.CallAsync(mia);
        await world.Get<SaveDraft>().ExecuteAsync(mia, claim.Id, 0, new CallDraft { NoteToCallers = "half a note" }, CancellationToken.None);
        world.Time.Advance(TimeSpan.FromMinutes(45));
        Assert.Equal(1, (await scene.SweepAsync()).Lapsed);

        Assert.Equal(EntryState.Unreported, (await scene.EntryAsync(claim.EntryId)).State);
        Assert.Contains(new NothingReason.Held(1), Assert.IsType<NothingToCall>((await scene.NextAsync(tom)).Error).Reasons);
        Assert.Equal(claim.Id, Assert.Single((await world.Get<MyLists>().ExecuteAsync(mia, CancellationToken.None)).Unreported).ClaimId);
        await scene.ContactsAsync(1);
        Assert.True((await scene.NextAsync(mia)).IsDone);
        var view = (await scene.ViewAsync(mia, claim.Id)).Required;
        Assert.Equal((CallStage.Unreported, null, "half a note"), (view.Stage, view.Number, view.Draft.NoteToCallers));
        var recorded = (await scene.RecordAsync(mia, claim.Id, OutcomeKeys.Talked)).Required;
        Assert.Equal((true, false), (recorded.Late, recorded.Conflicting));
        Assert.Equal(EntryState.Done, (await scene.EntryAsync(claim.EntryId)).State);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task After_twenty_hours_it_counts_as_one_attempt_and_a_report_after_that_counts_it_once(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(mia);
        world.Time.Advance(TimeSpan.FromMinutes(45));
        await scene.SweepAsync();
        world.Time.Advance(TimeSpan.FromHours(20));
        Assert.Equal(1, (await scene.SweepAsync()).CountedUnreported);
        Assert.Equal(0, (await scene.SweepAsync()).CountedUnreported);
        Assert.Equal((EntryState.Waiting, 1), ((await scene.EntryAsync(claim.EntryId)).State, (await scene.EntryAsync(claim.EntryId)).Attempts));

        Assert.True((await scene.RecordAsync(mia, claim.Id, OutcomeKeys.NoAnswer)).Required.Late);
        Assert.Equal(1, (await scene.EntryAsync(claim.EntryId)).Attempts);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task After_twenty_hours_a_report_that_the_line_was_busy_counts_no_attempt(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(mia);
        world.Time.Advance(TimeSpan.FromMinutes(45));
        await scene.SweepAsync();
        world.Time.Advance(TimeSpan.FromHours(20));
        await scene.SweepAsync();
        var busy = (await scene.RecordAsync(mia, claim.Id, OutcomeKeys.Busy)).Required;
        Assert.Equal(0, (await scene.EntryAsync(claim.EntryId)).Attempts);

        Assert.True((await world.Get<WithdrawCall>().ExecuteAsync(mia, busy.CallId, CancellationToken.None)).IsDone);
        Assert.Equal((EntryState.Waiting, 1), ((await scene.EntryAsync(claim.EntryId)).State, (await scene.EntryAsync(claim.EntryId)).Attempts));
    }

    [Theory, OnBothDatabases]
    public async Task A_late_report_does_not_take_a_person_from_somebody_who_has_yet_to_say_what_came_of_a_newer_call(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync(name: "Tom"));
        var claim = await scene.CallAsync(mia);
        world.Time.Advance(TimeSpan.FromMinutes(45));
        await scene.SweepAsync();
        world.Time.Advance(TimeSpan.FromHours(24));
        await scene.SweepAsync();
        await scene.CallAsync(tom);
        world.Time.Advance(TimeSpan.FromMinutes(45));
        await scene.SweepAsync();

        Assert.Equal((true, true), (await scene.RecordAsync(mia, claim.Id, OutcomeKeys.NoAnswer)).Required is var late ? (late.Late, late.Conflicting) : default);
        Assert.Equal(EntryState.Unreported, (await scene.EntryAsync(claim.EntryId)).State);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task When_somebody_else_called_meanwhile_the_late_report_is_kept_beside_and_changes_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var claim = await scene.CallAsync(mia);
        world.Time.Advance(TimeSpan.FromMinutes(45));
        await scene.SweepAsync();
        world.Time.Advance(TimeSpan.FromHours(22));
        await scene.SweepAsync();
        await scene.CallAndRecordAsync(tom, OutcomeKeys.Talked);
        var before = await scene.EntryAsync(claim.EntryId);
        var recorded = (await scene.RecordAsync(mia, claim.Id, OutcomeKeys.NoAnswer)).Required;

        Assert.Equal((true, true), (recorded.Late, recorded.Conflicting));
        Assert.Equivalent(before, await scene.EntryAsync(claim.EntryId));
        Assert.Equal(2, await world.ReadAsync(db => db.Calls.CountAsync()));
        Assert.True((await world.Get<WithdrawCall>().ExecuteAsync(mia, recorded.CallId, CancellationToken.None)).IsDone);
        Assert.Equivalent(before, await scene.EntryAsync(claim.EntryId));
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task I_did_not_call_puts_the_person_back_as_before(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var claim = await scene.CallAsync(mia);
        world.Time.Advance(TimeSpan.FromMinutes(45));
        await scene.SweepAsync();
        var report = world.Get<ReportNotCalled>();
        Assert.True((await report.ExecuteAsync(mia, claim.Id, CancellationToken.None)).IsDone);
        Assert.True((await report.ExecuteAsync(mia, claim.Id, CancellationToken.None)).IsDone);
        Assert.Empty((await world.Get<MyLists>().ExecuteAsync(mia, CancellationToken.None)).Unreported);
        Assert.IsType<ClaimLost>((await scene.RecordAsync(mia, claim.Id, OutcomeKeys.Talked)).Error);
        Assert.Equal(0, (await scene.EntryAsync(claim.EntryId)).Attempts);
        Assert.Equal(claim.EntryId, (await scene.ClaimAsync(tom)).EntryId);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task Two_sweeps_at_once_and_calls_beside_them_fold_the_counters_and_lose_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(120, ProtectionLevel.Supporters);
        var organizers = await scene.OrganizersAsync(6);
        var calls = organizers.Select(async organizer =>
        {
            for (var n = 0; n < 20; n++)
            {
                await scene.CallAndRecordAsync(organizer, OutcomeKeys.Talked);
            }
        }).ToList();
        var folded = 0;
        while (!calls.TrueForAll(call => call.IsCompleted))
        {
            folded += (await Task.WhenAll(scene.SweepAsync(), scene.SweepAsync())).Sum(swept => swept.FoldedTallies);
            await Task.Delay(5);
        }

        await Task.WhenAll(calls);
        await TallyCheck.EqualsRecountAsync(world);
        Assert.True(folded + (await scene.SweepAsync()).FoldedTallies > 0);
        await TallyCheck.EqualsRecountAsync(world);
    }
}
