using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Lists;

/// <summary>Puts people into a list, a chunk in a transaction.</summary>
public sealed class ListFiller(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, QuietPeople quietPeople, StretchFiller stretches, TimeProvider time)
{
    private const int ReadAtOnce = 5000;
    private const int ChunkSize = 1000;
    private const int PiecesUnderWay = 2;
    private const string Waiting = nameof(EntryState.Waiting);
    internal const string Columns = "id, campaign_id, list_id, contact_id, state, ready_at, pass, random_key, language, country, hours_class_id, callable, attempts, version";

    private static readonly ILookup<(Guid ListId, EntryState State), Guid> Nobody = Array.Empty<Guid>().ToLookup(_ => default((Guid, EntryState)));

    /// <param name="onlyStrangers">Looks only at people who are in no list of the campaign.</param>
    internal async Task<MadeCallList> FillAsync(CallList list, Campaign campaign, bool move, IProgress<int>? progress, CancellationToken ct, bool onlyStrangers = false)
    {
        var filter = list.Filter is null ? new ContactFilter { ImportId = list.ImportId } : ContactFilter.FromJson(list.Filter);
        var (seen, made) = (0, new MadeCallList(list.Id, 0, 0, 0));
        var writing = new Queue<Task<(int Seen, MadeCallList Made)>>();
        var pieces = !move && !onlyStrangers && StretchFiller.Suits(store.Kind, filter) ? StretchesAsync(list, campaign, filter, ct) : PiecesAsync(list, campaign, filter, move, onlyStrangers, ct);
        try
        {
            await foreach (var piece in pieces)
            {
                writing.Enqueue(piece);
                if (writing.Count > PiecesUnderWay)
                {
                    await CountNextAsync();
                }
            }

            while (writing.Count > 0)
            {
                await CountNextAsync();
            }
        }
        finally
        {
            // Whatever ends this, nothing goes on behind its back.
            await ((Task)Task.WhenAll(writing)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await using (var db = await dbs.CreateDbContextAsync(ct))
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await db.CallLists
                .Where(candidate => candidate.Id == list.Id && candidate.State == CallListState.Filling)
                .ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.State, CallListState.Open), ct);
            await transaction.CommitAsync(ct);
        }

        return made;

