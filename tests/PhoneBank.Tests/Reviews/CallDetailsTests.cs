using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Tests.Calling;

namespace PhoneBank.Tests.Reviews;

public sealed class CallDetailsTests
{
    private static readonly CallTexts Texts = new() { NoteToCallers = "Prefers evenings", MessageToCoordinator = "Asked for a veteran", Reason = "Noise" };

    [Theory, OnBothDatabases]
    public async Task A_call_is_shown_with_answers_notes_and_what_came_before(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var mia = await scene.OrganizerAsync(name: "Mia");
        var entry = await scene.PersonAsync(new ContactName("Dana", "Levi", null));
        var first = await scene.RecordedCallAsync(entry, OutcomeKeys.NoAnswer, mia, at: world.Now.AddHours(-20));
        var id = await scene.RecordedCallAsync(
            entry, OutcomeKeys.Talked, mia, Texts, choices: new Dictionary<string, string> { ["comes"] = "maybe" }, typed: new Dictionary<string, string> { ["word"] = "with a friend" });

        var call = (await ViewAsync(scene, id)).Required;
        Assert.Equal("Dana L.", call.Person);
        Assert.StartsWith("Mia", call.Organizer);
        Assert.Equal(OutcomeKeys.Talked, call.Outcome.Key);
        Assert.Equal((1, 2, "he"), (call.ScriptVersion, call.Attempt, call.Language));
        Assert.Equal(TimeSpan.FromMinutes(3), call.Duration);
        Assert.Equal([("comes", false), ("word", true)], call.Answers.Select(answer => (answer.StepId, answer.Typed)));
        Assert.Equal("with a friend", call.Answers[1].Text);
        Assert.NotEmpty(call.Answers[0].Question);
        Assert.Equal(
            [(NoteReader.Coordinators, "Asked for a veteran"), (NoteReader.NextCallers, "Prefers evenings"), (NoteReader.Reason, "Noise")],
            call.Notes.Select(note => (note.Reader, note.Text)));
        Assert.Equal([(Guid?)id, first], call.History.Select(past => past.CallId));
        Assert.Equal("Asia/Jerusalem", call.PersonsZone);
    }

    [Theory, OnBothDatabases]
    public async Task Looking_is_recorded(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var id = await scene.RecordedCallAsync(await scene.PersonAsync(new ContactName("Dana", "Levi", null)), OutcomeKeys.Talked);
        await ViewAsync(scene, id);

        var entry = Assert.Single(await world.AuditedAsync(AuditAction.CallViewed));
        Assert.Equal((scene.Coordinator.VolunteerId, id, scene.BookId), (entry.ActorId, entry.SubjectId, entry.ScopeId));
    }

    [Theory, OnBothDatabases]
    public async Task A_call_of_another_book_is_as_one_that_does_not_exist(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var mine = await world.CallingSceneAsync();
        var theirs = await world.CallingSceneAsync();
        var id = await theirs.RecordedCallAsync(await theirs.PersonAsync(new ContactName("Dana", "Levi", null)), OutcomeKeys.Talked, texts: Texts);
        var organizer = await theirs.OrganizerAsync();

        var missing = (await ViewAsync(mine, Guid.NewGuid())).Error;
        Assert.IsType<NotFound>(missing);
        Assert.Equal(missing, (await ViewAsync(mine, id)).Error);
        Assert.Equal(missing, (await world.Get<CallDetails>().ExecuteAsync(organizer, id, "en", CancellationToken.None)).Error);
        Assert.Equal(missing, (await world.Get<StrikeOutNote>().ExecuteAsync(mine.Coordinator, id, CancellationToken.None)).Error);
        Assert.Empty(await world.AuditedAsync(AuditAction.CallViewed));
        Assert.NotEmpty((await ViewAsync(theirs, id)).Required.Notes);
    }

    [Theory, OnBothDatabases]
    public async Task Striking_out_destroys_the_texts_and_keeps_who_and_when(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var id = await scene.RecordedCallAsync(
            await scene.PersonAsync(new ContactName("Dana", "Levi", null)), OutcomeKeys.Talked, texts: Texts, choices: new Dictionary<string, string> { ["comes"] = "yes" });
        world.Time.Advance(TimeSpan.FromMinutes(7));
        Assert.True((await world.Get<StrikeOutNote>().ExecuteAsync(scene.Coordinator, id, CancellationToken.None)).IsDone);
        Assert.True((await world.Get<StrikeOutNote>().ExecuteAsync(scene.Coordinator, id, CancellationToken.None)).IsDone);

        var call = (await ViewAsync(scene, id)).Required;
        Assert.Empty(call.Notes);
        Assert.Equal(new DateTime(2026, 11, 23, 12, 7, 0), call.NotesStruckOut!.AtLocal);
        Assert.StartsWith("Noa", call.NotesStruckOut.By);
        Assert.Equal("yes", (await world.ReadAsync(db => db.Answers.SingleAsync())).ChoiceId);
        Assert.Null((await world.ReadAsync(db => db.Calls.SingleAsync())).SealedTexts);
        Assert.Null((await world.ReadAsync(db => db.Claims.SingleAsync())).SealedDraft);
        Assert.Single(await world.AuditedAsync(AuditAction.NoteStruckOut));
    }

    private static Task<Result<CallFacts>> ViewAsync(CallingScene scene, Guid id) =>
        scene.World.Get<CallDetails>().ExecuteAsync(scene.Coordinator, id, "en", CancellationToken.None);
}
