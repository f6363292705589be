using PhoneBank.Books;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.FollowUps;
using PhoneBank.Help;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Scripts;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>A checked submission with all that decides its effects.</summary>
internal sealed record CallToWrite(
    Actor Actor,
    ClaimRow Claim,
    CampaignOutcome Outcome,
    RecordRequest Request,
    CheckedRecord Checked,
    HoursClassKey Hours,
    CampaignHours CampaignHours,
    int SameToday,
    int SameBefore,
    DateTime Now);

/// <param name="OtherNumberLeft">The number was marked bad, the person has another one and waits to be called there.</param>
internal sealed record WrittenCall(Guid Id, bool Late, bool Conflicting, bool MatchIsShort, CallBefore Before, bool OtherNumberLeft);

/// <summary>
/// Writes a call and everything its outcome causes, inside an act that has locked the organizer and the claim. Refuses with
/// <see cref="NoPlacesLeft"/> before anything is written.
/// </summary>
public sealed class CallWriter(CallingHours hours, PromiseWriter promises, ReviewPicker reviews, HoldOuts holdOuts, Sealer sealer, TimeProvider time)
{
    internal async Task<Result<WrittenCall>> WriteAsync(HotSession session, CallToWrite write)
    {
        var (claim, outcome) = (write.Claim, write.Outcome.Definition);
        if (outcome.SuppressEverywhere)
        {
            await StopListWriter.EnterAsync(session);
        }

        var contact = (await ContactRow.LockAsync(session, claim.ContactId))!;
        var entry = (await EntryRow.LockAsync(session, claim.EntryId))!;
        if (await PromiseWriter.LockPlacesAsync(session, claim.CampaignId, write.Checked.Promises) is { } full)
        {
            return full;
        }

        var late = !claim.IsOpen;
        var conflicting = late && await IsConflictingAsync(session, claim, entry);
        var markedBad = outcome.NumberIsBad && claim.PhoneId is { } phoneId
            && await session.ExecuteAsync($"UPDATE contact_phones SET bad_since = {write.Now} WHERE id = {phoneId} AND bad_since IS NULL") > 0;
        var campaign = (await CampaignRow.FindAsync(session, claim.CampaignId))!;
        var before = Before(claim, entry, contact) with
        {
            MadeToWait = await LeaveInPeaceAsync(session, write, entry, campaign.Pace),
            Applied = !conflicting,
            MarkedBad = markedBad,
            CallbackLocal = write.Checked.CallbackAt is null ? null : $"{write.Request.CallbackDate:yyyy-MM-dd}T{write.Request.CallbackTime:HH:mm}",
            CallbackZone = write.Checked.CallbackAt is null || string.IsNullOrWhiteSpace(write.Request.CallbackZone) ? null : write.Request.CallbackZone,
            CallbackMine = write.Checked.CallbackAt is not null && write.Request.CallbackMine,
            NotByMeAgain = write.Request.NotByMeAgain,
            SpeaksLanguage = write.Checked.SpeaksLanguage,
        };
        var callId = time.NewId();
        await InsertAsync(session, write, callId, entry.ListId, late, conflicting, before);
        await AnswersAsync(session, write, callId);
        var promising = new PromisingCall(callId, claim.Id, claim.CampaignId, claim.EntryId, claim.ContactId, claim.BookId, claim.RevealedAt ?? claim.TakenAt, write.Now);
        var matchIsShort = await promises.WriteAsync(session, promising, write.Checked.Promises);
        var after = conflicting ? null : await MoveAsync(session, write, entry, campaign);

        await session.CountOutcomeAsync(time, entry.ListId, write.Outcome.Id, claim.OrganizerId, 1);
        await session.ExecuteAsync($"""
            UPDATE claims SET ended_at = {write.Now}, ended_by = {ClaimEnd.Recorded}, reported_at = {(late ? write.Now : (DateTime?)null)}, sealed_draft = NULL WHERE id = {claim.Id}
            """);
        await ContactEffects.ApplyAsync(session, write.Actor, CallWith(contact, write, callId), outcome, markedBad, holdOuts, sealer, time);
        if (write.Request.NotByMeAgain)
        {
            await holdOuts.RememberAsync(session, claim.OrganizerId, claim.CampaignId, claim.EntryId, contact.Id, contact.BookId, SkipReason.AskedNot, write.Now);
        }

        await reviews.PickAsync(session, new PickableCall(
            callId, claim.OrganizerId, claim.CampaignId, claim.BookId, campaign.Level, conflicting, write.Request.AsksReview, HoldsDetails(write, campaign.Level), write.Now));
        if (outcome.NeedsCoordinator == CoordinatorNeed.Now)
        {
            await session.RaiseAlarmAsync(time, write.Actor, callId, claim.CampaignId, claim.EntryId);
        }

        await session.RecordAsync(time, write.Actor, AuditAction.CallRecorded, callId, claim.CampaignId);
        return new WrittenCall(callId, late, conflicting, matchIsShort, before, markedBad && after?.State == EntryState.Waiting && after.ReadyAt <= write.Now);
    }

