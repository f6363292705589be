using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Lists;

/// <summary>Puts people into a list, a chunk in a transaction.</summary>
public sealed class ListFiller(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, TimeProvider time)
{
    private const int ChunkSize = 1000;

    private static readonly ILookup<(Guid ListId, EntryState State), Guid> Nobody = Array.Empty<Guid>().ToLookup(_ => default((Guid, EntryState)));

    /// <param name="onlyStrangers">Looks only at people who are in no list of the campaign.</param>
    internal async Task<MadeCallList> FillAsync(CallList list, Campaign campaign, bool move, IProgress<int>? progress, CancellationToken ct, bool onlyStrangers = false)
    {
        var filter = list.Filter is null ? new ContactFilter { ImportId = list.ImportId } : ContactFilter.FromJson(list.Filter);
        var (seen, added, moved, stayed) = (0, 0, 0, 0);
        var last = Guid.Empty;
        while (true)
        {
            await using var db = await dbs.CreateDbContextAsync(ct);
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            var now = time.UtcNow();
            var chunk = await filter.Of(db, campaign.BookId).AsNoTracking()
                .Where(contact => contact.Id > last && !(onlyStrangers && db.Entries.Any(entry => entry.CampaignId == campaign.Id && entry.ContactId == contact.Id)))
                .OrderBy(contact => contact.Id)
                .Take(ChunkSize)
                .Select(contact => new Candidate(
                    contact.Id,
                    contact.Language,
                    contact.Country,
                    contact.HoursClassId,
                    contact.CallablePhones > 0 && (contact.RestsUntil == null || contact.RestsUntil <= now)))
                .ToListAsync(ct);
            if (chunk.Count == 0)
            {
                break;
            }

            last = chunk[^1].ContactId;
            var counts = await PutAsync(list, chunk, move, ct);
            (seen, added, moved, stayed) = (seen + chunk.Count, added + counts.Added, moved + counts.Moved, stayed + counts.Stayed);
            progress?.Report(seen);
        }

        await using (var db = await dbs.CreateDbContextAsync(ct))
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await db.CallLists
                .Where(candidate => candidate.Id == list.Id && candidate.State == CallListState.Filling)
                .ExecuteUpdateAsync(set => set.SetProperty(candidate => candidate.State, CallListState.Open), ct);
            await transaction.CommitAsync(ct);
        }

        return new MadeCallList(list.Id, added, moved, stayed);
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

    private async Task<(int Added, int Moved, int Stayed)> PutAsync(CallList list, List<Candidate> chunk, bool move, CancellationToken ct)
    {
        var ids = chunk.ConvertAll(candidate => candidate.ContactId);
        var quiet = await QuietAsync(list, ids, ct);
        return await store.WriteBulkAsync(
            async session =>
            {
                if (session.Kind == DatabaseKind.Postgres)
                {
                    await session.ExecuteAsync($"SELECT pg_advisory_xact_lock(hashtextextended({list.CampaignId.ToString()}, 0))");
                }

                var present = await session.QueryAsync(
                    $"SELECT contact_id, list_id, state FROM entries WHERE campaign_id = {list.CampaignId} AND contact_id IN {ids}",
                    row => (ContactId: row.Id(0), ListId: row.Id(1), State: row.Word<EntryState>(2)));
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

                var presentIds = present.Select(entry => entry.ContactId).ToHashSet();
                var fresh = chunk.FindAll(candidate => !presentIds.Contains(candidate.ContactId)).ConvertAll(candidate => new object?[]
                {
                    time.NewId(), list.CampaignId, list.Id, candidate.ContactId, EntryState.Waiting, quiet.GetValueOrDefault(candidate.ContactId, DateTime.UnixEpoch), 0,
                    RandomNumberGenerator.GetInt32(int.MaxValue), candidate.Language, candidate.Country, candidate.HoursClassId, candidate.Callable, 0, 0,
                });
                await session.InsertAsync(
                    "entries", "id, campaign_id, list_id, contact_id, state, ready_at, pass, random_key, language, country, hours_class_id, callable, attempts, version", fresh);
                tallies.Add(Tally(list.Id, EntryState.Waiting, fresh.Count));
                await session.InsertAsync("tallies", "id, list_id, key, n", tallies.FindAll(tally => tally[3] is not 0));
                return (fresh.Count, moved, present.Count(entry => entry.ListId != list.Id) - moved);
            },
            ct);
    }

    // Whoever another campaign of the book has just called waits in this one too.
    private async Task<Dictionary<Guid, DateTime>> QuietAsync(CallList list, List<Guid> contactIds, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var now = time.UtcNow();
        var pace = await db.Campaigns.Where(campaign => campaign.Id == list.CampaignId)
            .Join(db.Books, campaign => campaign.BookId, book => book.Id, (_, book) => new BookPace(book.HoursBetweenTalks, book.MinutesBetweenTries)).FirstAsync(ct);
        var since = now - pace.Longest;
        var calls = await db.Calls.AsNoTracking()
            .Where(call => contactIds.Contains(call.ContactId) && call.EndedAt > since && call.WithdrawnAt == null)
            .Join(db.Outcomes, call => call.OutcomeId, outcome => outcome.Id, (call, outcome) => new { call.ContactId, call.EndedAt, outcome.Definition })
            .ToListAsync(ct);
        return calls.GroupBy(call => call.ContactId)
            .Select(person => (person.Key, Until: person.Max(call => pace.QuietUntil(call.EndedAt, call.Definition.Reached))))
            .Where(person => person.Until > now)
            .ToDictionary(person => person.Key, person => person.Until);
    }

    private object?[] Tally(Guid listId, EntryState state, int n) => [time.NewId(), listId, $"state:{state}", n];

    private void Count(PhoneBankDb db, Guid listId, EntryState state, int n)
    {
        if (n != 0)
        {
            db.Tallies.Add(new Tally { Id = time.NewId(), ListId = listId, Key = $"state:{state}", N = n });
        }
    }

    private sealed record Candidate(Guid ContactId, string? Language, string? Country, Guid HoursClassId, bool Callable);
}
