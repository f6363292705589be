using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>The claim an organizer now has.</summary>
/// <param name="WasOpen">It was open already; nobody new was handed out.</param>
public sealed record ClaimTaken(Guid ClaimId, bool WasOpen);

/// <summary>
/// Gives the organizer the open claim, or else claims the best person on the lists assigned to her or him.
/// Refuses with <see cref="NotAllowed"/>, <see cref="PromisesFirst"/>, <see cref="PracticeFirst"/>, <see cref="ReturnedCallFirst"/>, <see cref="FirstCallsInReview"/>, <see cref="NothingToCall"/>, <see cref="ViewBudgetSpent"/>, <see cref="RevealBudgetSpent"/>.
/// </summary>
public sealed class ClaimNextContact(IHotStore store, NextContact next, WhyNobody why, Signals signals)
{
    public async Task<Result<ClaimTaken>> ExecuteAsync(Actor actor, Guid? campaignId, Guid? listId, CancellationToken ct)
    {
        var moments = await next.PrepareAsync(store, actor, ct);
        var answer = await store.WriteAsync(
            async session =>
            {
                if (await Caller.LockAsync(session, actor) is not { } caller)
                {
                    return new NextAnswer(Taken: null, new NotAllowed());
                }

                if (await ClaimRow.LockOpenAsync(session, caller.Id) is { } open)
                {
                    return await Caller.IsAdmittedAsync(session, caller.Id, open.CampaignId)
                        ? new NextAnswer(new ClaimTaken(open.Id, WasOpen: true), Refusal: null)
                        : new NextAnswer(Taken: null, new NotAllowed());
                }

                return await next.TakeAsync(session, caller, campaignId, listId, moments);
            },
            ct);
        if (answer.Taken is { } taken)
        {
            if (!taken.WasOpen)
            {
                signals.Publish(new Signal(Signal.ClaimChanged, VolunteerId: actor.VolunteerId));
            }

            return taken;
        }

        return answer.Refusal ?? await why.AskAsync(actor, campaignId, listId, ct);
    }
}
