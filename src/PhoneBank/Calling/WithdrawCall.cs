using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.FollowUps;
using PhoneBank.Help;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reports;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>A call was taken back.</summary>
/// <param name="Reopened">The claim is open again with what was typed; false: the caller holds another number, or the report was late, and is asked about this person as about a lapsed claim.</param>
public sealed record CallWithdrawn(Guid ClaimId, bool Reopened);

/// <summary>
/// Takes a call of one's own back within ten minutes: everything it caused is undone, the call is kept as withdrawn. Gives back a
/// next person whose number was not shown. Idempotent. Refuses with <see cref="NotFound"/>, <see cref="UndoTooLate"/>,
/// <see cref="HeldBySomeoneElse"/>, <see cref="LaterCallExists"/>, <see cref="CallWasCorrected"/>, <see cref="PersonMergedSince"/>, <see cref="FinishOpenCallFirst"/>,
/// <see cref="NotAllowed"/>.
/// </summary>
public sealed class WithdrawCall(IHotStore store, Sealer sealer, Signals signals, TimeProvider time)
{
    public async Task<Result<CallWithdrawn>> ExecuteAsync(Actor actor, Guid callId, CancellationToken ct)
    {
        Guid? campaignId = null;
        var result = await store.WriteAsync(
            async session =>
            {
                if (await Caller.LockAsync(session, actor) is null)
                {
                    return new NotAllowed();
                }

                if (await FindAsync(session, actor, callId) is not { } call)
                {
                    return new NotFound();
                }

                campaignId = call.CampaignId;
                return await WithdrawAsync(session, actor, call);
            },
            ct);
        if (result.IsDone)
        {
            signals.Publish(new Signal(Signal.CallRecorded, campaignId, actor.VolunteerId));
            signals.Publish(new Signal(Signal.HelpAsked, campaignId));
        }

        return result;
    }

    private async Task<Result<CallWithdrawn>> WithdrawAsync(HotSession session, Actor actor, CallRow call)
    {
        if (!await Caller.IsAdmittedAsync(session, actor.VolunteerId, call.CampaignId))
        {
            return new NotAllowed();
        }

        var now = time.UtcNow();
        var claim = (await ClaimRow.LockAsync(session, call.ClaimId))!;
        if (call.Withdrawn)
        {
            return new CallWithdrawn(claim.Id, claim.IsOpen);
        }

        if (now > call.EndedAt + RecordOutcome.UndoWindow)
        {
            return new UndoTooLate();
        }

        var open = await ClaimRow.LockOpenAsync(session, actor.VolunteerId);
        if (call.Outcome.SuppressEverywhere)
        {
            await StopListWriter.EnterAsync(session);
        }

        var contact = (await ContactRow.LockAsync(session, claim.ContactId))!;
        if (await StandsAgainstAsync(session, call, contact.Id, open) is { } refusal)
        {
            return refusal;
        }

        if (open is { Kind: ClaimKind.Viewing })
        {
            await session.GiveBackAsync(time, open, ClaimEnd.Released);
            open = null;
        }

        var entry = (await EntryRow.LockAsync(session, claim.EntryId))!;
        var reopens = open is null && call.Before.ClaimEnd is null;
        if (call.Before.Applied)
        {
            await RestoreEntryAsync(session, entry, call, reopens ? EntryState.Claimed : call.Before.ClaimEnd is null ? EntryState.Unreported : call.Before.State);
        }

        await ContactEffects.LetOthersComeAsync(session, call.Before);
        await RestoreContactAsync(session, actor, contact, call);
        await PromiseWriter.WithdrawAsync(session, call.Id, now);
        await RestoreClaimAsync(session, claim, call, reopens, now);
        await session.CountOutcomeAsync(time, call.ListId, call.OutcomeId, actor.VolunteerId, -1);
        await session.ExecuteAsync($"UPDATE calls SET withdrawn_at = {now} WHERE id = {call.Id}");
        await session.MarkForRecountAsync(time, call.EntryId);
        await session.ExecuteAsync($"DELETE FROM reviews WHERE call_id = {call.Id} AND verdict = 'Waiting'");
        await session.EndAlarmAsync(time, actor, call.Id);
        await session.RecordAsync(time, actor, AuditAction.CallWithdrawn, call.Id, call.CampaignId);
        return new CallWithdrawn(claim.Id, reopens);
    }

