using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>Writes changes of entries' states together with what is counted of them.</summary>
public static class EntryMoves
{
    /// <summary>The counter of a state.</summary>
    public static string StateKey(EntryState state) => "state:" + state;

    /// <summary>The counter of an outcome.</summary>
    public static string OutcomeKey(Guid outcomeId) => "outcome:" + outcomeId.ToString("D");

    /// <summary>Counts an entry from one state into another; the same state changes nothing.</summary>
    public static Task CountMoveAsync(this HotSession session, TimeProvider time, Guid listId, EntryState from, EntryState to) =>
        from == to
            ? Task.CompletedTask
            : session.ExecuteAsync($"""
                INSERT INTO tallies (id, list_id, key, n) VALUES
                ({time.NewId()}, {listId}, {StateKey(from)}, {-1}), ({time.NewId()}, {listId}, {StateKey(to)}, {1})
                """);

    /// <summary>The counter of an organizer's calls.</summary>
    public static string CallerKey(Guid organizerId) => CallerKeyPrefix + organizerId.ToString("D");

    /// <summary>What the counters of organizers begin with.</summary>
    public const string CallerKeyPrefix = "by:";

    /// <summary>Counts so many more (or less) of an outcome, and of the calls of whoever called.</summary>
    public static async Task CountOutcomeAsync(this HotSession session, TimeProvider time, Guid listId, Guid outcomeId, Guid organizerId, int n)
    {
        await session.ExecuteAsync($"INSERT INTO tallies (id, list_id, key, n) VALUES ({time.NewId()}, {listId}, {OutcomeKey(outcomeId)}, {n})");

        // The acts of one organizer come one after another, so this counter keeps to one row: nobody waits for it, and there can be a thousand of them.
        if (await session.ExecuteAsync($"UPDATE tallies SET n = n + {n} WHERE list_id = {listId} AND key = {CallerKey(organizerId)}") == 0)
        {
            await session.ExecuteAsync($"INSERT INTO tallies (id, list_id, key, n) VALUES ({time.NewId()}, {listId}, {CallerKey(organizerId)}, {n})");
        }
    }

    /// <summary>Counts a call under another outcome than before; whose call it is stays.</summary>
    public static Task CountCorrectionAsync(this HotSession session, TimeProvider time, Guid listId, Guid from, Guid to) =>
        session.ExecuteAsync($"""
            INSERT INTO tallies (id, list_id, key, n) VALUES
            ({time.NewId()}, {listId}, {OutcomeKey(from)}, {-1}), ({time.NewId()}, {listId}, {OutcomeKey(to)}, {1})
            """);

    /// <summary>Moves an entry from the state it is known to be in; false when it is in another by now.</summary>
    public static async Task<bool> MoveAsync(this HotSession session, TimeProvider time, Guid entryId, Guid listId, EntryState from, EntryState to)
    {
        if (await session.ExecuteAsync($"UPDATE entries SET state = {to}, version = version + 1 WHERE id = {entryId} AND state = {from}") == 0)
        {
            return false;
        }

        await session.CountMoveAsync(time, listId, from, to);
        return true;
    }

    /// <summary>Ends a claim without a call and puts the entry back where it came from.</summary>
    internal static async Task GiveBackAsync(this HotSession session, TimeProvider time, ClaimRow claim, ClaimEnd how)
    {
        await session.ExecuteAsync($"UPDATE claims SET ended_at = {time.UtcNow()}, ended_by = {how}, sealed_draft = NULL WHERE id = {claim.Id}");
        if (await EntryRow.LockAsync(session, claim.EntryId) is { State: EntryState.Claimed } entry)
        {
            // A list may have been changed under the claim, so the entry's own list is counted.
            await session.MoveAsync(time, entry.Id, entry.ListId, EntryState.Claimed, claim.FromState);
        }
    }

    /// <summary>Brings the flag every claim reads in step with the contact: phones, rest, end.</summary>
    public static async Task RefreshCallableAsync(this HotSession session, IReadOnlyCollection<Guid> contactIds, DateTime now)
    {
        await session.ExecuteAsync($"""
            UPDATE contacts SET callable_phones = (SELECT count(*) FROM contact_phones p WHERE p.contact_id = contacts.id AND p.bad_since IS NULL AND NOT p.suppressed)
            WHERE id IN {contactIds}
            """);
        await session.QueryAsync($"SELECT id FROM entries WHERE contact_id IN {contactIds} ORDER BY id {session.ForUpdate}", row => row.Id(0));
        await session.ExecuteAsync($"""
            UPDATE entries SET callable = (SELECT c.callable_phones > 0 AND c.ended_at IS NULL AND (c.rests_until IS NULL OR c.rests_until <= {now})
                FROM contacts c WHERE c.id = entries.contact_id)
            WHERE contact_id IN {contactIds}
            """);
    }
}
