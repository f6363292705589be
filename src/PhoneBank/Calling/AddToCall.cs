using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Scripts;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>What is added to a call that was recorded with one tap.</summary>
public sealed record CallAddition
{
    public required Guid CallId { get; init; }

    public string? NoteToCallers { get; init; }

    public string? MessageToCoordinator { get; init; }

    /// <inheritdoc cref="RecordRequest.Kept"/>
    public IReadOnlyCollection<NoteFinding> Kept { get; init; } = [];
}

/// <summary>
/// Adds a note or a message to a call of one's own for as long as it can be undone, so that the outcome can come first and the
/// words after. What stands there stays; the same words again add nothing, from whatever tab. Refuses with <see cref="NotFound"/>,
/// <see cref="NothingToAdd"/>, <see cref="AddTooLate"/>, <see cref="CallWasWithdrawn"/>, <see cref="NotesWereStruckOut"/>,
/// <see cref="TextNotTaken"/>, <see cref="TextTooLong"/>, <see cref="LooksLikeCardNumber"/>, <see cref="TextHoldsDetails"/> (once),
/// <see cref="NotAllowed"/>; then nothing is changed.
/// </summary>
public sealed class AddToCall(IHotStore store, Sealer sealer, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, CallAddition addition, CancellationToken ct)
    {
        Guid? campaignId = null;
        var result = await store.WriteAsync<Result>(
            async session =>
            {
                if (await Caller.LockAsync(session, actor) is null)
                {
                    return new NotAllowed();
                }

                if (await FindAsync(session, actor, addition.CallId) is not { } call)
                {
                    return new NotFound();
                }

                campaignId = call.CampaignId;
                return await AddAsync(session, actor, addition, call);
            },
            ct);
        if (result.IsDone)
        {
            signals.Publish(new Signal(Signal.CallRecorded, campaignId, actor.VolunteerId));
        }

        return result;
    }

    private async Task<Result> AddAsync(HotSession session, Actor actor, CallAddition addition, CallRow call)
    {
        if (!await Caller.IsAdmittedAsync(session, actor.VolunteerId, call.CampaignId))
        {
            return new NotAllowed();
        }

        if (Closed(call) is { } closed)
        {
            return closed;
        }

        var before = call.SealedTexts is { } texts ? sealer.OpenJson<CallTexts>(Places.CallTexts(call.Id), texts) : new CallTexts();
        var after = before with
        {
            NoteToCallers = Appended(before.NoteToCallers, addition.NoteToCallers),
            MessageToCoordinator = Appended(before.MessageToCoordinator, addition.MessageToCoordinator),
        };
        if (Check(addition, after, call, await AsksForMoneyAsync(session, call)) is { } refusal)
        {
            return refusal;
        }

        if (after == before)
        {
            return Result.Done;
        }

        await session.ExecuteAsync($"UPDATE calls SET sealed_texts = {sealer.SealJson(call.BookId, Places.CallTexts(call.Id), after)} WHERE id = {call.Id}");
        await session.RecordAsync(time, actor, AuditAction.CallAddedTo, call.Id, call.CampaignId);
        return Result.Done;
    }

    private Error? Closed(CallRow call) =>
        call.Withdrawn ? new CallWasWithdrawn()
        : time.UtcNow() > call.EndedAt + RecordOutcome.UndoWindow ? new AddTooLate()
        : call.StruckOut ? new NotesWereStruckOut()
        : null;

    private static Error? Check(CallAddition addition, CallTexts after, CallRow call, bool money)
    {
        (string Field, string? Added, string? After, bool Taken)[] fields =
        [
            (nameof(addition.NoteToCallers), Text(addition.NoteToCallers), after.NoteToCallers, call.TakesNotes),
            (nameof(addition.MessageToCoordinator), Text(addition.MessageToCoordinator), after.MessageToCoordinator, call.TakesMessages),
        ];
        var typed = fields.Where(field => field.Added is not null).ToList();
        if (typed.Count == 0)
        {
            return new NothingToAdd();
        }

        foreach (var field in typed)
        {
            Error? refusal = !field.Taken ? new TextNotTaken()
                : field.After!.Length > RecordOutcome.MostText ? new TextTooLong(field.Field, RecordOutcome.MostText)
                : money && AccountNumbers.IsIn(field.Added) ? new LooksLikeCardNumber(field.Field)
                : null;
            if (refusal is not null)
            {
                return refusal;
            }
        }

        return RecordCheck.Details(typed.Select(field => (field.Field, field.Added)), addition.Kept, call.Level == ProtectionLevel.AtRisk);
    }

    private async Task<bool> AsksForMoneyAsync(HotSession session, CallRow call) =>
        call.ScriptVersionId is { } id
        && await session.FirstAsync(
            $"SELECT sealed_document FROM script_versions WHERE id = {id}",
            row => ScriptDocument.FromUtf8(sealer.OpenBytes(Places.ScriptDocument(id), row.Bytes(0)))) is { AsksForMoney: true };

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().ReplaceLineEndings("\n");

    private static string? Appended(string? kept, string? added) => Text(added) switch
    {
        null => kept,
        var text when kept is null => text,
        var text when $"\n{kept}\n".Contains($"\n{text}\n", StringComparison.Ordinal) => kept,
        var text => $"{kept}\n{text}",
    };

    // Locked: a coordinator may be striking the notes out at this moment.
    private static Task<CallRow?> FindAsync(HotSession session, Actor actor, Guid callId) => session.FirstAsync(
        $"""
        SELECT k.id, k.campaign_id, k.book_id, k.ended_at, k.script_version_id, k.sealed_texts, k.withdrawn_at, k.texts_struck_out_at,
               (SELECT b.level FROM books b WHERE b.id = k.book_id),
               (SELECT c.notes_to_next_callers FROM campaigns c WHERE c.id = k.campaign_id),
               (SELECT c.messages_to_coordinator FROM campaigns c WHERE c.id = k.campaign_id)
        FROM calls k WHERE k.id = {callId} AND k.organizer_id = {actor.VolunteerId} {session.ForUpdate}
        """,
        row => new CallRow(
            row.Id(0),
            row.Id(1),
            row.Id(2),
            row.Time(3),
            row.IdOrNull(4),
            row.BytesOrNull(5),
            !row.IsNull(6),
            !row.IsNull(7),
            row.Word<ProtectionLevel>(8),
            row.Flag(9),
            row.Flag(10)));

    private sealed record CallRow(
        Guid Id,
        Guid CampaignId,
        Guid BookId,
        DateTime EndedAt,
        Guid? ScriptVersionId,
        byte[]? SealedTexts,
        bool Withdrawn,
        bool StruckOut,
        ProtectionLevel Level,
        bool TakesNotes,
        bool TakesMessages);
}
