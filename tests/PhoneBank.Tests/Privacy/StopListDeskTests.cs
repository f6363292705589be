using System.Text;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;

namespace PhoneBank.Tests.Privacy;

/// <summary>What coordinators do with the stop list at the desk.</summary>
public sealed class StopListDeskTests
{
    private const string Number = "+972501111222";

    [Theory, OnBothDatabases]
    public async Task A_number_is_asked_for_by_typing_it_and_the_answer_names_the_caller_only_within_ones_own_books(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (here, there) = (await world.CallingSceneAsync(), await world.CallingSceneAsync());
        await here.ContactsAsync(1, e164: [Number]);
        var mia = await here.OrganizerAsync(name: "Mia");
        var ask = world.Get<AskStopList>();
        Assert.Empty((await ask.ExecuteAsync(here.Coordinator, Number, null, CancellationToken.None)).Required);
        await here.CallAndRecordAsync(mia, OutcomeKeys.DoNotCall);
        var asked = world.Now;
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.Get<SuppressNumber>().ExecuteAsync(there.Coordinator, "050-111 1222", "IL", CancellationToken.None);

        var own = (await ask.ExecuteAsync(here.Coordinator, "0501111222", "IL", CancellationToken.None)).Required;
        Assert.Equal([true, false], own.Select(answer => answer.InCall));
        Assert.StartsWith("Mia", own[0].Caller, StringComparison.Ordinal);
        Assert.Equal(asked, own[0].Since);
        var others = (await ask.ExecuteAsync(there.Coordinator, Number, null, CancellationToken.None)).Required;
        Assert.Equal([(true, null), (false, (string?)null)], others.Select(answer => (answer.InCall, answer.Caller)));
        Assert.IsType<NotAllowed>((await ask.ExecuteAsync(mia, Number, null, CancellationToken.None)).Error);
        Assert.IsType<NotANumber>((await ask.ExecuteAsync(here.Coordinator, "nobody", "IL", CancellationToken.None)).Error);
        Assert.Equal(["0", "2", "2"], (await world.AuditedAsync(AuditAction.StopListAsked)).Select(entry => entry.Detail).Order());
    }

    [Theory, OnBothDatabases]
    public async Task Lifting_is_told_with_its_reason_once(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var id = (await world.Get<SuppressNumber>().ExecuteAsync(scene.Coordinator, Number, null, CancellationToken.None)).Required;
        var lift = world.Get<LiftSuppression>();
        Assert.IsType<InvalidField>((await lift.ExecuteAsync(scene.Coordinator, id, (LiftReason)99, CancellationToken.None)).Error);
        Assert.True((await lift.ExecuteAsync(scene.Coordinator, id, LiftReason.NewOwner, CancellationToken.None)).IsDone);
        Assert.True((await lift.ExecuteAsync(scene.Coordinator, id, LiftReason.Mistake, CancellationToken.None)).IsDone);

        var told = Assert.Single(await world.AuditedAsync(AuditAction.SuppressionLifted));
        Assert.Equal((id, scene.Coordinator.VolunteerId, "NewOwner"), (told.SubjectId!.Value, told.ActorId!.Value, told.Detail));
        Assert.Empty((await world.Get<AskStopList>().ExecuteAsync(scene.Coordinator, Number, null, CancellationToken.None)).Required);
    }

    [Theory, OnBothDatabases]
    public async Task A_do_not_call_list_is_counted_line_by_line_and_silences_at_once(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var entry = (await scene.ContactsAsync(1, e164: [Number]))[0];
        await world.Get<SuppressNumber>().ExecuteAsync(scene.Coordinator, "+972501000001", null, CancellationToken.None);
        var imported = (await ImportAsync(world, scene.Coordinator, "added;phone\r\n2024-01-05;050-1111222\r\n2024-01-06;nobody\r\n\r\n2024-01-07;\"+972 50 100 0001\"\r\n2024-01-08;0501111222\r\n2024-01-09;12\r\n")).Required;

        Assert.Equal((1, 2), (imported.Added, imported.AlreadyThere));
        Assert.Equal([3, 7], imported.Unreadable);
        Assert.False((await scene.EntryAsync(entry)).Callable);
        Assert.Equal(2, await world.ReadAsync(db => db.StopListEntries.CountAsync()));
        Assert.Equal("1", Assert.Single(await world.AuditedAsync(AuditAction.StopListImported)).Detail);
        var again = (await ImportAsync(world, scene.Coordinator, "050-1111222\n+972501000001")).Required;
        Assert.Equal((0, 2), (again.Added, again.AlreadyThere));
    }