        async Task CountNextAsync()
        {
            var (looked, piece) = await writing.Dequeue();
            made += piece;
            progress?.Report(seen += looked);
        }
    }

    /// <summary>Pieces being written, while the people of the next are read.</summary>
    private async IAsyncEnumerable<Task<(int Seen, MadeCallList Made)>> PiecesAsync(
        CallList list, Campaign campaign, ContactFilter filter, bool move, bool onlyStrangers, [EnumeratorCancellation] CancellationToken ct)
    {
        var after = Guid.Empty;
        var reading = ReadAsideAsync(after);
        try
        {
            while (await reading is { Count: > 0 } people)
            {
                var stretch = new Stretch(after, people[^1].ContactId);
                reading = ReadAsideAsync(after = stretch.Until);
                var quiet = await quietPeople.BetweenAsync(campaign.BookId, stretch, ct);
                foreach (var piece in people.Chunk(ChunkSize))
                {
                    yield return PutWhoIsThereAsync(list, piece, quiet, move, ct);
                }
            }
        }
        finally
        {
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // SQLite reads on the thread that asks.
        Task<List<Candidate>> ReadAsideAsync(Guid last) => Task.Run(() => ReadAsync(campaign, filter, onlyStrangers, new Stretch(last, Guid.AllBitsSet), ct), CancellationToken.None);
    }

    /// <summary>One stretch of the book after the other; where somebody is in the campaign already, its people are looked at one by one.</summary>
    private async IAsyncEnumerable<Task<(int Seen, MadeCallList Made)>> StretchesAsync(
        CallList list, Campaign campaign, ContactFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var after = Guid.Empty; after != Guid.AllBitsSet;)
        {
            var stretch = await stretches.NextAsync(campaign.BookId, after, ct);
            yield return PutAsync(stretch);
            after = stretch.Until;
        }

        async Task<(int Seen, MadeCallList Made)> PutAsync(Stretch stretch)
        {
            if (await stretches.PutAsync(list, campaign, filter, stretch, ct) is { } added)
            {
                return (added, new MadeCallList(list.Id, added, 0, 0));
            }

            var people = await ReadAsync(campaign, filter, onlyStrangers: false, stretch, ct);
            var quiet = await quietPeople.BetweenAsync(campaign.BookId, stretch, ct);
            var made = new MadeCallList(list.Id, 0, 0, 0);
            foreach (var piece in people.Chunk(ChunkSize))
            {
                made += (await PutWhoIsThereAsync(list, piece, quiet, move: false, ct)).Made;
            }

            return (people.Count, made);
        }
    }

    /// <summary>The next people whom the filter finds; on PostgreSQL their ids alone.</summary>
    private async Task<List<Candidate>> ReadAsync(Campaign campaign, ContactFilter filter, bool onlyStrangers, Stretch stretch, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var alone = await AloneAsync(db, ct);
        var now = time.UtcNow();
        var people = filter.Of(db, campaign.BookId).AsNoTracking()
            .Where(contact => contact.Id > stretch.After && contact.Id <= stretch.Until && !(onlyStrangers && db.Entries.Any(entry => entry.CampaignId == campaign.Id && entry.ContactId == contact.Id)))
            .OrderBy(contact => contact.Id)
            .Take(ReadAtOnce);
        return await (db.Database.IsNpgsql()
            ? people.Select(contact => new Candidate(contact.Id, null, null, default, default))
            : people.Select(contact => new Candidate(
                contact.Id,
                contact.Language,
                contact.Country,
                contact.HoursClassId,
                contact.CallablePhones > 0 && (contact.RestsUntil == null || contact.RestsUntil <= now)))).ToListAsync(ct);
    }

    /// <summary>PostgreSQL would start processes for each of these small reads, which takes longer than what they find.</summary>
    private static async Task<IAsyncDisposable?> AloneAsync(PhoneBankDb db, CancellationToken ct)
    {
        if (!db.Database.IsNpgsql())
        {
            return null;
        }

        var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SET LOCAL max_parallel_workers_per_gather = 0", ct);
        return transaction;
    }

    /// <summary>Takes over, chunk by chunk, who still waits in another list of the same campaign; how many that were.</summary>
    internal async Task<int> MoveAsync(CallList from, CallList to, CancellationToken ct)
    {
        var (moved, last) = (0, Guid.Empty);
        while (true)
        {
            await using var db = await dbs.CreateDbContextAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await OneChunkAtATimeAsync(db, from.CampaignId, ct);
            var chunk = await db.Entries.AsNoTracking()
                .Where(entry => entry.ListId == from.Id && entry.Id > last)
                .OrderBy(entry => entry.Id)
                .Take(ChunkSize)
                .Select(entry => new { entry.Id, entry.State })
                .ToListAsync(ct);
            if (chunk.Count == 0)
            {
                return moved;
            }

            last = chunk[^1].Id;
            foreach (var group in chunk.Where(entry => entry.State is EntryState.Waiting or EntryState.Scheduled).GroupBy(entry => entry.State))
            {
                var ids = group.Select(entry => entry.Id).ToList();
                var n = await db.Entries
                    .Where(entry => ids.Contains(entry.Id) && entry.ListId == from.Id && entry.State == group.Key)
                    .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.ListId, to.Id).SetProperty(entry => entry.Version, entry => entry.Version + 1), ct);
                Count(db, from.Id, group.Key, -n);
                Count(db, to.Id, group.Key, n);
                moved += n;
            }

            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
    }

    private static async Task OneChunkAtATimeAsync(PhoneBankDb db, Guid campaignId, CancellationToken ct)
    {
        if (db.Database.IsNpgsql())
        {
            // One chunk of a campaign at a time: two lists adding the same people, each in an order of its own, would
            // wait for each other for ever. SQLite has one writer anyway.
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({campaignId.ToString()}, 0))", ct);
        }
    }

    /// <summary>The same as <see cref="PutAsync"/>; whoever was deleted since they were read is left out.</summary>
    private async Task<(int Seen, MadeCallList Made)> PutWhoIsThereAsync(CallList list, Candidate[] people, Dictionary<Guid, DateTime> quiet, bool move, CancellationToken ct)
    {
        for (var there = people; ;)
        {
            try
            {
                return (people.Length, await PutAsync(list, there, quiet, move, ct));
            }
            catch (DbException exception) when (exception.IsMissingOwner())
            {
                await using var db = await dbs.CreateDbContextAsync(ct);
                var ids = Array.ConvertAll(there, person => person.ContactId);
                var left = await db.Contacts.Where(contact => ids.Contains(contact.Id)).Select(contact => contact.Id).ToHashSetAsync(ct);
                if (left.Count == there.Length)
                {
                    throw;
                }

                there = Array.FindAll(there, person => left.Contains(person.ContactId));
            }
        }
    }

    /// <summary>Puts people, in the order of their ids, into the list; what became of them. Two lists that add the same people come upon them in the same order.</summary>
    private async Task<MadeCallList> PutAsync(CallList list, Candidate[] people, Dictionary<Guid, DateTime> quiet, bool move, CancellationToken ct)
    {
        if (people.Length == 0)
        {
            return new MadeCallList(list.Id, 0, 0, 0);
        }

        var rows = store.Kind == DatabaseKind.Sqlite ? RowsOf(list, people, quiet) : [];
        return await store.WriteBulkAsync(
            async session =>
            {
                ct.ThrowIfCancellationRequested();
                if (move && session.Kind == DatabaseKind.Postgres)
                {
                    // Whoever takes people over from other lists of the campaign does it alone; the others only add, in the order of ids.
                    await session.ExecuteAsync($"SELECT pg_advisory_xact_lock(hashtextextended({list.CampaignId.ToString()}, 0))");
                }

                var present = await PresentAsync(session, list.CampaignId, people);
                var (moved, tallies) = (0, new List<object?[]>());
                foreach (var place in move ? present.Where(entry => entry.ListId != list.Id && entry.State is EntryState.Waiting or EntryState.Scheduled).ToLookup(entry => (entry.ListId, entry.State), entry => entry.ContactId) : Nobody)
                {
                    // Only those still so at this moment: somebody may just be taking one of them.
                    var n = await session.ExecuteAsync($"""
                        UPDATE entries SET list_id = {list.Id}, version = version + 1
                        WHERE campaign_id = {list.CampaignId} AND contact_id IN {place.ToList()} AND list_id = {place.Key.ListId} AND state = {place.Key.State}
                        """);
                    tallies.Add(Tally(place.Key.ListId, place.Key.State, -n));
                    tallies.Add(Tally(list.Id, place.Key.State, n));
                    moved += n;
                }

                var presentIds = present.ConvertAll(entry => entry.ContactId).ToHashSet();
                var added = session.Kind == DatabaseKind.Postgres
                    ? await AddThereAsync(session, list, Array.FindAll(people, person => !presentIds.Contains(person.ContactId)), quiet)
                    : await session.InsertAsync("entries", Columns, presentIds.Count == 0 ? rows : [.. rows.Where((_, i) => !presentIds.Contains(people[i].ContactId))]);
                tallies.Add(Tally(list.Id, EntryState.Waiting, added));
                await session.InsertAsync("tallies", "id, list_id, key, n", tallies.FindAll(tally => tally[3] is not 0));
                return new MadeCallList(list.Id, added, moved, present.Count(entry => entry.ListId != list.Id) - moved);
            },
            ct);
    }

    /// <summary>PostgreSQL copies from its people what their entries carry, which would take longer to send there and back.</summary>
    private Task<int> AddThereAsync(HotSession session, CallList list, Candidate[] people, Dictionary<Guid, DateTime> quiet)
    {
        if (people.Length == 0)
        {
            return Task.FromResult(0);
        }

        var ready = Array.ConvertAll(people, person => quiet.GetValueOrDefault(person.ContactId, DateTime.UnixEpoch));
        return session.ExecuteAsync(
            $"""
            INSERT INTO entries ({Columns})
            SELECT u.id, @p4, @p5, c.id, '{Waiting}', u.ready_at, 0, u.random_key, c.language, c.country, c.hours_class_id, c.callable_phones > 0 AND c.ended_at IS NULL AND (c.rests_until IS NULL OR c.rests_until <= @p6), 0, 0
            FROM unnest(@p0, @p1, @p2, @p3) AS u (id, contact_id, random_key, ready_at) JOIN contacts c ON c.id = u.contact_id
            ORDER BY c.id
            """,
            [Array.ConvertAll(people, _ => time.NewId()), Array.ConvertAll(people, person => person.ContactId), RandomKeys.For(people.Length), ready, list.CampaignId, list.Id, time.UtcNow()]);
    }

    private object?[][] RowsOf(CallList list, Candidate[] people, Dictionary<Guid, DateTime> quiet)
    {
        // Boxed once, not once a row.
        object campaign = list.CampaignId, listId = list.Id, ready = DateTime.UnixEpoch, zero = 0, yes = true, no = false;
        var classes = new Dictionary<Guid, object>();
        var keys = RandomKeys.For(people.Length);
        var rows = new object?[people.Length][];
        for (var i = 0; i < rows.Length; i++)
        {
            var person = people[i];
            if (!classes.TryGetValue(person.HoursClassId, out var hoursClass))
            {
                classes[person.HoursClassId] = hoursClass = person.HoursClassId;
            }

            rows[i] =
            [
                time.NewId(), campaign, listId, person.ContactId, Waiting, quiet.Count > 0 && quiet.TryGetValue(person.ContactId, out var until) ? until : ready, zero,
                keys[i], person.Language, person.Country, hoursClass, person.Callable ? yes : no, zero, zero,
            ];
        }

        return rows;
    }

    private static async Task<List<(Guid ContactId, Guid ListId, EntryState State)>> PresentAsync(HotSession session, Guid campaignId, Candidate[] people)
    {
        // Mostly nobody between the first and the last is in the campaign yet, which is asked faster than who of them is.
        var (first, last) = (people[0].ContactId, people[^1].ContactId);
        var any = await session.QueryAsync($"SELECT contact_id FROM entries WHERE campaign_id = {campaignId} AND contact_id >= {first} AND contact_id <= {last} LIMIT 1", row => row.Id(0));
        return any.Count == 0 ? [] : await session.QueryAsync(
            $"SELECT contact_id, list_id, state FROM entries WHERE campaign_id = {campaignId} AND contact_id IN {Array.ConvertAll(people, person => person.ContactId)}",
            row => (row.Id(0), row.Id(1), row.Word<EntryState>(2)));
    }

    /// <summary>The counter of a state in <see cref="Lists.Tally"/>.</summary>
    internal static string KeyOf(EntryState state) => $"state:{state}";

    private object?[] Tally(Guid listId, EntryState state, int n) => [time.NewId(), listId, KeyOf(state), n];

    private void Count(PhoneBankDb db, Guid listId, EntryState state, int n)
    {
        if (n != 0)
        {
            db.Tallies.Add(new Tally { Id = time.NewId(), ListId = listId, Key = KeyOf(state), N = n });
        }
    }

    private sealed record Candidate(Guid ContactId, string? Language, string? Country, Guid HoursClassId, bool Callable);
}
