using PhoneBank.FollowUps;
using PhoneBank.Shared;

namespace PhoneBank.Web.FollowUps;

/// <summary>Does what a button says, on the desk and on an organizer's page alike.</summary>
internal sealed class FollowUpActs(CloseFollowUp close, ReopenFollowUp reopen, TakeFollowUp take)
{
    /// <param name="paid">Of a pledge, when another amount came.</param>
    public Task<Result> ExecuteAsync(Actor actor, FollowUpAct act, PledgeAmount? paid, CancellationToken ct) => act switch
    {
        { End: { } end } => close.ExecuteAsync(actor, new FollowUpClosing(act.Id, end, end == FollowUpEnd.Kept ? paid : null), ct),
        { Verb: FollowUpVerb.Reopen } => reopen.ExecuteAsync(actor, act.Id, ct),
        _ => take.ExecuteAsync(actor, act.Id, act.Verb == FollowUpVerb.Take, ct),
    };
}