    [Theory, OnBothDatabases]
    public async Task A_list_of_many_acts_leaves_nobody_out(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var numbers = Enumerable.Range(0, 2345).Select(_ => CallingScene.NewNumber()).ToArray();
        await scene.ContactsAsync(1, e164: [numbers[0]]);
        await scene.ContactsAsync(1, e164: [numbers[2000]]);
        var imported = (await ImportAsync(world, scene.Coordinator, string.Join('\n', numbers))).Required;

        Assert.Equal((2345, 0, 0), (imported.Added, imported.AlreadyThere, imported.Unreadable.Count));
        Assert.Equal(2345, await world.ReadAsync(db => db.StopListEntries.CountAsync()));
        Assert.Equal(2, await world.ReadAsync(db => db.ContactPhones.CountAsync(phone => phone.Suppressed)));
        Assert.Equal(2, await world.ReadAsync(db => db.Entries.CountAsync(entry => !entry.Callable)));
    }

    [Theory, OnBothDatabases]
    public async Task What_is_no_list_is_refused_and_changes_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        Assert.IsType<NotAllowed>((await ImportAsync(world, mia, Number)).Error);
        Assert.IsType<NoNumbersFound>((await ImportAsync(world, scene.Coordinator, "")).Error);
        Assert.IsType<NoNumbersFound>((await ImportAsync(world, scene.Coordinator, "name\nDana\nYusuf")).Error);
        Assert.IsType<TooManyNumbers>((await ImportAsync(world, scene.Coordinator, string.Concat(Enumerable.Repeat("0501000001\n", ImportStopList.MostNumbers + 5)))).Error);
        Assert.Equal(0, await world.ReadAsync(db => db.StopListEntries.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task What_one_caller_put_on_is_taken_back_together_and_waits_at_the_desk(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var entries = new List<Guid>();
        foreach (var number in new[] { Number, "+972501111223", "+972501111224" })
        {
            entries.AddRange(await scene.ContactsAsync(1, e164: [number]));
        }

        var (mia, tom) = (await scene.OrganizerAsync(name: "Mia"), await scene.OrganizerAsync(name: "Tom"));
        for (var n = 0; n < 3; n++)
        {
            await scene.CallAndRecordAsync(mia, OutcomeKeys.DoNotCall);
        }

        await scene.ContactsAsync(1, e164: ["+972501111225"]);
        await scene.CallAndRecordAsync(tom, OutcomeKeys.DoNotCall);
        await world.Get<SuppressNumber>().ExecuteAsync(scene.Coordinator, Number, null, CancellationToken.None);

        var lines = (await world.Get<CallerSuppressions>().ExecuteAsync(scene.Coordinator, CancellationToken.None)).Required;
        Assert.Equal([(mia.VolunteerId, 3, 3), (tom.VolunteerId, 1, 1)], lines.Select(line => (line.VolunteerId, line.Numbers, line.Calls)));
        var lifted = (await LiftAsync(world, scene.Coordinator, mia)).Required;

        Assert.Equal(new CallerSuppressionsLifted(3, 2, 1), lifted);
        foreach (var id in entries)
        {
            var entry = await scene.EntryAsync(id);
            var stays = await world.ReadAsync(db => db.ContactPhones.AnyAsync(phone => phone.ContactId == entry.ContactId && phone.Suppressed));
            Assert.Equal(stays ? (EntryState.Done, false, (CoordinatorNeed?)null) : (EntryState.Held, true, CoordinatorNeed.InTurn), (entry.State, entry.Callable, entry.HeldFor));
        }

        Assert.IsType<NotFound>((await LiftAsync(world, scene.Coordinator, mia)).Error);
        Assert.Equal([tom.VolunteerId], (await world.Get<CallerSuppressions>().ExecuteAsync(scene.Coordinator, CancellationToken.None)).Required.Select(line => line.VolunteerId));
        Assert.Equal("NotAskedFor 3", Assert.Single(await world.AuditedAsync(AuditAction.CallerSuppressionsLifted)).Detail);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task Taking_back_ends_after_seven_days_and_at_the_walls_of_ones_books(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (scene, others) = (await world.CallingSceneAsync(), await world.CallingSceneAsync());
        await scene.ContactsAsync(1, e164: [Number]);
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, OutcomeKeys.DoNotCall);
        Assert.Empty((await world.Get<CallerSuppressions>().ExecuteAsync(others.Coordinator, CancellationToken.None)).Required);
        Assert.IsType<NotFound>((await LiftAsync(world, others.Coordinator, mia)).Error);
        Assert.IsType<NotAllowed>((await LiftAsync(world, mia, mia)).Error);
        Assert.IsType<NotAllowed>((await world.Get<CallerSuppressions>().ExecuteAsync(mia, CancellationToken.None)).Error);

        world.Time.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));
        Assert.IsType<NotFound>((await LiftAsync(world, scene.Coordinator, mia)).Error);
        Assert.True(await world.ReadAsync(db => db.ContactPhones.AllAsync(phone => phone.Suppressed)));
    }

