using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reviews;

/// <summary>
/// Destroys the free texts of a call, also where the caller's draft still held them. Who did it and when stay known; the
/// outcome and the answers stay. Idempotent. Refuses with <see cref="NotFound"/>.
/// </summary>
public sealed class StrikeOutNote(IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid callId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var call = await db.Calls.FirstOrDefaultAsync(call => call.Id == callId && db.CampaignsOf(actor).Any(campaign => campaign.Id == call.CampaignId), ct);
        if (call is null)
        {
            return new NotFound();
        }

        if (call.TextsStruckOutAt is not null || call.SealedTexts is null)
        {
            return Result.Done;
        }

        call.SealedTexts = null;
        call.TextsStruckOutAt = time.UtcNow();
        var claim = await db.Claims.FirstOrDefaultAsync(claim => claim.Id == call.ClaimId && claim.EndedAt != null, ct);
        if (claim?.SealedDraft is not null)
        {
            claim.SealedDraft = null;
        }

        db.Record(time, actor, AuditAction.NoteStruckOut, callId, call.BookId);
        await db.SaveChangesAsync(ct);
        return Result.Done;
    }
}
