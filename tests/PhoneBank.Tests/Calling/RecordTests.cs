using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Calling;

/// <summary>Recording what came of a call, and the drafts before it.</summary>
public sealed class RecordTests
{
    [Theory, OnBothDatabases]
    public async Task A_call_keeps_its_answers_and_notes_sealed_and_the_next_caller_reads_the_note_alone(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        var recorded = await scene.CallAndRecordAsync(mia, OutcomeKeys.SomeoneElse, request => request with
        {
            Answers = new Dictionary<string, string> { ["comes"] = "maybe", ["word"] = "after the exams", ["day"] = "2026-12-01" },
            NoteToCallers = "Her brother answers.",
            MessageToCoordinator = "Sounded tired.",
        });

        var call = await world.ReadAsync(db => db.Calls.SingleAsync());
        Assert.Equal((recorded.CallId, "he", scene.ScriptVersionId), (call.Id, call.Language, call.ScriptVersionId));
        Assert.Equal(new CallTexts { NoteToCallers = "Her brother answers.", MessageToCoordinator = "Sounded tired." }, world.Sealer.OpenJson<CallTexts>(Places.CallTexts(call.Id), call.SealedTexts!));
        var answers = await world.ReadAsync(db => db.Answers.OrderBy(answer => answer.StepId).ToListAsync());
        Assert.Equal(["comes", "day", "word"], answers.Select(answer => answer.StepId));
        Assert.Equal(("maybe", null), (answers[0].ChoiceId, answers[0].SealedText));
        Assert.Equal("after the exams", world.Sealer.Open(Places.AnswerText(answers[2].Id), answers[2].SealedText!));

        world.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        await scene.ClaimAsync(tom);
        var past = Assert.Single((await scene.ViewAsync(tom)).Required.History);
        Assert.Equal((OutcomeKeys.SomeoneElse, "Her brother answers.", false), (past.OutcomeKey, past.Note, past.ByMe));
        await scene.ChangeCampaignAsync(campaign => campaign.NotesToNextCallers = false);
        Assert.Null(Assert.Single((await scene.ViewAsync(tom)).Required.History).Note);
    }

