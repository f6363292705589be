using System.Globalization;
using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Shared;

namespace PhoneBank.Privacy;

/// <summary>How many numbers one caller put on the stop list lately.</summary>
/// <param name="Calls">In so many calls.</param>
/// <param name="LastAt">UTC, of the newest.</param>
public sealed record CallerSuppressed(Guid VolunteerId, string Name, int Calls, int Numbers, DateTime LastAt);

/// <summary>
/// What callers put on the stop list in the last seven days and is still on it, per caller, in books of this coordinator; the most
/// first. Says nothing of the people called. Refuses with <see cref="NotAllowed"/>.
/// </summary>
public sealed class CallerSuppressions(IHotStore store, Sealer sealer, TimeProvider time)
{
    /// <summary>So long it can be lifted together.</summary>
    public static readonly TimeSpan UndoFor = TimeSpan.FromDays(7);

    public async Task<Result<IReadOnlyList<CallerSuppressed>>> ExecuteAsync(Actor coordinator, CancellationToken ct)
    {
        var since = time.UtcNow() - UndoFor;
        return await store.ReadAsync<Result<IReadOnlyList<CallerSuppressed>>>(
            async session => !await StopListRight.HasAsync(session, coordinator)
                ? new NotAllowed()
                : await session.QueryAsync(
                    $"""
                    SELECT v.id, v.sealed_display_name, count(DISTINCT k.id) AS in_calls, count(DISTINCT s.hash) AS numbers, max(k.ended_at)
                    FROM calls k JOIN stop_list_entries s ON s.call_id = k.id JOIN book_members m ON m.book_id = k.book_id JOIN volunteers v ON v.id = k.organizer_id
                    WHERE k.ended_at >= {since} AND s.lifted_at IS NULL AND m.volunteer_id = {coordinator.VolunteerId}
                    GROUP BY v.id, v.sealed_display_name ORDER BY numbers DESC, v.id
                    """,
                    row => new CallerSuppressed(row.Id(0), sealer.Open(Places.VolunteerName(row.Id(0)), row.Bytes(1)), row.Int(2), row.Int(3), row.Time(4))),
            ct);
    }
}

/// <summary>What became of a caller's entries.</summary>
/// <param name="Numbers">Taken off the stop list.</param>
/// <param name="ForReview">People who wait at the desk now: a coordinator looks at each before anybody calls again.</param>
/// <param name="StayedSilent">Calls whose person stays silent, because somebody else asked for that too.</param>
public sealed record CallerSuppressionsLifted(int Numbers, int ForReview, int StayedSilent);

/// <summary>
/// Takes back all that one caller put on the stop list in the last seven days, in books of this coordinator. What somebody else asked
/// for too stays. The people go to the desk and not to callers: among the wrong ones there may be some who did ask. Idempotent.
/// Refuses with <see cref="NotAllowed"/>, <see cref="NotFound"/> where there is nothing to take back.
/// </summary>
public sealed class LiftCallerSuppressions(IHotStore store, Signals signals, TimeProvider time)
{
    public async Task<Result<CallerSuppressionsLifted>> ExecuteAsync(Actor coordinator, Guid volunteerId, LiftReason reason, CancellationToken ct)
    {
        if (!Enum.IsDefined(reason))
        {
            return new InvalidField(nameof(reason), "NotAChoice");
        }

        var calls = await store.ReadAsync(session => CallsAsync(session, coordinator, volunteerId), ct);
        if (calls is null)
        {
            return new NotAllowed();
        }

        if (calls.Count == 0)
        {
            return new NotFound();
        }

        // One short act for each call: callers go on, and what is done stays done if the machine stops in between.
        var lifted = new List<LiftedCall>();
        foreach (var callId in calls)
        {
            if (await store.WriteAsync(session => LiftAsync(session, coordinator, callId, reason), CancellationToken.None) is { } done)
            {
                lifted.Add(done);
            }
        }

        var all = new CallerSuppressionsLifted(lifted.Sum(call => call.Numbers), lifted.Count(call => call.Held), lifted.Count(call => call.StaysSilent));
        await store.WriteAsync(
            async session =>
            {
                await session.RecordAsync(
                    time, coordinator, AuditAction.CallerSuppressionsLifted, volunteerId, detail: string.Create(CultureInfo.InvariantCulture, $"{reason} {all.Numbers}"));
                return true;
            },
            CancellationToken.None);
        foreach (var campaignId in lifted.Select(call => call.CampaignId).Distinct())
        {
            signals.Publish(new Signal(Signal.ListChanged, campaignId));
        }

        signals.Publish(new Signal(Signal.CampaignChanged));
        return all;
    }

