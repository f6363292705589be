using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Calling;

/// <summary>A number that comes onto the stop list is off every page at once, also where somebody holds it.</summary>
public sealed class SilencedClaimsTests
{
    private const string Number = "+972501111222";

    [Theory, OnBothDatabases]
    public async Task Who_is_only_looked_at_goes_back_and_the_page_is_told(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (here, there) = (await world.CallingSceneAsync(), await world.CallingSceneAsync());
        await here.ContactsAsync(1, e164: [Number]);
        var entry = (await there.ContactsAsync(1, e164: [Number]))[0];
        var (mia, tom) = (await here.OrganizerAsync(), await there.OrganizerAsync());
        var held = await there.ClaimAsync(tom);
        var heard = new List<Signal>();
        using var listening = world.Get<Signals>().Subscribe(signal => heard.Add(signal));
        await here.CallAndRecordAsync(mia, OutcomeKeys.DoNotCall);

        Assert.Equal(ClaimEnd.TakenBack, (await there.ClaimAsync(held.Id)).EndedBy);
        Assert.Equal((EntryState.Waiting, false), ((await there.EntryAsync(entry)).State, (await there.EntryAsync(entry)).Callable));
        Assert.Contains(new Signal(Signal.NumberSilenced, there.CampaignId, tom.VolunteerId), heard);
        Assert.IsType<MayNotBeCalled>((await there.RevealAsync(tom, held.Id)).Error);
        Assert.True(await world.Get<SilencedPerson>().ExecuteAsync(tom, CancellationToken.None));
        Assert.False(await world.Get<SilencedPerson>().ExecuteAsync(mia, CancellationToken.None));
        await TallyCheck.EqualsRecountAsync(world);

        await there.ContactsAsync(1);
        await there.ClaimAsync(tom);
        Assert.False(await world.Get<SilencedPerson>().ExecuteAsync(tom, CancellationToken.None));
    }

    [Theory, OnBothDatabases]
    public async Task In_mid_call_the_number_is_hidden_and_the_work_is_kept(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, e164: [Number]);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(mia);
        Assert.False((await scene.ViewAsync(mia)).Required.NumberSilenced);
        var heard = new List<Signal>();
        using var listening = world.Get<Signals>().Subscribe(signal => heard.Add(signal));
        await world.Get<SuppressNumber>().ExecuteAsync(scene.Coordinator, Number, null, CancellationToken.None);

        var view = (await scene.ViewAsync(mia)).Required;
        Assert.Equal((CallStage.Calling, (ShownNumber?)null, true), (view.Stage, view.Number, view.NumberSilenced));
        Assert.Contains(new Signal(Signal.NumberSilenced, scene.CampaignId, mia.VolunteerId), heard);
        Assert.IsType<MayNotBeCalled>((await scene.RevealAsync(mia, claim.Id)).Error);
        Assert.Equal(OutcomeKeys.Talked, (await scene.RecordAsync(mia, claim.Id, OutcomeKeys.Talked, request => request with { NoteToCallers = "Kind voice" })).Required.OutcomeKey);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task A_number_that_was_not_shown_leaves_the_call_alone(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, e164: [CallingScene.NewNumber(), Number]);
        var mia = await scene.OrganizerAsync();
        var heard = new List<Signal>();
        var claim = await scene.ClaimAsync(mia);
        using var listening = world.Get<Signals>().Subscribe(signal => heard.Add(signal));
        await world.Get<SuppressNumber>().ExecuteAsync(scene.Coordinator, Number, null, CancellationToken.None);

        Assert.Null((await scene.ClaimAsync(claim.Id)).EndedAt);
        Assert.DoesNotContain(heard, signal => signal.Kind == Signal.NumberSilenced);
        Assert.NotEqual(Number, (await scene.RevealAsync(mia, claim.Id)).Required.E164);
    }

    [Theory, OnBothDatabases]
    public async Task A_coordinators_stop_at_the_desk_and_a_list_of_numbers_close_too(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var (here, there) = (await world.CallingSceneAsync(), await world.CallingSceneAsync());
        var held = (await here.ContactsAsync(1, e164: [Number]))[0];
        await there.ContactsAsync(1, e164: [Number]);
        await there.ContactsAsync(1, e164: ["+972501111223"]);
        var (tom, sam) = (await there.OrganizerAsync(), await there.OrganizerAsync());
        var claims = new[] { await there.ClaimAsync(tom), await there.ClaimAsync(sam) };
        await here.ChangeEntryAsync(held, entry => (entry.State, entry.HeldFor) = (EntryState.Held, CoordinatorNeed.InTurn));
        Assert.True((await world.Get<ResolveHeld>().ExecuteAsync(here.Coordinator, new HeldRequest { EntryId = held, Decision = HeldDecision.Suppress }, CancellationToken.None)).IsDone);
        using var content = new MemoryStream("0501111223"u8.ToArray());
        Assert.True((await world.Get<ImportStopList>().ExecuteAsync(here.Coordinator, content, "IL", CancellationToken.None)).IsDone);

        foreach (var claim in claims)
        {
            Assert.Equal(ClaimEnd.TakenBack, (await there.ClaimAsync(claim.Id)).EndedBy);
        }

        Assert.Equal(0, await world.ReadAsync(db => db.Claims.CountAsync(claim => claim.EndedAt == null)));
    }
}
