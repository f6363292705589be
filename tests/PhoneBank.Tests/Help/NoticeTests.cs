using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Help;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;
using PhoneBank.Tests.Volunteers;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Help;

public sealed class NoticeTests
{
    [Theory, OnBothDatabases]
    public async Task A_notice_reaches_all_callers_of_its_campaign_until_its_end(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var other = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var stranger = await other.OrganizerAsync();
        var told = new List<Signal>();
        using var listening = world.Get<Signals>().Subscribe(told.Add);

        Assert.True((await GiveAsync(scene, " The meeting is at 19:00. ")).IsDone);

        var shown = Assert.Single((await MineAsync(world, mia)).Notices);
        Assert.Equal(("The meeting is at 19:00.", "Thursday meeting"), (shown.Text, shown.CampaignName));
        Assert.StartsWith("Noa", shown.From, StringComparison.Ordinal);
        Assert.Empty((await MineAsync(world, stranger)).Notices);
        Assert.Contains(new Signal(Signal.NoticeGiven, scene.CampaignId), told);
        Assert.Equal("all", Assert.Single(await world.AuditedAsync(AuditAction.NoticeGiven)).Detail);

        world.Time.Advance(TimeSpan.FromHours(4));
        Assert.Empty((await MineAsync(world, mia)).Notices);
        Assert.Empty((await ListAsync(scene)).Notices);
    }

    [Theory, OnBothDatabases]
    public async Task A_notice_for_one_caller_is_for_no_other(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, ben) = (await scene.OrganizerAsync(), await scene.OrganizerAsync(name: "Ben"));
        var told = new List<Signal>();
        using var listening = world.Get<Signals>().Subscribe(told.Add);

        Assert.True((await GiveAsync(scene, "Please ring me", mia)).IsDone);

        Assert.Single((await MineAsync(world, mia)).Notices);
        Assert.Empty((await MineAsync(world, ben)).Notices);
        Assert.Contains(new Signal(Signal.NoticeGiven, scene.CampaignId, mia.VolunteerId), told);
        var given = Assert.Single((await ListAsync(scene)).Notices);
        Assert.StartsWith("Mia", given.For, StringComparison.Ordinal);
        Assert.IsType<NotFound>((await ReadAsync(world, ben, given.Id)).Error);
        Assert.IsType<NoSuchCaller>((await GiveAsync(scene, "Hello", await world.VolunteerAsync("Gil", Roles.Organizer))).Error);
    }

    [Theory, OnBothDatabases]
    public async Task The_same_notice_sent_twice_is_one(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var id = Guid.NewGuid();

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => GiveAsync(scene, "Once", id: id)));

        Assert.All(results, result => Assert.True(result.IsDone));
        Assert.Equal(1, await world.ReadAsync(db => db.Notices.CountAsync()));
        Assert.Single(await world.AuditedAsync(AuditAction.NoticeGiven));
    }

    [Theory, OnBothDatabases]
    public async Task What_was_read_is_put_away_for_that_reader_only(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, ben) = (await scene.OrganizerAsync(), await scene.OrganizerAsync(name: "Ben"));
        await GiveAsync(scene, "Water is in the kitchen");
        var id = Assert.Single((await MineAsync(world, mia)).Notices).Id;

        var results = await Task.WhenAll(ReadAsync(world, mia, id), ReadAsync(world, mia, id));

        Assert.All(results, result => Assert.True(result.IsDone));
        Assert.Empty((await MineAsync(world, mia)).Notices);
        Assert.Single((await MineAsync(world, ben)).Notices);
        Assert.Equal(1, Assert.Single((await ListAsync(scene)).Notices).Readers);
    }

    [Theory, OnBothDatabases]
    public async Task A_withdrawn_notice_is_gone_and_open_pages_are_told(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        await GiveAsync(scene, "Wrong hall");
        var id = Assert.Single((await MineAsync(world, mia)).Notices).Id;
        var told = new List<Signal>();
        using var listening = world.Get<Signals>().Subscribe(told.Add);
        var stranger = (await world.CallingSceneAsync()).Coordinator;
        Assert.IsType<NotFound>((await WithdrawAsync(world, stranger, id)).Error);

        Assert.True((await WithdrawAsync(world, scene.Coordinator, id)).IsDone);
        Assert.True((await WithdrawAsync(world, scene.Coordinator, id)).IsDone);

        Assert.Empty((await MineAsync(world, mia)).Notices);
        Assert.Single(told, signal => signal.Kind == Signal.NoticeGiven);
        Assert.Single(await world.AuditedAsync(AuditAction.NoticeWithdrawn));
    }

    [Theory, OnBothDatabases]
    public async Task A_notice_needs_words_and_not_too_many_and_a_campaign_of_ones_own(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        Assert.IsType<NoticeTextMissing>((await GiveAsync(scene, " ")).Error);
        Assert.Equal(new NoticeTextTooLong(300), (await GiveAsync(scene, new string('a', 301))).Error);
        Assert.IsType<InvalidField>((await GiveAsync(scene, "Hello", hours: 48)).Error);
        Assert.IsType<NotFound>((await GiveAsync(scene, "Hello", by: (await world.CallingSceneAsync()).Coordinator)).Error);
        Assert.IsType<NotFound>((await GiveAsync(scene, "Hello", by: await scene.OrganizerAsync())).Error);
        await scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Closed);
        Assert.IsType<CampaignIsClosed>((await GiveAsync(scene, "Hello")).Error);
        Assert.Equal(0, await world.ReadAsync(db => db.Notices.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Paused_stands_there_while_the_campaign_of_the_open_call_is_paused(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 1);
        var other = await scene.AnotherCampaignAsync();
        var mia = await scene.OrganizerAsync();
        await other.AdmitAsync(mia);
        await other.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Paused);
        Assert.False((await MineAsync(world, mia)).IsPaused);
        await scene.CallAsync(mia);
        Assert.False((await MineAsync(world, mia)).IsPaused);
        await scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Paused);
        Assert.True((await MineAsync(world, mia)).IsPaused);
        await scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Open);
        Assert.False((await MineAsync(world, mia)).IsPaused);
    }

    private static Task<Result> GiveAsync(CallingScene scene, string text, Actor? to = null, Guid? id = null, int hours = 4, Actor? by = null) =>
        scene.World.Get<GiveNotice>().ExecuteAsync(
            by ?? scene.Coordinator,
            new NewNotice { Id = id ?? Guid.NewGuid(), CampaignId = scene.CampaignId, VolunteerId = to?.VolunteerId, Text = text, ShownFor = hours },
            CancellationToken.None);

    private static Task<Result> WithdrawAsync(World world, Actor actor, Guid id) => world.Get<WithdrawNotice>().ExecuteAsync(actor, id, CancellationToken.None);

    private static Task<Result> ReadAsync(World world, Actor actor, Guid id) => world.Get<ReadNotice>().ExecuteAsync(actor, id, CancellationToken.None);

    private static Task<MyNoticesView> MineAsync(World world, Actor actor) => world.Get<MyNotices>().ExecuteAsync(actor, CancellationToken.None);

    private static async Task<CampaignNoticesView> ListAsync(CallingScene scene) =>
        (await scene.World.Get<CampaignNotices>().ExecuteAsync(scene.Coordinator, scene.CampaignId, CancellationToken.None)).Required;
}