    private static async Task<Error?> StandsAgainstAsync(HotSession session, CallRow call, Guid contactId, ClaimRow? open)
    {
        if (await session.CountAsync($"SELECT count(*) FROM reviews WHERE call_id = {call.Id} AND verdict = 'Corrected'") > 0)
        {
            return new CallWasCorrected();
        }

        // A call that stands beside another's changed nothing of the entry, so there is nothing to come between.
        if (!call.Before.Applied)
        {
            return null;
        }

        if (call.Before.EntryId is { } entryId && entryId != call.EntryId)
        {
            return new PersonMergedSince();
        }

        if (await session.CountAsync($"SELECT count(*) FROM calls WHERE entry_id = {call.EntryId} AND id <> {call.Id} AND withdrawn_at IS NULL AND ended_at >= {call.EndedAt}") > 0)
        {
            return new LaterCallExists();
        }

        if (open is { Kind: ClaimKind.Calling } && open.ContactId == contactId)
        {
            return new FinishOpenCallFirst(open.Id);
        }

        // Held by a claim of somebody else, or asked of somebody else, in whichever campaign of the book.
        return await session.CountAsync(
            $"""
            SELECT count(*) FROM claims k WHERE k.entry_id IN (SELECT e.id FROM entries e WHERE e.contact_id = {contactId}) AND k.id <> {call.ClaimId} AND k.id <> {open?.Id ?? Guid.Empty}
              AND (k.ended_at IS NULL OR (k.ended_by = 'Lapsed' AND k.reported_at IS NULL))
            """) > 0
            ? new HeldBySomeoneElse()
            : null;
    }

    private async Task RestoreEntryAsync(HotSession session, EntryRow entry, CallRow call, EntryState state)
    {
        var before = call.Before;

        // What a merge has added since stays counted.
        var added = (call.Outcome.CountsAsAttempt ? 1 : 0) - (before is { ClaimEnd: ClaimEnd.Lapsed, ClaimReportedAt: not null } ? 1 : 0);

        // The person's language may have been corrected since.
        await session.ExecuteAsync($"""
            UPDATE entries SET state = {state}, ready_at = {before.ReadyAt}, pass = {before.Pass},
                language = CASE WHEN {before.ReroutedTo is null} THEN (SELECT c.language FROM contacts c WHERE c.id = entries.contact_id) ELSE {before.Language} END, rerouted_to = {before.ReroutedTo},
                attempts = {entry.Attempts - added}, callback_at = {before.CallbackAt}, callback_for = {before.CallbackFor}, last_call_at = {before.LastCallAt},
                last_outcome_id = {before.LastOutcomeId}, held_for = {before.HeldFor}, version = version + 1
            WHERE id = {entry.Id}
            """);
        await session.CountMoveAsync(time, entry.ListId, entry.State, state);
    }

    private async Task RestoreContactAsync(HotSession session, Actor actor, ContactRow contact, CallRow call)
    {
        if (call.Outcome.NeverSameCaller || call.Before.NotByMeAgain)
        {
            await session.ExecuteAsync($"""
                DELETE FROM skips WHERE organizer_id = {actor.VolunteerId} AND entry_id = {call.EntryId} AND reason IN ('Outcome', 'AskedNot') AND at = {call.EndedAt}
                """);
        }

        var with = new ContactCall(call.Id, actor.VolunteerId, call.CampaignId, call.EntryId, contact.Id, contact.BookId, call.PhoneId, call.EndedAt);
        await ContactEffects.TakeBackAsync(session, actor, with, call.Outcome, call.Before, time);
    }