    private async Task<List<Guid>?> CallsAsync(HotSession session, Actor coordinator, Guid volunteerId)
    {
        var since = time.UtcNow() - CallerSuppressions.UndoFor;
        return !await StopListRight.HasAsync(session, coordinator)
            ? null
            : await session.QueryAsync(
                $"""
                SELECT k.id FROM calls k JOIN book_members m ON m.book_id = k.book_id AND m.volunteer_id = {coordinator.VolunteerId}
                WHERE k.organizer_id = {volunteerId} AND k.ended_at >= {since}
                  AND EXISTS (SELECT 1 FROM stop_list_entries s WHERE s.call_id = k.id AND s.lifted_at IS NULL)
                ORDER BY k.id
                """,
                row => row.Id(0));
    }

    private async Task<LiftedCall?> LiftAsync(HotSession session, Actor coordinator, Guid callId, LiftReason reason)
    {
        await StopListWriter.EnterAsync(session);
        var call = await session.FirstAsync(
            $"SELECT entry_id, contact_id, campaign_id, outcome_id, ended_at FROM calls WHERE id = {callId}",
            row => new Suppressing(row.Id(0), row.Id(1), row.Id(2), row.Id(3), row.Time(4)));
        var entries = await session.QueryAsync($"SELECT id FROM stop_list_entries WHERE call_id = {callId} AND lifted_at IS NULL", row => row.Id(0));
        if (call is null || entries.Count == 0)
        {
            return null;
        }

        await StopListWriter.LiftAsync(session, time, coordinator, entries);
        foreach (var id in entries)
        {
            await session.RecordAsync(time, coordinator, AuditAction.SuppressionLifted, id, call.CampaignId, reason.ToString());
        }

        var mayBeCalled = await session.CountAsync($"SELECT count(*) FROM contacts WHERE id = {call.ContactId} AND callable_phones > 0") > 0;
        return new LiftedCall(call.CampaignId, entries.Count, mayBeCalled && await HoldAsync(session, callId, call), !mayBeCalled);
    }

    // Only where it is still this call that ended it: whatever came after it is not undone with it.
    private async Task<bool> HoldAsync(HotSession session, Guid callId, Suppressing call)
    {
        var lists = await session.QueryAsync(
            $"""
            SELECT list_id FROM entries WHERE id = {call.EntryId} AND state = {EntryState.Done} AND last_outcome_id = {call.OutcomeId} AND last_call_at = {call.EndedAt}
              AND NOT EXISTS (SELECT 1 FROM calls k WHERE k.entry_id = {call.EntryId} AND k.id <> {callId} AND k.withdrawn_at IS NULL AND k.ended_at >= {call.EndedAt})
            {session.ForUpdate}
            """,
            row => row.Id(0));
        if (lists is not [var listId])
        {
            return false;
        }

        await session.ExecuteAsync($"UPDATE entries SET held_for = {CoordinatorNeed.InTurn} WHERE id = {call.EntryId}");
        return await session.MoveAsync(time, call.EntryId, listId, EntryState.Done, EntryState.Held);
    }

    private sealed record Suppressing(Guid EntryId, Guid ContactId, Guid CampaignId, Guid OutcomeId, DateTime EndedAt);

    private sealed record LiftedCall(Guid CampaignId, int Numbers, bool Held, bool StaysSilent);
}
