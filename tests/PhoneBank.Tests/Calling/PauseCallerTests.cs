using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Help;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Reviews;

namespace PhoneBank.Tests.Calling;

/// <summary>A coordinator stops one caller, and lets go on.</summary>
public sealed class PauseCallerTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task Whoever_is_paused_gets_nobody_at_once_and_goes_on_when_resumed(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 4);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync(name: "Tom"));
        var claim = await scene.CallAsync(mia);
        var told = new List<Signal>();
        using var listening = world.Get<Signals>().Subscribe(told.Add);

        Assert.True((await PauseAsync(scene, mia, paused: true)).IsDone);
        Assert.True((await PauseAsync(scene, mia, paused: true)).IsDone);

        Assert.Equal([new Signal(Signal.CallerPaused, VolunteerId: mia.VolunteerId)], told);
        var entry = Assert.Single(await world.AuditedAsync(AuditAction.CallerPaused));
        Assert.Equal((scene.Coordinator.VolunteerId, mia.VolunteerId, scene.CampaignId), (entry.ActorId, entry.SubjectId, entry.ScopeId));
        var recorded = (await scene.RecordAsync(mia, claim.Id, OutcomeKeys.Talked, request => request with { ThenNext = true })).Required;
        Assert.IsType<NothingToCall>(recorded.NextRefusal);
        var nobody = Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error);
        Assert.IsType<NothingReason.CallerPaused>(Assert.Single(nobody.Reasons));
        Assert.True((await world.Get<MyNotices>().ExecuteAsync(mia, None)).IsCallerPaused);
        Assert.False((await world.Get<MyNotices>().ExecuteAsync(tom, None)).IsCallerPaused);
        Assert.All((await world.Get<MyLists>().ExecuteAsync(mia, None)).Lists, list => Assert.Equal(CampaignListState.Paused, list.State));
        Assert.True((await scene.NextAsync(tom)).IsDone);

        told.Clear();
        Assert.True((await PauseAsync(scene, mia, paused: false)).IsDone);
        Assert.Equal([new Signal(Signal.PeopleChanged, VolunteerId: mia.VolunteerId)], told);
        Assert.Single(await world.AuditedAsync(AuditAction.CallerResumed));
        Assert.True((await scene.NextAsync(mia)).IsDone);
        Assert.False((await world.Get<MyNotices>().ExecuteAsync(mia, None)).IsCallerPaused);
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_is_paused_is_shown_no_number_and_picks_nobody(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(level: ProtectionLevel.Supporters, change: campaign => campaign.PickFromList = true);
        var entries = await scene.ContactsAsync(3);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.ClaimAsync(mia);
        await PauseAsync(scene, mia, paused: true);

        Assert.IsType<CallerIsPaused>((await scene.RevealAsync(mia, claim.Id)).Error);
        Assert.True((await world.Get<ReleaseClaim>().ExecuteAsync(mia, claim.Id, None)).IsDone);
        Assert.IsType<CallerIsPaused>((await world.Get<PickContact>().ExecuteAsync(mia, entries[0], None)).Error);

        await PauseAsync(scene, mia, paused: false);
        Assert.True((await world.Get<PickContact>().ExecuteAsync(mia, entries[0], None)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task A_coordinator_pauses_only_in_her_own_books(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (scene, other) = (await world.CallingSceneAsync(contacts: 2), await world.CallingSceneAsync(contacts: 2));
        var second = await scene.AnotherCampaignAsync(contacts: 2);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync(name: "Tom"));

        Assert.IsType<NotFound>((await PauseAsync(other, mia, paused: true)).Error);
        Assert.IsType<NotFound>((await world.Get<PauseCaller>().ExecuteAsync(tom, mia.VolunteerId, paused: true, None)).Error);
        Assert.IsType<NotFound>((await world.Get<PauseCaller>().ExecuteAsync(scene.Coordinator, Guid.NewGuid(), paused: true, None)).Error);
        Assert.Empty(await world.AuditedAsync(AuditAction.CallerPaused));

        await second.AdmitAsync(mia);
        await other.AdmitAsync(mia);
        await PauseAsync(scene, mia, paused: true);
        Assert.Equal(2, (await world.AuditedAsync(AuditAction.CallerPaused)).Count);
        Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error);
        Assert.IsType<NothingToCall>((await second.NextAsync(mia)).Error);
        Assert.True((await PauseAsync(other, mia, paused: false)).IsDone);
        Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error);
        Assert.True((await other.NextAsync(mia)).IsDone);
    }

    private static Task<Result> PauseAsync(CallingScene scene, Actor organizer, bool paused) =>
        scene.World.Get<PauseCaller>().ExecuteAsync(scene.Coordinator, organizer.VolunteerId, paused, None);
}
