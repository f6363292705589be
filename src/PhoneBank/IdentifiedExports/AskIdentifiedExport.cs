using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reports;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.IdentifiedExports;

/// <summary>
/// Asks for names and numbers of a campaign's people, or of one list's. What has to happen before the file can be made follows from
/// the book's level. The passphrase is given with the wish: a session alone, perhaps stolen, takes nobody's names.
/// </summary>
public sealed class AskIdentifiedExport(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, StepUp stepUp, Signals signals, TimeProvider time)
{
    /// <returns>
    /// The request's id, or <see cref="NotFound"/>, <see cref="IdentifiedReasonNeeded"/>, <see cref="PassphraseNotRight"/>,
    /// <see cref="TooManyIdentified"/>, <see cref="IdentifiedStillOpen"/>.
    /// </returns>
    public async Task<Result<Guid>> ExecuteAsync(Actor actor, Guid campaignId, Guid? listId, string? reason, string? passphrase, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var found = await (
            from campaign in db.CampaignsOf(actor)
            join book in db.Books on campaign.BookId equals book.Id
            where campaign.Id == campaignId
            select new { campaign.BookId, book.Level }).FirstOrDefaultAsync(ct);
        if (found is null || (listId is { } list && !await db.CallLists.AnyAsync(candidate => candidate.Id == list && candidate.CampaignId == campaignId, ct)))
        {
            return new NotFound();
        }

        if (reason?.Trim() is not { Length: > 0 } why)
        {
            return new IdentifiedReasonNeeded();
        }

        if (!await stepUp.IsAsync(actor, passphrase, "identified-ask", ct))
        {
            return new PassphraseNotRight();
        }

        // Holds the account's row, so that two taps at once do not ask twice.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Users.Where(volunteer => volunteer.Id == actor.VolunteerId).ExecuteUpdateAsync(set => set.SetProperty(volunteer => volunteer.Status, volunteer => volunteer.Status), ct);
        var now = time.UtcNow();
        var dayAgo = now.AddDays(-1);
        var mine = await db.IdentifiedRequests.AsNoTracking().Where(request => request.AskedBy == actor.VolunteerId && request.AskedAt > dayAgo.AddDays(-1)).ToListAsync(ct);
        foreach (var open in mine.Where(request => request.BookId == found.BookId))
        {
            var state = IdentifiedRules.StateOf(open, await IdentifiedRules.LastMadeAsync(db, open, now, ct) is not null, now);
            if (state is IdentifiedState.WaitsForApproval or IdentifiedState.Waits or IdentifiedState.Ready)
            {
                return new IdentifiedStillOpen();
            }
        }

        if (mine.Count(request => request.AskedAt > dayAgo) >= IdentifiedRules.MostInDay)
        {
            return new TooManyIdentified();
        }

        var id = time.NewId();
        db.IdentifiedRequests.Add(new IdentifiedRequest
        {
            Id = id,
            BookId = found.BookId,
            CampaignId = campaignId,
            ListId = listId,
            AskedBy = actor.VolunteerId,
            AskedAt = now,
            SealedReason = sealer.Seal(found.BookId, Places.IdentifiedReason(id), why[..Math.Min(why.Length, ExportRequest.MostReason)]),
            Way = await IdentifiedRules.WayOfAsync(db, found.BookId, found.Level, ct),
        });
        db.Record(time, actor, AuditAction.IdentifiedExport, id, found.BookId, "asked");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        signals.Publish(new Signal(Signal.CampaignChanged, campaignId));
        return id;
    }
}
