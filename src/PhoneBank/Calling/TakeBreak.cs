using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>
/// The organizer rests: a person whose number was not shown goes back, and coordinators see since when. Idempotent; whoever takes the
/// next person is back. Refuses with <see cref="OutcomeFirst"/> while a number is shown, <see cref="NotAllowed"/>.
/// </summary>
public sealed class TakeBreak(IHotStore store, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        var result = await store.WriteAsync<Result>(
            async session =>
            {
                if (await Caller.LockAsync(session, actor) is null)
                {
                    return new NotAllowed();
                }

                if (await ClaimRow.LockOpenAsync(session, actor.VolunteerId) is { } open)
                {
                    if (open.Kind == ClaimKind.Calling)
                    {
                        return new OutcomeFirst();
                    }

                    await session.GiveBackAsync(time, open, ClaimEnd.Released);
                    await session.RecordAsync(time, actor, AuditAction.Released, open.ContactId, open.CampaignId);
                }

                var now = time.UtcNow();
                var forgotten = now - Volunteer.LongestBreak;
                await session.ExecuteAsync($"UPDATE volunteers SET on_break_since = {now} WHERE id = {actor.VolunteerId} AND (on_break_since IS NULL OR on_break_since <= {forgotten})");
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

/// <summary>The organizer is back from a break. Idempotent. Refuses with <see cref="NotAllowed"/>.</summary>
public sealed class EndBreak(IHotStore store)
{
    public Task<Result> ExecuteAsync(Actor actor, CancellationToken ct) =>
        store.WriteAsync<Result>(
            async session =>
            {
                if (await Caller.LockAsync(session, actor) is not { } caller)
                {
                    return new NotAllowed();
                }

                await caller.EndBreakAsync(session);
                return Result.Done;
            },
            ct);
}
