using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Calling;

/// <summary>Going on with the same person when a number was bad.</summary>
public sealed class OtherNumberTests
{
    [Theory, OnBothDatabases]
    public async Task After_a_bad_number_the_same_person_is_called_at_the_next_one(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync();
        var (claim, recorded) = await BadNumberAsync(scene, mia, "+972501999101", "+972501999102");
        Assert.True(recorded.OtherNumberLeft);
        Assert.NotNull(recorded.NextClaimId);

        var taken = (await OtherAsync(world, mia, recorded.CallId)).Required;

        Assert.Equal(claim.EntryId, (await scene.ClaimAsync(taken.ClaimId)).EntryId);
        Assert.Equal(ClaimEnd.Released, (await scene.ClaimAsync(recorded.NextClaimId!.Value)).EndedBy);
        Assert.Equal("+972501999102", (await scene.RevealAsync(mia, taken.ClaimId)).Required.E164);
        Assert.Equal(taken with { WasOpen = true }, (await OtherAsync(world, mia, recorded.CallId)).Required);
        Assert.Equal(1, await world.ReadAsync(db => db.ContactPhones.CountAsync(phone => phone.BadSince != null)));
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task It_is_offered_only_when_there_is_another_number(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        var recorded = await scene.CallAndRecordAsync(mia, OutcomeKeys.WrongNumber);

        Assert.False(recorded.OtherNumberLeft);
        Assert.Equal(new NoOtherNumber(), (await OtherAsync(world, mia, recorded.CallId)).Error);
        Assert.Equal(EntryState.Done, await world.ReadAsync(db => db.Entries.Select(entry => entry.State).SingleAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task It_is_refused_to_others_too_late_after_undo_and_during_another_call_and_takes_nobody_away(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var (_, recorded) = await BadNumberAsync(scene, mia, "+972501999103", "+972501999104");
        Assert.Equal(new NotFound(), (await OtherAsync(world, tom, recorded.CallId)).Error);

        await scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Paused);
        Assert.Equal(new CampaignIsPaused(), (await OtherAsync(world, mia, recorded.CallId)).Error);
        await scene.ChangeCampaignAsync(campaign => campaign.State = CampaignState.Open);

        // Tom is given the person meanwhile: Mia keeps the one she looks at.
        var toms = await scene.ClaimAsync(tom);
        Assert.Equal(new EntryNotFree(), (await OtherAsync(world, mia, recorded.CallId)).Error);
        Assert.Equal(recorded.NextClaimId, (await scene.ViewAsync(mia)).Required.ClaimId);
        Assert.True((await world.Get<ReleaseClaim>().ExecuteAsync(tom, toms.Id, CancellationToken.None)).IsDone);

        _ = (await scene.RevealAsync(mia, recorded.NextClaimId!.Value)).Required;
        Assert.Equal(new FinishOpenCallFirst(recorded.NextClaimId.Value), (await OtherAsync(world, mia, recorded.CallId)).Error);
        _ = (await scene.RecordAsync(mia, recorded.NextClaimId.Value, OutcomeKeys.Talked)).Required;

        world.Time.Advance(RecordOutcome.UndoWindow + TimeSpan.FromSeconds(1));
        Assert.Equal(new AddTooLate(), (await OtherAsync(world, mia, recorded.CallId)).Error);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task After_an_undo_there_is_nothing_to_go_on_with(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, e164: ["+972501999105", "+972501999106"]);
        var mia = await scene.OrganizerAsync();
        var recorded = await scene.CallAndRecordAsync(mia, OutcomeKeys.WrongNumber);
        var again = (await OtherAsync(world, mia, recorded.CallId)).Required;
        Assert.True((await world.Get<WithdrawCall>().ExecuteAsync(mia, recorded.CallId, CancellationToken.None)).Required.Reopened);
        Assert.Equal(ClaimEnd.Released, (await scene.ClaimAsync(again.ClaimId)).EndedBy);
        _ = (await world.Get<ReportNotCalled>().ExecuteAsync(mia, (await scene.ViewAsync(mia)).Required.ClaimId, CancellationToken.None)).IsDone;

        Assert.Equal(new CallWasWithdrawn(), (await OtherAsync(world, mia, recorded.CallId)).Error);
    }

    /// <summary>Calls a person with two numbers, says that the first is wrong, and is given somebody else.</summary>
    private static async Task<(Claim Claim, Recorded Recorded)> BadNumberAsync(CallingScene scene, Actor mia, params string[] numbers)
    {
        await scene.ContactsAsync(1, e164: numbers);
        var claim = await scene.CallAsync(mia);
        await scene.ContactsAsync(1);
        return (claim, (await scene.RecordAsync(mia, claim.Id, OutcomeKeys.WrongNumber, request => request with { ThenNext = true })).Required);
    }

    private static Task<Result<ClaimTaken>> OtherAsync(World world, Actor actor, Guid callId) => world.Get<CallOtherNumber>().ExecuteAsync(actor, callId, CancellationToken.None);
}
