using PhoneBank.Books;
using PhoneBank.Data;

namespace PhoneBank.Calling;

/// <summary>An open list assigned to an organizer.</summary>
/// <param name="Maximum">The most entries every assignment of it allows this organizer; null without a limit.</param>
/// <param name="ShareTaken">So many were taken already.</param>
internal sealed record AssignedList(QueueList List, int? Maximum, bool ShareTaken)
{
    public Guid Id => List.Id;

    public Guid CampaignId => List.CampaignId;
}

/// <summary>Finds the open lists of open campaigns that are assigned to an organizer whom nobody paused: directly, by a team, or to everyone.</summary>
internal static class AssignedLists
{
    public static async Task<IReadOnlyList<AssignedList>> OfAsync(HotSession session, Guid organizerId)
    {
        var rows = await session.QueryAsync(
            $"""
            SELECT l.id, l.campaign_id, c.book_id, b.level, l.priority, c.max_attempts, c.max_attempts_per_day, a.id, a.team_id, a.maximum, b.hours_between_talks, b.minutes_between_tries, c.keeps_relatives_apart
            FROM campaign_members m
            JOIN campaigns c ON c.id = m.campaign_id AND c.state = 'Open'
            JOIN books b ON b.id = c.book_id
            JOIN call_lists l ON l.campaign_id = c.id AND l.state = 'Open'
            JOIN assignments a ON a.list_id = l.id AND a.taken_back_at IS NULL
            WHERE m.volunteer_id = {organizerId} AND m.admitted_at IS NOT NULL AND m.removed_at IS NULL AND m.paused_at IS NULL
              AND (a.volunteer_id = {organizerId} OR (a.volunteer_id IS NULL AND a.team_id IS NULL)
                OR a.team_id IN (SELECT t.team_id FROM team_members t WHERE t.volunteer_id = {organizerId}))
            ORDER BY l.priority DESC, l.id
            """,
            row => new Row(
                new QueueList(row.Id(0), row.Id(1), row.Id(2), row.Word<ProtectionLevel>(3), row.Int(4), row.Int(5), row.Int(6), new BookPace(row.Int(10), row.Int(11)), row.Flag(12)),
                row.Id(7),
                row.IdOrNull(8),
                row.IsNull(9) ? null : row.Int(9)));
        var lists = new List<AssignedList>();
        foreach (var list in rows.GroupBy(row => row.List))
        {
            if (list.Any(row => row.Maximum is null))
            {
                lists.Add(new AssignedList(list.Key, Maximum: null, ShareTaken: false));
                continue;
            }

            // A share is a maximum for its assignee: one person's for oneself, the whole team's for a team. Any share with room will do.
            var hasRoom = false;
            foreach (var share in list)
            {
                hasRoom |= await TakenAsync(session, list.Key.Id, share, organizerId) < share.Maximum;
            }

            lists.Add(new AssignedList(list.Key, list.Max(row => row.Maximum), ShareTaken: !hasRoom));
        }

        return lists;
    }

    private static async Task<long> TakenAsync(HotSession session, Guid listId, Row share, Guid organizerId)
    {
        if (share.TeamId is not { } teamId)
        {
            return await session.CountAsync(
                $"""
                SELECT count(DISTINCT entry_id) FROM claims
                WHERE organizer_id = {organizerId} AND list_id = {listId} AND (ended_at IS NULL OR ended_by IN ('Recorded', 'Lapsed'))
                """);
        }

        // Two members of a team must not both take its last one.
        await session.QueryAsync($"SELECT id FROM assignments WHERE id = {share.AssignmentId} {session.ForUpdate}", row => row.Id(0));
        return await session.CountAsync(
            $"""
            SELECT count(DISTINCT k.entry_id) FROM team_members t JOIN claims k ON k.organizer_id = t.volunteer_id
            WHERE t.team_id = {teamId} AND k.list_id = {listId} AND (k.ended_at IS NULL OR k.ended_by IN ('Recorded', 'Lapsed'))
            """);
    }

    private sealed record Row(QueueList List, Guid AssignmentId, Guid? TeamId, int? Maximum);
}
