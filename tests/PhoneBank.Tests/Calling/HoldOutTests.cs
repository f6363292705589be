using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Reviews;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Calling;

/// <summary>Whom an organizer must not be handed, however the person comes up; everybody else is handed them as before.</summary>
public sealed class HoldOutTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task Whom_I_know_is_never_mine_again_in_any_campaign_of_the_book_and_costs_no_skip(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        for (var n = 0; n < LevelRulesSkips; n++)
        {
            await scene.ContactsAsync(1);
            await SkipAsync(scene, mia, SkipReason.RatherNot);
        }

        await scene.ContactsAsync(1);
        var known = await SkipAsync(scene, mia, SkipReason.KnowPerson);

        for (var n = 1; n < LevelRulesSkips; n++)
        {
            await scene.ContactsAsync(1);
            await SkipAsync(scene, mia, SkipReason.KnowPerson);
        }

        // Nobody knows a whole list.
        await scene.ContactsAsync(1);
        var seventh = await scene.ClaimAsync(mia);
        Assert.Equal(new TooManySkips(world.Now.AddHours(1)), (await world.Get<SkipContact>().ExecuteAsync(mia, seventh.Id, SkipReason.KnowPerson, None)).Error);
        _ = (await world.Get<ReleaseClaim>().ExecuteAsync(mia, seventh.Id, None));

        // In another campaign of the book, and after a coordinator's second pass, the same person is somebody else's.
        var other = await scene.AnotherCampaignAsync();
        await other.AdmitAsync(mia);
        await other.AdmitAsync(tom);
        var contact = (await scene.EntryAsync(known)).ContactId;
        var entry = await other.EntryForAsync(contact);
        Assert.Equal([new NothingReason.HeldOut(1, SkipReason.KnowPerson)], await WhyAsync(other, mia));
        Assert.Equal(entry, (await other.ClaimAsync(tom)).EntryId);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task Who_asked_for_another_caller_is_not_given_to_this_one_by_queue_pick_callback_or_second_pass(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1, ProtectionLevel.Supporters, campaign => campaign.PickFromList = true);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var claim = await scene.CallAsync(mia);
        _ = (await scene.RecordAsync(mia, claim.Id, OutcomeKeys.NoAnswer, request => request with { NotByMeAgain = true })).Required;
        world.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(1, (await world.Get<SecondPass>().ExecuteAsync(scene.Coordinator, scene.CampaignId, null, None)).Required);

        Assert.Equal([new NothingReason.HeldOut(1, SkipReason.AskedNot)], await WhyAsync(scene, mia));
        Assert.IsType<EntryNotFree>((await world.Get<PickContact>().ExecuteAsync(mia, claim.EntryId, None)).Error);
        var listed = Assert.Single((await world.Get<ListEntries>().ExecuteAsync(mia, scene.ListId, after: null, None)).Required.Rows);
        Assert.False(listed.CanBePicked);

        await scene.ScheduleAsync(claim.EntryId, world.Now.AddMinutes(-1), forWhom: mia);
        Assert.False((await scene.NextAsync(mia)).IsDone);
        await scene.ChangeEntryAsync(claim.EntryId, entry => entry.CallbackFor = null);
        Assert.False((await scene.NextAsync(mia)).IsDone);
        Assert.Equal(claim.EntryId, (await scene.ClaimAsync(tom)).EntryId);
    }

    [Theory, OnBothDatabases]
    public async Task A_callback_I_promised_to_somebody_I_know_is_kept_by_others_at_its_time(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var entry = (await scene.ContactsAsync(1))[0];
        await scene.ScheduleAsync(entry, world.Now, forWhom: mia);

        Assert.Equal(entry, await SkipAsync(scene, mia, SkipReason.KnowPerson));
        Assert.False((await scene.NextAsync(mia)).IsDone);
        var toms = await scene.ClaimAsync(tom);
        Assert.Equal((entry, EntryState.Scheduled), (toms.EntryId, toms.FromState));
    }

    [Theory, OnBothDatabases]
    public async Task Taking_the_call_back_takes_back_that_another_caller_was_wanted(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        var recorded = await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer, request => request with { NotByMeAgain = true });
        Assert.Equal(1, await world.ReadAsync(db => db.Skips.CountAsync()));

        _ = (await world.Get<WithdrawCall>().ExecuteAsync(mia, recorded.CallId, None)).Required;
        Assert.Equal(0, await world.ReadAsync(db => db.Skips.CountAsync()));
        Assert.True((await scene.ViewAsync(mia)).Required.Draft.NotByMeAgain);
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_is_handed_herself_by_a_number_given_before_or_after_the_list_and_nobody_can_read_it(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(level: ProtectionLevel.Supporters, change: campaign => campaign.PickFromList = true);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var keep = world.Get<KeepOwnNumber>();
        Assert.True((await keep.ExecuteAsync(mia, "050-123 4567", "IL", None)).IsDone);
        var self = (await scene.ContactsAsync(1, e164: ["+972501000001", "+972501234567"]))[0];

        Assert.False((await scene.NextAsync(mia)).IsDone);
        Assert.Equal([new NothingReason.HeldOut(1, SkipReason.Oneself)], await WhyAsync(scene, mia));
        Assert.IsType<EntryNotFree>((await world.Get<PickContact>().ExecuteAsync(mia, self, None)).Error);
        var stored = await world.ReadAsync(db => db.Users.Where(user => user.Id == mia.VolunteerId).Select(user => user.OwnNumbers).SingleAsync());
        Assert.Equal(32, stored!.Length);
        Assert.NotEqual(world.Sealer.StopListHash("+972501234567"), stored);
        Assert.Equal(self, (await scene.ClaimAsync(tom)).EntryId);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task A_number_that_is_none_is_refused_and_no_list_can_be_asked_number_by_number(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var keep = world.Get<KeepOwnNumber>();
        Assert.IsType<OwnNumberUnreadable>((await keep.ExecuteAsync(mia, "twelve", "IL", None)).Error);
        for (var n = 0; n < KeepOwnNumber.MostEver; n++)
        {
            Assert.True((await keep.ExecuteAsync(mia, CallingScene.NewNumber(), null, None)).IsDone);
            Assert.True((await keep.ExecuteAsync(mia, null, null, None)).IsDone);
        }

        Assert.Equal(0, (await world.Get<MyCallingQuery>().ExecuteAsync(mia, None)).Required.OwnNumbers);
        Assert.IsType<TooManyOwnNumbers>((await keep.ExecuteAsync(mia, CallingScene.NewNumber(), null, None)).Error);
        Assert.IsType<NotAllowed>((await keep.ExecuteAsync(new Actor(Guid.NewGuid()), CallingScene.NewNumber(), null, None)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task Relatives_are_kept_apart_while_the_campaign_wants_it(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        Assert.True((await world.Get<KeepSurname>().ExecuteAsync(mia, "Иванова", None)).IsDone);
        var cousin = (await scene.ContactsAsync(1))[0];
        await scene.NameAsync(cousin, new ContactName("Дима", "Иванов", null));

        Assert.True((await world.Get<KeepRelativesApart>().ExecuteAsync(scene.Coordinator, scene.CampaignId, apart: true, None)).IsDone);
        Assert.False((await scene.NextAsync(mia)).IsDone);
        Assert.Equal([new NothingReason.HeldOut(1, SkipReason.Relative)], await WhyAsync(scene, mia));
        Assert.Equal(cousin, (await scene.ClaimAsync(tom)).EntryId);
        await world.Get<ReleaseClaim>().ExecuteAsync(tom, (await scene.ClaimAsync(tom)).Id, None);

        Assert.True((await world.Get<KeepRelativesApart>().ExecuteAsync(scene.Coordinator, scene.CampaignId, apart: false, None)).IsDone);
        Assert.Equal(cousin, (await scene.ClaimAsync(mia)).EntryId);
        Assert.IsType<NotFound>((await world.Get<KeepRelativesApart>().ExecuteAsync(mia, scene.CampaignId, apart: true, None)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task A_coordinator_holds_somebody_out_sees_how_many_and_lifts_it(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.ClaimAsync(mia);
        var set = world.Get<SetHoldOut>();
        Assert.IsType<NotFound>((await set.ExecuteAsync(mia, scene.BookId, claim.ContactId, mia.VolunteerId, SkipReason.AskedNot, None)).Error);
        Assert.IsType<NotFound>((await set.ExecuteAsync(scene.Coordinator, scene.BookId, claim.ContactId, Guid.NewGuid(), SkipReason.AskedNot, None)).Error);
        Assert.IsType<InvalidField>((await set.ExecuteAsync(scene.Coordinator, scene.BookId, claim.ContactId, mia.VolunteerId, SkipReason.Outcome, None)).Error);
        for (var n = 0; n < 2; n++)
        {
            Assert.True((await set.ExecuteAsync(scene.Coordinator, scene.BookId, claim.ContactId, mia.VolunteerId, SkipReason.Oneself, None)).IsDone);
        }

        // Who was just being looked at is given back.
        Assert.NotNull((await scene.ClaimAsync(claim.Id)).EndedAt);
        Assert.False((await scene.NextAsync(mia)).IsDone);
        var line = Assert.Single((await world.Get<ContactHoldOuts>().ExecuteAsync(scene.Coordinator, scene.BookId, claim.ContactId, None)).Required.Lines);
        Assert.Equal((mia.VolunteerId, SkipReason.Oneself), (line.OrganizerId, line.Reason));
        var count = Assert.Single((await world.Get<WhoHasWhat>().ExecuteAsync(scene.Coordinator, scene.CampaignId, None)).Required.HoldOuts);
        Assert.Equal((mia.VolunteerId, SkipReason.Oneself, 1), (count.OrganizerId, count.Reason, count.People));
        Assert.IsType<NotFound>((await world.Get<ContactHoldOuts>().ExecuteAsync(mia, scene.BookId, claim.ContactId, None)).Error);
        Assert.IsType<NotFound>((await world.Get<LiftHoldOut>().ExecuteAsync(mia, scene.BookId, line.Id, None)).Error);

        Assert.True((await world.Get<LiftHoldOut>().ExecuteAsync(scene.Coordinator, scene.BookId, line.Id, None)).IsDone);
        Assert.Equal(claim.EntryId, (await scene.ClaimAsync(mia)).EntryId);
        Assert.Single(await world.AuditedAsync(AuditAction.HoldOutLifted));
    }

    [Theory, OnBothDatabases]
    public async Task All_of_one_reason_are_lifted_at_once_and_another_books_stay(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(2);
        var elsewhere = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        await elsewhere.AdmitAsync(mia);
        await SkipAsync(scene, mia, SkipReason.KnowPerson);
        await SkipAsync(scene, mia, SkipReason.KnowPerson);
        await SkipAsync(elsewhere, mia, SkipReason.KnowPerson);

        Assert.Equal(2, (await world.Get<LiftHoldOut>().AllAsync(scene.Coordinator, scene.CampaignId, mia.VolunteerId, SkipReason.KnowPerson, None)).Required);
        Assert.True((await scene.NextAsync(mia)).IsDone);
        Assert.Equal(1, await world.ReadAsync(db => db.Skips.CountAsync(skip => skip.BookId == elsewhere.BookId)));
        Assert.IsType<NotFound>((await world.Get<LiftHoldOut>().AllAsync(elsewhere.Coordinator, scene.CampaignId, mia.VolunteerId, SkipReason.KnowPerson, None)).Error);
    }

    private const int LevelRulesSkips = LevelRules.SkipsPerHour;

    private static async Task<Guid> SkipAsync(CallingScene scene, Actor actor, SkipReason reason)
    {
        var claim = await scene.ClaimAsync(actor);
        var skipped = await scene.World.Get<SkipContact>().ExecuteAsync(actor, claim.Id, reason, None);
        Assert.True(skipped.IsDone, skipped.Error?.Key);
        return claim.EntryId;
    }

    private static async Task<IReadOnlyList<NothingReason>> WhyAsync(CallingScene scene, Actor actor) =>
        [.. Assert.IsType<NothingToCall>((await scene.NextAsync(actor)).Error).Reasons.Where(reason => reason is NothingReason.HeldOut)];
}
