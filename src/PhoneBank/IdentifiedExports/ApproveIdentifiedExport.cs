using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.IdentifiedExports;

/// <summary>Another coordinator of the book agrees, by passphrase, within <see cref="IdentifiedRules.ApprovalWithin"/> after it was asked.</summary>
public sealed class ApproveIdentifiedExport(IDbContextFactory<PhoneBankDb> dbs, StepUp stepUp, Signals signals, TimeProvider time)
{
    /// <returns><see cref="NotFound"/>, <see cref="OwnIdentifiedRequest"/>, <see cref="NothingToApprove"/> or <see cref="PassphraseNotRight"/>.</returns>
    public async Task<Result> ExecuteAsync(Actor actor, Guid requestId, string? passphrase, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.IdentifiedRequestsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == requestId, ct) is not { } request)
        {
            return new NotFound();
        }

        if (request.AskedBy == actor.VolunteerId)
        {
            return new OwnIdentifiedRequest();
        }

        // Pressed twice: when it was agreed to first stands.
        if (request.ApprovedBy == actor.VolunteerId)
        {
            return Result.Done;
        }

        if (IdentifiedRules.StateOf(request, another: false, time.UtcNow()) != IdentifiedState.WaitsForApproval)
        {
            return new NothingToApprove();
        }

        if (!await stepUp.IsAsync(actor, passphrase, "identified-approve", ct))
        {
            return new PassphraseNotRight();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = time.UtcNow();
        var earliest = now - IdentifiedRules.ApprovalWithin;
        var approved = await db.IdentifiedRequests
            .Where(candidate => candidate.Id == requestId && candidate.ApprovedAt == null && candidate.EndedAt == null && candidate.AskedAt >= earliest)
            .ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.ApprovedAt, now).SetProperty(candidate => candidate.ApprovedBy, actor.VolunteerId), ct);
        if (approved == 0)
        {
            return new NothingToApprove();
        }

        db.Record(time, actor, AuditAction.IdentifiedExport, requestId, request.BookId, "approved");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        signals.Publish(new Signal(Signal.CampaignChanged, request.CampaignId));
        return Result.Done;
    }
}

/// <summary>Puts an end to a request, and deletes its file; any coordinator of the book may, at any time before that. Refusals: <see cref="NotFound"/>.</summary>
public sealed class EndIdentifiedExport(IDbContextFactory<PhoneBankDb> dbs, IdentifiedFiles files, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid requestId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.IdentifiedRequestsOf(actor).FirstOrDefaultAsync(candidate => candidate.Id == requestId, ct) is not { } request)
        {
            return new NotFound();
        }

        if (request.EndedAt is null)
        {
            request.EndedAt = time.UtcNow();
            request.EndedBy = actor.VolunteerId;
            db.Record(time, actor, AuditAction.IdentifiedExport, requestId, request.BookId, "ended");
            await db.SaveChangesAsync(ct);
            signals.Publish(new Signal(Signal.CampaignChanged, request.CampaignId));
        }

        files.Delete(requestId);
        return Result.Done;
    }
}
