using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Calling;

/// <summary>Somebody calls back: who may learn what from the number, and what can be done then.</summary>
public sealed class LookUpCallerTests
{
    private const string Number = "+972501234567";

    [Theory, OnBothDatabases]
    public async Task Look_up_finds_the_own_call_of_six_days_ago_however_the_number_is_written(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, e164: [Number]);
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer, request => request with { NoteToCallers = "Rang out twice" });
        world.Time.Advance(TimeSpan.FromDays(6));

        foreach (var spelling in new[] { Number, "050-123-4567", "0501234567", "+972 50 123 4567", "00972501234567", "(050) 1234567" })
        {
            var person = Assert.Single(await FoundAsync(world, mia, spelling));
            Assert.Equal(("Thursday meeting", "Families in the north", OutcomeKeys.NoAnswer, "Rang out twice"), (person.CampaignName, person.ListName, person.Outcome?.Key, person.Note));
            Assert.DoesNotContain("Surname", person.FirstName, StringComparison.Ordinal);
            Assert.Equal(CallerStep.Open, person.Step);
        }

        var audit = await world.ReadAsync(db => db.AuditEntries.Where(entry => entry.Action == AuditAction.NumberLookedUp).ToListAsync());
        Assert.Equal(6, audit.Count);
        Assert.All(audit, entry => Assert.Equal((mia.VolunteerId, null, null, "1"), (entry.ActorId, entry.SubjectId, entry.ScopeId, entry.Detail)));
    }

    [Theory, OnBothDatabases]
    public async Task Look_up_forgets_after_seven_days(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, e164: [Number]);
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        world.Time.Advance(TimeSpan.FromDays(8));

        Assert.Empty(await FoundAsync(world, mia, Number));
    }

    [Theory, OnBothDatabases]
    public async Task Look_up_does_not_find_a_colleagues_call_nor_somebody_only_looked_at(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, e164: [Number]);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var viewed = await scene.ClaimAsync(tom);
        await world.Get<ReleaseClaim>().ExecuteAsync(tom, viewed.Id, CancellationToken.None);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);

        Assert.Empty(await FoundAsync(world, tom, Number));
        Assert.Empty(await FoundAsync(world, tom, "+972501234999"));
        Assert.Single(await FoundAsync(world, mia, Number));
    }

    [Theory, OnBothDatabases]
    public async Task Look_up_does_not_find_the_other_number_of_a_person_that_was_never_shown(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, e164: [Number, "+972501234568"]);
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);

        Assert.Single(await FoundAsync(world, mia, Number));
        Assert.Empty(await FoundAsync(world, mia, "+972501234568"));
    }

    [Theory, OnBothDatabases]
    public async Task Look_up_ends_with_the_campaign_and_with_the_stop_list(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var other = await scene.AnotherCampaignAsync();
        await scene.ContactsAsync(1, e164: [Number]);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        await other.AdmitAsync(mia);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        await world.Get<RemoveFromCampaign>().ExecuteAsync(scene.Coordinator, scene.CampaignId, mia.VolunteerId, CancellationToken.None);
        Assert.Empty(await FoundAsync(world, mia, Number));

        world.Time.Advance(TimeSpan.FromHours(5));
        await scene.CallAndRecordAsync(tom, OutcomeKeys.NoAnswer);
        Assert.Single(await FoundAsync(world, tom, Number));
        await world.Get<SuppressNumber>().ExecuteAsync(scene.Coordinator, Number, "IL", CancellationToken.None);
        Assert.Empty(await FoundAsync(world, tom, Number));
    }

    [Theory, OnBothDatabases]
    public async Task Look_up_shows_no_note_that_was_struck_out_or_that_the_campaign_turned_off(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, e164: [Number]);
        var mia = await scene.OrganizerAsync();
        var recorded = await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer, request => request with { NoteToCallers = "Rang out" });
        await scene.ChangeCampaignAsync(campaign => campaign.NotesToNextCallers = false);
        Assert.Null(Assert.Single(await FoundAsync(world, mia, Number)).Note);

        await scene.ChangeCampaignAsync(campaign => campaign.NotesToNextCallers = true);
        Assert.Equal("Rang out", Assert.Single(await FoundAsync(world, mia, Number)).Note);
        await world.WriteAsync(db => db.Calls.Single(call => call.Id == recorded.CallId).TextsStruckOutAt = world.Now);
        Assert.Null(Assert.Single(await FoundAsync(world, mia, Number)).Note);
    }

    [Theory, OnBothDatabases]
    public async Task Look_up_stops_at_twenty_an_hour_and_says_until_when(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var first = world.Now;
        await Parallel.ForEachAsync(Enumerable.Range(0, 25), async (n, _) => await LookUpAsync(world, mia, $"+9725012345{n + 10}"));
        Assert.Equal(20, await world.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.NumberLookedUp)));

        var refused = Assert.IsType<TooManyLookUps>((await LookUpAsync(world, mia, Number)).Error);
        Assert.Equal(first.AddHours(1), refused.Until);
        Assert.True((await LookUpAsync(world, await scene.OrganizerAsync(), Number)).IsDone);
        world.Time.Advance(TimeSpan.FromHours(1));
        Assert.True((await LookUpAsync(world, mia, Number)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_no_number_is_said_and_not_counted(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();

        Assert.IsType<NotANumber>((await LookUpAsync(world, mia, "hello")).Error);
        Assert.IsType<NotANumber>((await LookUpAsync(world, mia, null)).Error);
        Assert.Equal(0, await world.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.NumberLookedUp)));
    }

    [Theory, OnBothDatabases]
    public async Task Who_called_back_is_opened_before_the_next_try_is_due_and_recorded_like_any_call(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var entryId = (await scene.ContactsAsync(1, e164: [Number]))[0];
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        world.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error);
        Assert.IsType<NotFound>((await OpenAsync(world, tom, entryId)).Error);

        var taken = (await OpenAsync(world, mia, entryId)).Required;
        Assert.Equal(taken with { WasOpen = true }, (await OpenAsync(world, mia, entryId)).Required);
        Assert.Equal(CallerStep.GoOn, Assert.Single(await FoundAsync(world, mia, Number)).Step);
        Assert.True((await scene.RevealAsync(mia, taken.ClaimId)).IsDone);
        Assert.True((await scene.RecordAsync(mia, taken.ClaimId, OutcomeKeys.Talked)).IsDone);
        Assert.Equal(EntryState.Done, (await scene.EntryAsync(entryId)).State);
        Assert.Equal(CallerStep.LeaveWord, Assert.Single(await FoundAsync(world, mia, Number)).Step);
        Assert.IsType<EntryNotFree>((await OpenAsync(world, mia, entryId)).Error);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task Who_called_back_is_not_opened_while_others_hold_the_person_outside_hours_or_in_a_pause(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var entryId = (await scene.ContactsAsync(1, e164: [Number]))[0];
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        world.Time.Advance(TimeSpan.FromHours(5));
        var toms = await scene.ClaimAsync(tom);
        Assert.Equal(CallerStep.LeaveWord, Assert.Single(await FoundAsync(world, mia, Number)).Step);
        Assert.IsType<EntryNotFree>((await OpenAsync(world, mia, entryId)).Error);
        await world.Get<ReleaseClaim>().ExecuteAsync(tom, toms.Id, CancellationToken.None);

        await scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Paused);
        Assert.IsType<CampaignIsPaused>((await OpenAsync(world, mia, entryId)).Error);
        await scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Open);
        world.Time.Advance(TimeSpan.FromHours(6));
        Assert.IsType<OutsideCallingHours>((await OpenAsync(world, mia, entryId)).Error);
        Assert.Equal(EntryState.Waiting, (await scene.EntryAsync(entryId)).State);
    }

    [Theory, OnBothDatabases]
    public async Task A_lapsed_call_is_reported_instead_of_opened(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, e164: [Number]);
        var mia = await scene.OrganizerAsync();
        await scene.CallAsync(mia);
        world.Time.Advance(TimeSpan.FromMinutes(46));
        await scene.SweepAsync();

        var person = Assert.Single(await FoundAsync(world, mia, Number));
        Assert.Equal((CallerStep.Report, null), (person.Step, person.Outcome));
    }

    private static Task<Result<CallerLookedUp>> LookUpAsync(World world, Actor actor, string? number) => world.Get<LookUpCaller>().ExecuteAsync(actor, number, CancellationToken.None);

    private static async Task<IReadOnlyList<CallerFound>> FoundAsync(World world, Actor actor, string number) => (await LookUpAsync(world, actor, number)).Required.Found;

    private static Task<Result<ClaimTaken>> OpenAsync(World world, Actor actor, Guid entryId) => world.Get<OpenCaller>().ExecuteAsync(actor, entryId, CancellationToken.None);
}
