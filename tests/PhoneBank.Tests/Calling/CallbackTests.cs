using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Calling;

/// <summary>Promised callbacks: the moment, whose they are, and the page of one's own.</summary>
public sealed class CallbackTests
{
    /// <summary>When it is booked (UTC), where, the day of the call at 18:00 by the contact's clock, and the instant that is.</summary>
    private static readonly (string Now, string Country, string Zone, string Day, string Instant)[] Bookings =
    [
        // Israel's clocks go forward on Friday 27 March 2026, Berlin's on Sunday the 29th: 17:00, 17:00 and 17:00 in Berlin are three different offsets apart.
        ("2026-03-25T12:00", "IL", "Asia/Jerusalem", "2026-03-26", "2026-03-26T16:00"),
        ("2026-03-25T12:00", "IL", "Asia/Jerusalem", "2026-03-29", "2026-03-29T15:00"),
        ("2026-03-25T12:00", "DE", "Europe/Berlin", "2026-03-27", "2026-03-27T17:00"),
        ("2026-03-25T12:00", "DE", "Europe/Berlin", "2026-03-30", "2026-03-30T16:00"),

        // Both go back in the night to Sunday 25 October 2026, two hours after each other.
        ("2026-10-22T12:00", "IL", "Asia/Jerusalem", "2026-10-22", "2026-10-22T15:00"),
        ("2026-10-22T12:00", "IL", "Asia/Jerusalem", "2026-10-25", "2026-10-25T16:00"),
        ("2026-10-22T12:00", "DE", "Europe/Berlin", "2026-10-26", "2026-10-26T17:00"),

        // New York goes forward on 8 March and back on 1 November.
        ("2026-03-05T18:00", "US", "America/New_York", "2026-03-06", "2026-03-06T23:00"),
        ("2026-03-05T18:00", "US", "America/New_York", "2026-03-09", "2026-03-09T22:00"),
        ("2026-10-29T18:00", "US", "America/New_York", "2026-11-02", "2026-11-02T23:00"),
    ];

    [Theory, OnBothDatabases]
    public async Task Six_in_the_evening_there_is_the_right_instant_on_both_sides_of_every_change_of_clocks(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        foreach (var booking in Bookings)
        {
            world.Time.Set(new DateTimeOffset(Utc(booking.Now)));
            var scene = await world.CallingSceneAsync();
            var entry = (await scene.ContactsAsync(1, country: booking.Country, zone: booking.Zone))[0];
            var mia = await scene.OrganizerAsync();
            await scene.CallAndRecordAsync(mia, OutcomeKeys.Callback, request => request with
            {
                CallbackDate = DateOnly.Parse(booking.Day, System.Globalization.CultureInfo.InvariantCulture),
                CallbackTime = new TimeOnly(18, 0),
                CallbackMine = true,
            });

            Assert.Equal((booking, EntryState.Scheduled, Utc(booking.Instant)), (booking, (await scene.EntryAsync(entry)).State, (await scene.EntryAsync(entry)).CallbackAt));
            Assert.Equal(Utc(booking.Instant), await world.ReadAsync(db => db.Calls.Where(call => call.EntryId == entry).Select(call => call.CallbackAt).SingleAsync()));
            var mine = Assert.Single((await MineAsync(scene, mia)).Callbacks);
            Assert.Equal((18, booking.Zone), (mine.LocalAt!.Value.Hour, mine.ZoneId));
            Assert.Equal(Utc(booking.Instant), OnTheReadersSide(booking.Zone, mine.LocalAt.Value, world.Now));
        }
    }

    [Theory, OnBothDatabases]
    public async Task The_working_week_begins_on_Sunday_in_Haifa_and_on_Monday_in_Berlin_and_is_never_today_or_tomorrow(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);

        // A Saturday has Sunday for tomorrow, so the Sunday after that is meant.
        Assert.Equal(new DateOnly(2026, 11, 29), await WeekStartAsync(world, "2026-11-23T10:00", "IL", "Asia/Jerusalem"));
        Assert.Equal(new DateOnly(2026, 11, 29), await WeekStartAsync(world, "2026-11-27T09:00", "IL", "Asia/Jerusalem"));
        Assert.Equal(new DateOnly(2026, 11, 30), await WeekStartAsync(world, "2026-11-23T10:00", "DE", "Europe/Berlin"));
        Assert.Equal(new DateOnly(2026, 11, 30), await WeekStartAsync(world, "2026-11-28T10:00", "DE", "Europe/Berlin"));