    private async Task RestoreClaimAsync(HotSession session, ClaimRow claim, CallRow call, bool reopens, DateTime now)
    {
        var draft = sealer.SealJson(claim.BookId, Places.ClaimDraft(claim.Id), await DraftOfAsync(session, call));
        if (reopens)
        {
            await session.ExecuteAsync($"""
                UPDATE claims SET ended_at = NULL, ended_by = NULL, reported_at = NULL, expires_at = {now + NextContact.CallingTime}, sealed_draft = {draft}, draft_version = draft_version + 1
                WHERE id = {claim.Id}
                """);
            return;
        }

        var end = call.Before.ClaimEnd ?? ClaimEnd.Lapsed;
        await session.ExecuteAsync($"""
            UPDATE claims SET ended_at = {call.Before.ClaimEndedAt ?? now}, ended_by = {end}, reported_at = {call.Before.ClaimReportedAt}, sealed_draft = {draft}, draft_version = draft_version + 1
            WHERE id = {claim.Id}
            """);
    }

    // What was typed comes back to be recorded again.
    private async Task<CallDraft> DraftOfAsync(HotSession session, CallRow call)
    {
        var texts = call.SealedTexts is { } sealedTexts ? sealer.OpenJson<CallTexts>(Places.CallTexts(call.Id), sealedTexts) : new CallTexts();
        var answers = await session.QueryAsync(
            $"SELECT id, step_id, choice_id, sealed_text FROM answers WHERE call_id = {call.Id}",
            row => (Step: row.Text(1), Value: row.TextOrNull(2) ?? (row.BytesOrNull(3) is { } text ? sealer.Open(Places.AnswerText(row.Id(0)), text) : "")));
        return new CallDraft
        {
            Answers = answers.ToDictionary(answer => answer.Step, answer => answer.Value, StringComparer.Ordinal),
            NoteToCallers = texts.NoteToCallers,
            MessageToCoordinator = texts.MessageToCoordinator,
            Reason = texts.Reason,
            OutcomeKey = call.Outcome.Key,
            ScriptVersionId = call.ScriptVersionId,
            CallbackLocal = call.Before.CallbackLocal,
            CallbackZone = call.Before.CallbackZone,
            CallbackMine = call.Before.CallbackMine,
            NotByMeAgain = call.Before.NotByMeAgain,
            SpeaksLanguage = call.Before.SpeaksLanguage,
            Language = call.Language.Length == 0 ? null : call.Language,
        };
    }

    private static Task<CallRow?> FindAsync(HotSession session, Actor actor, Guid callId) => session.FirstAsync(
        $"""
        SELECT k.id, k.entry_id, k.list_id, k.campaign_id, k.claim_id, k.phone_id, k.outcome_id, o.definition, k.ended_at, k.sealed_texts, k.before, k.withdrawn_at, k.script_version_id, k.language
        FROM calls k JOIN outcomes o ON o.id = k.outcome_id WHERE k.id = {callId} AND k.organizer_id = {actor.VolunteerId}
        """,
        row => new CallRow(
            row.Id(0),
            row.Id(1),
            row.Id(2),
            row.Id(3),
            row.Id(4),
            row.IdOrNull(5),
            row.Id(6),
            CampaignOutcomes.Read(row.Text(7)),
            row.Time(8),
            row.BytesOrNull(9),
            CallBefore.Parse(row.Text(10)),
            !row.IsNull(11),
            row.IdOrNull(12),
            row.Text(13)));

    private sealed record CallRow(
        Guid Id,
        Guid EntryId,
        Guid ListId,
        Guid CampaignId,
        Guid ClaimId,
        Guid? PhoneId,
        Guid OutcomeId,
        OutcomeDefinition Outcome,
        DateTime EndedAt,
        byte[]? SealedTexts,
        CallBefore Before,
        bool Withdrawn,
        Guid? ScriptVersionId,
        string Language);
}
