using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;

namespace PhoneBank.Tests.Calling;

/// <summary>The warning about details in texts, as recording gives it.</summary>
public sealed class GuardedRecordTests
{
    [Theory, OnBothDatabases]
    public async Task A_note_with_a_number_is_refused_once_and_then_kept_as_it_is(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(mia);
        RecordRequest Note(RecordRequest request) => request with { NoteToCallers = "Rather on 050-1234567" };

        var refusal = Assert.IsType<TextHoldsDetails>((await scene.RecordAsync(mia, claim.Id, OutcomeKeys.Talked, Note)).Error);
        Assert.Equal([new NoteFinding(nameof(RecordRequest.NoteToCallers), NoteMatter.PhoneNumber)], refusal.Findings);
        Assert.Equal(0, await world.ReadAsync(db => db.Calls.CountAsync()));
        Assert.Equal(EntryState.Claimed, (await scene.EntryAsync(claim.EntryId)).State);

        var recorded = (await scene.RecordAsync(mia, claim.Id, OutcomeKeys.Talked, request => Note(request) with { Kept = refusal.Findings })).Required;
        var call = await world.ReadAsync(db => db.Calls.SingleAsync());
        Assert.Equal(recorded.CallId, call.Id);
        Assert.Equal("Rather on 050-1234567", world.Sealer.OpenJson<CallTexts>(Places.CallTexts(call.Id), call.SealedTexts!).NoteToCallers);
    }

    [Theory, OnBothDatabases]
    public async Task What_was_not_warned_about_yet_is_refused_again(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(mia);
        NoteFinding[] kept = [new(nameof(RecordRequest.NoteToCallers), NoteMatter.PhoneNumber)];

        var refusal = Assert.IsType<TextHoldsDetails>((await scene.RecordAsync(mia, claim.Id, OutcomeKeys.Talked, request => request with
        {
            NoteToCallers = "050-1234567",
            MessageToCoordinator = "lives at 12 Lemon Street",
            Reason = "write to dana@example.org",
            Answers = new Dictionary<string, string> { ["word"] = "passport AB1234567", ["day"] = "2026-12-01" },
            Kept = kept,
        })).Error);

        Assert.Equal(
            [
                new NoteFinding(nameof(RecordRequest.NoteToCallers), NoteMatter.PhoneNumber),
                new NoteFinding(nameof(RecordRequest.MessageToCoordinator), NoteMatter.Address),
                new NoteFinding(nameof(RecordRequest.Reason), NoteMatter.EmailAddress),
                new NoteFinding("word", NoteMatter.IdNumber),
            ],
            refusal.Findings);
    }

    [Theory, OnBothDatabases]
    public async Task A_military_unit_is_warned_about_only_where_people_are_at_risk(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        foreach (var (level, warned) in new[] { (ProtectionLevel.AtRisk, true), (ProtectionLevel.Careful, false) })
        {
            var scene = await world.CallingSceneAsync(1, level);
            var mia = await scene.OrganizerAsync();
            var recorded = await scene.RecordAsync(mia, (await scene.CallAsync(mia)).Id, OutcomeKeys.Talked, request => request with { MessageToCoordinator = "Serves in battalion 51." });

            Assert.Equal(warned, recorded.Error is TextHoldsDetails);
        }
    }
}
