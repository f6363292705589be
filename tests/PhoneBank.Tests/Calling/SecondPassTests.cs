using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Campaigns;

namespace PhoneBank.Tests.Calling;

public sealed class SecondPassTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task Who_was_not_reached_an_hour_ago_comes_back_at_once_and_everybody_else_stays(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 4);
        var mia = await scene.OrganizerAsync();
        var noAnswer = await EntryOfAsync(scene, await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer));
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        world.Time.Advance(TimeSpan.FromMinutes(30));
        var recent = await EntryOfAsync(scene, await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer));
        world.Time.Advance(TimeSpan.FromMinutes(30));
        var before = await scene.EntryAsync(recent);

        Assert.Equal(1, (await PassAsync(scene)).Required);

        Assert.Equal(world.Now, (await scene.EntryAsync(noAnswer)).ReadyAt);
        Assert.Equal(before.ReadyAt, (await scene.EntryAsync(recent)).ReadyAt);
        Assert.Equal(("1", scene.ListId), await AuditAsync(world));
        Assert.Equal(0, (await PassAsync(scene)).Required);

        // Never called goes first still.
        Assert.NotEqual(noAnswer, (await scene.CallAsync(mia)).EntryId);
    }

    [Theory, OnBothDatabases]
    public async Task The_days_maximum_the_campaigns_and_the_hours_hold(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 1);
        var mia = await scene.OrganizerAsync();
        var entry = await EntryOfAsync(scene, await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer));
        world.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(1, (await PassAsync(scene)).Required);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        world.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(0, (await PassAsync(scene)).Required);

        // The next day before anybody may be called: ready, but nobody is handed out.
        await scene.ChangeEntryAsync(entry, stored => stored.ReadyAt = world.Now.AddDays(5));
        world.Time.Set(new DateTimeOffset(2026, 11, 24, 6, 0, 0, TimeSpan.Zero));
        Assert.Equal(1, (await PassAsync(scene)).Required);
        Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error);
        await scene.ChangeEntryAsync(entry, stored => (stored.ReadyAt, stored.Attempts) = (world.Now.AddDays(5), 4));
        Assert.Equal(0, (await PassAsync(scene)).Required);
    }

    [Theory, OnBothDatabases]
    public async Task A_line_that_was_busy_as_often_as_it_may_be_in_a_day_is_left_alone(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 1);
        var mia = await scene.OrganizerAsync();
        for (var busy = 0; busy < 3; busy++)
        {
            await scene.CallAndRecordAsync(mia, OutcomeKeys.Busy);
            world.Time.Advance(TimeSpan.FromMinutes(61));
        }

        Assert.Equal(0, (await PassAsync(scene)).Required);
        await scene.ChangeEntryAsync(await world.ReadAsync(db => db.Entries.Select(entry => entry.Id).SingleAsync()), entry => entry.ReadyAt = world.Now.AddDays(3));
        world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, (await PassAsync(scene)).Required);
    }

    [Theory, OnBothDatabases]
    public async Task Another_campaigns_talk_is_respected(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var first = await world.CallingSceneAsync(contacts: 1);
        var second = await first.AnotherCampaignAsync();
        var mia = await first.OrganizerAsync();
        await second.AdmitAsync(mia);
        await first.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        world.Time.Advance(TimeSpan.FromHours(1));
        await second.EntryForAsync(await world.ReadAsync(db => db.Contacts.Select(contact => contact.Id).SingleAsync()));
        await second.CallAndRecordAsync(mia, OutcomeKeys.Callback, request => request with { CallbackDate = new DateOnly(2026, 11, 25), CallbackTime = new TimeOnly(12, 0) });
        world.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(0, (await PassAsync(first)).Required);
    }

    [Theory, OnBothDatabases]
    public async Task A_long_list_is_gone_through_in_small_acts_and_one_list_alone_if_so_wished(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 1203);
        var other = await scene.ListAsync(name: "South");
        await scene.ContactsAsync(3, other);
        var outcome = await scene.OutcomeIdAsync(OutcomeKeys.NoAnswer);
        await using (var db = await world.OpenDbAsync())
        await using (var transaction = await db.Database.BeginTransactionAsync())
        {
            await db.Entries.ExecuteUpdateAsync(set => set
                .SetProperty(entry => entry.ReadyAt, world.Now.AddDays(1)).SetProperty(entry => entry.LastCallAt, world.Now.AddHours(-2))
                .SetProperty(entry => entry.LastOutcomeId, outcome).SetProperty(entry => entry.Attempts, 1).SetProperty(entry => entry.Pass, 1));
            await transaction.CommitAsync();
        }

        Assert.Equal(3, (await PassAsync(scene, other)).Required);
        Assert.Equal(1203, (await PassAsync(scene)).Required);
        Assert.Equal(["203", "3", "500", "500"], await world.ReadAsync(db => db.AuditEntries.Where(entry => entry.Action == AuditAction.SecondPass).OrderBy(entry => entry.Detail).Select(entry => entry.Detail).ToListAsync()));
        Assert.Equal(0, await world.ReadAsync(db => db.Entries.CountAsync(entry => entry.ReadyAt > world.Now)));
    }

    [Theory, OnBothDatabases]
    public async Task Only_a_coordinator_of_an_open_campaign_may(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 1);
        var pass = world.Get<SecondPass>();
        Assert.IsType<NotFound>((await pass.ExecuteAsync(await scene.OrganizerAsync(), scene.CampaignId, null, None)).Error);
        Assert.IsType<NotFound>((await pass.ExecuteAsync(await world.CoordinatorAsync("Dan"), scene.CampaignId, null, None)).Error);
        Assert.IsType<NotFound>((await pass.ExecuteAsync(scene.Coordinator, scene.CampaignId, Guid.NewGuid(), None)).Error);
        await scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Paused);
        Assert.IsType<NoSecondPassNow>((await PassAsync(scene)).Error);
    }

    private static Task<Result<int>> PassAsync(CallingScene scene, Guid? listId = null) =>
        scene.World.Get<SecondPass>().ExecuteAsync(scene.Coordinator, scene.CampaignId, listId, None);

    private static Task<Guid> EntryOfAsync(CallingScene scene, Recorded call) =>
        scene.World.ReadAsync(db => db.Calls.Where(stored => stored.Id == call.CallId).Select(stored => stored.EntryId).SingleAsync());

    private static Task<(string?, Guid?)> AuditAsync(World world) => world.ReadAsync(async db =>
    {
        var entry = await db.AuditEntries.Where(stored => stored.Action == AuditAction.SecondPass).SingleAsync();
        return (entry.Detail, entry.SubjectId);
    });
}