    [Theory, OnBothDatabases]
    public async Task A_person_who_was_dealt_with_since_does_not_come_back_to_the_desk(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var entry = (await scene.ContactsAsync(1, e164: [Number]))[0];
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, OutcomeKeys.DoNotCall);
        await scene.RecordedCallAsync(entry, OutcomeKeys.Talked, scene.Coordinator, at: world.Now.AddHours(1));

        Assert.Equal(new CallerSuppressionsLifted(1, 0, 0), (await LiftAsync(world, scene.Coordinator, mia)).Required);
        Assert.Equal(EntryState.Done, (await scene.EntryAsync(entry)).State);
    }

    private static Task<Result<CallerSuppressionsLifted>> LiftAsync(World world, Actor coordinator, Actor caller) =>
        world.Get<LiftCallerSuppressions>().ExecuteAsync(coordinator, caller.VolunteerId, LiftReason.NotAskedFor, CancellationToken.None);

    [Theory, OnBothDatabases]
    public async Task What_a_list_asks_for_stands_when_a_call_that_asked_for_it_too_is_taken_back(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var entry = (await scene.ContactsAsync(1, e164: [Number]))[0];
        var mia = await scene.OrganizerAsync();
        var call = await scene.CallAndRecordAsync(mia, OutcomeKeys.DoNotCall);
        Assert.Equal(1, (await ImportAsync(world, scene.Coordinator, Number)).Required.Added);
        Assert.True((await world.Get<WithdrawCall>().ExecuteAsync(mia, call.CallId, CancellationToken.None)).IsDone);

        Assert.False((await scene.EntryAsync(entry)).Callable);
        Assert.Equal((0, 1), (await ImportAsync(world, scene.Coordinator, Number)).Required is var again ? (again.Added, again.AlreadyThere) : default);
        await world.Get<LiftSuppression>().ExecuteAsync(scene.Coordinator, await world.ReadAsync(db => db.StopListEntries.Where(stop => stop.LiftedAt == null).Select(stop => stop.Id).SingleAsync()), LiftReason.Mistake, CancellationToken.None);
        Assert.True((await scene.EntryAsync(entry)).Callable);
    }

    private static async Task<Result<StopListImported>> ImportAsync(World world, Actor actor, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await world.Get<ImportStopList>().ExecuteAsync(actor, content, "IL", CancellationToken.None);
    }
}
