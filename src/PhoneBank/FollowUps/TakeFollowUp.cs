using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.FollowUps;

/// <summary>
/// Sees to a promise oneself, or gives it back to anyone. For coordinators of the book; organizers take what was promised to
/// themselves and give back what they have. Refuses with <see cref="NotFound"/>, <see cref="PromiseTakenBack"/>, <see cref="FollowUpClosedAlready"/>,
/// <see cref="FollowUpTakenAlready"/>.
/// </summary>
public sealed class TakeFollowUp(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    /// <param name="mine">Take it; else give it back.</param>
    public async Task<Result> ExecuteAsync(Actor actor, Guid followUpId, bool mine, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.ReachAsync(actor, followUpId, ct) is not { Promise: var promise })
        {
            return new NotFound();
        }

        Guid? to = mine ? actor.VolunteerId : null;
        if (await StandsAgainstAsync(db, promise, to, ct) is { } refusal)
        {
            return refusal;
        }

        if (promise.OrganizerId == to)
        {
            return Result.Done;
        }

        var from = promise.OrganizerId;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            var changed = await db.FollowUps
                .Where(candidate => candidate.Id == followUpId && candidate.OrganizerId == from && candidate.DoneAt == null && candidate.WithdrawnAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.OrganizerId, to), ct);
            if (changed > 0)
            {
                db.Record(time, actor, mine ? AuditAction.FollowUpTaken : AuditAction.FollowUpGivenBack, followUpId, promise.CampaignId);
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                return Result.Done;
            }
        }

        // Somebody was faster: what stands now says what to answer.
        var now = await db.FollowUps.AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == followUpId, ct);
        return now is null ? new NotFound()
            : await StandsAgainstAsync(db, now, to, ct) is { } since ? since
            : now.OrganizerId == to ? Result.Done
            : new FollowUpTakenAlready(await db.NameOfAsync(sealer, now.OrganizerId, ct));
    }

    private async Task<Error?> StandsAgainstAsync(PhoneBankDb db, FollowUp promise, Guid? to, CancellationToken ct) =>
        await db.WhyNotOpenAsync(sealer, promise, ct)
        ?? (to is not null && promise.OrganizerId is { } owner && owner != to ? new FollowUpTakenAlready(await db.NameOfAsync(sealer, owner, ct)) : null);
}
