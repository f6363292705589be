using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>
/// Says that a person of a book is not to be called by this organizer, in any campaign. Whoever only looks at the person gives her or him back;
/// a call that has begun is finished. Done twice it changes nothing. For coordinators of the book. Audited.
/// Refuses with <see cref="NotFound"/>, <see cref="InvalidField"/>.
/// </summary>
public sealed class SetHoldOut(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, HoldOuts holdOuts, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid bookId, Guid contactId, Guid organizerId, SkipReason reason, CancellationToken ct)
    {
        if (!SkipReasons.Settable.Contains(reason))
        {
            return new InvalidField("Reason", "NotAChoice");
        }

        await using (var db = await dbs.CreateDbContextAsync(ct))
        {
            if (!await db.Contacts.AnyAsync(contact => contact.Id == contactId && contact.BookId == bookId && db.BooksOf(actor).Any(book => book.Id == bookId), ct)
                || !await ContactHoldOuts.CallersOf(db, bookId).AnyAsync(volunteer => volunteer.Id == organizerId, ct))
            {
                return new NotFound();
            }
        }

        var isNew = await store.WriteAsync(session => SetAsync(session, actor, bookId, contactId, organizerId, reason), ct);
        if (isNew)
        {
            signals.Publish(new Signal(Signal.ClaimChanged, VolunteerId: organizerId));
        }

        return Result.Done;
    }

    private async Task<bool> SetAsync(HotSession session, Actor actor, Guid bookId, Guid contactId, Guid organizerId, SkipReason reason)
    {
        // In the order of every act: the organizer, the claim, the entries.
        await Caller.LockAsync(session, new Actor(organizerId));
        if (await session.CountAsync($"SELECT count(*) FROM skips WHERE contact_id = {contactId} AND organizer_id = {organizerId} AND reason = {reason}") > 0)
        {
            return false;
        }

        await holdOuts.RememberAsync(session, organizerId, campaignId: null, entryId: null, contactId, bookId, reason, setBy: actor.VolunteerId);
        if (await ClaimRow.LockOpenAsync(session, organizerId) is { Kind: ClaimKind.Viewing } claim && claim.ContactId == contactId)
        {
            await session.GiveBackAsync(time, claim, ClaimEnd.TakenBack);
        }

        // What this organizer had promised, somebody else keeps.
        await session.ExecuteAsync($"UPDATE entries SET callback_for = NULL WHERE contact_id = {contactId} AND state = 'Scheduled' AND callback_for = {organizerId}");
        await session.RecordAsync(time, actor, AuditAction.HoldOutSet, contactId, bookId, reason.ToString());
        return true;
    }
}

/// <summary>
/// Lets an organizer be handed people again: one person (by the hold-out's id), or all of one reason in a campaign's book.
/// For coordinators of the book. Audited. Refuses with <see cref="NotFound"/>.
/// </summary>
public sealed class LiftHoldOut(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid bookId, Guid holdOutId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var mayLift = await db.BooksOf(actor).AnyAsync(book => book.Id == bookId, ct);
        var found = !mayLift ? null : await db.Skips.AsNoTracking().FirstOrDefaultAsync(
            skip => skip.Id == holdOutId && (skip.BookId == bookId || db.Entries.Any(entry => entry.Id == skip.EntryId && db.Campaigns.Any(campaign => campaign.Id == entry.CampaignId && campaign.BookId == bookId))), ct);
        if (found is null)
        {
            return new NotFound();
        }

        await store.WriteAsync(
            async session =>
            {
                // Of one reason there may be several, one of each campaign.
                await session.ExecuteAsync($"DELETE FROM skips WHERE id = {holdOutId}");
                if (found.ContactId is { } contactId)
                {
                    await session.ExecuteAsync($"DELETE FROM skips WHERE contact_id = {contactId} AND organizer_id = {found.OrganizerId} AND reason = {found.Reason}");
                }

                await session.RecordAsync(time, actor, AuditAction.HoldOutLifted, found.ContactId ?? found.EntryId, bookId, found.Reason.ToString());
                return true;
            },
            ct);
        return Result.Done;
    }

    /// <returns>How many were lifted.</returns>
    public async Task<Result<int>> AllAsync(Actor actor, Guid campaignId, Guid organizerId, SkipReason reason, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var bookId = await db.CampaignsOf(actor).Where(campaign => campaign.Id == campaignId).Select(campaign => (Guid?)campaign.BookId).FirstOrDefaultAsync(ct);
        if (bookId is not { } book || !SkipReasons.HoldingOut.Contains(reason))
        {
            return new NotFound();
        }

        return await store.WriteAsync(
            async session =>
            {
                var lifted = await session.ExecuteAsync($"""
                    DELETE FROM skips WHERE organizer_id = {organizerId} AND reason = {reason}
                      AND (book_id = {book} OR (contact_id IS NULL AND campaign_id IN (SELECT id FROM campaigns WHERE book_id = {book})))
                    """);
                await session.RecordAsync(time, actor, AuditAction.HoldOutLifted, organizerId, book, reason.ToString());
                return lifted;
            },
            ct);
    }
}

/// <summary>
/// Keeps relatives apart in a campaign, or no longer: nobody is handed a person of her or his own surname. Those who were kept apart before
/// come back when it ends. Refuses with <see cref="NotFound"/>. Saying it twice is no refusal.
/// </summary>
public sealed class KeepRelativesApart(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid campaignId, bool apart, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        if (campaign.KeepsRelativesApart == apart)
        {
            return Result.Done;
        }

        campaign.KeepsRelativesApart = apart;
        db.Record(time, actor, AuditAction.CampaignChanged, campaignId, campaignId);
        await db.SaveChangesAsync(ct);
        if (!apart)
        {
            await store.WriteAsync(session => session.ExecuteAsync($"DELETE FROM skips WHERE campaign_id = {campaignId} AND reason = {SkipReason.Relative}"), ct);
        }

        signals.Publish(new Signal(Signal.CampaignChanged, campaignId));
        return Result.Done;
    }
}