    // Somebody else called meanwhile, holds the person now, has yet to say what came of a call, or a coordinator has decided: the late report changes nothing of that.
    private static async Task<bool> IsConflictingAsync(HotSession session, ClaimRow claim, EntryRow entry) =>
        entry.State is not (EntryState.Unreported or EntryState.Waiting)
        || await session.CountAsync($"SELECT count(*) FROM calls WHERE entry_id = {entry.Id} AND claim_id <> {claim.Id} AND ended_at >= {claim.TakenAt} AND withdrawn_at IS NULL") > 0
        || await session.CountAsync($"SELECT count(*) FROM claims WHERE entry_id = {entry.Id} AND id <> {claim.Id} AND ended_by = 'Lapsed' AND reported_at IS NULL") > 0;

    private static CallBefore Before(ClaimRow claim, EntryRow entry, ContactRow contact) => new()
    {
        EntryId = entry.Id,
        State = entry.State == EntryState.Claimed ? claim.FromState : entry.State,
        ReadyAt = entry.ReadyAt,
        Pass = entry.Pass,
        Language = entry.Language,
        ReroutedTo = entry.ReroutedTo,
        Attempts = entry.Attempts,
        CallbackAt = entry.CallbackAt,
        CallbackFor = entry.CallbackFor,
        LastCallAt = entry.LastCallAt,
        LastOutcomeId = entry.LastOutcomeId,
        HeldFor = entry.HeldFor,
        RestsUntil = contact.RestsUntil,
        EndedAt = contact.EndedAt,
        ClaimEnd = claim.EndedBy,
        ClaimEndedAt = claim.EndedAt,
        ClaimReportedAt = claim.ReportedAt,
    };

    // In the other campaigns of the book the person is left in peace for a while. Few have more than one; those beyond the first three are
    // put right when their turn comes, so that what a call remembers stays short.
    private static async Task<IReadOnlyList<MadeToWait>> LeaveInPeaceAsync(HotSession session, CallToWrite write, EntryRow entry, BookPace pace)
    {
        var until = pace.QuietUntil(write.Now, write.Outcome.Definition.Reached);
        if (until <= write.Now)
        {
            return [];
        }

        var others = await session.QueryAsync(
            $"""
            SELECT id, ready_at FROM entries
            WHERE contact_id = {entry.ContactId} AND id <> {entry.Id} AND state = 'Waiting' AND ready_at < {until} ORDER BY id LIMIT 3 {session.ForUpdate}
            """,
            row => new MadeToWait(row.Id(0), row.Time(1), until));
        if (others.Count > 0)
        {
            await session.ExecuteAsync($"UPDATE entries SET ready_at = {until} WHERE id IN {others.Select(other => other.EntryId).ToList()} AND state = 'Waiting'");
        }

        return others;
    }

    private async Task InsertAsync(HotSession session, CallToWrite write, Guid callId, Guid listId, bool late, bool conflicting, CallBefore before)
    {
        var claim = write.Claim;
        var texts = write.Checked.Texts is { } typed ? sealer.SealJson(claim.BookId, Places.CallTexts(callId), typed) : null;
        var language = write.Request.ScriptLanguage is { Length: > 0 and <= 35 } spoken ? LanguageTags.Normalize(spoken) : "";
        var scriptId = write.Request.ScriptVersionId is { } version
            && await session.CountAsync($"SELECT count(*) FROM script_versions WHERE id = {version} AND campaign_id = {claim.CampaignId}") > 0 ? version : (Guid?)null;
        await session.ExecuteAsync($"""
            INSERT INTO calls (id, entry_id, list_id, campaign_id, book_id, contact_id, organizer_id, claim_id, phone_id, outcome_id, submission_token,
                started_at, ended_at, language, script_version_id, sealed_texts, late, conflicting, callback_at, before)
            VALUES ({callId}, {claim.EntryId}, {listId}, {claim.CampaignId}, {claim.BookId}, {claim.ContactId}, {claim.OrganizerId}, {claim.Id}, {claim.PhoneId},
                {write.Outcome.Id}, {write.Request.SubmissionToken}, {claim.RevealedAt ?? claim.TakenAt}, {write.Now}, {language}, {scriptId}, {texts}, {late}, {conflicting},
                {write.Checked.CallbackAt}, {before.ToJson()})
            """);
    }

