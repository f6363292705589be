using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Tests.Calling;

/// <summary>Taking a recorded call back.</summary>
public sealed class WithdrawTests
{
    [Theory, OnBothDatabases]
    public async Task Undo_restores_entry_contact_phones_and_draft_after_every_outcome(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        var entryId = (await scene.ContactsAsync(1, phones: 2))[0];
        var mia = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(mia);
        var fresh = await SnapshotAsync(world, entryId);
        foreach (var outcome in OutcomeSet.Default.Outcomes)
        {
            var recorded = (await scene.RecordAsync(mia, claim.Id, outcome.Key, request => request with
            {
                Answers = new Dictionary<string, string> { ["comes"] = "yes", ["word"] = "hope" },
                NoteToCallers = "A note.",
                CallbackDate = new DateOnly(2026, 11, 24),
                CallbackTime = new TimeOnly(12, 0),
                SpeaksLanguage = "ru",
            })).Required;
            Assert.NotEqual(EntryState.Claimed, (await scene.EntryAsync(entryId)).State);

            var withdrawn = (await world.Get<WithdrawCall>().ExecuteAsync(mia, recorded.CallId, CancellationToken.None)).Required;
            Assert.Equal(new CallWithdrawn(claim.Id, Reopened: true), withdrawn);
            Assert.Equal(withdrawn, (await world.Get<WithdrawCall>().ExecuteAsync(mia, recorded.CallId, CancellationToken.None)).Required);
            Assert.Equal(fresh, await SnapshotAsync(world, entryId));
            var view = (await scene.ViewAsync(mia)).Required;
            Assert.Equal(("A note.", outcome.Key, "yes", "hope"), (view.Draft.NoteToCallers, view.Draft.OutcomeKey, view.Draft.Answers["comes"], view.Draft.Answers["word"]));
            Assert.NotNull(view.Number);
            Assert.Empty(view.History);
            await TallyCheck.EqualsRecountAsync(world);
        }

        Assert.Equal(OutcomeSet.Default.Outcomes.Count, await world.ReadAsync(db => db.Calls.CountAsync(call => call.WithdrawnAt != null)));
        Assert.Equal(0, await world.ReadAsync(db => db.Suppressions.CountAsync()));
    }

    [Theory, OnBothDatabases]
    public async Task Undo_gives_back_the_whole_form_with_the_promised_time_as_the_contact_reads_it(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1);
        var mia = await scene.OrganizerAsync();
        var callback = await scene.CallAndRecordAsync(mia, OutcomeKeys.Callback, request => request with
        {
            CallbackDate = new DateOnly(2026, 11, 24),
            CallbackTime = new TimeOnly(18, 30),
            CallbackMine = true,
            ScriptLanguage = "ru",
            Reason = "Is driving",
        });
        await world.Get<WithdrawCall>().ExecuteAsync(mia, callback.CallId, CancellationToken.None);
        var draft = (await scene.ViewAsync(mia)).Required.Draft;
        Assert.Equal(("2026-11-24T18:30", true, "ru", "Is driving"), (draft.CallbackLocal, draft.CallbackMine, draft.Language, draft.Reason));

