using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>
/// Claims one entry chosen from the list, where the campaign lets organizers pick. Refuses with <see cref="NotFound"/>,
/// <see cref="PickingIsOff"/>, <see cref="FinishOpenCallFirst"/>, <see cref="EntryNotFree"/>, <see cref="OutsideCallingHours"/>,
/// <see cref="CampaignIsPaused"/>, <see cref="CampaignIsClosed"/>, <see cref="CallerIsPaused"/>, <see cref="PromisesFirst"/>, <see cref="PracticeFirst"/>, <see cref="ReturnedCallFirst"/>, <see cref="FirstCallsInReview"/>,
/// <see cref="ViewBudgetSpent"/>, <see cref="RevealBudgetSpent"/>.
/// </summary>
public sealed class PickContact(IHotStore store, NextContact next, CampaignMoments moments, Signals signals)
{
    public async Task<Result<ClaimTaken>> ExecuteAsync(Actor actor, Guid entryId, CancellationToken ct)
    {
        var chosen = await store.ReadAsync(
            session => session.FirstAsync(
                $"SELECT campaign_id, list_id, hours_class_id FROM entries WHERE id = {entryId}",
                row => new Chosen(row.Id(0), row.Id(1), row.Id(2))),
            ct);
        if (chosen is null)
        {
            return new NotFound();
        }

        var moment = await moments.OfAsync(chosen.CampaignId, ct);
        var result = await store.WriteAsync(session => PickAsync(session, actor, entryId, chosen, moment), ct);
        if (result.IsDone && !result.Value.WasOpen)
        {
            signals.Publish(new Signal(Signal.ClaimChanged, chosen.CampaignId, actor.VolunteerId));
        }

        return result;
    }

    private async Task<Result<ClaimTaken>> PickAsync(HotSession session, Actor actor, Guid entryId, Chosen chosen, CampaignMoment moment)
    {
        if (await Caller.LockAsync(session, actor) is not { } caller)
        {
            return new NotAllowed();
        }

        if (!await Caller.IsAdmittedAsync(session, caller.Id, chosen.CampaignId) || await CampaignRow.FindAsync(session, chosen.CampaignId) is not { } campaign)
        {
            return new NotFound();
        }

        if (!campaign.PickFromList || campaign.Level != ProtectionLevel.Supporters)
        {
            return new PickingIsOff();
        }

        if (campaign.State != CampaignState.Open)
        {
            return campaign.State == CampaignState.Paused ? new CampaignIsPaused() : new CampaignIsClosed();
        }

        if (await Caller.IsPausedAsync(session, caller.Id, chosen.CampaignId))
        {
            return new CallerIsPaused();
        }

        if (await ClaimRow.LockOpenAsync(session, caller.Id) is { } open)
        {
            return open.EntryId == entryId ? new ClaimTaken(open.Id, WasOpen: true) : new FinishOpenCallFirst(open.Id);
        }

        if (moment.StateOf(chosen.HoursClassId) is not { IsOpen: true })
        {
            return new OutsideCallingHours(moment.StateOf(chosen.HoursClassId)?.NextOpeningUtc);
        }

        var answer = await next.TakeChosenAsync(session, caller, entryId, chosen.ListId, moment);
        return answer.Taken is { } taken ? taken : answer.Refusal ?? new EntryNotFree();
    }

    private sealed record Chosen(Guid CampaignId, Guid ListId, Guid HoursClassId);
}
