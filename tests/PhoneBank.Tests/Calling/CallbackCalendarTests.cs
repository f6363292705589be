using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Tests.Calling;

/// <summary>The calendar of one's callbacks behind a secret address.</summary>
public sealed class CallbackCalendarTests
{
    [Theory, OnBothDatabases]
    public async Task The_secret_is_long_random_and_kept_as_a_hash_and_opens_times_alone(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var ids = await scene.ContactsAsync(3);
        await scene.ScheduleAsync(ids[0], world.Now.AddHours(3), mia);
        await scene.ScheduleAsync(ids[1], world.Now.AddHours(2), mia);
        await scene.ScheduleAsync(ids[2], world.Now.AddHours(1), tom);

        var secret = await MakeAsync(world, mia);
        Assert.True(secret.Length >= 32, "192 random bits are 32 characters.");
        Assert.NotEqual(secret, await MakeAsync(world, tom));
        var hash = await world.ReadAsync(db => db.Users.Where(user => user.Id == mia.VolunteerId).Select(user => user.CalendarKeyHash).SingleAsync());
        Assert.Equal(32, hash!.Length);
        Assert.DoesNotContain(secret, System.Text.Encoding.UTF8.GetString(hash), StringComparison.Ordinal);
        Assert.Equal(1, await AuditedAsync(world, mia, AuditAction.CalendarMade));

        var feed = await ReadAsync(world, secret);
        Assert.Equal([world.Now.AddHours(2), world.Now.AddHours(3)], feed!.Callbacks.Select(callback => callback.At));
        Assert.Distinct(feed.Callbacks.Select(callback => callback.Uid));
        Assert.Equal(feed.Callbacks, (await ReadAsync(world, secret))!.Callbacks);
        var told = string.Join(' ', feed.Callbacks.Select(callback => callback.Uid));
        Assert.All(ids, id => Assert.DoesNotContain(id.ToString("N"), told, StringComparison.OrdinalIgnoreCase));
    }

    [Theory, OnBothDatabases]
    public async Task One_callback_has_another_mark_in_another_persons_calendar(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var entry = (await scene.ContactsAsync(1))[0];
        await scene.ScheduleAsync(entry, world.Now.AddHours(3), mia);
        var mine = Assert.Single((await ReadAsync(world, await MakeAsync(world, mia)))!.Callbacks).Uid;
        await scene.ChangeEntryAsync(entry, changed => changed.CallbackFor = tom.VolunteerId);

        Assert.NotEqual(mine, Assert.Single((await ReadAsync(world, await MakeAsync(world, tom)))!.Callbacks).Uid);
    }

    [Theory, OnBothDatabases]
    public async Task A_new_address_ends_the_old_one_and_an_ended_one_opens_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var first = await MakeAsync(world, mia);
        var second = await MakeAsync(world, mia);
        Assert.Null(await ReadAsync(world, first));
        Assert.NotNull(await ReadAsync(world, second));
        Assert.True((await world.Get<MyCallbacks>().ExecuteAsync(mia, CancellationToken.None)).HasCalendar);

        var end = world.Get<EndCalendarAddress>();
        Assert.True((await end.ExecuteAsync(mia, CancellationToken.None)).IsDone);
        Assert.True((await end.ExecuteAsync(mia, CancellationToken.None)).IsDone);

        Assert.Null(await ReadAsync(world, second));
        Assert.Null(await ReadAsync(world, ""));
        Assert.Null(await ReadAsync(world, new string('a', 10_000)));
        Assert.Equal((2, 1), (await AuditedAsync(world, mia, AuditAction.CalendarMade), await AuditedAsync(world, mia, AuditAction.CalendarRevoked)));
        Assert.False((await world.Get<MyCallbacks>().ExecuteAsync(mia, CancellationToken.None)).HasCalendar);
    }

    [Theory, OnBothDatabases]
    public async Task Somebody_suspended_has_no_calendar_and_somebody_removed_an_empty_one(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, lea) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var ids = await scene.ContactsAsync(2);
        await scene.ScheduleAsync(ids[0], world.Now.AddHours(3), mia);
        await scene.ScheduleAsync(ids[1], world.Now.AddHours(3), lea);
        var (mias, leas) = (await MakeAsync(world, mia), await MakeAsync(world, lea));
        await using (var db = await world.OpenDbAsync())
        {
            (await db.Users.SingleAsync(user => user.Id == mia.VolunteerId)).Status = VolunteerStatus.Suspended;
            (await db.CampaignMembers.SingleAsync(member => member.VolunteerId == lea.VolunteerId)).RemovedAt = world.Now;
            await db.SaveChangesAsync();
        }

        Assert.Null(await ReadAsync(world, mias));
        Assert.Empty((await ReadAsync(world, leas))!.Callbacks);
        Assert.IsType<NotAllowed>((await world.Get<MakeCalendarAddress>().ExecuteAsync(mia, CancellationToken.None)).Error);
        Assert.IsType<NotAllowed>((await world.Get<EndCalendarAddress>().ExecuteAsync(mia, CancellationToken.None)).Error);
    }

    private static async Task<string> MakeAsync(World world, Actor actor) => (await world.Get<MakeCalendarAddress>().ExecuteAsync(actor, CancellationToken.None)).Required;

    private static Task<CalendarFeed?> ReadAsync(World world, string secret) => world.Get<CallbackCalendar>().ReadAsync(secret, CancellationToken.None);

    private static Task<int> AuditedAsync(World world, Actor actor, string action) =>
        world.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == action && entry.ActorId == actor.VolunteerId));
}
