using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Books;

/// <summary>
/// Makes one person of two of the same book: names, numbers, labels and calls of both are kept, in each campaign one place, and the
/// stricter of what must not be done. Audited. Refuses with <see cref="NotFound"/> (also for people of two books),
/// <see cref="PersonIsInCall"/>, <see cref="ImportAlreadyRunning"/>, <see cref="ContactChangedMeanwhile"/>; then nothing is changed.
/// </summary>
public sealed class MergeContacts(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, Sealer sealer, HoursClasses hours, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid bookId, Guid keptId, Guid otherId, CancellationToken ct)
    {
        MergedContact merged;
        await using (var db = await dbs.CreateDbContextAsync(ct))
        {
            var book = await db.BooksOf(actor).AsNoTracking().SingleOrDefaultAsync(candidate => candidate.Id == bookId, ct);
            var both = book is null ? [] : await db.PeopleOf(bookId).AsNoTracking().Where(contact => contact.Id == keptId || contact.Id == otherId).ToListAsync(ct);
            if (book is null || both.Count != 2)
            {
                return new NotFound();
            }

            merged = MergedContact.Of(sealer, both.Single(contact => contact.Id == keptId), both.Single(contact => contact.Id == otherId));
            merged = merged with { HoursClassId = await hours.IdOfAsync(PersonRecord.HoursOf(merged.TimeZone, merged.Country, merged.Details.Card, RunImport.ZoneOf(book.DefaultCountry)), ct) };
        }

        var result = await store.WriteAsync(session => WriteAsync(session, actor, merged), ct);
        if (!result.IsDone)
        {
            return result.Error;
        }

        foreach (var campaignId in result.Value)
        {
            signals.Publish(new Signal(Signal.ListChanged, campaignId));
        }

        return Result.Done;
    }

    private async Task<Result<IReadOnlyList<Guid>>> WriteAsync(HotSession session, Actor actor, MergedContact merged)
    {
        if (await RunningImport.IsThereAsync(session, merged.BookId))
        {
            return new ImportAlreadyRunning();
        }

        var both = new[] { merged.KeptId, merged.OtherId };
        var stand = await session.QueryAsync($"SELECT id, updated_at FROM contacts WHERE id IN {both} ORDER BY id {session.ForUpdate}", row => (Id: row.Id(0), At: row.Time(1)));
        if (stand.Count != 2 || stand.Exists(row => row.At != (row.Id == merged.KeptId ? merged.KeptAt : merged.OtherAt)))
        {
            return new ContactChangedMeanwhile();
        }

        var entries = await MergedEntry.LockAsync(session, both);
        if (entries.Exists(entry => entry.State is EntryState.Claimed or EntryState.Unreported))
        {
            return new PersonIsInCall();
        }

        foreach (var campaign in entries.GroupBy(entry => entry.CampaignId))
        {
            if (campaign.Count() == 2)
            {
                await MergedEntry.UniteAsync(session, time, campaign.OrderByDescending(entry => entry.Rank).ThenByDescending(entry => entry.Attempts).ThenBy(entry => entry.ContactId == merged.OtherId).ToList());
            }
        }

        await MoveAsync(session, merged);
        await session.ExecuteAsync($"""
            UPDATE contacts SET sealed_details = {sealer.SealJson(merged.BookId, Places.ContactDetails(merged.KeptId), merged.Details)}, language = {merged.Language}, country = {merged.Country},
                time_zone = {merged.TimeZone}, address_form = {merged.Form}, city_id = {merged.CityId}, source_id = {merged.SourceId}, consent = {merged.Consent},
                hours_class_id = {merged.HoursClassId}, rests_until = {merged.RestsUntil}, ended_at = {merged.EndedAt}, import_id = {merged.ImportId}, updated_at = {Later(merged.KeptAt)}
            WHERE id = {merged.KeptId}
            """);
        await session.ExecuteAsync($"DELETE FROM contacts WHERE id = {merged.OtherId}");
        await session.ExecuteAsync($"UPDATE books SET people = people - 1 WHERE id = {merged.BookId}");
        await session.ExecuteAsync($"""
            UPDATE entries SET country = {merged.Country}, hours_class_id = {merged.HoursClassId},
                language = CASE WHEN rerouted_to IS NULL THEN {merged.Language} ELSE language END
            WHERE contact_id = {merged.KeptId}
            """);
        await session.RefreshCallableAsync([merged.KeptId], time.UtcNow());
        await session.RecordAsync(time, actor, AuditAction.ContactsMerged, merged.KeptId, merged.BookId, merged.OtherId.ToString("D"));
        return entries.Select(entry => entry.CampaignId).Distinct().ToList();
    }

    private static async Task MoveAsync(HotSession session, MergedContact merged)
    {
        var (kept, other) = (merged.KeptId, merged.OtherId);
        await session.ExecuteAsync($"UPDATE entries SET contact_id = {kept} WHERE contact_id = {other}");
        await session.ExecuteAsync($"""
            UPDATE contact_phones SET contact_id = {kept}, position = position + (SELECT COALESCE(max(p.position) + 1, 0) FROM contact_phones p WHERE p.contact_id = {kept})
            WHERE contact_id = {other}
            """);
        await session.ExecuteAsync($"UPDATE suppressions SET contact_id = {kept} WHERE contact_id = {other}");
        await session.ExecuteAsync($"""
            INSERT INTO contact_external_ids (book_id, contact_id, blind_index) SELECT e.book_id, {kept}, e.blind_index FROM contact_external_ids e WHERE e.contact_id = {other}
            ON CONFLICT (contact_id, blind_index) DO NOTHING
            """);
        await session.ExecuteAsync($"""
            INSERT INTO external_keys (book_id, blind_index, contact_id) SELECT e.book_id, e.blind_index, {kept} FROM contact_external_ids e WHERE e.contact_id = {other}
            ON CONFLICT (book_id, blind_index, contact_id) DO NOTHING
            """);

        // Whoever was named by a file is still named by it.
        await session.ExecuteAsync($"""
            INSERT INTO imported_contacts (import_id, contact_id)
            SELECT n.import_id, {kept} FROM (
                SELECT c.import_id FROM contacts c WHERE c.id IN ({kept}, {other}) AND c.import_id IS NOT NULL
                UNION SELECT i.import_id FROM imported_contacts i WHERE i.contact_id = {other}) n
            WHERE n.import_id IN (SELECT m.id FROM imports m)
            ON CONFLICT (import_id, contact_id) DO NOTHING
            """);
        await session.ExecuteAsync($"""
            INSERT INTO contact_labels (contact_id, label_id) SELECT {kept}, l.label_id FROM contact_labels l WHERE l.contact_id = {other}
            ON CONFLICT (contact_id, label_id) DO NOTHING
            """);
        await session.ExecuteAsync($"UPDATE calls SET contact_id = {kept} WHERE contact_id = {other}");
        await session.ExecuteAsync($"UPDATE claims SET contact_id = {kept} WHERE entry_id IN (SELECT id FROM entries WHERE contact_id = {kept})");
        await session.ExecuteAsync($"UPDATE follow_ups SET contact_id = {kept} WHERE contact_id = {other}");
        await session.ExecuteAsync($"UPDATE reveals SET contact_id = {kept} WHERE contact_id = {other}");
        await session.ExecuteAsync($"UPDATE skips SET contact_id = {kept} WHERE contact_id = {other}");
    }

    private DateTime Later(DateTime before) => time.UtcNow() is var now && now > before ? now : before.AddMilliseconds(1);
}