    [Theory, OnBothDatabases]
    public async Task What_is_missing_or_does_not_fit_is_refused_by_name_and_loses_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, card: new SafeContactCard { Voicemail = VoicemailWish.No });
        var mia = await scene.OrganizerAsync();
        var viewing = await scene.ClaimAsync(mia);
        Assert.IsType<NumberNotShown>((await scene.RecordAsync(mia, viewing.Id, OutcomeKeys.Talked)).Error);
        var claim = await scene.CallAsync(mia);
        await world.Get<SaveDraft>().ExecuteAsync(mia, claim.Id, 0, new CallDraft { NoteToCallers = "kept" }, CancellationToken.None);

        async Task<Error> RefusedAsync(string outcome, Func<RecordRequest, RecordRequest> change) => (await scene.RecordAsync(mia, claim.Id, outcome, change)).Error!;
        Assert.IsType<CallbackTimeMissing>(await RefusedAsync(OutcomeKeys.Callback, request => request));
        Assert.Equal(new CallbackNotPossible(new InThePast()), await RefusedAsync(OutcomeKeys.Callback, request => request with { CallbackDate = new DateOnly(2026, 11, 23), CallbackTime = new TimeOnly(11, 0) }));
        Assert.Equal("OutsideHours", Assert.IsType<CallbackNotPossible>(await RefusedAsync(OutcomeKeys.Callback, request => request with { CallbackDate = new DateOnly(2026, 11, 23), CallbackTime = new TimeOnly(23, 0) })).WhyKey);
        Assert.IsType<LanguageMissing>(await RefusedAsync(OutcomeKeys.OtherLanguage, request => request));
        Assert.Equal(new TextTooLong("NoteToCallers", 2000), await RefusedAsync(OutcomeKeys.Talked, request => request with { NoteToCallers = new string('x', 2001) }));
        Assert.Equal(new AnswerNotInScript("comes"), await RefusedAsync(OutcomeKeys.Talked, request => request with { Answers = new Dictionary<string, string> { ["comes"] = "perhaps" } }));
        Assert.Equal(new AnswerNotInScript("news"), await RefusedAsync(OutcomeKeys.Talked, request => request with { Answers = new Dictionary<string, string> { ["news"] = "yes" } }));
        Assert.Equal(new AnswerNotReadable("day"), await RefusedAsync(OutcomeKeys.Talked, request => request with { Answers = new Dictionary<string, string> { ["day"] = "soon" } }));
        Assert.Equal(new AnswerNotInScript("comes"), await RefusedAsync(OutcomeKeys.Talked, request => request with { ScriptVersionId = Guid.NewGuid(), Answers = new Dictionary<string, string> { ["comes"] = "yes" } }));
        Assert.IsType<OutcomeNotOffered>(await RefusedAsync("made_up", request => request));
        Assert.IsType<OutcomeNotOffered>(await RefusedAsync(OutcomeKeys.LeftMessage, request => request));

        var view = (await scene.ViewAsync(mia)).Required;
        Assert.Equal(("kept", CallStage.Calling), (view.Draft.NoteToCallers, view.Stage));
        Assert.DoesNotContain(view.Outcomes, outcome => outcome.Key == OutcomeKeys.LeftMessage);
        Assert.Equal(0, await world.ReadAsync(db => db.Calls.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task A_message_is_left_once_a_campaign(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, OutcomeKeys.LeftMessage);
        world.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        var claim = await scene.CallAsync(mia);
        Assert.DoesNotContain((await scene.ViewAsync(mia)).Required.Outcomes, outcome => outcome.Key == OutcomeKeys.LeftMessage);
        Assert.IsType<OutcomeNotOffered>((await scene.RecordAsync(mia, claim.Id, OutcomeKeys.LeftMessage)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task A_callback_is_promised_in_the_contacts_own_time(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var entry = (await scene.ContactsAsync(1, country: "FR", zone: "Europe/Paris"))[0];
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Callback, request => request with { CallbackDate = new DateOnly(2026, 11, 24), CallbackTime = new TimeOnly(11, 0), CallbackMine = true });

        var after = await scene.EntryAsync(entry);
        Assert.Equal((EntryState.Scheduled, new DateTime(2026, 11, 24, 10, 0, 0, DateTimeKind.Utc), mia.VolunteerId), (after.State, after.CallbackAt, after.CallbackFor));
        var mine = Assert.Single((await world.Get<MyLists>().ExecuteAsync(mia, CancellationToken.None)).Callbacks);
        Assert.Equal((new DateTime(2026, 11, 24, 11, 0, 0), "Europe/Paris", false), (mine.LocalAt, mine.ZoneId, mine.IsDue));
    }

    [Theory, OnBothDatabases]
    public async Task Hostile_is_held_and_never_given_to_the_same_caller_in_any_campaign(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var other = await scene.AnotherCampaignAsync();
        await other.EntryForAsync(await world.ReadAsync(db => db.Contacts.Select(contact => contact.Id).SingleAsync()));
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync());
        await other.AdmitAsync(mia);
        await other.AdmitAsync(tom);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Hostile);

        Assert.Equal(EntryState.Held, (await world.ReadAsync(db => db.Entries.SingleAsync(entry => entry.CampaignId == scene.CampaignId))).State);
        world.Time.Advance(TimeSpan.FromHours(22));
        Assert.IsType<NothingToCall>((await other.NextAsync(mia)).Error);
        Assert.True((await other.NextAsync(tom)).IsDone);
    }

    [Theory, OnBothDatabases]
    public async Task Not_interested_rests_in_the_whole_book_for_ninety_days_and_died_ends_there(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(2);
        var mia = await scene.OrganizerAsync();
        await scene.CallAndRecordAsync(mia, OutcomeKeys.NotInterested);
        await scene.CallAndRecordAsync(mia, OutcomeKeys.Died);
        var other = await scene.AnotherCampaignAsync();
        await other.AdmitAsync(mia);
        foreach (var contact in await world.ReadAsync(db => db.Contacts.Select(contact => contact.Id).ToListAsync()))
        {
            await other.EntryForAsync(contact);
        }

        // Their flags are fresh copies that do not know yet; the contact decides.
        Assert.Equal(new NothingReason.NotCallable(2), Assert.Single(Assert.IsType<NothingToCall>((await other.NextAsync(mia)).Error).Reasons));
        world.Time.Advance(TimeSpan.FromDays(91));
        Assert.Equal(1, (await scene.SweepAsync()).Rested);
        Assert.True((await other.NextAsync(mia)).IsDone);
        Assert.Equal(1, await world.ReadAsync(db => db.Entries.CountAsync(entry => entry.CampaignId == other.CampaignId && !entry.Callable)));
    }

    [Theory, OnBothDatabases]
    public async Task A_failing_next_never_undoes_the_record(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(2);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(mia);
        await using (var db = await world.OpenDbAsync())
        {
            string[] statements = kind == DatabaseKind.Sqlite
                ? ["CREATE TRIGGER no_more BEFORE INSERT ON claims BEGIN SELECT RAISE(ABORT, 'on purpose'); END"]
                : ["CREATE FUNCTION no_more() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'on purpose'; END $$", "CREATE TRIGGER no_more BEFORE INSERT ON claims FOR EACH ROW EXECUTE FUNCTION no_more()"];
            foreach (var statement in statements)
            {
                await db.Database.ExecuteSqlRawAsync(statement);
            }
        }

        var recorded = (await scene.RecordAsync(mia, claim.Id, OutcomeKeys.Talked, request => request with { ThenNext = true })).Required;
        Assert.Equal((null, new BusyTryAgain()), (recorded.NextClaimId, recorded.NextRefusal));
        Assert.Equal(1, await world.ReadAsync(db => db.Calls.CountAsync()));
        Assert.Equal(EntryState.Done, (await scene.EntryAsync(claim.EntryId)).State);
        Assert.Equal(1, await world.ReadAsync(db => db.Entries.CountAsync(entry => entry.State == EntryState.Waiting)));
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task A_stale_tab_loses_no_note_and_saving_keeps_the_claim(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(mia);
        world.Time.Advance(TimeSpan.FromMinutes(30));
        var save = world.Get<SaveDraft>();
        var one = (await save.ExecuteAsync(mia, claim.Id, 0, new CallDraft { NoteToCallers = "first" }, CancellationToken.None)).Required;
        Assert.Equal((1, false, world.Now.AddMinutes(45)), (one.Version, one.Merged, one.ExpiresAt));
        var two = (await save.ExecuteAsync(mia, claim.Id, 0, new CallDraft { NoteToCallers = "second" }, CancellationToken.None)).Required;
        Assert.Equal(("first\nsecond", true), (two.Draft.NoteToCallers, two.Merged));
        var three = (await save.ExecuteAsync(mia, claim.Id, two.Version, new CallDraft { NoteToCallers = "only this" }, CancellationToken.None)).Required;
        Assert.Equal(("only this", false), (three.Draft.NoteToCallers, three.Merged));
        Assert.Equal("only this", (await scene.ViewAsync(mia)).Required.Draft.NoteToCallers);
        await scene.RecordAsync(mia, claim.Id, OutcomeKeys.Talked);
        Assert.Null((await scene.ClaimAsync(claim.Id)).SealedDraft);
        Assert.IsType<ClaimLost>((await save.ExecuteAsync(mia, claim.Id, three.Version, new CallDraft(), CancellationToken.None)).Error);
    }
}
