using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Lists;

/// <summary>People of a book between two ids.</summary>
internal readonly record struct Stretch(Guid After, Guid Until);

/// <summary>
/// Puts a stretch of a book into a list by one statement of PostgreSQL: what its people carry into their entries need not come
/// here and go back, and a change of them falls before it or after it.
/// </summary>
public sealed class StretchFiller(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, QuietPeople quietPeople, TimeProvider time)
{
    internal const int Size = 2000;

    // People of one group come into a few bands of random keys; larger groups would be called one after the other.
    private const int Group = 1000;

    /// <summary>Only what stands in a person's own row is asked for each; other filters are better asked for all people at once.</summary>
    internal static bool Suits(DatabaseKind kind, ContactFilter filter) => kind == DatabaseKind.Postgres && filter.IsOfPeopleAlone;

    /// <summary>Where the stretch after a person ends.</summary>
    internal async Task<Stretch> NextAsync(Guid bookId, Guid after, CancellationToken ct)
    {
        var edge = await store.ReadAsync(
            session => session.QueryAsync($"SELECT id FROM contacts WHERE book_id = {bookId} AND id > {after} ORDER BY id OFFSET {Size - 1} LIMIT 1", row => row.Id(0)), ct);
        return new Stretch(after, edge is [var last] ? last : Guid.AllBitsSet);
    }

    /// <returns>How many were put in; null when somebody of the stretch is in the campaign already or has just been deleted: then they have to be looked at one by one.</returns>
    internal async Task<int?> PutAsync(CallList list, Campaign campaign, ContactFilter filter, Stretch stretch, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var now = time.UtcNow();
        await using var people = filter.Of(db, campaign.BookId).AsNoTracking()
            .Where(contact => contact.Id > stretch.After && contact.Id <= stretch.Until)
            .Select(contact => new
            {
                contact.Id,
                contact.Language,
                contact.Country,
                contact.HoursClassId,
                Callable = contact.CallablePhones > 0 && contact.EndedAt == null && (contact.RestsUntil == null || contact.RestsUntil <= now),
            })
            .CreateDbCommand();
        var quiet = await quietPeople.BetweenAsync(campaign.BookId, stretch, ct);
        var text = $"""
            INSERT INTO entries ({ListFiller.Columns})
            SELECT (@entry_ids)[p.n], @campaign, @list, p."Id", '{EntryState.Waiting}', COALESCE(q.until, 'epoch'), 0, (@random_keys)[p.n], p."Language", p."Country", p."HoursClassId", p."Callable", 0, 0
            FROM (SELECT found.*, row_number() OVER (ORDER BY found."Id") AS n FROM ({people.CommandText}) AS found) AS p
            LEFT JOIN unnest(@quiet, @until) AS q (id, until) ON q.id = p."Id"
            ORDER BY p.n
            """;
        try
        {
            return await store.WriteBulkAsync<int?>(
                async session =>
                {
                    ct.ThrowIfCancellationRequested();
                    var known = await session.QueryAsync(
                        $"SELECT contact_id FROM entries WHERE campaign_id = {campaign.Id} AND contact_id > {stretch.After} AND contact_id <= {stretch.Until} LIMIT 1", row => row.Id(0));
                    if (known.Count > 0)
                    {
                        return null;
                    }

                    var added = await session.ExecuteAsync(text, Parameters());
                    if (added > 0)
                    {
                        await session.ExecuteAsync($"INSERT INTO tallies (id, list_id, key, n) VALUES ({time.NewId()}, {list.Id}, {ListFiller.KeyOf(EntryState.Waiting)}, {added})");
                    }

                    return added;
                },
                ct);
        }
        catch (DbException exception) when (exception.IsMissingOwner() || exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return null;
        }

        // New ones at each try: a parameter belongs to one command.
        IEnumerable<DbParameter> Parameters() =>
        [
            .. people.Parameters.Cast<NpgsqlParameter>().Select(parameter => parameter.Clone()),
            new NpgsqlParameter("entry_ids", Ids()),
            new NpgsqlParameter("random_keys", Keys()),
            new NpgsqlParameter("campaign", campaign.Id),
            new NpgsqlParameter("list", list.Id),
            new NpgsqlParameter("quiet", NpgsqlDbType.Array | NpgsqlDbType.Uuid) { Value = quiet.Keys.ToArray() },
            new NpgsqlParameter("until", NpgsqlDbType.Array | NpgsqlDbType.TimestampTz) { Value = quiet.Values.ToArray() },
        ];

        Guid[] Ids()
        {
            var ids = new Guid[Size];
            for (var i = 0; i < ids.Length; i++)
            {
                ids[i] = time.NewId();
            }

            return ids;
        }

        static int[] Keys() => [.. Enumerable.Range(0, Size / Group).SelectMany(_ => RandomKeys.For(Group))];
    }
}
