using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Help;
using PhoneBank.Lists;
using PhoneBank.Reports;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;

namespace PhoneBank.Tests.Reports;

/// <summary>Who is calling, doing what, since when; and what came of the last hours.</summary>
public sealed class LiveShiftTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task Each_caller_on_shift_stands_with_what_she_is_doing_those_first_who_need_a_look(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 12);
        var lapsed = await scene.OrganizerAsync(name: "Lapsed");
        await scene.OrganizerAsync(name: "Away");
        await scene.CallAsync(lapsed);
        Wait(world, 46);
        await scene.SweepAsync();
        var stuck = await scene.OrganizerAsync(name: "Stuck");
        await scene.CallAsync(stuck);
        Wait(world, 25);
        var (idle, resting, calling) = (await scene.OrganizerAsync(name: "Idle"), await scene.OrganizerAsync(name: "Resting"), await scene.OrganizerAsync(name: "Calling"));
        await scene.CallAndRecordAsync(idle, OutcomeKeys.Talked);
        await scene.CallAndRecordAsync(resting, OutcomeKeys.NoAnswer);
        Assert.True((await world.Get<TakeBreak>().ExecuteAsync(resting, None)).IsDone);
        await scene.CallAsync(calling);
        Wait(world, 6);
        var (reading, asking) = (await scene.OrganizerAsync(name: "Reading"), await scene.OrganizerAsync(name: "Asking"));
        await scene.ClaimAsync(reading);
        await scene.CallAsync(asking);
        await world.WriteAsync(db => db.HelpRequests.Add(new HelpRequest { Id = world.NewId(), Token = Guid.NewGuid(), Kind = HelpKind.Threatened, CampaignId = scene.CampaignId, OrganizerId = asking.VolunteerId, At = world.Now }));

        var callers = (await ViewAsync(world, scene.Coordinator)).Callers;

        Assert.Equal(
            [
                ("Asking", LiveState.WaitingForHelp, 0), ("Stuck", LiveState.Stuck, 31), ("Lapsed", LiveState.Unreported, 77), ("Calling", LiveState.InCall, 6),
                ("Reading", LiveState.Reading, 0), ("Idle", LiveState.Idle, 6), ("Resting", LiveState.OnBreak, 6),
            ],
            callers.Select(caller => (caller.Name[..^8], caller.State, (int)(world.Now - caller.StateSince!.Value).TotalMinutes)));
        Assert.True(callers[0].IsUrgent);
        Assert.All(callers, caller => Assert.Equal((scene.CampaignId, scene.ListId, "Families in the north"), (caller.CampaignId, caller.ListId, caller.ListName)));
        Assert.Equal((1, 1), (Of(callers, idle)!.Calls, Of(callers, idle)!.Reached));
        Assert.Equal((1, 0), (Of(callers, resting)!.Calls, Of(callers, resting)!.Reached));

        Assert.True((await world.Get<PauseCaller>().ExecuteAsync(scene.Coordinator, idle.VolunteerId, paused: true, None)).IsDone);
        Wait(world, 11);
        await scene.SweepAsync();
        Wait(world, 49);
        var later = (await ViewAsync(world, scene.Coordinator)).Callers;
        Assert.Equal((LiveState.Paused, true), (Of(later, idle)!.State, Of(later, idle)!.IsPaused));
        Assert.Null(Of(later, reading));
        Assert.Equal(0, Of(later, idle)!.Calls);
    }

    [Theory, OnBothDatabases]
    public async Task A_shift_begins_with_the_first_person_after_a_pause_and_a_long_talk_is_no_pause(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 10);
        var mia = await scene.OrganizerAsync();
        var first = world.Now;
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        Wait(world, 25);
        var talk = await scene.CallAsync(mia);
        Wait(world, 40);
        await scene.RecordAsync(mia, talk.Id, OutcomeKeys.Talked);
        Wait(world, 20);
        Assert.Equal(first, Of((await ViewAsync(world, scene.Coordinator)).Callers, mia)!.Since);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        Assert.Equal(first, Of((await ViewAsync(world, scene.Coordinator)).Callers, mia)!.Since);

        Wait(world, 31);
        Assert.Null(Of((await ViewAsync(world, scene.Coordinator)).Callers, mia));
        var second = world.Now;
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        Wait(world, 5);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);

        Assert.Equal(second, Of((await ViewAsync(world, scene.Coordinator)).Callers, mia)!.Since);
        Assert.Equal(second, Of((await Fresh(world).ExecuteAsync(scene.Coordinator, None)).Callers, mia)!.Since);
    }

    [Theory, OnBothDatabases]
    public async Task Outcomes_stand_by_the_quarter_of_an_hour_and_what_was_taken_back_does_not_count(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 10);
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        var taken = await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Hostile);
        Wait(world, 14);
        var heard = await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        Assert.Equal((2, 1, 1), Last(await ViewAsync(world, scene.Coordinator)));
        Assert.IsType<UndoTooLate>((await world.Get<WithdrawCall>().ExecuteAsync(mia, taken.CallId, None)).Error);

        Wait(world, 2);
        var again = await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        Assert.Equal((0, 1, 0), Last(await ViewAsync(world, scene.Coordinator)));
        Wait(world, 5);
        await world.Get<WithdrawCall>().ExecuteAsync(mia, again.CallId, None);
        Assert.Equal((0, 0, 0), Last(await ViewAsync(world, scene.Coordinator)));

        Wait(world, 45);
        var campaign = Assert.Single((await ViewAsync(world, scene.Coordinator)).Campaigns);
        Assert.Equal(LiveShift.Quarters, campaign.Quarters.Count);
        Assert.Equal(4, campaign.Quarters.Sum(quarter => quarter.Calls));
        Assert.Equal((1, 1), (campaign.Calls, campaign.Reached));
        var fresh = Assert.Single((await Fresh(world).ExecuteAsync(scene.Coordinator, None)).Campaigns);
        Assert.Equal(fresh.Quarters, campaign.Quarters);

        // A correction changes what is over as well.
        Assert.Equal((2, 1, 1), Sum(campaign));
        Assert.True((await scene.CorrectAsync(scene.Coordinator, await scene.ReviewOfAsync(taken.CallId), OutcomeKeys.Talked)).IsDone);
        Assert.Equal((3, 0, 1), Sum(Assert.Single((await ViewAsync(world, scene.Coordinator)).Campaigns)));
        Assert.True((await scene.CorrectAsync(scene.Coordinator, await scene.ReviewOfAsync(heard.CallId), OutcomeKeys.NoAnswer)).IsDone);
        var corrected = Assert.Single((await ViewAsync(world, scene.Coordinator)).Campaigns);
        Assert.Equal((2, 1, 1), Sum(corrected));
        Assert.Equal((1, 0), (corrected.Calls, corrected.Reached));

        static (int Reached, int NotReached, int Care) Sum(LiveCampaign campaign) =>
            (campaign.Quarters.Sum(quarter => quarter.Reached), campaign.Quarters.Sum(quarter => quarter.NotReached), campaign.Quarters.Sum(quarter => quarter.Care));
    }

    [Theory, OnBothDatabases]
    public async Task Nothing_of_another_book_shows_and_an_organizer_sees_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (mine, theirs) = (await world.CallingSceneAsync(contacts: 2), await world.CallingSceneAsync(contacts: 2));
        var mia = await mine.OrganizerAsync();
        await theirs.AdmitAsync(mia);
        await mine.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        Wait(world, 20);
        await theirs.CallAndRecordAsync(mia, OutcomeKeys.Talked);

        var seen = Assert.Single((await ViewAsync(world, mine.Coordinator)).Callers);
        Assert.Equal((mine.CampaignId, 1, 20), (seen.CampaignId, seen.Calls, (int)(world.Now - seen.StateSince!.Value).TotalMinutes));
        Assert.Equal(mine.CampaignId, Assert.Single((await ViewAsync(world, mine.Coordinator)).Campaigns).Id);
        Assert.Equal(theirs.CampaignId, Assert.Single((await ViewAsync(world, theirs.Coordinator)).Callers).CampaignId);

        var organizers = await ViewAsync(world, mia);
        Assert.Empty(organizers.Callers);
        Assert.Empty(organizers.Campaigns);
        Assert.Empty(await world.Get<CampaignFunnels>().ExecuteAsync(mia, None));
    }

    private static void Wait(World world, int minutes) => world.Time.Advance(TimeSpan.FromMinutes(minutes));

    private static Task<LiveShiftView> ViewAsync(World world, Actor actor) => world.Get<LiveShift>().ExecuteAsync(actor, None);

    /// <summary>As on a node that has looked at nothing yet.</summary>
    private static LiveShift Fresh(World world) => ActivatorUtilities.CreateInstance<LiveShift>(world.Services);

    private static LiveCaller? Of(IEnumerable<LiveCaller> callers, Actor actor) => callers.SingleOrDefault(caller => caller.VolunteerId == actor.VolunteerId);

    private static (int Reached, int NotReached, int Care) Last(LiveShiftView view) =>
        Assert.Single(view.Campaigns).Quarters[^1] is var last ? (last.Reached, last.NotReached, last.Care) : default;
}
