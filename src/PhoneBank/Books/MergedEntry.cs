using PhoneBank.Calling;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Reports;
using PhoneBank.Shared;

namespace PhoneBank.Books;

/// <summary>The place of one of two people in a campaign, locked, while the two become one.</summary>
internal sealed record MergedEntry(
    Guid Id, Guid ContactId, Guid CampaignId, Guid ListId, EntryState State, int Attempts, int Pass, DateTime ReadyAt, DateTime? LastCallAt, Guid? LastOutcomeId)
{
    /// <summary>The one further on is kept; what waits for a coordinator and what was promised is never dropped without a word.</summary>
    public int Rank => State switch
    {
        EntryState.Held => 3,
        EntryState.Scheduled => 2,
        EntryState.Done => 1,
        _ => 0,
    };

    public static Task<List<MergedEntry>> LockAsync(HotSession session, IReadOnlyCollection<Guid> contactIds) => session.QueryAsync(
        $"""
        SELECT id, contact_id, campaign_id, list_id, state, attempts, pass, ready_at, last_call_at, last_outcome_id
        FROM entries WHERE contact_id IN {contactIds} ORDER BY id {session.ForUpdate}
        """,
        row => new MergedEntry(row.Id(0), row.Id(1), row.Id(2), row.Id(3), row.Word<EntryState>(4), row.Int(5), row.Int(6), row.Time(7), row.TimeOrNull(8), row.IdOrNull(9)));

    /// <summary>Makes one place of two: the first stays, with the history of both.</summary>
    public static async Task UniteAsync(HotSession session, TimeProvider time, IReadOnlyList<MergedEntry> two)
    {
        var (stays, goes) = (two[0], two[1]);
        var last = goes.LastCallAt > (stays.LastCallAt ?? DateTime.MinValue) ? goes : stays;
        await session.ExecuteAsync($"UPDATE calls SET entry_id = {stays.Id} WHERE entry_id = {goes.Id}");
        await session.MarkForRecountAsync(time, stays.Id);
        await session.ExecuteAsync($"UPDATE claims SET entry_id = {stays.Id} WHERE entry_id = {goes.Id}");
        await session.ExecuteAsync($"UPDATE follow_ups SET entry_id = {stays.Id} WHERE entry_id = {goes.Id}");
        await session.ExecuteAsync($"UPDATE skips SET entry_id = {stays.Id} WHERE entry_id = {goes.Id}");
        await session.ExecuteAsync($"UPDATE help_requests SET entry_id = {stays.Id} WHERE entry_id = {goes.Id}");
        await session.ExecuteAsync($"UPDATE held_resolutions SET entry_id = {stays.Id} WHERE entry_id = {goes.Id}");
        await session.ExecuteAsync($"DELETE FROM entries WHERE id = {goes.Id}");
        await session.ExecuteAsync($"INSERT INTO tallies (id, list_id, key, n) VALUES ({time.NewId()}, {goes.ListId}, {EntryMoves.StateKey(goes.State)}, {-1})");
        await session.ExecuteAsync($"""
            UPDATE entries SET attempts = {stays.Attempts + goes.Attempts}, pass = {Math.Max(stays.Pass, goes.Pass)}, ready_at = {(stays.ReadyAt > goes.ReadyAt ? stays.ReadyAt : goes.ReadyAt)},
                last_call_at = {last.LastCallAt}, last_outcome_id = {last.LastOutcomeId}, version = version + 1
            WHERE id = {stays.Id}
            """);
        await HoldAsync(session, time, stays);
    }

    // Called as often as the campaign allows: whatever is still wanted, a coordinator decides.
    private static async Task HoldAsync(HotSession session, TimeProvider time, MergedEntry entry)
    {
        if (entry.State is not (EntryState.Waiting or EntryState.Scheduled)
            || await session.CountAsync($"SELECT count(*) FROM entries e JOIN campaigns c ON c.id = e.campaign_id WHERE e.id = {entry.Id} AND e.attempts >= c.max_attempts") == 0)
        {
            return;
        }

        var to = entry.State == EntryState.Waiting ? EntryState.Done : EntryState.Held;
        await session.ExecuteAsync($"UPDATE entries SET held_for = {(to == EntryState.Held ? CoordinatorNeed.InTurn : (CoordinatorNeed?)null)} WHERE id = {entry.Id}");
        await session.MoveAsync(time, entry.Id, entry.ListId, entry.State, to);
    }
}