    private async Task AnswersAsync(HotSession session, CallToWrite write, Guid callId)
    {
        foreach (var answer in write.Checked.Answers)
        {
            var id = time.NewId();
            var text = answer.Text is null ? null : sealer.Seal(write.Claim.BookId, Places.AnswerText(id), answer.Text);
            await session.ExecuteAsync($"INSERT INTO answers (id, call_id, step_id, choice_id, sealed_text) VALUES ({id}, {callId}, {answer.StepId}, {answer.ChoiceId}, {text})");
        }
    }

    private async Task<EntryAfter> MoveAsync(HotSession session, CallToWrite write, EntryRow entry, CampaignRow campaign)
    {
        // After 20 hours without a report it was counted as an attempt; now it is known what it was.
        var counted = write.Claim is { EndedBy: ClaimEnd.Lapsed, ReportedAt: not null } ? 1 : 0;
        var after = OutcomeEffects.Of(
            write.Outcome.Definition,
            new CallSituation
            {
                Now = write.Now,
                Hours = write.Hours,
                CampaignHours = write.CampaignHours,
                MaxPerDay = campaign.MaxAttemptsPerDay,
                MaxPerCampaign = campaign.MaxAttempts,
                AttemptsBefore = entry.Attempts - counted,
                AttemptsToday = await CallsOfDay.CountAsync(session, write.Claim.ContactId, write.Hours, write.Now) - (write.Outcome.Definition.CountsAsAttempt ? 1 : 0),
                SameToday = write.SameToday,
                SameBefore = write.SameBefore,
                HasOtherPhone = await session.CountAsync(
                    $"""
                    SELECT count(*) FROM contact_phones
                    WHERE contact_id = {write.Claim.ContactId} AND bad_since IS NULL AND NOT suppressed AND id <> {write.Claim.PhoneId ?? Guid.Empty}
                    """) > 0,
                Language = entry.Language,
                ReroutedTo = entry.ReroutedTo,
                CallerId = write.Claim.OrganizerId,
                CallbackAt = write.Checked.CallbackAt,
                CallbackMine = write.Request is { CallbackMine: true, NotByMeAgain: false },
                SpeaksLanguage = write.Checked.SpeaksLanguage,
            },
            hours);
        await session.ExecuteAsync($"""
            UPDATE entries SET state = {after.State}, ready_at = {after.ReadyAt}, pass = {1}, attempts = {after.Attempts}, callback_at = {after.CallbackAt},
                callback_for = {after.CallbackFor}, held_for = {after.HeldFor}, language = {after.Language}, rerouted_to = {after.ReroutedTo},
                last_call_at = {write.Now}, last_outcome_id = {write.Outcome.Id}, version = version + 1
            WHERE id = {entry.Id}
            """);
        await session.CountMoveAsync(time, entry.ListId, entry.State, after.State);
        return after;
    }

    private static ContactCall CallWith(ContactRow contact, CallToWrite write, Guid callId) =>
        new(callId, write.Claim.OrganizerId, write.Claim.CampaignId, write.Claim.EntryId, contact.Id, contact.BookId, write.Claim.PhoneId, write.Now);

    // Nothing is found that the caller was not warned about, so most texts need no second look.
    private static bool HoldsDetails(CallToWrite write, ProtectionLevel level) =>
        write.Request.Kept.Count > 0
        && new[] { write.Checked.Texts?.NoteToCallers, write.Checked.Texts?.MessageToCoordinator, write.Checked.Texts?.Reason }
            .Concat(write.Checked.Answers.Where(answer => write.Request.Kept.Any(kept => kept.Field == answer.StepId)).Select(answer => answer.Text))
            .Any(text => NoteGuard.Find(text, level == ProtectionLevel.AtRisk).Count > 0);
}
