using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Help;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;
using PhoneBank.Tests.Reviews;

namespace PhoneBank.Tests.Help;

/// <summary>What cannot wait calls the coordinators by itself, once, until one of them takes it or it turns out not to be so.</summary>
public sealed class CallAlarmTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory, OnBothDatabases]
    public async Task A_call_that_cannot_wait_calls_the_coordinators_once_and_other_calls_do_not(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 4);
        var mia = await scene.OrganizerAsync();
        var told = new List<Signal>();
        using var listening = world.Get<Signals>().Subscribe(told.Add);

        await scene.CallAndRecordAsync(mia, OutcomeKeys.Talked);
        Assert.Equal(new HelpCount(0, 0, 0), await CountAsync(scene));
        Assert.DoesNotContain(told, signal => signal.Kind == Signal.HelpAsked);

        var claim = await scene.CallAsync(mia);
        var token = Guid.NewGuid();
        var recorded = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => scene.RecordAsync(mia, claim.Id, OutcomeKeys.Hostile, request => request with { SubmissionToken = token })));
        var call = Assert.Single(recorded.Where(one => one.IsDone).Select(one => one.Required.CallId).Distinct());
        Assert.Contains(new Signal(Signal.HelpAsked, scene.CampaignId), told);

        var row = Assert.Single(await world.Get<OpenHelp>().ExecuteAsync(scene.Coordinator, None));
        Assert.Equal((HelpKind.CallNeedsYou, (Guid?)call, false, true), (row.Kind, row.CallId, row.HasText, row.IsHeld));
        Assert.True(row.IsUrgent);
        Assert.StartsWith("Mia", row.Organizer, StringComparison.Ordinal);
        Assert.Equal(new HelpCount(1, 1, 1), await CountAsync(scene));
        Assert.Single(await world.AuditedAsync(AuditAction.HelpAsked));

        // Taken by one of two at once, it alarms nobody any more and stays until it is dealt with.
        var amir = await scene.CoordinatorAsync();
        var taken = await Task.WhenAll(new[] { scene.Coordinator, amir }.Select(coordinator => world.Get<TakeHelpRequest>().ExecuteAsync(coordinator, row.Id, None)));
        Assert.Single(taken, one => one.IsDone);
        Assert.Single(taken, one => one.Error is HelpAlreadyTaken);
        Assert.Equal(new HelpCount(1, 1, 0), await CountAsync(scene));
        Assert.True((await world.Get<CloseHelpRequest>().ExecuteAsync(amir, row.Id, None)).IsDone);
        Assert.Equal(new HelpCount(0, 0, 0), await CountAsync(scene));

        var other = await world.CallingSceneAsync(contacts: 1);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Hostile);
        Assert.Equal(new HelpCount(0, 0, 0), await CountAsync(other));
        Assert.IsType<InvalidField>((await world.Get<AskForHelp>().ExecuteAsync(mia, new HelpAsk { Token = Guid.NewGuid(), Kind = HelpKind.CallNeedsYou }, None)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task A_call_taken_back_or_corrected_takes_its_alarm_along(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(contacts: 4);
        var mia = await scene.OrganizerAsync();

        var call = await scene.CallAndRecordAsync(mia, OutcomeKeys.Hostile);
        Assert.Equal(1, (await CountAsync(scene)).Alarming);
        Assert.True((await world.Get<WithdrawCall>().ExecuteAsync(mia, call.CallId, None)).IsDone);
        Assert.Equal(0, (await CountAsync(scene)).Open);

        // Recorded anew after all.
        var claim = await world.ReadAsync(db => db.Claims.Where(claim => claim.OrganizerId == mia.VolunteerId && claim.EndedAt == null).Select(claim => claim.Id).SingleAsync());
        var again = (await scene.RecordAsync(mia, claim, OutcomeKeys.Hostile)).Required;
        Assert.Equal(1, (await CountAsync(scene)).Alarming);
        Assert.True((await scene.CorrectAsync(scene.Coordinator, await scene.ReviewOfAsync(again.CallId), OutcomeKeys.NotInterested)).IsDone);
        Assert.Equal(0, (await CountAsync(scene)).Open);
        Assert.Equal(2, await world.ReadAsync(db => db.HelpRequests.CountAsync()));
    }

    private static Task<HelpCount> CountAsync(CallingScene scene) => scene.World.Get<OpenHelp>().CountAsync(scene.Coordinator, None);
}
