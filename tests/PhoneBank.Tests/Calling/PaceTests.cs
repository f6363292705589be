using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Campaigns;

namespace PhoneBank.Tests.Calling;

/// <summary>One person, two campaigns of a book.</summary>
public sealed class PaceTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task After_a_try_another_campaign_waits_an_hour_and_taking_the_call_back_ends_the_wait(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (first, second, mia, entry) = await TwoCampaignsAsync(world);

        var call = await first.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        Assert.Equal(world.Now.AddHours(1), (await second.EntryAsync(entry)).ReadyAt);
        Assert.IsType<NothingToCall>((await second.NextAsync(mia)).Error);

        world.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.True((await world.Get<WithdrawCall>().ExecuteAsync(mia, call.CallId, None)).IsDone);
        Assert.Equal(DateTime.UnixEpoch, (await second.EntryAsync(entry)).ReadyAt);

        var claim = (await world.ReadAsync(db => db.Claims.SingleAsync())).Id;
        _ = (await first.RecordAsync(mia, claim, OutcomeKeys.NoAnswer)).Required;
        world.Time.Advance(TimeSpan.FromMinutes(59));
        Assert.IsType<NothingToCall>((await second.NextAsync(mia)).Error);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(entry, (await second.ClaimAsync(mia)).EntryId);
    }

    [Theory, OnBothDatabases]
    public async Task After_a_talk_another_campaign_waits_as_long_as_the_book_says(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (first, second, mia, entry) = await TwoCampaignsAsync(world);
        await first.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        Assert.Equal(world.Now.AddHours(20), (await second.EntryAsync(entry)).ReadyAt);

        world.Time.Advance(TimeSpan.FromHours(8));
        Assert.IsType<NothingToCall>((await second.NextAsync(mia)).Error);
        world.Time.Advance(TimeSpan.FromHours(14));
        Assert.Equal(entry, (await second.ClaimAsync(mia)).EntryId);
    }

    [Theory, OnBothDatabases]
    public async Task Who_was_not_made_to_wait_is_found_out_when_the_turn_comes(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (first, second, mia, entry) = await TwoCampaignsAsync(world);
        await first.CallAndRecordAsync(mia, OutcomeKeys.Busy);
        var until = world.Now.AddHours(1);
        await second.ChangeEntryAsync(entry, stored => stored.ReadyAt = DateTime.UnixEpoch);

        Assert.IsType<NothingToCall>((await second.NextAsync(mia)).Error);
        Assert.Equal((until, 0), ((await second.EntryAsync(entry)).ReadyAt, (await second.EntryAsync(entry)).Pass));

        // The campaign's own wait after Busy is its own matter.
        world.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.True((await first.NextAsync(mia)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task A_list_made_after_the_call_lets_the_person_wait_too(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 2);
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        var called = await world.ReadAsync(db => db.Calls.Select(call => call.ContactId).SingleAsync());
        var other = await world.CampaignAsync(scene.Coordinator, scene.BookId, template: null);

        await world.ListAsync(scene.Coordinator, other);

        var ready = await world.ReadAsync(db => db.Entries.Where(entry => entry.CampaignId == other).ToDictionaryAsync(entry => entry.ContactId, entry => entry.ReadyAt));
        Assert.Equal(2, ready.Count);
        Assert.All(ready, pair => Assert.Equal(pair.Key == called ? world.Now.AddHours(20) : DateTime.UnixEpoch, pair.Value));
    }

    [Theory, OnBothDatabases]
    public async Task Together_two_campaigns_try_twice_a_day_whatever_each_allows_for_itself(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (first, second, mia, entry) = await TwoCampaignsAsync(world, campaign => (campaign.MaxAttemptsPerDay, campaign.MaxAttempts) = (5, 9));
        await SetPaceAsync(first, new BookPace(0, 0));
        await first.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        await second.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        await second.ChangeEntryAsync(entry, stored => stored.ReadyAt = world.Now);

        Assert.IsType<NothingToCall>((await second.NextAsync(mia)).Error);
        Assert.True((await second.EntryAsync(entry)).ReadyAt > world.Now.AddHours(12));
        world.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(entry, (await second.ClaimAsync(mia)).EntryId);
    }

    [Theory, OnBothDatabases]
    public async Task The_pace_of_a_book_is_changed_by_its_coordinators_within_bounds(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (first, second, mia, entry) = await TwoCampaignsAsync(world);
        var change = world.Get<ChangeBookPace>();
        Assert.Equal(new BookPace(20, 60), (await change.ReadAsync(first.Coordinator, first.BookId, None)).Required);

        await SetPaceAsync(first, new BookPace(48, 0));
        Assert.True(await world.ReadAsync(db => db.AuditEntries.AnyAsync(audit => audit.Action == AuditAction.BookPaceChanged && audit.SubjectId == first.BookId)));
        await first.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        Assert.Equal(DateTime.UnixEpoch, (await second.EntryAsync(entry)).ReadyAt);
        await second.CallAndRecordAsync(mia, OutcomeKeys.NotInterested);

        Assert.Equal("HoursBetweenTalks", Assert.IsType<InvalidField>((await change.ExecuteAsync(first.Coordinator, first.BookId, new BookPace(-1, 60), None)).Error).Field);
        Assert.Equal("MinutesBetweenTries", Assert.IsType<InvalidField>((await change.ExecuteAsync(first.Coordinator, first.BookId, new BookPace(20, 1441), None)).Error).Field);
        var stranger = await world.CoordinatorAsync("Dan");
        Assert.IsType<NotFound>((await change.ExecuteAsync(stranger, first.BookId, new BookPace(1, 1), None)).Error);
        Assert.IsType<NotFound>((await change.ReadAsync(mia, first.BookId, None)).Error);
        Assert.Equal(new BookPace(48, 0), (await change.ReadAsync(first.Coordinator, first.BookId, None)).Required);
    }

    [Theory, OnBothDatabases]
    public async Task Who_is_in_many_campaigns_waits_in_all_of_them(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (first, second, mia, entry) = await TwoCampaignsAsync(world);
        var contact = await world.ReadAsync(db => db.Contacts.Select(candidate => candidate.Id).SingleAsync());
        var scenes = new List<CallingScene> { second };
        var entries = new List<Guid> { entry };
        for (var more = 0; more < 4; more++)
        {
            var scene = await first.AnotherCampaignAsync();
            await scene.AdmitAsync(mia);
            entries.Add(await scene.EntryForAsync(contact));
            scenes.Add(scene);
        }

        var call = await first.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        foreach (var scene in scenes)
        {
            Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error);
        }

        foreach (var waiting in entries)
        {
            Assert.Equal(world.Now.AddHours(20), (await first.EntryAsync(waiting)).ReadyAt);
        }

        Assert.True((await world.Get<WithdrawCall>().ExecuteAsync(mia, call.CallId, None)).IsDone);
        Assert.Equal(3, (await Task.WhenAll(entries.Select(first.EntryAsync))).Count(waiting => waiting.ReadyAt == DateTime.UnixEpoch));
    }

    [Theory, OnBothDatabases]
    public async Task A_call_is_not_taken_back_into_a_call_that_somebody_else_has_with_the_person_in_another_campaign(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (first, second, mia, entry) = await TwoCampaignsAsync(world);
        await SetPaceAsync(first, new BookPace(0, 0));
        var tom = await second.OrganizerAsync(name: "Tom");
        var call = await first.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        var claim = await second.CallAsync(tom);
        Assert.Equal(entry, claim.EntryId);

        Assert.IsType<HeldBySomeoneElse>((await world.Get<WithdrawCall>().ExecuteAsync(mia, call.CallId, None)).Error);
        world.Time.Advance(TimeSpan.FromMinutes(3));
        await second.RecordAsync(tom, claim.Id, OutcomeKeys.Talked);
        Assert.True((await world.Get<WithdrawCall>().ExecuteAsync(mia, call.CallId, None)).IsDone);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task A_call_is_not_taken_back_while_the_same_caller_calls_the_person_for_another_campaign(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (first, second, mia, entry) = await TwoCampaignsAsync(world);
        await SetPaceAsync(first, new BookPace(0, 0));
        var call = await first.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer);
        var claim = await second.CallAsync(mia);
        Assert.Equal(entry, claim.EntryId);

        Assert.Equal(new FinishOpenCallFirst(claim.Id), (await world.Get<WithdrawCall>().ExecuteAsync(mia, call.CallId, None)).Error);
    }

    private static async Task SetPaceAsync(CallingScene scene, BookPace pace) =>
        Assert.True((await scene.World.Get<ChangeBookPace>().ExecuteAsync(scene.Coordinator, scene.BookId, pace, None)).IsDone);

    private static async Task<(CallingScene First, CallingScene Second, Actor Mia, Guid SecondEntry)> TwoCampaignsAsync(World world, Action<Campaign>? change = null)
    {
        var first = await world.CallingSceneAsync(contacts: 1, change: change);
        var second = await first.AnotherCampaignAsync(change: change);
        var contact = await world.ReadAsync(db => db.Contacts.Select(candidate => candidate.Id).SingleAsync());
        var entry = await second.EntryForAsync(contact);
        var mia = await first.OrganizerAsync();
        await second.AdmitAsync(mia);
        return (first, second, mia, entry);
    }
}
