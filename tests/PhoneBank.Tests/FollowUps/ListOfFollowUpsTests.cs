using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.FollowUps;
using PhoneBank.Lists;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;

namespace PhoneBank.Tests.FollowUps;

/// <summary>People who promised something, put into a call list.</summary>
public sealed class ListOfFollowUpsTests
{
    [Theory, OnBothDatabases]
    public async Task Who_promised_what_a_filter_finds_goes_into_a_list_of_another_campaign_on_the_same_book(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync(contacts: 3);
        var reminders = await scene.AnotherCampaignAsync();
        var mia = await scene.OrganizerAsync();
        var comes = (await scene.PromisedAsync(mia, PromisingScene.Unlimited))[0];
        var came = (await scene.PromisedAsync(mia, PromisingScene.Unlimited))[0];
        await scene.PromisedAsync(mia, amount: "50 ILS");
        Assert.True((await scene.CloseAsync(came.Id)).IsDone);

        var made = (await ListAsync(scene, reminders.CampaignId, new FollowUpFilter { Kind = FollowUpKind.Event, CampaignId = scene.CampaignId })).Required;

        Assert.Equal(1, made.Added);
        Assert.Equal(comes.ContactId, await world.ReadAsync(db => db.Entries.Where(entry => entry.ListId == made.ListId).Select(entry => entry.ContactId).SingleAsync()));
        Assert.DoesNotContain("Levi", (await world.ReadAsync(db => db.CallLists.AsNoTracking().SingleAsync(list => list.Id == made.ListId))).Filter, StringComparison.Ordinal);
        Assert.Equal(1, (await ListAsync(scene, reminders.CampaignId, new FollowUpFilter { Kind = FollowUpKind.Event, Closed = true })).Required.Added);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task Only_those_of_the_owner_asked_for_are_put_into_it(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync(contacts: 2);
        var reminders = await scene.AnotherCampaignAsync();
        var mia = await scene.OrganizerAsync();
        var (mine, anyones) = ((await scene.PromisedAsync(mia, PromisingScene.Unlimited))[0], (await scene.PromisedAsync(mia, PromisingScene.Unlimited))[0]);
        Assert.True((await scene.TakeAsync(mine.Id)).IsDone);

        var ofMine = (await ListAsync(scene, reminders.CampaignId, new FollowUpFilter { Owner = FollowUpOwner.Mine })).Required;
        var ofAnyone = (await ListAsync(scene, reminders.CampaignId, new FollowUpFilter { Owner = FollowUpOwner.Anyones })).Required;

        Assert.Equal(mine.ContactId, await world.ReadAsync(db => db.Entries.Where(entry => entry.ListId == ofMine.ListId).Select(entry => entry.ContactId).SingleAsync()));
        Assert.Equal(anyones.ContactId, await world.ReadAsync(db => db.Entries.Where(entry => entry.ListId == ofAnyone.ListId).Select(entry => entry.ContactId).SingleAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task A_list_nobody_would_be_in_or_in_another_book_is_refused(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.PromisingSceneAsync();
        var other = await world.CallingSceneAsync();
        var reminders = await scene.AnotherCampaignAsync();
        Assert.IsType<NobodyMatches>((await ListAsync(scene, reminders.CampaignId, new FollowUpFilter())).Error);
        await scene.PromisedAsync(await scene.OrganizerAsync(), PromisingScene.Unlimited);

        Assert.IsType<AllInThatCampaign>((await ListAsync(scene, scene.CampaignId, new FollowUpFilter())).Error);
        Assert.IsType<NotFound>((await ListAsync(scene, other.CampaignId, new FollowUpFilter())).Error);
        Assert.IsType<NobodyMatches>((await world.Get<ListOfFollowUps>().ExecuteAsync(other.Coordinator, other.CampaignId, new FollowUpFilter { CampaignId = scene.CampaignId }, "Reminders", CancellationToken.None)).Error);
        Assert.Equal("Name", Assert.IsType<InvalidField>((await ListAsync(scene, reminders.CampaignId, new FollowUpFilter(), name: " ")).Error).Field);
        Assert.Equal(0, await world.ReadAsync(db => db.CallLists.CountAsync(list => list.Filter != null)));
    }

    private static Task<Result<MadeCallList>> ListAsync(CallingScene scene, Guid campaignId, FollowUpFilter filter, string name = "Reminders") =>
        scene.World.Get<ListOfFollowUps>().ExecuteAsync(scene.Coordinator, campaignId, filter, name, CancellationToken.None);
}
