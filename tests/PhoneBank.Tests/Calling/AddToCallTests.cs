using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Calling;

/// <summary>The words that follow an outcome of one tap.</summary>
public sealed class AddToCallTests
{
    [Theory, OnBothDatabases]
    public async Task A_note_and_a_message_are_added_sealed_below_what_stands_there_and_audited(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var recorded = await scene.CallAndRecordAsync(mia, OutcomeKeys.SomeoneElse, request => request with { NoteToCallers = "Her brother answers." });
        Assert.True(recorded is { TakesNote: true, TakesMessage: true });

        Assert.True((await AddAsync(world, mia, recorded.CallId, "Try after six.\r\nShe works.", "Sounded tired.")).IsDone);

        Assert.Equal(("Her brother answers.\nTry after six.\nShe works.", "Sounded tired."), await TextsAsync(world, recorded.CallId));
        var entry = await world.ReadAsync(db => db.AuditEntries.SingleAsync(entry => entry.Action == AuditAction.CallAddedTo));
        Assert.Equal((mia.VolunteerId, recorded.CallId), (entry.ActorId, entry.SubjectId));
        world.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        await scene.ClaimAsync(tom);
        Assert.Contains("Try after six.", Assert.Single((await scene.ViewAsync(tom)).Required.History).Note, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task The_same_words_twice_are_added_once_and_two_tabs_lose_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        var callId = (await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer)).CallId;

        var posts = await Task.WhenAll(
            AddAsync(world, mia, callId, "Yes, with a friend."),
            AddAsync(world, mia, callId, "Yes, with a friend."),
            AddAsync(world, mia, callId, "Yes"));

        Assert.All(posts, post => Assert.True(post.IsDone));
        Assert.Equal(["Yes", "Yes, with a friend."], (await TextsAsync(world, callId)).Note!.Split('\n').Order(StringComparer.Ordinal));
        Assert.Equal(2, await world.ReadAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == AuditAction.CallAddedTo)));
    }

    [Theory, OnBothDatabases]
    public async Task Somebody_elses_call_and_one_that_never_was_look_the_same(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var callId = (await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer)).CallId;

        Assert.Equal(new NotFound(), (await AddAsync(world, tom, callId, "Not mine.")).Error);
        Assert.Equal(new NotFound(), (await AddAsync(world, scene.Coordinator, callId, "Not mine.")).Error);
        Assert.Equal(new NotFound(), (await AddAsync(world, mia, Guid.NewGuid(), "Nowhere.")).Error);
        Assert.Equal((null, null), await TextsAsync(world, callId));
    }

    [Theory, OnBothDatabases]
    public async Task After_ten_minutes_a_withdrawal_or_a_strike_out_nothing_is_added(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(3);
        var mia = await scene.OrganizerAsync();
        var withdrawn = (await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer)).CallId;
        _ = (await world.Get<WithdrawCall>().ExecuteAsync(mia, withdrawn, CancellationToken.None)).Required;
        Assert.Equal(new CallWasWithdrawn(), (await AddAsync(world, mia, withdrawn, "Too late.")).Error);

        var struckOut = (await scene.RecordAsync(mia, (await scene.ViewAsync(mia)).Required.ClaimId, OutcomeKeys.NoAnswer, request => request with { NoteToCallers = "Police." })).Required.CallId;
        Assert.True((await world.Get<StrikeOutNote>().ExecuteAsync(scene.Coordinator, struckOut, CancellationToken.None)).IsDone);
        Assert.Equal(new NotesWereStruckOut(), (await AddAsync(world, mia, struckOut, "Police again.")).Error);

        var late = (await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer)).CallId;
        world.Time.Advance(RecordOutcome.UndoWindow);
        Assert.True((await AddAsync(world, mia, late, "Just in time.")).IsDone);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new AddTooLate(), (await AddAsync(world, mia, late, "Too late.")).Error);
        Assert.Equal(("Just in time.", null), await TextsAsync(world, late));
        Assert.Equal((null, null), await TextsAsync(world, struckOut));
    }

    [Theory, OnBothDatabases]
    public async Task The_limits_the_campaigns_switches_and_the_warning_are_those_of_recording(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        var callId = (await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer, request => request with { NoteToCallers = new string('a', RecordOutcome.MostText - 3) })).CallId;

        Assert.Equal(new NothingToAdd(), (await AddAsync(world, mia, callId, "  ")).Error);
        Assert.Equal(new TextTooLong(nameof(CallAddition.NoteToCallers), RecordOutcome.MostText), (await AddAsync(world, mia, callId, "abc")).Error);
        Assert.True((await AddAsync(world, mia, callId, "ab")).IsDone);
        var refusal = Assert.IsType<TextHoldsDetails>((await AddAsync(world, mia, callId, message: "Ring 050-1234567.")).Error);
        Assert.True((await AddAsync(world, mia, callId, message: "Ring 050-1234567.", kept: refusal.Findings)).IsDone);
        await scene.ChangeCampaignAsync(campaign => campaign.NotesToNextCallers = false);
        Assert.Equal(new TextNotTaken(), (await AddAsync(world, mia, callId, "b")).Error);
        Assert.Equal("Ring 050-1234567.", (await TextsAsync(world, callId)).Message);
    }

    [Theory, OnBothDatabases]
    public async Task An_organizer_who_was_removed_adds_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        var callId = (await scene.CallAndRecordAsync(mia, OutcomeKeys.NoAnswer)).CallId;
        await using (var db = await world.OpenDbAsync())
        {
            (await db.CampaignMembers.SingleAsync(member => member.VolunteerId == mia.VolunteerId)).RemovedAt = world.Now;
            await db.SaveChangesAsync();
        }

        Assert.Equal(new NotAllowed(), (await AddAsync(world, mia, callId, "Still here.")).Error);
        Assert.Equal((null, null), await TextsAsync(world, callId));
    }

    private static Task<Result> AddAsync(World world, Actor actor, Guid callId, string? note = null, string? message = null, IReadOnlyCollection<NoteFinding>? kept = null) =>
        world.Get<AddToCall>().ExecuteAsync(actor, new CallAddition { CallId = callId, NoteToCallers = note, MessageToCoordinator = message, Kept = kept ?? [] }, CancellationToken.None);

    private static async Task<(string? Note, string? Message)> TextsAsync(World world, Guid callId)
    {
        var call = await world.ReadAsync(db => db.Calls.AsNoTracking().SingleAsync(call => call.Id == callId));
        var texts = call.SealedTexts is { } given ? world.Sealer.OpenJson<CallTexts>(Places.CallTexts(callId), given) : new CallTexts();
        return (texts.NoteToCallers, texts.MessageToCoordinator);
    }
}
