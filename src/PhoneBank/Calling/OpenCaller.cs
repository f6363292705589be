using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>
/// Claims the entry of somebody who called back: only one whose number was shown to this organizer in the last 7 days, waiting or promised to
/// be called by this organizer or anyone. It need not be due, for it is the person who calls; hours and budgets hold. Refuses with <see cref="NotFound"/>, <see cref="FinishOpenCallFirst"/>,
/// <see cref="EntryNotFree"/>, <see cref="OutsideCallingHours"/>, <see cref="CampaignIsPaused"/>, <see cref="CampaignIsClosed"/>, <see cref="CallerIsPaused"/>,
/// <see cref="PromisesFirst"/>, <see cref="PracticeFirst"/>, <see cref="ViewBudgetSpent"/>, <see cref="RevealBudgetSpent"/>, <see cref="NotAllowed"/>.
/// </summary>
public sealed class OpenCaller(IHotStore store, NextContact next, CampaignMoments moments, Budgets budgets, HoldOuts holdOuts, Signals signals, TimeProvider time)
{
    public async Task<Result<ClaimTaken>> ExecuteAsync(Actor actor, Guid entryId, CancellationToken ct)
    {
        var chosen = await store.ReadAsync(
            session => session.FirstAsync(
                $"SELECT campaign_id, list_id, contact_id, hours_class_id FROM entries WHERE id = {entryId}",
                row => new Chosen(entryId, row.Id(0), row.Id(1), row.Id(2), row.Id(3))),
            ct);
        if (chosen is null)
        {
            return new NotFound();
        }

        var moment = await moments.OfAsync(chosen.CampaignId, ct);
        var result = await store.WriteAsync(session => OpenAsync(session, actor, chosen, moment), ct);
        if (result.IsDone && !result.Value.WasOpen)
        {
            signals.Publish(new Signal(Signal.ClaimChanged, chosen.CampaignId, actor.VolunteerId));
        }

        return result;
    }

    internal static bool IsFree(EntryState state, bool callable, Guid? callbackFor, Guid organizerId) =>
        callable && (state == EntryState.Waiting || (state == EntryState.Scheduled && (callbackFor is null || callbackFor == organizerId)));

    private async Task<Result<ClaimTaken>> OpenAsync(HotSession session, Actor actor, Chosen chosen, CampaignMoment moment)
    {
        if (await Caller.LockAsync(session, actor) is not { } caller)
        {
            return new NotAllowed();
        }

        var since = time.UtcNow() - LookUpCaller.Remembered;
        if (!await Caller.IsAdmittedAsync(session, caller.Id, chosen.CampaignId)
            || await CampaignRow.FindAsync(session, chosen.CampaignId) is not { } campaign
            || await session.CountAsync(
                $"SELECT count(*) FROM reveals r JOIN claims k ON k.id = r.claim_id WHERE r.organizer_id = {caller.Id} AND r.book_id = {campaign.BookId} AND r.at > {since} AND k.entry_id = {chosen.EntryId}") == 0)
        {
            return new NotFound();
        }

        if (await ClaimRow.LockOpenAsync(session, caller.Id) is { } open)
        {
            return open.EntryId == chosen.EntryId ? new ClaimTaken(open.Id, WasOpen: true) : new FinishOpenCallFirst(open.Id);
        }

        return await StandsAgainstAsync(session, caller, chosen, campaign, moment) is { } refusal ? refusal : await TakeAsync(session, caller, chosen, campaign);
    }

    private async Task<Error?> StandsAgainstAsync(HotSession session, Caller caller, Chosen chosen, CampaignRow campaign, CampaignMoment moment)
    {
        if (campaign.State != CampaignState.Open)
        {
            return campaign.State == CampaignState.Paused ? new CampaignIsPaused() : new CampaignIsClosed();
        }

        if (await Caller.IsPausedAsync(session, caller.Id, chosen.CampaignId))
        {
            return new CallerIsPaused();
        }

        if (!caller.HasPromised || caller.MustPractise(campaign.Level))
        {
            return caller.HasPromised ? new PracticeFirst() : new PromisesFirst();
        }

        if (moment.StateOf(chosen.HoursClassId) is not { IsInWindow: true })
        {
            return new OutsideCallingHours(moment.StateOf(chosen.HoursClassId)?.NextOpeningUtc);
        }

        var allowance = await budgets.OfAsync(session, caller.Id, campaign.BookId, campaign.Level);
        return await Budgets.RevealSpentAsync(session, allowance, chosen.ContactId) is { } spent ? spent : await Budgets.ViewsSpentAsync(session, allowance);
    }

    private async Task<Result<ClaimTaken>> TakeAsync(HotSession session, Caller caller, Chosen chosen, CampaignRow campaign)
    {
        var now = time.UtcNow();
        var assigned = (await AssignedLists.OfAsync(session, caller.Id)).FirstOrDefault(list => list.Id == chosen.ListId);
        if (assigned is null
            || await session.CountAsync(
                $"""
                SELECT count(*) FROM skips WHERE organizer_id = {caller.Id}
                  AND (contact_id = {chosen.ContactId} OR entry_id IN (SELECT id FROM entries WHERE contact_id = {chosen.ContactId}))
                """) > 0
            || await holdOuts.MeetsAsync(session, caller, chosen.EntryId, chosen.ContactId, assigned.List)
            || await ContactRow.LockAsync(session, chosen.ContactId) is not { } contact || !contact.MayBeCalled(now)
            || await EntryRow.LockAsync(session, chosen.EntryId) is not { } entry || !IsFree(entry.State, entry.Callable, entry.CallbackFor, caller.Id)
            || await session.CountAsync($"SELECT count(*) FROM entries WHERE contact_id = {chosen.ContactId} AND id <> {chosen.EntryId} AND state IN ('Claimed', 'Unreported')") > 0)
        {
            return new EntryNotFree();
        }

        await session.ExecuteAsync($"UPDATE entries SET state = {EntryState.Claimed}, version = version + 1 WHERE id = {entry.Id}");
        return await next.ClaimAsync(session, caller, new QueueEntry(entry.Id, entry.ListId, entry.CampaignId, entry.ContactId, entry.HoursClassId, entry.State), campaign.BookId, now);
    }

    private sealed record Chosen(Guid EntryId, Guid CampaignId, Guid ListId, Guid ContactId, Guid HoursClassId);
}
