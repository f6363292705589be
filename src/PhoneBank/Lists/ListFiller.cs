using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;

namespace PhoneBank.Lists;

/// <summary>Puts people into a list, a chunk in a transaction.</summary>
public sealed class ListFiller(IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    private const int ChunkSize = 1000;
    private const int TriesPerChunk = 5;

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
            var counts = await PutAsync(list, chunk, move, tries: TriesPerChunk, ct);
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

    private async Task<(int Added, int Moved, int Stayed)> PutAsync(CallList list, List<Candidate> chunk, bool move, int tries, CancellationToken ct)
    {
        try
        {
            await using var db = await dbs.CreateDbContextAsync(ct);
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await OneChunkAtATimeAsync(db, list.CampaignId, ct);

            var ids = chunk.ConvertAll(candidate => candidate.ContactId);
            var present = await db.Entries.AsNoTracking()
                .Where(entry => entry.CampaignId == list.CampaignId && ids.Contains(entry.ContactId))
                .Select(entry => new { entry.ContactId, entry.ListId, entry.State })
                .ToListAsync(ct);

            var moved = 0;
            if (move)
            {
                foreach (var place in present.Where(entry => entry.ListId != list.Id && entry.State is EntryState.Waiting or EntryState.Scheduled).Select(entry => (entry.ListId, entry.State)).Distinct())
                {
                    // Only those still so at this moment: somebody may just be taking one of them.
                    var n = await db.Entries
                        .Where(entry => entry.CampaignId == list.CampaignId && entry.ListId == place.ListId && entry.State == place.State && ids.Contains(entry.ContactId))
                        .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.ListId, list.Id).SetProperty(entry => entry.Version, entry => entry.Version + 1), ct);
                    Count(db, place.ListId, place.State, -n);
                    Count(db, list.Id, place.State, n);
                    moved += n;
                }
            }

            var quiet = await QuietAsync(db, list, ids, ct);
            var presentIds = present.Select(entry => entry.ContactId).ToHashSet();
            var fresh = chunk.Where(candidate => !presentIds.Contains(candidate.ContactId)).Select(candidate => new Entry
            {
                Id = time.NewId(),
                CampaignId = list.CampaignId,
                ListId = list.Id,
                ContactId = candidate.ContactId,
                State = EntryState.Waiting,
                ReadyAt = quiet.GetValueOrDefault(candidate.ContactId, DateTime.UnixEpoch),
                RandomKey = RandomNumberGenerator.GetInt32(int.MaxValue),
                Language = candidate.Language,
                Country = candidate.Country,
                HoursClassId = candidate.HoursClassId,
                Callable = candidate.Callable,
            }).ToList();
            db.Entries.AddRange(fresh);
            Count(db, list.Id, EntryState.Waiting, fresh.Count);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return (fresh.Count, moved, present.Count(entry => entry.ListId != list.Id) - moved);
        }
        catch (Exception exception) when (tries > 1 && !ct.IsCancellationRequested && IsLostRace(exception))
        {
            // A caller took one of these people at the same moment: look again.
            return await PutAsync(list, chunk, move, tries - 1, ct);
        }
    }

    // Whoever another campaign of the book has just called waits in this one too.
    private async Task<Dictionary<Guid, DateTime>> QuietAsync(PhoneBankDb db, CallList list, List<Guid> contactIds, CancellationToken ct)
    {
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

    // Npgsql wraps what may pass by itself (a deadlock) once more.
    private static bool IsLostRace(Exception exception) =>
        exception is DbUpdateException || (exception is InvalidOperationException && exception.InnerException is DbUpdateException or DbException);

    private void Count(PhoneBankDb db, Guid listId, EntryState state, int n)
    {
        if (n != 0)
        {
            db.Tallies.Add(new Tally { Id = time.NewId(), ListId = listId, Key = $"state:{state}", N = n });
        }
    }

    private sealed record Candidate(Guid ContactId, string? Language, string? Country, Guid HoursClassId, bool Callable);
}
