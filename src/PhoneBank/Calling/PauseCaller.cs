using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>
/// Stops one organizer in all campaigns this coordinator answers for, or lets go on: while paused there is no next person and no number, and a call
/// under way may still be recorded. Refuses with <see cref="NotFound"/> for somebody who calls in none of them. Pausing twice is no refusal.
/// </summary>
public sealed class PauseCaller(IHotStore store, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor coordinator, Guid organizerId, bool paused, CancellationToken ct)
    {
        var changed = await store.WriteAsync(session => PauseAsync(session, coordinator, organizerId, paused), ct);
        if (changed is not { } count)
        {
            return new NotFound();
        }

        if (count > 0)
        {
            signals.Publish(new Signal(paused ? Signal.CallerPaused : Signal.PeopleChanged, VolunteerId: organizerId));
        }

        return Result.Done;
    }

    /// <returns>In how many campaigns that changed; null when there is none to change.</returns>
    private async Task<int?> PauseAsync(HotSession session, Actor coordinator, Guid organizerId, bool paused)
    {
        // Claiming locks the same row first, so nobody is handed out once this is committed.
        await session.QueryAsync($"SELECT id FROM volunteers WHERE id = {organizerId} {session.ForNoKeyUpdate}", row => row.Id(0));
        var memberships = await session.QueryAsync(
            $"""
            SELECT c.id, m.paused_at FROM campaigns c
            JOIN book_members b ON b.book_id = c.book_id AND b.volunteer_id = {coordinator.VolunteerId}
            JOIN volunteers v ON v.id = b.volunteer_id AND v.status = 'Active'
            JOIN volunteer_roles r ON r.user_id = v.id AND r.role_id = {Roles.CoordinatorId}
            JOIN campaign_members m ON m.campaign_id = c.id AND m.volunteer_id = {organizerId} AND m.admitted_at IS NOT NULL AND m.removed_at IS NULL
            WHERE c.state <> 'Closed'
            """,
            row => (CampaignId: row.Id(0), IsPaused: !row.IsNull(1)));
        if (memberships.Count == 0)
        {
            return null;
        }

        var (at, by) = paused ? (time.UtcNow(), coordinator.VolunteerId) : ((DateTime?)null, (Guid?)null);
        var changing = memberships.FindAll(membership => membership.IsPaused != paused);
        foreach (var (campaignId, _) in changing)
        {
            await session.ExecuteAsync($"UPDATE campaign_members SET paused_at = {at}, paused_by = {by} WHERE campaign_id = {campaignId} AND volunteer_id = {organizerId}");
            await session.RecordAsync(time, coordinator, paused ? AuditAction.CallerPaused : AuditAction.CallerResumed, organizerId, campaignId);
        }

        return changing.Count;
    }
}
