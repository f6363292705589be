using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Reports;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Books;

/// <summary>Somebody is in a call with this person, or has yet to say what came of one.</summary>
public sealed record PersonIsInCall : Error;

/// <summary>
/// Erases a person: name, numbers, notes, labels, places in campaigns and every link to who called. What was counted stays as calls
/// without a person. The numbers stay on the stop list, or come onto it when asked. For coordinators of the book. Refuses with
/// <see cref="NotFound"/>, <see cref="PersonIsInCall"/>, <see cref="ImportAlreadyRunning"/>.
/// </summary>
public sealed class EraseContact(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, SilencedClaims silenced, Sealer sealer, Signals signals, TimeProvider time)
{
    /// <param name="neverAgain">Puts the person's numbers on the stop list, so that no later import brings them back to be called.</param>
    public async Task<Result> ExecuteAsync(Actor actor, Guid bookId, Guid contactId, bool neverAgain, CancellationToken ct)
    {
        await using (var db = await dbs.CreateDbContextAsync(ct))
        {
            if (!await db.BooksOf(actor).AnyAsync(book => book.Id == bookId, ct))
            {
                return new NotFound();
            }
        }

        var erased = await store.WriteAsync(session => EraseAsync(session, actor, bookId, contactId, neverAgain), CancellationToken.None);
        if (!erased.IsDone)
        {
            return erased.Error;
        }

        await silenced.CloseAsync(erased.Value.Stopped, CancellationToken.None);
        foreach (var viewer in erased.Value.Viewers)
        {
            signals.Publish(new Signal(Signal.ClaimChanged, VolunteerId: viewer));
        }

        foreach (var campaignId in erased.Value.Campaigns)
        {
            signals.Publish(new Signal(Signal.ListChanged, campaignId));
        }

        await using var again = await dbs.CreateDbContextAsync(CancellationToken.None);
        await again.ForgetDeletedAsync(CancellationToken.None);
        return Result.Done;
    }

    private async Task<Result<Erased>> EraseAsync(HotSession session, Actor actor, Guid bookId, Guid contactId, bool neverAgain)
    {
        if (await RunningImport.IsThereAsync(session, bookId))
        {
            return new ImportAlreadyRunning();
        }

        // In the order every act locks: the stop list, claims, contacts, entries.
        await StopListWriter.EnterAsync(session);
        await OpenClaimsAsync(session, contactId);
        if (await session.QueryAsync($"SELECT id FROM contacts WHERE id = {contactId} AND book_id = {bookId} {session.ForUpdate}", row => row.Id(0)) is not [_])
        {
            return new NotFound();
        }

        var entries = await session.QueryAsync(
            $"SELECT id, campaign_id, list_id, state FROM entries WHERE contact_id = {contactId} ORDER BY id {session.ForUpdate}",
            row => (Id: row.Id(0), Campaign: row.Id(1), List: row.Id(2), State: row.Word<EntryState>(3)));

        // Asked again: with the entries locked nobody takes this person any more.
        var open = await OpenClaimsAsync(session, contactId);
        if (open.Any(claim => claim.Kind == ClaimKind.Calling) || entries.Any(entry => entry.State == EntryState.Unreported))
        {
            return new PersonIsInCall();
        }

        var stopped = neverAgain ? await StopAsync(session, actor, contactId) : [];
        var ids = entries.ConvertAll(entry => entry.Id);
        foreach (var entry in entries)
        {
            await session.ExecuteAsync($"INSERT INTO tallies (id, list_id, key, n) VALUES ({time.NewId()}, {entry.List}, {EntryMoves.StateKey(entry.State)}, {-1})");
            await UnlinkCallsAsync(session, entry.Id);
        }

        var nobody = time.NewId();
        await session.ExecuteAsync($"UPDATE reveals SET contact_id = {nobody}, phone_id = {nobody}, claim_id = {nobody} WHERE contact_id = {contactId}");
        await session.ExecuteAsync($"UPDATE help_requests SET entry_id = NULL, sealed_text = NULL WHERE entry_id IN {ids}");
        await session.ExecuteAsync($"DELETE FROM held_resolutions WHERE entry_id IN {ids}");
        await session.ExecuteAsync($"DELETE FROM skips WHERE entry_id IN {ids} OR contact_id = {contactId}");
        await session.ExecuteAsync($"DELETE FROM suppressions WHERE contact_id = {contactId}");
        await session.ExecuteAsync($"DELETE FROM claims WHERE entry_id IN {ids}");
        await session.ExecuteAsync($"DELETE FROM entries WHERE contact_id = {contactId}");
        await session.ExecuteAsync($"DELETE FROM contacts WHERE id = {contactId}");
        await session.ExecuteAsync($"UPDATE books SET people = people - 1 WHERE id = {bookId}");
        await session.RecordAsync(time, actor, AuditAction.ContactErased, contactId, bookId, neverAgain ? "never-again" : null);
        return new Erased(stopped, [.. open.Select(claim => claim.Organizer)], [.. entries.Select(entry => entry.Campaign).Distinct()]);
    }

