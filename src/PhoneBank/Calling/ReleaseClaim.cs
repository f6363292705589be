using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>Gives a person back whose number was not shown. Idempotent. Refuses with <see cref="OutcomeFirst"/> after the number was shown.</summary>
public sealed class ReleaseClaim(IHotStore store, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid claimId, CancellationToken ct)
    {
        var result = await store.WriteAsync<Result>(
            async session =>
            {
                if (await Caller.LockAsync(session, actor) is null)
                {
                    return new NotAllowed();
                }

                if (await ClaimRow.LockAsync(session, claimId, actor.VolunteerId) is not { } claim)
                {
                    return new ClaimLost();
                }

                if (!await Caller.IsAdmittedAsync(session, actor.VolunteerId, claim.CampaignId))
                {
                    return new NotAllowed();
                }

                if (!claim.IsOpen)
                {
                    return claim.IsUnreported ? new OutcomeFirst() : Result.Done;
                }

                if (claim.Kind == ClaimKind.Calling)
                {
                    return new OutcomeFirst();
                }

                await session.GiveBackAsync(time, claim, ClaimEnd.Released);
                await session.RecordAsync(time, actor, AuditAction.Released, claim.ContactId, claim.CampaignId);
                return Result.Done;
            },
            ct);
        if (result.IsDone)
        {
            signals.Publish(new Signal(Signal.ClaimChanged, VolunteerId: actor.VolunteerId));
        }

        return result;
    }
}

/// <summary>
/// "I did not call": answers the question about a lapsed claim, or about an open one whose number was shown. The person
/// goes back as before; the number stays counted. Refuses with <see cref="ClaimLost"/>.
/// </summary>
public sealed class ReportNotCalled(IHotStore store, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid claimId, CancellationToken ct)
    {
        var result = await store.WriteAsync<Result>(
            async session =>
            {
                if (await Caller.LockAsync(session, actor) is null)
                {
                    return new NotAllowed();
                }

                if (await ClaimRow.LockAsync(session, claimId, actor.VolunteerId) is not { RevealedAt: not null } claim)
                {
                    return new ClaimLost();
                }

                if (!await Caller.IsAdmittedAsync(session, actor.VolunteerId, claim.CampaignId))
                {
                    return new NotAllowed();
                }

                if (claim.IsOpen)
                {
                    await session.GiveBackAsync(time, claim, ClaimEnd.Released);
                }
                else if (claim.IsUnreported)
                {
                    await session.ExecuteAsync($"UPDATE claims SET ended_by = 'Released', reported_at = {time.UtcNow()}, sealed_draft = NULL WHERE id = {claim.Id}");
                    if (await EntryRow.LockAsync(session, claim.EntryId) is { State: EntryState.Unreported } entry)
                    {
                        await session.MoveAsync(time, entry.Id, entry.ListId, EntryState.Unreported, claim.FromState);
                    }
                }
                else
                {
                    // Answered before: the same answer again changes nothing.
                    return claim.EndedBy == ClaimEnd.Recorded ? new ClaimLost() : Result.Done;
                }

                await session.RecordAsync(time, actor, AuditAction.Released, claim.ContactId, claim.CampaignId, "not-called");
                return Result.Done;
            },
            ct);
        if (result.IsDone)
        {
            signals.Publish(new Signal(Signal.ClaimChanged, VolunteerId: actor.VolunteerId));
        }

        return result;
    }
}
