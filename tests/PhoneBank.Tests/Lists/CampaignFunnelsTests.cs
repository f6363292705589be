using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;

namespace PhoneBank.Tests.Lists;

/// <summary>Where the people of a campaign stand, from counters alone.</summary>
public sealed class CampaignFunnelsTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task The_funnel_is_what_a_recount_gives(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var entries = await scene.ContactsAsync(9);
        await scene.ContactsAsync(2, country: "US", zone: "America/Los_Angeles");
        await scene.ChangeEntryAsync(entries[8], entry => entry.Callable = false);
        await scene.ScheduleAsync(entries[7], world.Now.AddHours(3), forWhom: null);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Hostile);
        await scene.CallAsync(mia);
        world.Time.Advance(TimeSpan.FromMinutes(46));
        await scene.SweepAsync();
        await scene.ClaimAsync(await scene.OrganizerAsync(name: "Tom"));
        var paused = await scene.ListAsync(state: CallListState.Paused);
        await scene.ContactsAsync(4, paused);
        var before = await FunnelAsync(scene);
        Assert.Equal((0, 6, 4), (before.Now, before.NotCounted, before.Paused));

        await world.Get<SummarizeLists>().ExecuteAsync(None);
        var funnel = await FunnelAsync(scene);

        Assert.Equal(new CampaignFunnel(Now: 2, OutsideHours: 2, Retry: 1, Callback: 1, Paused: 4, NotCallable: 1, NotCounted: 0, InCall: 1, Unreported: 1, Held: 1, Done: 1), funnel);
        var progress = (await world.Get<ListProgress>().ExecuteAsync(scene.Coordinator, scene.ListId, None)).Required;
        Assert.Equal((progress.Now, progress.OutsideHours, progress.Later, progress.NotCallable), (funnel.Now, funnel.OutsideHours, funnel.Retry, funnel.NotCallable));
        var states = await world.ReadAsync(db => db.Entries.GroupBy(entry => entry.State).Select(group => new { group.Key, N = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.N));
        Assert.Equal(
            (states[EntryState.Claimed], states[EntryState.Unreported], states[EntryState.Held], states[EntryState.Done], states[EntryState.Scheduled]),
            (funnel.InCall, funnel.Unreported, funnel.Held, funnel.Done, funnel.Callback));
        Assert.Equal((15, states.Values.Sum()), (funnel.All, funnel.All));

        await scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Paused);
        var stopped = await FunnelAsync(scene);
        Assert.Equal((0, 10, funnel.All), (stopped.Now, stopped.Paused, stopped.All));
        await TallyCheck.EqualsRecountAsync(world);
    }

    private static async Task<CampaignFunnel> FunnelAsync(CallingScene scene) =>
        (await scene.World.Get<CampaignFunnels>().ExecuteAsync(scene.Coordinator, None))[scene.CampaignId];
}
