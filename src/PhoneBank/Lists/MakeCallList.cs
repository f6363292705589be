using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Lists;

/// <summary>A list to be made.</summary>
/// <param name="Priority">Higher is called first.</param>
/// <param name="MoveFromOtherLists">Takes over people who still wait in another list of the campaign; else they stay there.</param>
public sealed record NewCallList(string Name, ContactFilter Filter, int Priority = 0, bool MoveFromOtherLists = false)
{
    public const int LongestName = 100;
    public const int HighestPriority = 9;
}

/// <summary>What became of a list.</summary>
/// <param name="Added">New in the campaign.</param>
/// <param name="Moved">Taken over from another list.</param>
/// <param name="Stayed">Already in another list of the campaign, and still there.</param>
public sealed record MadeCallList(Guid ListId, int Added, int Moved, int Stayed)
{
    public int Count => Added + Moved;
}

/// <summary>
/// Makes a call list and fills it, a thousand people at a time, so that callers keep calling meanwhile. Nobody is handed
/// anybody of it before it is full. Interrupted, it stays Filling and <see cref="FinishCallList"/> goes on.
/// </summary>
public sealed class MakeCallList(IDbContextFactory<PhoneBankDb> dbs, ListFiller filler, Sealer sealer, Signals signals, TimeProvider time)
{
    /// <param name="progress">Told after each chunk how many people were looked at.</param>
    /// <returns><see cref="NotFound"/>, <see cref="CampaignIsClosed"/>, <see cref="InvalidField"/> or <see cref="NobodyMatches"/>.</returns>
    public async Task<Result<MadeCallList>> ExecuteAsync(Actor actor, Guid campaignId, NewCallList wish, IProgress<int>? progress, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign
            || (wish.Filter.ImportId is { } importId && !await db.Imports.AnyAsync(import => import.Id == importId && import.BookId == campaign.BookId, ct)))
        {
            return new NotFound();
        }

        if (campaign.State == CampaignState.Closed)
        {
            return new CampaignIsClosed();
        }

        var name = wish.Name.Trim();
        if (name.Length is 0 or > NewCallList.LongestName)
        {
            return new InvalidField(nameof(wish.Name), name.Length == 0 ? "Empty" : "TooLong");
        }

        if (wish.Priority is < 0 or > NewCallList.HighestPriority)
        {
            return new InvalidField(nameof(wish.Priority), "OutOfRange");
        }

        if (!await wish.Filter.Of(db, campaign.BookId).AnyAsync(ct))
        {
            return new NobodyMatches();
        }

        var id = time.NewId();
        var list = new CallList
        {
            Id = id,
            CampaignId = campaign.Id,
            SealedName = sealer.Seal(Places.CallListName(id), name),
            Priority = wish.Priority,
            State = CallListState.Filling,
            Filter = wish.Filter.IsOneImport ? null : wish.Filter.ToJson(),
            ImportId = wish.Filter.ImportId,
            CreatedAt = time.UtcNow(),
            CreatedBy = actor.VolunteerId,
        };
        db.CallLists.Add(list);
        db.Record(time, actor, AuditAction.ListMade, list.Id, campaign.Id);
        await db.SaveChangesAsync(ct);

        var made = await filler.FillAsync(list, campaign, wish.MoveFromOtherLists, progress, ct);
        signals.Publish(new Signal(Signal.ListChanged, campaign.Id));
        return made;
    }
}

/// <summary>Goes on with a list whose filling was interrupted. Whoever is in it already stays once.</summary>
public sealed class FinishCallList(IDbContextFactory<PhoneBankDb> dbs, ListFiller filler, Signals signals)
{
    /// <returns><see cref="NotFound"/>. A list that is full already is no refusal.</returns>
    public async Task<Result<MadeCallList>> ExecuteAsync(Actor actor, Guid listId, bool moveFromOtherLists, IProgress<int>? progress, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CallListsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == listId, ct) is not { } list)
        {
            return new NotFound();
        }

        if (list.State != CallListState.Filling)
        {
            return new MadeCallList(list.Id, 0, 0, 0);
        }

        var campaign = await db.Campaigns.AsNoTracking().FirstAsync(candidate => candidate.Id == list.CampaignId, ct);
        var made = await filler.FillAsync(list, campaign, moveFromOtherLists, progress, ct);
        signals.Publish(new Signal(Signal.ListChanged, list.CampaignId));
        return made;
    }
}

/// <summary>Puts people into a list, a chunk in a transaction.</summary>
public sealed class ListFiller(IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    private const int ChunkSize = 1000;
    private const int TriesPerChunk = 5;

    internal async Task<MadeCallList> FillAsync(CallList list, Campaign campaign, bool move, IProgress<int>? progress, CancellationToken ct)
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
                .Where(contact => contact.Id > last)
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

    private async Task<(int Added, int Moved, int Stayed)> PutAsync(CallList list, List<Candidate> chunk, bool move, int tries, CancellationToken ct)
    {
        try
        {
            await using var db = await dbs.CreateDbContextAsync(ct);
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (db.Database.IsNpgsql())
            {
                // One chunk of a campaign at a time: two lists adding the same people, each in an order of its own, would
                // wait for each other for ever. SQLite has one writer anyway.
                await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({list.CampaignId.ToString()}, 0))", ct);
            }

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

/// <summary>Nobody in the book fits, so there is nothing to make a list of.</summary>
public sealed record NobodyMatches : Error;
