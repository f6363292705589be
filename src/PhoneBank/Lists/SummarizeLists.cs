using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Lists;

/// <summary>
/// Keeps the <see cref="ListSummary"/> of every list of a campaign that is not closed, a piece at each step: small lists are counted anew at every step, a
/// long one over several, so that what a step costs does not depend on how many people there are. Two nodes doing it write the same.
/// </summary>
public sealed class SummarizeLists(IHotStore store, TimeProvider time)
{
    /// <summary>Entries looked at in one step.</summary>
    public int AtOnce { get; init; } = 20_000;

    /// <summary>Of them, those counted by one statement.</summary>
    public int Piece { get; init; } = 5_000;

    private readonly SemaphoreSlim _one = new(1, 1);
    private Guid _list;
    private Guid _last;
    private Dictionary<(string?, Guid), WaitingGroup> _groups = [];

    /// <returns>How many lists were counted to their end.</returns>
    public async Task<int> ExecuteAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            return await StepAsync(ct);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<int> StepAsync(CancellationToken ct)
    {
        var lists = await store.ReadAsync(
            session => session.QueryAsync(
                $"SELECT l.id FROM call_lists l JOIN campaigns c ON c.id = l.campaign_id WHERE c.state <> 'Closed' AND l.state <> 'Closed' ORDER BY l.id", row => row.Id(0)),
            ct);

        // From where the last step stopped, once round.
        var begin = Math.Max(0, lists.IndexOf(_list));
        if (lists.Count == 0 || lists[begin] != _list)
        {
            Forget();
        }

        var (left, done) = (AtOnce, 0);
        foreach (var list in lists[begin..].Concat(lists[..begin]))
        {
            _list = list;
            if (left <= 0)
            {
                return done;
            }

            while (left > 0)
            {
                left -= Piece;
                if (!await PieceAsync(list, ct))
                {
                    await WriteAsync(list, ct);
                    done++;
                    break;
                }
            }

            if (left <= 0 && _last != Guid.Empty)
            {
                return done;
            }
        }

        return done;
    }

    /// <returns>Whether more of the list is left.</returns>
    private async Task<bool> PieceAsync(Guid list, CancellationToken ct)
    {
        var now = time.UtcNow();
        var last = _last;
        var (end, rows) = await store.ReadAsync(
            async session =>
            {
                var edge = await session.QueryAsync($"SELECT id FROM entries WHERE list_id = {list} AND id > {last} ORDER BY id LIMIT 1 OFFSET {Piece - 1}", row => row.Id(0));
                var until = edge is [var id] ? id : Guid.AllBitsSet;
                return (edge is [var found] ? found : Guid.Empty, await session.QueryAsync(
                    $"""
                    SELECT e.language, e.hours_class_id, sum(CASE WHEN e.ready_at <= {now} THEN 1 ELSE 0 END), sum(CASE WHEN e.ready_at > {now} THEN 1 ELSE 0 END),
                        min(CASE WHEN e.ready_at > {now} THEN e.ready_at END)
                    FROM entries e WHERE e.list_id = {list} AND e.id > {last} AND e.id <= {until} AND e.state = 'Waiting' AND e.callable
                    GROUP BY e.language, e.hours_class_id
                    """,
                    row => new WaitingGroup(row.TextOrNull(0), row.Id(1), row.Int(2), row.Int(3), row.TimeOrNull(4))));
            },
            ct);
        foreach (var row in rows)
        {
            var key = (row.Language, row.HoursClassId);
            _groups[key] = _groups.TryGetValue(key, out var known)
                ? known with { Ready = known.Ready + row.Ready, Later = known.Later + row.Later, FirstLater = known.FirstLater < row.FirstLater ? known.FirstLater : row.FirstLater ?? known.FirstLater }
                : row;
        }

        _last = end;
        return end != Guid.Empty;
    }

    private async Task WriteAsync(Guid list, CancellationToken ct)
    {
        var text = ListSummary.Write(_groups.Values.OrderBy(group => group.Language, StringComparer.Ordinal).ThenBy(group => group.HoursClassId));
        Forget();
        await store.WriteAsync(
            session => session.ExecuteAsync($"""
                INSERT INTO list_summaries (list_id, at, waiting) VALUES ({list}, {time.UtcNow()}, {text})
                ON CONFLICT (list_id) DO UPDATE SET at = excluded.at, waiting = excluded.waiting
                """),
            ct);
    }

    private void Forget()
    {
        _last = Guid.Empty;
        _groups = [];
    }
}