        // An Israeli number in Berlin lives by Berlin's week.
        Assert.Equal(new DateOnly(2026, 11, 30), await WeekStartAsync(world, "2026-11-23T10:00", "IL", "Europe/Berlin"));
        Assert.Equal(new DateOnly(2026, 12, 6), WorkingWeek.NextAfterTomorrow(new DateOnly(2026, 11, 28), DayOfWeek.Sunday));
    }

    [Theory, OnBothDatabases]
    public async Task Every_quick_choice_can_be_kept_is_there_once_and_names_its_instant(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        foreach (var now in new[] { "2026-11-23T08:30", "2026-11-23T15:00", "2026-11-23T18:30", "2026-11-26T12:00" })
        {
            world.Time.Set(new DateTimeOffset(Utc(now)));
            var scene = await world.CallingSceneAsync(1);
            var mia = await scene.OrganizerAsync();
            var claim = await scene.CallAsync(mia);
            var choices = (await scene.ViewAsync(mia)).Required.Callback.Choices;
            Assert.NotEmpty(choices);
            Assert.Distinct(choices.Select(choice => (choice.Date, choice.Time)));
            Assert.All(choices, choice => Assert.True(choice.At > world.Now));
            var taken = choices[^1];
            Assert.True((await scene.RecordAsync(mia, claim.Id, OutcomeKeys.Callback, request => request with { CallbackDate = taken.Date, CallbackTime = taken.Time })).IsDone);
            Assert.Equal((taken.At, null), ((await scene.EntryAsync(claim.EntryId)).CallbackAt, (await scene.EntryAsync(claim.EntryId)).CallbackFor));
        }
    }

    [Theory, OnBothDatabases]
    public async Task My_callbacks_are_overdue_due_today_or_later_and_nobody_elses(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var ids = await scene.ContactsAsync(7);
        TimeSpan[] from = [TimeSpan.FromMinutes(-30), TimeSpan.FromMinutes(-29), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(16), TimeSpan.FromHours(24)];
        for (var n = 0; n < from.Length; n++)
        {
            await scene.ScheduleAsync(ids[n], world.Now + from[n], mia);
        }

        await scene.ScheduleAsync(ids[5], world.Now, tom);
        await scene.ScheduleAsync(ids[6], world.Now, forWhom: null);

        var mine = await MineAsync(scene, mia);
        Assert.Equal(ids.Take(5), mine.Callbacks.Select(callback => callback.EntryId));
        Assert.Equal(
            [CallbackStage.Overdue, CallbackStage.Due, CallbackStage.Due, CallbackStage.Today, CallbackStage.Later],
            mine.Callbacks.Select(callback => callback.Stage));
        Assert.Equal((false, false), (mine.HasOpenClaim, mine.HasCalendar));
        Assert.All(mine.Callbacks, callback => Assert.DoesNotContain("Surname", callback.FirstName, StringComparison.Ordinal));

        // What the page calls due is what the queue hands out, in this order.
        foreach (var due in mine.Callbacks.Where(callback => callback.IsDue))
        {
            var claim = await scene.CallAsync(mia);
            Assert.Equal(due.EntryId, claim.EntryId);
            _ = (await scene.RecordAsync(mia, claim.Id, OutcomeKeys.Talked)).Required;
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_callback_I_give_up_is_anyones_at_the_same_time_and_nobody_elses_can_be_given_up(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var entry = (await scene.ContactsAsync(1))[0];
        var at = world.Now.AddMinutes(10);
        await scene.ScheduleAsync(entry, at, mia);
        var giveUp = world.Get<GiveUpCallback>();

        Assert.IsType<CallbackNotYours>((await giveUp.ExecuteAsync(tom, entry, CancellationToken.None)).Error);
        Assert.IsType<CallbackNotYours>((await giveUp.ExecuteAsync(tom, Guid.NewGuid(), CancellationToken.None)).Error);
        Assert.Equal(mia.VolunteerId, (await scene.EntryAsync(entry)).CallbackFor);

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => giveUp.ExecuteAsync(mia, entry, CancellationToken.None)));
        Assert.Single(answers, answer => answer.IsDone);
        Assert.Equal((EntryState.Scheduled, at, null), ((await scene.EntryAsync(entry)).State, (await scene.EntryAsync(entry)).CallbackAt, (await scene.EntryAsync(entry)).CallbackFor));
        Assert.Equal(1, await world.ReadAsync(db => db.AuditEntries.CountAsync(audit => audit.Action == AuditAction.CallbackGivenUp && audit.ActorId == mia.VolunteerId && audit.ScopeId == scene.CampaignId)));
        Assert.Empty((await MineAsync(scene, mia)).Callbacks);
        world.Time.Set(new DateTimeOffset(at));
        Assert.Equal(entry, (await scene.ClaimAsync(tom)).EntryId);
    }

    [Theory, OnBothDatabases]
    public async Task A_callback_that_is_open_in_a_call_cannot_be_given_up_and_a_removed_organizer_has_none(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, lea) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var ids = await scene.ContactsAsync(2);
        await scene.ScheduleAsync(ids[0], world.Now, mia);
        await scene.ScheduleAsync(ids[1], world.Now, lea);
        await scene.ClaimAsync(mia);
        Assert.IsType<CallbackNotYours>((await world.Get<GiveUpCallback>().ExecuteAsync(mia, ids[0], CancellationToken.None)).Error);
        Assert.True((await MineAsync(scene, mia)).HasOpenClaim);

        await using (var db = await world.OpenDbAsync())
        {
            (await db.CampaignMembers.SingleAsync(member => member.VolunteerId == lea.VolunteerId)).RemovedAt = world.Now;
            await db.SaveChangesAsync();
        }

        Assert.IsType<CallbackNotYours>((await world.Get<GiveUpCallback>().ExecuteAsync(lea, ids[1], CancellationToken.None)).Error);
        Assert.Empty((await MineAsync(scene, lea)).Callbacks);
    }

    [Theory, OnBothDatabases]
    public async Task A_missed_callback_stands_on_the_desk_as_a_promise_that_was_missed(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var entry = (await scene.ContactsAsync(1))[0];
        await scene.ScheduleAsync(entry, world.Now, mia);
        world.Time.Advance(TimeSpan.FromMinutes(119));
        await scene.SweepAsync();
        Assert.Empty((await HeldAsync(scene)).People);
        Assert.Equal(entry, Assert.Single((await HeldAsync(scene)).Late).EntryId);

        world.Time.Advance(TimeSpan.FromMinutes(1));
        await scene.SweepAsync();

        var held = Assert.Single((await HeldAsync(scene)).People);
        Assert.Equal((entry, CoordinatorNeed.InTurn, true), (held.EntryId, held.Need, held.PromiseMissed));
        Assert.Empty((await MineAsync(scene, mia)).Callbacks);
    }

    private static Task<MyCallbacksView> MineAsync(CallingScene scene, Actor actor) => scene.World.Get<MyCallbacks>().ExecuteAsync(actor, CancellationToken.None);

    private static Task<HeldPage> HeldAsync(CallingScene scene) => scene.World.Get<HeldEntries>().ExecuteAsync(scene.Coordinator, campaignId: null, CancellationToken.None);

    private static DateTime Utc(string text) =>
        DateTime.SpecifyKind(DateTime.ParseExact(text, "yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);

    /// <summary>What the page's script works out from the offsets it is given, so that it shows the caller the very instant that is booked.</summary>
    private static DateTime OnTheReadersSide(string zone, DateTime local, DateTime now)
    {
        var offsets = ZoneOffsets.Between(zone, now.AddDays(-1), now + CallingHours.CallbackLimit);
        return offsets.Select((offset, n) => (At: DateTime.SpecifyKind(local.AddMinutes(-offset.Minutes), DateTimeKind.Utc), offset.FromUtc, To: n + 1 < offsets.Count ? offsets[n + 1].FromUtc : DateTime.MaxValue))
            .First(candidate => candidate.At >= candidate.FromUtc && candidate.At < candidate.To).At;
    }

    private static async Task<DateOnly?> WeekStartAsync(World world, string now, string country, string zone)
    {
        world.Time.Set(new DateTimeOffset(Utc(now)));
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, country: country, zone: zone);
        var mia = await scene.OrganizerAsync();
        await scene.ClaimAsync(mia);
        return (await scene.ViewAsync(mia)).Required.Callback.Choices.SingleOrDefault(choice => choice.Moment == CallbackMoment.WeekStart)?.Date;
    }
}
