using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>
/// After a number was put on the stop list: gives back people who are only looked at and must not be called any more, and tells the
/// pages on which one of them, or such a number, stands. A call that may be under way keeps its work.
/// </summary>
public sealed class SilencedClaims(IHotStore store, Signals signals, TimeProvider time)
{
    /// <summary>
    /// For the phones these stop-list entries silence. To be called after the act that silenced them, because claims are locked before
    /// contacts; meanwhile nothing can be shown, revealing asks the contact itself.
    /// </summary>
    public async Task CloseAsync(IReadOnlyCollection<Guid> stopListEntryIds, CancellationToken ct)
    {
        foreach (var part in stopListEntryIds.Chunk(500))
        {
            var open = await store.ReadAsync(
                session => session.QueryAsync(
                    $"""
                    SELECT k.id, k.organizer_id, k.campaign_id FROM claims k
                    WHERE k.ended_at IS NULL AND EXISTS (SELECT 1 FROM suppressions s WHERE s.contact_id = k.contact_id AND s.stop_list_entry_id IN {part})
                    """,
                    row => new Open(row.Id(0), row.Id(1), row.Id(2))),
                ct);
            foreach (var claim in open)
            {
                // What is committed is committed, whoever gives up waiting: the pages must hear of it.
                if (await store.WriteAsync(session => CloseAsync(session, claim.Id), CancellationToken.None))
                {
                    signals.Publish(new Signal(Signal.NumberSilenced, claim.CampaignId, claim.OrganizerId));
                }
            }
        }
    }

    /// <summary>The same for what a call put on the list.</summary>
    public async Task CloseOfCallAsync(Guid callId, CancellationToken ct) =>
        await CloseAsync(await store.ReadAsync(session => session.QueryAsync($"SELECT id FROM stop_list_entries WHERE call_id = {callId}", row => row.Id(0)), ct), ct);

    // True: its page has something to hear.
    private async Task<bool> CloseAsync(HotSession session, Guid claimId)
    {
        if (await ClaimRow.LockAsync(session, claimId) is not { IsOpen: true } claim)
        {
            return false;
        }

        if (claim.Kind == ClaimKind.Calling)
        {
            return await session.CountAsync($"SELECT count(*) FROM contact_phones WHERE id = {claim.PhoneId} AND suppressed") > 0;
        }

        if (await ContactRow.LockAsync(session, claim.ContactId) is { } contact && contact.MayBeCalled(time.UtcNow()))
        {
            return false;
        }

        await session.GiveBackAsync(time, claim, ClaimEnd.TakenBack);
        return true;
    }

    private sealed record Open(Guid Id, Guid OrganizerId, Guid CampaignId);
}

/// <summary>Whether the person an organizer looked at last was taken back because she or he must not be called any more; to say so on the page.</summary>
public sealed class SilencedPerson(IHotStore store, TimeProvider time)
{
    private static readonly TimeSpan NewsFor = TimeSpan.FromMinutes(10);

    public async Task<bool> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        var since = time.UtcNow() - NewsFor;
        return await store.ReadAsync(
            session => session.CountAsync(
                $"""
                SELECT count(*) FROM claims k JOIN contacts c ON c.id = k.contact_id
                WHERE k.organizer_id = {actor.VolunteerId} AND k.kind = {ClaimKind.Viewing} AND k.ended_by = {ClaimEnd.TakenBack} AND k.ended_at > {since} AND c.callable_phones = 0
                  AND NOT EXISTS (SELECT 1 FROM claims later WHERE later.organizer_id = {actor.VolunteerId} AND later.taken_at >= k.taken_at AND later.id <> k.id)
                """),
            ct) > 0;
    }
}