    private static Task<List<(Guid Organizer, ClaimKind Kind)>> OpenClaimsAsync(HotSession session, Guid contactId) => session.QueryAsync(
        $"SELECT organizer_id, kind FROM claims WHERE ended_at IS NULL AND entry_id IN (SELECT id FROM entries WHERE contact_id = {contactId}) ORDER BY id {session.ForUpdate}",
        row => (row.Id(0), row.Word<ClaimKind>(1)));

    private async Task<IReadOnlyList<Guid>> StopAsync(HotSession session, Actor actor, Guid contactId)
    {
        var numbers = await session.QueryAsync(
            $"SELECT id, sealed_number FROM contact_phones WHERE contact_id = {contactId}",
            row => sealer.Open(Places.PhoneNumber(row.Id(0)), row.Bytes(1)));
        return await StopListWriter.AddAsync(session, sealer, time, actor, [.. numbers.Distinct(StringComparer.Ordinal)], callId: null);
    }

    /// <summary>Calls stay for the counts: under an id of nobody, without caller, number, text and what was typed.</summary>
    private async Task UnlinkCallsAsync(HotSession session, Guid entryId)
    {
        await session.MarkForRecountAsync(time, entryId);
        var nobody = time.NewId();
        await session.ExecuteAsync($"DELETE FROM answers WHERE choice_id IS NULL AND call_id IN (SELECT id FROM calls WHERE entry_id = {entryId})");
        await session.ExecuteAsync($"UPDATE answers SET sealed_text = NULL WHERE call_id IN (SELECT id FROM calls WHERE entry_id = {entryId})");
        await session.ExecuteAsync($"""
            UPDATE follow_ups SET entry_id = {nobody}, contact_id = {nobody}, organizer_id = NULL, reference = NULL
            WHERE call_id IN (SELECT id FROM calls WHERE entry_id = {entryId})
            """);
        await session.ExecuteAsync($"DELETE FROM reviews WHERE verdict = 'Waiting' AND call_id IN (SELECT id FROM calls WHERE entry_id = {entryId})");
        await session.ExecuteAsync($"UPDATE reviews SET organizer_id = NULL, sealed_text = NULL WHERE call_id IN (SELECT id FROM calls WHERE entry_id = {entryId})");
        await session.ExecuteAsync($"""
            UPDATE calls SET entry_id = {nobody}, contact_id = {nobody}, claim_id = {nobody}, organizer_id = NULL, phone_id = NULL, sealed_texts = NULL, callback_at = NULL, before = {"{}"}
            WHERE entry_id = {entryId}
            """);
    }

    private sealed record Erased(IReadOnlyList<Guid> Stopped, IReadOnlyList<Guid> Viewers, IReadOnlyList<Guid> Campaigns);
}
