using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Calling;

/// <summary>Who asked not to be called again is not, in any book, from that moment on.</summary>
public sealed class StopListTests
{
    private const string Number = "+972501111222";

    [Theory, OnBothDatabases]
    public async Task Do_not_call_again_silences_the_number_in_every_book_and_campaign_also_where_it_is_held_now(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var here = await world.CallingSceneAsync();
        var there = await world.CallingSceneAsync();
        await here.ContactsAsync(1, e164: [Number]);
        var entry = (await there.ContactsAsync(1, e164: [Number]))[0];
        var (mia, tom) = (await here.OrganizerAsync(), await there.OrganizerAsync());
        var held = await there.ClaimAsync(tom);
        await here.CallAndRecordAsync(mia, OutcomeKeys.DoNotCall);

        Assert.IsType<MayNotBeCalled>((await there.RevealAsync(tom, held.Id)).Error);
        Assert.Equal((EntryState.Waiting, false), ((await there.EntryAsync(entry)).State, (await there.EntryAsync(entry)).Callable));
        Assert.Equal(new NothingReason.NotCallable(1), Assert.Single(Assert.IsType<NothingToCall>((await there.NextAsync(tom)).Error).Reasons));
        Assert.Equal(0, await world.ReadAsync(db => db.Reveals.CountAsync(reveal => reveal.BookId == there.BookId)));
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task A_number_that_came_in_beside_the_list_is_silenced_before_it_is_shown(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await world.Get<SuppressNumber>().ExecuteAsync(scene.Coordinator, Number, null, CancellationToken.None);
        await scene.ContactsAsync(1, e164: [Number, CallingScene.NewNumber()]);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.ClaimAsync(mia);

        Assert.NotEqual(Number, (await scene.RevealAsync(mia, claim.Id)).Required.E164);
        Assert.Equal(1, await world.ReadAsync(db => db.ContactPhones.CountAsync(phone => phone.Suppressed)));
        Assert.Equal(1, await world.ReadAsync(db => db.Contacts.Select(contact => contact.CallablePhones).SingleAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Only_coordinators_change_the_list_and_lifting_one_entry_leaves_the_others(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, e164: [Number]);
        var mia = await scene.OrganizerAsync();
        var (suppress, lift) = (world.Get<SuppressNumber>(), world.Get<LiftSuppression>());
        Assert.IsType<NotAllowed>((await suppress.ExecuteAsync(mia, Number, null, CancellationToken.None)).Error);
        Assert.IsType<NotANumber>((await suppress.ExecuteAsync(scene.Coordinator, "nobody", "IL", CancellationToken.None)).Error);
        var one = (await suppress.ExecuteAsync(scene.Coordinator, "050 111 1222", "IL", CancellationToken.None)).Required;
        var two = (await suppress.ExecuteAsync(scene.Coordinator, Number, null, CancellationToken.None)).Required;

        Assert.IsType<NotAllowed>((await lift.ExecuteAsync(mia, one, LiftReason.Mistake, CancellationToken.None)).Error);
        Assert.IsType<NotFound>((await lift.ExecuteAsync(scene.Coordinator, Guid.NewGuid(), LiftReason.Mistake, CancellationToken.None)).Error);
        Assert.True((await lift.ExecuteAsync(scene.Coordinator, one, LiftReason.Mistake, CancellationToken.None)).IsDone);
        Assert.True((await lift.ExecuteAsync(scene.Coordinator, one, LiftReason.Mistake, CancellationToken.None)).IsDone);
        Assert.IsType<NothingToCall>((await scene.NextAsync(mia)).Error);
        await lift.ExecuteAsync(scene.Coordinator, two, LiftReason.Mistake, CancellationToken.None);
        Assert.Equal(Number, (await scene.RevealAsync(mia, (await scene.ClaimAsync(mia)).Id)).Required.E164);
    }

    [Theory, OnBothDatabases]
    public async Task However_imports_suppressions_and_calls_are_interleaved_a_listed_number_is_never_shown(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scenes = new[] { await world.CallingSceneAsync(level: ProtectionLevel.Supporters), await world.CallingSceneAsync(level: ProtectionLevel.Supporters) };
        var callers = new List<(CallingScene Scene, Actor Actor)>();
        foreach (var scene in scenes)
        {
            callers.AddRange((await scene.OrganizersAsync(4)).Select(actor => (scene, actor)));
        }

        var numbers = Enumerable.Range(0, 40).Select(_ => CallingScene.NewNumber()).ToArray();
        var listed = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        var broken = 0;
        var imports = scenes.Select(async scene =>
        {
            foreach (var number in numbers)
            {
                await scene.ContactsAsync(1, e164: [number]);
            }
        });
        var suppressions = Enumerable.Range(0, 2).Select(async half =>
        {
            foreach (var number in numbers.Where((_, n) => n % 4 == half))
            {
                await world.Get<SuppressNumber>().ExecuteAsync(scenes[half].Coordinator, number, null, CancellationToken.None);
                listed[number] = true;
            }
        });
        var calls = callers.Select(async caller =>
        {
            for (var n = 0; n < 40; n++)
            {
                var known = listed.Keys.ToHashSet(StringComparer.Ordinal);
                if ((await caller.Scene.NextAsync(caller.Actor)).Value is not { } taken)
                {
                    continue;
                }

                if ((await caller.Scene.RevealAsync(caller.Actor, taken.ClaimId)).Value is not { } shown)
                {
                    continue;
                }

                Interlocked.Add(ref broken, known.Contains(shown.E164) ? 1 : 0);
                var outcome = n % 3 == 0 ? OutcomeKeys.DoNotCall : OutcomeKeys.Talked;
                _ = (await caller.Scene.RecordAsync(caller.Actor, taken.ClaimId, outcome)).Required;
                if (outcome == OutcomeKeys.DoNotCall)
                {
                    listed[shown.E164] = true;
                }
            }
        });
        await Task.WhenAll(imports.Concat(suppressions).Concat(calls));

        Assert.Equal(0, broken);
        Assert.True(await world.ReadAsync(db => db.Calls.CountAsync()) > 0);
        await TallyCheck.EqualsRecountAsync(world);
    }
}
