using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.FollowUps;

/// <summary>What came of a promise.</summary>
/// <param name="Paid">Of a pledge that was kept, when another amount came than was promised; in its currency.</param>
public sealed record FollowUpClosing(Guid FollowUpId, FollowUpEnd End, PledgeAmount? Paid = null);

/// <summary>
/// Closes a promise: kept, or not to be kept any more. What a pledge does not need of a match goes back to it. For coordinators of
/// the book, and for the organizer who sees to it. Of two who close it at once one wins and the other is told; done again the same way
/// by the same one, it stays as it is. Refuses with <see cref="NotFound"/>, <see cref="InvalidField"/>, <see cref="AmountOutOfRange"/>,
/// <see cref="PromiseTakenBack"/>, <see cref="FollowUpClosedAlready"/>.
/// </summary>
public sealed class CloseFollowUp(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, Sealer sealer, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, FollowUpClosing closing, CancellationToken ct)
    {
        ReachedFollowUp? reached;
        await using (var db = await dbs.CreateDbContextAsync(ct))
        {
            reached = await db.ReachAsync(actor, closing.FollowUpId, ct);
        }

        if (reached is null || !(reached.IsCoordinator || reached.IsOwnedBy(actor)))
        {
            return new NotFound();
        }

        if (Check(reached.Promise, closing) is { } invalid)
        {
            return invalid;
        }

        if (await store.WriteAsync(session => WriteAsync(session, actor, reached.Promise, closing), ct))
        {
            return Result.Done;
        }

        await using var again = await dbs.CreateDbContextAsync(ct);
        if (await again.ReachAsync(actor, closing.FollowUpId, ct) is not { Promise: var now })
        {
            return new NotFound();
        }

        var isDoneAgain = now is { WithdrawnAt: null, DoneAt: not null } && now.DoneBy == actor.VolunteerId && now.EndedAs == closing.End && now.PaidInHundredths == PaidOf(now, closing);
        return isDoneAgain ? Result.Done : await again.WhyNotOpenAsync(sealer, now, ct) ?? new NotFound();
    }

    private static Error? Check(FollowUp promise, FollowUpClosing closing)
    {
        if (!Enum.IsDefined(closing.End) || (closing.End == FollowUpEnd.DidNotCome && promise.Kind != FollowUpKind.Event))
        {
            return new InvalidField(nameof(closing.End), "Unknown");
        }

        if (closing.Paid is not { } paid)
        {
            return null;
        }

        return closing.End != FollowUpEnd.Kept || promise.Kind != FollowUpKind.Pledge || paid.Currency != promise.Currency ? new InvalidField(nameof(closing.Paid), "Unknown")
            : paid.IsSane ? null
            : new AmountOutOfRange(promise.StepId);
    }

    private static long? PaidOf(FollowUp promise, FollowUpClosing closing) => closing.End == FollowUpEnd.Kept ? closing.Paid?.Hundredths ?? promise.AmountInHundredths : null;

    /// <summary>False when it is not open any more.</summary>
    private async Task<bool> WriteAsync(HotSession session, Actor actor, FollowUp promise, FollowUpClosing closing)
    {
        var paid = PaidOf(promise, closing);

        // In the order in which calls lock: the match before its pledges.
        await MatchShare.LockAsync(session, promise.MatchPoolId);
        var changed = await session.ExecuteAsync($"""
            UPDATE follow_ups SET done_at = {time.UtcNow()}, done_by = {actor.VolunteerId}, ended_as = {closing.End}, paid_in_hundredths = {paid}
            WHERE id = {promise.Id} AND done_at IS NULL AND withdrawn_at IS NULL
            """);
        if (changed == 0)
        {
            return false;
        }

        await MatchShare.LimitAsync(session, promise, paid ?? 0);
        await session.RecordAsync(time, actor, AuditAction.FollowUpClosed, promise.Id, promise.CampaignId, closing.End.ToString());
        return true;
    }
}

/// <summary>
/// Opens a closed promise again, when the wrong button was pressed. For coordinators of the book, and for the organizer who sees to it
/// and closed it. One that is open stays so. Refuses with <see cref="NotFound"/>, <see cref="PromiseTakenBack"/>.
/// </summary>
public sealed class ReopenFollowUp(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid followUpId, CancellationToken ct)
    {
        ReachedFollowUp? reached;
        await using (var db = await dbs.CreateDbContextAsync(ct))
        {
            reached = await db.ReachAsync(actor, followUpId, ct);
        }

        if (reached is null || !(reached.IsCoordinator || (reached.IsOwnedBy(actor) && (reached.Promise.DoneBy ?? actor.VolunteerId) == actor.VolunteerId)))
        {
            return new NotFound();
        }

        if (reached.Promise.WithdrawnAt is not null)
        {
            return new PromiseTakenBack();
        }

        await store.WriteAsync(session => WriteAsync(session, actor, reached.Promise), ct);
        return Result.Done;
    }

    private async Task<bool> WriteAsync(HotSession session, Actor actor, FollowUp promise)
    {
        await MatchShare.LockAsync(session, promise.MatchPoolId);
        var changed = await session.ExecuteAsync($"""
            UPDATE follow_ups SET done_at = NULL, done_by = NULL, ended_as = NULL, paid_in_hundredths = NULL
            WHERE id = {promise.Id} AND done_at = {promise.DoneAt} AND withdrawn_at IS NULL
            """);
        if (changed == 0)
        {
            return false;
        }

        if (promise.PaidInHundredths is not { } paid || paid < promise.AmountInHundredths)
        {
            await MatchShare.RestoreAsync(session, promise);
        }

        await session.RecordAsync(time, actor, AuditAction.FollowUpReopened, promise.Id, promise.CampaignId);
        return true;
    }
}
