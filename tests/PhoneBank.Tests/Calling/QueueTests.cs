using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Calling;

/// <summary>Who is handed to whom, and in which order.</summary>
public sealed class QueueTests
{
    [Theory, OnBothDatabases]
    public async Task Nobody_is_handed_out_from_a_list_that_is_not_mine_not_open_or_of_a_campaign_that_is_not_open(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var toms = await scene.ListAsync();
        await scene.ContactsAsync(1, toms);
        await scene.AssignAsync(toms, to: tom);
        var filling = await scene.ListAsync(state: CallListState.Filling);
        await scene.ContactsAsync(1, filling);
        await scene.AssignAsync(filling, to: mia);

        Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error);
        await scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Paused);
        Assert.Contains(new NothingReason.CampaignPaused(), Assert.IsType<NothingToCall>((await scene.NextAsync(tom)).Error).Reasons);
        await scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Open);
        Assert.Equal(toms, (await scene.ClaimAsync(tom)).ListId);
    }

    [Theory, OnBothDatabases]
    public async Task Who_is_suspended_waiting_or_removed_is_handed_nobody_and_may_do_nothing_more(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(5);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(mia);
        await using (var db = await world.OpenDbAsync())
        {
            (await db.CampaignMembers.SingleAsync(member => member.VolunteerId == mia.VolunteerId)).RemovedAt = world.Now;
            await db.SaveChangesAsync();
        }

        await AssertNothingAsync(scene, mia, claim.Id);
        await using (var db = await world.OpenDbAsync())
        {
            (await db.CampaignMembers.SingleAsync(member => member.VolunteerId == mia.VolunteerId)).RemovedAt = null;
            (await db.Users.SingleAsync(user => user.Id == mia.VolunteerId)).Status = VolunteerStatus.Suspended;
            await db.SaveChangesAsync();
        }

        await AssertNothingAsync(scene, mia, claim.Id);
    }

    private static async Task AssertNothingAsync(CallingScene scene, Actor actor, Guid claimId)
    {
        Assert.IsType<NotAllowed>((await scene.NextAsync(actor)).Error);
        Assert.IsType<NotAllowed>((await scene.RevealAsync(actor, claimId)).Error);
        Assert.IsType<NotAllowed>((await scene.RecordAsync(actor, claimId, OutcomeKeys.Talked)).Error);
        Assert.IsType<NotAllowed>((await scene.ViewAsync(actor)).Error);
        Assert.IsType<NotAllowed>((await scene.World.Get<SaveDraft>().ExecuteAsync(actor, claimId, 0, new CallDraft(), CancellationToken.None)).Error);
        Assert.IsType<NotAllowed>((await scene.World.Get<SkipContact>().ExecuteAsync(actor, claimId, SkipReason.RatherNot, CancellationToken.None)).Error);
        Assert.IsType<NotAllowed>((await scene.World.Get<ReleaseClaim>().ExecuteAsync(actor, claimId, CancellationToken.None)).Error);
        Assert.Equal(MyListsView.Empty, await scene.World.Get<MyLists>().ExecuteAsync(actor, CancellationToken.None));
    }

    [Theory, OnBothDatabases]
    public async Task A_callback_promised_to_me_goes_before_one_for_anyone_and_both_before_those_who_wait(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        var ids = await scene.ContactsAsync(2);
        await scene.ScheduleAsync(ids[0], world.Now.AddMinutes(-5), forWhom: null);
        await scene.ScheduleAsync(ids[1], world.Now.AddMinutes(10), forWhom: mia);

        var first = await scene.CallAsync(mia);
        Assert.Equal((ids[1], EntryState.Scheduled), (first.EntryId, first.FromState));
        await scene.RecordAsync(mia, first.Id, OutcomeKeys.Talked);
        var second = await scene.CallAsync(mia);
        Assert.Equal(ids[0], second.EntryId);
        await scene.RecordAsync(mia, second.Id, OutcomeKeys.Talked);
        Assert.Equal(EntryState.Waiting, (await scene.ClaimAsync(mia)).FromState);
    }

    [Theory, OnBothDatabases]
    public async Task A_callback_is_its_organizers_until_half_an_hour_after_then_anyones_then_the_desks(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var entry = (await scene.ContactsAsync(1))[0];
        var at = world.Now.AddMinutes(20);
        await scene.ScheduleAsync(entry, at, mia);

        Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error);
        world.Time.Advance(TimeSpan.FromMinutes(49));
        Assert.IsType<NothingToCall>((await scene.NextAsync(tom)).Error);
        world.Time.Advance(TimeSpan.FromMinutes(2));
        var claim = await scene.ClaimAsync(tom);
        Assert.Equal(entry, claim.EntryId);
        await world.Get<ReleaseClaim>().ExecuteAsync(tom, claim.Id, CancellationToken.None);
        Assert.Equal((EntryState.Scheduled, at), ((await scene.EntryAsync(entry)).State, (await scene.EntryAsync(entry)).CallbackAt));
        world.Time.Set(new DateTimeOffset(at.AddHours(2), TimeSpan.Zero));
        Assert.IsType<NothingToCall>((await scene.NextAsync(tom)).Error);
        Assert.Equal(1, (await scene.SweepAsync()).OverdueCallbacks);
        Assert.Equal((EntryState.Held, CoordinatorNeed.InTurn), ((await scene.EntryAsync(entry)).State, (await scene.EntryAsync(entry)).HeldFor));
    }

    [Theory, OnBothDatabases]
    public async Task Whose_hours_close_soon_goes_first_whatever_the_lists_priority_and_then_the_priority_decides(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var urgent = await scene.ListAsync(priority: 5);
        await scene.AssignAsync(urgent);
        await scene.ContactsAsync(2);
        var first = (await scene.ContactsAsync(1, urgent))[0];
        var closing = (await scene.ContactsAsync(1, card: new SafeContactCard { SafeHours = "Mo 10:00-13:00" }))[0];
        var closed = (await scene.ContactsAsync(1, urgent, card: new SafeContactCard { SafeHours = "Mo 18:00-20:00" }))[0];

        Assert.Equal(closing, await HandedOutAsync(scene, mia));
        Assert.Equal(first, await HandedOutAsync(scene, mia));
        Assert.DoesNotContain(closed, new[] { await HandedOutAsync(scene, mia), await HandedOutAsync(scene, mia) });
        var reason = Assert.Single(Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error).Reasons);
        Assert.Equal(new NothingReason.OutsideHours(1, world.Now.Date.AddHours(16)), reason);
    }

    [Theory, OnBothDatabases]
    public async Task Nobody_is_handed_out_in_the_last_ten_minutes_of_the_window(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        world.Time.Set(new DateTimeOffset(2026, 11, 23, 18, 50, 0, TimeSpan.Zero));
        Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error);
        world.Time.Set(new DateTimeOffset(2026, 11, 23, 18, 49, 0, TimeSpan.Zero));
        Assert.True((await scene.NextAsync(mia)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task Languages_are_matched_the_scarce_one_goes_first_and_an_unknown_one_goes_to_anyone(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (both, hebrew, any) = (await scene.OrganizerAsync("he,ru"), await scene.OrganizerAsync("he"), await scene.OrganizerAsync(""));
        var russian = (await scene.ContactsAsync(1, language: "ru-il"))[0];
        var arabic = (await scene.ContactsAsync(1, language: "ar"))[0];
        await scene.ContactsAsync(2, language: "he");
        var unknown = (await scene.ContactsAsync(1, language: null))[0];

        Assert.Equal(russian, await HandedOutAsync(scene, both));
        var toHebrew = new[] { await HandedOutAsync(scene, hebrew), await HandedOutAsync(scene, hebrew), await HandedOutAsync(scene, hebrew) };
        Assert.Contains(unknown, toHebrew);
        Assert.DoesNotContain(arabic, toHebrew);
        var other = Assert.IsType<NothingReason.OtherLanguage>(Assert.Single(Assert.IsType<NothingToCall>((await scene.NextAsync(hebrew)).Error).Reasons));
        Assert.Equal((1L, 1L), (other.Count, other.ByLanguage["ar"]));
        Assert.Equal(arabic, await HandedOutAsync(scene, any));
    }

    [Theory, OnBothDatabases]
    public async Task Who_ticked_free_countries_is_handed_nobody_abroad(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync(freeCountries: "IL");
        await scene.ContactsAsync(1, country: "FR", zone: "Europe/Paris");
        Assert.Equal(new NothingReason.OtherCountry(1), Assert.Single(Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error).Reasons));
        Assert.True((await scene.NextAsync(await scene.OrganizerAsync())).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task Never_called_goes_before_called_before_and_that_by_the_oldest_retry(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var ids = await scene.ContactsAsync(4);
        await scene.ChangeEntryAsync(ids[0], entry => (entry.Pass, entry.ReadyAt) = (1, world.Now.AddHours(-1)));
        await scene.ChangeEntryAsync(ids[1], entry => (entry.Pass, entry.ReadyAt) = (1, world.Now.AddHours(-2)));
        await scene.ChangeEntryAsync(ids[2], entry => (entry.Pass, entry.ReadyAt) = (1, world.Now.AddHours(2)));

        Assert.Equal([ids[3], ids[1], ids[0]], [await HandedOutAsync(scene, mia), await HandedOutAsync(scene, mia), await HandedOutAsync(scene, mia)]);
        Assert.Contains(new NothingReason.WaitingForRetry(1, world.Now.AddHours(2)), Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error).Reasons);
    }

    [Theory, OnBothDatabases]
    public async Task Who_was_skipped_does_not_come_back_and_the_seventh_skip_of_an_hour_is_refused(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(7);
        var mia = await scene.OrganizerAsync();
        var skip = world.Get<SkipContact>();
        var seen = new HashSet<Guid>();
        for (var n = 0; n < 6; n++)
        {
            var claim = await scene.ClaimAsync(mia);
            Assert.True(seen.Add(claim.EntryId));
            Assert.True((await skip.ExecuteAsync(mia, claim.Id, SkipReason.RatherNot, CancellationToken.None)).IsDone);
            Assert.True((await skip.ExecuteAsync(mia, claim.Id, SkipReason.RatherNot, CancellationToken.None)).IsDone);
        }

        var last = await scene.CallAsync(mia);
        Assert.IsType<OutcomeFirst>((await skip.ExecuteAsync(mia, last.Id, SkipReason.RatherNot, CancellationToken.None)).Error);
        Assert.IsType<OutcomeFirst>((await world.Get<ReleaseClaim>().ExecuteAsync(mia, last.Id, CancellationToken.None)).Error);
        await scene.RecordAsync(mia, last.Id, OutcomeKeys.Talked);
        Assert.Contains(new NothingReason.PassedOn(6), Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error).Reasons);
        await scene.ContactsAsync(1);
        var seventh = await scene.ClaimAsync(mia);
        Assert.Equal(new TooManySkips(world.Now.AddHours(1)), (await skip.ExecuteAsync(mia, seventh.Id, SkipReason.RatherNot, CancellationToken.None)).Error);
        Assert.True((await scene.NextAsync(await scene.OrganizerAsync())).IsDone);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task A_share_is_the_most_one_may_take(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var listId = await scene.ListAsync();
        await scene.ContactsAsync(5, listId);
        await scene.AssignAsync(listId, to: mia, maximum: 2);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        Assert.Contains(new NothingReason.ShareTaken(), Assert.IsType<NothingToCall>((await scene.NextAsync(mia, listId)).Error).Reasons);
    }

    [Theory, OnBothDatabases]
    public async Task Two_attempts_on_one_day_are_the_most_also_over_two_campaigns(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var other = await scene.AnotherCampaignAsync();
        var contact = await world.ReadAsync(db => db.Contacts.Select(contact => contact.Id).SingleAsync());
        var entry = await other.EntryForAsync(contact);
        var mia = await scene.OrganizerAsync();
        await other.AdmitAsync(mia);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.SomeoneElse);
        world.Time.Advance(TimeSpan.FromMinutes(60));
        await other.CallAndRecordAsync(mia, OutcomeKeys.Busy);
        world.Time.Advance(TimeSpan.FromMinutes(20));
        await other.CallAndRecordAsync(mia, OutcomeKeys.SomeoneElse);
        await other.ChangeEntryAsync(entry, changed => changed.ReadyAt = world.Now);

        Assert.IsType<NothingToCall>((await other.NextAsync(mia)).Error);
        Assert.Equal(world.Now.Date.AddDays(1).AddHours(8), (await other.EntryAsync(entry)).ReadyAt);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task When_everybody_is_done_or_held_or_with_others_it_says_so(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(3);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        await scene.ClaimAsync(tom);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NotSafe);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        Assert.Equal([new NothingReason.HeldByOthers(1), new NothingReason.Held(1)], Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error).Reasons);

        var empty = await world.CallingSceneAsync();
        var eve = await empty.OrganizerAsync();
        Assert.Equal([new NothingReason.AllDone()], Assert.IsType<NothingToCall>((await empty.NextAsync(eve)).Error).Reasons);
        Assert.Equal([new NothingReason.NoListAssigned()], Assert.IsType<NothingToCall>((await world.Get<ClaimNextContact>().ExecuteAsync(eve, null, Guid.NewGuid(), CancellationToken.None)).Error).Reasons);
    }

    [Theory, OnBothDatabases]
    public async Task Picking_needs_the_campaigns_leave_a_supporters_book_and_a_free_entry(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var pick = world.Get<PickContact>();
        var careful = await world.CallingSceneAsync(change: campaign => campaign.PickFromList = true);
        var walled = (await careful.ContactsAsync(1))[0];
        Assert.IsType<PickingIsOff>((await pick.ExecuteAsync(await careful.OrganizerAsync(), walled, CancellationToken.None)).Error);

        var scene = await world.CallingSceneAsync(level: ProtectionLevel.Supporters, change: campaign => campaign.PickFromList = true);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var ids = await scene.ContactsAsync(2);
        var claim = (await pick.ExecuteAsync(mia, ids[1], CancellationToken.None)).Required;
        Assert.Equal(ids[1], (await scene.ClaimAsync(claim.ClaimId)).EntryId);
        Assert.Equal(claim with { WasOpen = true }, (await pick.ExecuteAsync(mia, ids[1], CancellationToken.None)).Required);
        Assert.Equal(new FinishOpenCallFirst(claim.ClaimId), (await pick.ExecuteAsync(mia, ids[0], CancellationToken.None)).Error);
        Assert.IsType<EntryNotFree>((await pick.ExecuteAsync(tom, ids[1], CancellationToken.None)).Error);
        Assert.IsType<NotFound>((await pick.ExecuteAsync(mia, walled, CancellationToken.None)).Error);

        var page = (await world.Get<ListEntries>().ExecuteAsync(tom, scene.ListId, after: null, CancellationToken.None)).Required;
        Assert.Equal(new[] { (ids[0], true), (ids[1], false) }.Order(), page.Rows.Select(row => (row.EntryId, row.CanBePicked)).Order());
        Assert.All(page.Rows, row => Assert.DoesNotContain("Surname", row.FirstName, StringComparison.Ordinal));
        Assert.IsType<PickingIsOff>((await world.Get<ListEntries>().ExecuteAsync(await careful.OrganizerAsync(), careful.ListId, after: null, CancellationToken.None)).Error);
    }

    private static async Task<Guid> HandedOutAsync(CallingScene scene, Actor actor)
    {
        var claim = await scene.CallAsync(actor);
        _ = (await scene.RecordAsync(actor, claim.Id, OutcomeKeys.Talked)).Required;
        return claim.EntryId;
    }
}
