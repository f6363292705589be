using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>This callback is not (or no longer) one of this organizer's.</summary>
public sealed record CallbackNotYours : Error;

/// <summary>
/// Lets anyone on the list make a callback this organizer promised; the time stays as it was promised. Refuses with
/// <see cref="CallbackNotYours"/>, whether it is somebody else's, given up already, open in a call, or does not exist; <see cref="NotAllowed"/>.
/// </summary>
public sealed class GiveUpCallback(IHotStore store, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid entryId, CancellationToken ct)
    {
        var campaignId = Guid.Empty;
        var result = await store.WriteAsync<Result>(
            async session =>
            {
                if (await Caller.LockAsync(session, actor) is null)
                {
                    return new NotAllowed();
                }

                if (await EntryRow.LockAsync(session, entryId) is not { State: EntryState.Scheduled } entry
                    || entry.CallbackFor != actor.VolunteerId
                    || !await Caller.IsAdmittedAsync(session, actor.VolunteerId, entry.CampaignId))
                {
                    return new CallbackNotYours();
                }

                await session.ExecuteAsync($"UPDATE entries SET callback_for = NULL, version = version + 1 WHERE id = {entry.Id}");
                await session.RecordAsync(time, actor, AuditAction.CallbackGivenUp, entry.ContactId, entry.CampaignId);
                campaignId = entry.CampaignId;
                return Result.Done;
            },
            ct);
        if (result.IsDone)
        {
            signals.Publish(new Signal(Signal.ClaimChanged, campaignId, actor.VolunteerId));
        }

        return result;
    }
}
