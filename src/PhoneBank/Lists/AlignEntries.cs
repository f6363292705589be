using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Lists;

/// <summary>
/// Brings what entries carry of their people in step with them, a piece at each step, round and round. Whatever changes a person changes
/// her entries as well, but does not see one that is being added at that very moment; here it is found. A claim asks the person anyway
/// whether she may be called: until then she could only be passed over, or called by somebody of another language.
/// </summary>
public sealed class AlignEntries(IHotStore store, TimeProvider time)
{
    /// <summary>Entries looked at in one step.</summary>
    public int AtOnce { get; init; } = 20_000;

    /// <summary>Of them, those looked at by one statement.</summary>
    public int Piece { get; init; } = 5_000;

    private readonly SemaphoreSlim _one = new(1, 1);
    private Guid _last;

    /// <returns>How many entries were out of step.</returns>
    public async Task<int> ExecuteAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var aligned = 0;
            for (var left = AtOnce; left > 0; left -= Piece)
            {
                var (end, astray) = await PieceAsync(ct);
                if (astray.Count > 0)
                {
                    aligned += await AlignAsync(astray, ct);
                }

                _last = end;
                if (end == Guid.Empty)
                {
                    break;
                }
            }

            return aligned;
        }
        finally
        {
            _one.Release();
        }
    }

    private Task<(Guid End, List<Guid> Astray)> PieceAsync(CancellationToken ct) => store.ReadAsync(
        async session =>
        {
            var edge = await session.QueryAsync($"SELECT id FROM entries WHERE id > {_last} ORDER BY id LIMIT 1 OFFSET {Piece - 1}", row => row.Id(0));
            var until = edge is [var id] ? id : Guid.AllBitsSet;
            var astray = await session.QueryAsync(
                $"""
                SELECT e.id FROM entries e JOIN contacts c ON c.id = e.contact_id
                WHERE e.id > {_last} AND e.id <= {until}
                    AND (e.country IS DISTINCT FROM c.country OR e.hours_class_id <> c.hours_class_id OR (e.rerouted_to IS NULL AND e.language IS DISTINCT FROM c.language)
                        OR e.callable <> (c.callable_phones > 0 AND c.ended_at IS NULL AND (c.rests_until IS NULL OR c.rests_until <= {time.UtcNow()})))
                """,
                row => row.Id(0));
            return (edge.Count > 0 ? until : Guid.Empty, astray);
        },
        ct);

    private Task<int> AlignAsync(List<Guid> ids, CancellationToken ct) => store.WriteAsync(
        async session =>
        {
            // Only when nobody changes them any more is the person read.
            await session.QueryAsync($"SELECT id FROM entries WHERE id IN {ids} ORDER BY id {session.ForUpdate}", row => row.Id(0));
            return await session.ExecuteAsync($"""
                UPDATE entries SET country = c.country, hours_class_id = c.hours_class_id, language = CASE WHEN entries.rerouted_to IS NULL THEN c.language ELSE entries.language END,
                    callable = (c.callable_phones > 0 AND c.ended_at IS NULL AND (c.rests_until IS NULL OR c.rests_until <= {time.UtcNow()}))
                FROM contacts c WHERE c.id = entries.contact_id AND entries.id IN {ids}
                """);
        },
        ct);
}