        var claimId = (await scene.ViewAsync(mia)).Required.ClaimId;
        var rerouted = (await scene.RecordAsync(mia, claimId, OutcomeKeys.OtherLanguage, request => request with { SpeaksLanguage = "am", CallbackDate = new DateOnly(2026, 11, 24) })).Required;
        await world.Get<WithdrawCall>().ExecuteAsync(mia, rerouted.CallId, CancellationToken.None);
        draft = (await scene.ViewAsync(mia)).Required.Draft;
        Assert.Equal(("am", null, false), (draft.SpeaksLanguage, draft.CallbackLocal, draft.CallbackMine));
    }

    [Theory, OnBothDatabases]
    public async Task Undo_gives_back_the_zone_that_had_to_be_asked(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, country: "US", zone: null);
        world.Time.Set(new DateTimeOffset(2026, 11, 23, 21, 0, 0, TimeSpan.Zero));
        var mia = await scene.OrganizerAsync();
        var recorded = await scene.CallAndRecordAsync(mia, OutcomeKeys.Callback, request => request with
        {
            CallbackDate = new DateOnly(2026, 11, 24),
            CallbackTime = new TimeOnly(15, 0),
            CallbackZone = "America/Chicago",
        });
        await world.Get<WithdrawCall>().ExecuteAsync(mia, recorded.CallId, CancellationToken.None);
        var draft = (await scene.ViewAsync(mia)).Required.Draft;
        Assert.Equal(("2026-11-24T15:00", "America/Chicago"), (draft.CallbackLocal, draft.CallbackZone));
    }

    [Theory, OnBothDatabases]
    public async Task Undo_gives_an_unseen_next_person_back_and_asks_later_when_the_next_number_was_shown(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(3);
        var mia = await scene.OrganizerAsync();
        var first = await scene.CallAsync(mia);
        var recorded = (await scene.RecordAsync(mia, first.Id, OutcomeKeys.Talked, request => request with { ThenNext = true })).Required;
        Assert.True((await world.Get<WithdrawCall>().ExecuteAsync(mia, recorded.CallId, CancellationToken.None)).Required.Reopened);
        Assert.Equal(ClaimEnd.Released, (await scene.ClaimAsync(recorded.NextClaimId!.Value)).EndedBy);

        recorded = (await scene.RecordAsync(mia, first.Id, OutcomeKeys.Talked, request => request with { ThenNext = true })).Required;
        await scene.RevealAsync(mia, recorded.NextClaimId!.Value);
        Assert.False((await world.Get<WithdrawCall>().ExecuteAsync(mia, recorded.CallId, CancellationToken.None)).Required.Reopened);
        Assert.Equal(EntryState.Unreported, (await scene.EntryAsync(first.EntryId)).State);
        var lists = await world.Get<MyLists>().ExecuteAsync(mia, CancellationToken.None);
        Assert.Equal((recorded.NextClaimId, first.Id), (lists.OpenClaim!.ClaimId, Assert.Single(lists.Unreported).ClaimId));
        Assert.Equal(CallStage.Unreported, (await scene.ViewAsync(mia, first.Id)).Required.Stage);
        Assert.True((await scene.RecordAsync(mia, first.Id, OutcomeKeys.NoAnswer)).Required.Late);
        await TallyCheck.EqualsRecountAsync(world);
    }

    [Theory, OnBothDatabases]
    public async Task Undo_is_refused_too_late_by_others_after_a_later_call_and_while_somebody_else_holds_the_person(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync(1);
        var (mia, tom) = (await scene.OrganizerAsync(), await scene.OrganizerAsync("ru"));
        var undo = world.Get<WithdrawCall>();
        var recorded = await scene.CallAndRecordAsync(mia, OutcomeKeys.OtherLanguage, request => request with { SpeaksLanguage = "ru" });
        Assert.IsType<NotFound>((await undo.ExecuteAsync(tom, recorded.CallId, CancellationToken.None)).Error);

        var toms = await scene.CallAsync(tom);
        Assert.IsType<HeldBySomeoneElse>((await undo.ExecuteAsync(mia, recorded.CallId, CancellationToken.None)).Error);
        await scene.RecordAsync(tom, toms.Id, OutcomeKeys.Talked);
        Assert.IsType<LaterCallExists>((await undo.ExecuteAsync(mia, recorded.CallId, CancellationToken.None)).Error);
        world.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.IsType<UndoTooLate>((await undo.ExecuteAsync(mia, recorded.CallId, CancellationToken.None)).Error);
    }

    [Theory, OnBothDatabases]
    public async Task Undo_lifts_only_the_suppressions_of_its_own_call(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var scene = await world.CallingSceneAsync();
        await scene.ContactsAsync(1, e164: ["+972501234567", "+972501234568"]);
        var mia = await scene.OrganizerAsync();
        var claim = await scene.CallAsync(mia);
        await world.Get<SuppressNumber>().ExecuteAsync(scene.Coordinator, "050-123-4568", "IL", CancellationToken.None);
        var recorded = (await scene.RecordAsync(mia, claim.Id, OutcomeKeys.DoNotCall)).Required;
        Assert.Equal(3, await world.ReadAsync(db => db.Suppressions.CountAsync()));

        Assert.True((await world.Get<WithdrawCall>().ExecuteAsync(mia, recorded.CallId, CancellationToken.None)).IsDone);
        Assert.Equal([false, true], await world.ReadAsync(db => db.ContactPhones.OrderBy(phone => phone.Position).Select(phone => phone.Suppressed).ToListAsync()));
        Assert.Equal(1, await world.ReadAsync(db => db.Suppressions.CountAsync()));
    }

    private static async Task<string> SnapshotAsync(World world, Guid entryId)
    {
        var entry = await world.ReadAsync(db => db.Entries.AsNoTracking().SingleAsync(candidate => candidate.Id == entryId));
        var contact = await world.ReadAsync(db => db.Contacts.AsNoTracking().SingleAsync(candidate => candidate.Id == entry.ContactId));
        var phones = await world.ReadAsync(db => db.ContactPhones.AsNoTracking().OrderBy(phone => phone.Position).Select(phone => new { phone.Id, phone.BadSince, phone.Suppressed }).ToListAsync());
        var skips = await world.ReadAsync(db => db.Skips.CountAsync());
        return string.Join('\n', [
            $"{entry.State} {entry.ReadyAt:O} {entry.Pass} {entry.Language} {entry.Callable} {entry.Attempts} {entry.CallbackAt:O} {entry.CallbackFor} {entry.LastCallAt:O} {entry.LastOutcomeId} {entry.HeldFor} {entry.ReroutedTo}",
            $"{contact.CallablePhones} {contact.RestsUntil:O} {contact.EndedAt:O} {skips}",
            .. phones.Select(phone => phone.ToString()!),
        ]);
    }
}
