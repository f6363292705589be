using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>
/// Goes on with the same person after a bad number, at the next number, for as long as the call can be undone. Gives back a next
/// person whose number was not shown. Idempotent. Refuses with <see cref="NotFound"/>, <see cref="AddTooLate"/>,
/// <see cref="CallWasWithdrawn"/>, <see cref="NoOtherNumber"/>, <see cref="FinishOpenCallFirst"/>, <see cref="EntryNotFree"/>,
/// <see cref="OutsideCallingHours"/>, <see cref="CampaignIsPaused"/>, <see cref="CampaignIsClosed"/>, <see cref="CallerIsPaused"/>, <see cref="ViewBudgetSpent"/>,
/// <see cref="RevealBudgetSpent"/>, <see cref="NotAllowed"/>; then the person held now stays.
/// </summary>
public sealed class CallOtherNumber(IHotStore store, NextContact next, CampaignMoments moments, Signals signals, TimeProvider time)
{
    public async Task<Result<ClaimTaken>> ExecuteAsync(Actor actor, Guid callId, CancellationToken ct)
    {
        var place = await store.ReadAsync(
            session => session.FirstAsync(
                $"""
                SELECT k.entry_id, k.campaign_id, e.list_id, e.hours_class_id
                FROM calls k JOIN entries e ON e.id = k.entry_id WHERE k.id = {callId} AND k.organizer_id = {actor.VolunteerId}
                """,
                row => new Place(row.Id(0), row.Id(1), row.Id(2), row.Id(3))),
            ct);
        if (place is null)
        {
            return new NotFound();
        }

        var moment = await moments.OfAsync(place.CampaignId, ct);
        var result = await store.WriteAsync(session => TakeAsync(session, actor, callId, place, moment), ct);
        if (result.IsDone && !result.Value.WasOpen)
        {
            signals.Publish(new Signal(Signal.ClaimChanged, place.CampaignId, actor.VolunteerId));
        }

        return result;
    }

    private async Task<Result<ClaimTaken>> TakeAsync(HotSession session, Actor actor, Guid callId, Place place, CampaignMoment moment)
    {
        if (await Caller.LockAsync(session, actor) is not { } caller
            || !await Caller.IsAdmittedAsync(session, caller.Id, place.CampaignId)
            || await CampaignRow.FindAsync(session, place.CampaignId) is not { } campaign)
        {
            return new NotAllowed();
        }

        if (campaign.State != CampaignState.Open)
        {
            return campaign.State == CampaignState.Paused ? new CampaignIsPaused() : new CampaignIsClosed();
        }

        var open = await ClaimRow.LockOpenAsync(session, caller.Id);
        if (open?.EntryId == place.EntryId)
        {
            return new ClaimTaken(open.Id, WasOpen: true);
        }

        if (await Caller.IsPausedAsync(session, caller.Id, place.CampaignId))
        {
            return new CallerIsPaused();
        }

        if (await StandsAgainstAsync(session, callId) is { } refusal)
        {
            return refusal;
        }

        if (open is { Kind: ClaimKind.Calling })
        {
            return new FinishOpenCallFirst(open.Id);
        }

        return moment.StateOf(place.HoursClassId) is { IsOpen: true }
            ? await InsteadOfAsync(session, caller, open, place, moment)
            : new OutsideCallingHours(moment.StateOf(place.HoursClassId)?.NextOpeningUtc);
    }

    // Behind a savepoint: whoever is held now is given back only when this person could be taken.
    private async Task<Result<ClaimTaken>> InsteadOfAsync(HotSession session, Caller caller, ClaimRow? open, Place place, CampaignMoment moment)
    {
        await session.ExecuteAsync($"SAVEPOINT other_number");
        if (open is not null)
        {
            await session.GiveBackAsync(time, open, ClaimEnd.Released);
        }

        var answer = await next.TakeChosenAsync(session, caller, place.EntryId, place.ListId, moment);
        if (answer.Taken is { } taken)
        {
            await session.ExecuteAsync($"RELEASE SAVEPOINT other_number");
            return taken;
        }

        await session.ExecuteAsync($"ROLLBACK TO SAVEPOINT other_number");
        return answer.Refusal ?? new EntryNotFree();
    }

    private async Task<Error?> StandsAgainstAsync(HotSession session, Guid callId)
    {
        var call = await session.FirstAsync(
            $"""
            SELECT k.ended_at, k.withdrawn_at, o.definition,
                   (SELECT count(*) FROM contact_phones p WHERE p.contact_id = k.contact_id AND p.bad_since IS NULL AND NOT p.suppressed)
            FROM calls k JOIN outcomes o ON o.id = k.outcome_id WHERE k.id = {callId}
            """,
            row => new { EndedAt = row.Time(0), Withdrawn = !row.IsNull(1), CampaignOutcomes.Read(row.Text(2)).NumberIsBad, Phones = row.Long(3) });
        return call is null ? new NotFound()
            : call.Withdrawn ? new CallWasWithdrawn()
            : time.UtcNow() > call.EndedAt + RecordOutcome.UndoWindow ? new AddTooLate()
            : !call.NumberIsBad || call.Phones == 0 ? new NoOtherNumber()
            : null;
    }

    private sealed record Place(Guid EntryId, Guid CampaignId, Guid ListId, Guid HoursClassId);
}
