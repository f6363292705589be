using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Scripts;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Lists;

/// <summary>How many people a filter finds, and how many of them could be called.</summary>
/// <param name="Matching">Contacts that match. Everybody is in exactly one of Now, Later, Never.</param>
/// <param name="Now">Could be handed out at this moment, were they in an open list.</param>
/// <param name="Later">Cannot now, by reason.</param>
/// <param name="Never">Will not be called in this campaign as things are, by reason.</param>
/// <param name="InOtherLists">Already in a list of this campaign; nobody is in two.</param>
/// <param name="Movable">Of those, still waiting there, so that they could be moved.</param>
public sealed record FilterCount(int Matching, int Now, IReadOnlyList<NotNow> Later, IReadOnlyList<NotNow> Never, int InOtherLists, int Movable)
{
    /// <summary>Who would be in a new list without moving anybody.</summary>
    public int New => Matching - InOtherLists;
}

/// <summary>So many people cannot be called now, and why.</summary>
/// <param name="At">UTC. When the first of them can be; null when nobody knows.</param>
public sealed record NotNow(WhyNotNow Reason, int Count, DateTime? At = null);

/// <summary>Why somebody cannot be called now. The first that holds counts.</summary>
public enum WhyNotNow
{
    /// <summary>Never: no number that may be called (bad, or on the stop list).</summary>
    NoNumber,

    /// <summary>Never: their entry of this campaign is done.</summary>
    Done,

    /// <summary>Never: within two weeks there is no hour at which they may be called.</summary>
    NoHours,

    /// <summary>Asked for rest in the whole book.</summary>
    Resting,

    /// <summary>Waits for a coordinator.</summary>
    Held,

    /// <summary>Somebody is calling them, or has not said what happened.</summary>
    InCall,

    /// <summary>A callback is promised.</summary>
    Callback,

    /// <summary>Waits for the time of the next try.</summary>
    Retry,

    /// <summary>Nobody admitted to the campaign speaks their language.</summary>
    NobodySpeaks,

    /// <summary>It is no hour to call them.</summary>
    OutsideHours,
}

/// <summary>Counts, before a list is made, whom a filter finds and who of them could be called when.</summary>
public sealed class CountFilter(IDbContextFactory<PhoneBankDb> dbs, HoursClasses classes, CallingHours hours, TimeProvider time)
{
    /// <returns>The counts, or <see cref="NotFound"/>.</returns>
    public async Task<Result<FilterCount>> ExecuteAsync(Actor actor, Guid campaignId, ContactFilter filter, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        var now = time.UtcNow();
        var groups = await GroupsAsync(db, campaign, filter, now, ct);

        var keys = await classes.KeysOfAsync([.. groups.Select(group => group.HoursClassId).Distinct()], ct);
        var campaignHours = await CampaignMoments.HoursOfAsync(db, campaign, now, ct);
        var tally = new Tally(await SpokenAsync(db, campaignId, ct), from => keys.TryGetValue(from.Class, out var key) ? hours.NextOpening(key, campaignHours, from.At) : null, now);
        foreach (var group in groups)
        {
            tally.Add(group);
        }

        return tally.ToCount();
    }

    /// <summary>Alike for the count. Those with an entry are counted by it, and taken off from all: asking everybody for their entry would cost more than both.</summary>
    private async Task<List<Group>> GroupsAsync(PhoneBankDb db, Campaign campaign, ContactFilter filter, DateTime now, CancellationToken ct)
    {
        // Mostly no import is under way, and the index alone tells everything.
        var undecided = await db.Books.Where(book => book.Id == campaign.BookId).Select(book => book.UndecidedImportId).FirstAsync(ct);
        var people = undecided == default ? db.Contacts.Where(contact => contact.BookId == campaign.BookId) : db.PeopleOf(campaign.BookId);
        var contacts = filter.Of(db, campaign.BookId, all: true, people);

        // Each takes its time; a large book keeps two processors busy. SQLite reads on the thread that asks.
        var listing = Task.Run(() => ListedAsync(campaign, filter, undecided != default, now, ct), CancellationToken.None);

        // Only what the index is sorted by is grouped by: a million people are counted as they come, without sorting them.
        List<Alike> all;
        try
        {
            all = await contacts
                .GroupBy(contact => new { contact.HoursClassId, contact.Language })
                .Select(alike => new Alike(
                    alike.Key.HoursClassId,
                    alike.Key.Language,
                    alike.Count(),
                    alike.Count(contact => contact.CallablePhones == 0),
                    alike.Count(contact => contact.CallablePhones > 0 && contact.RestsUntil != null && contact.RestsUntil > now),
                    alike.Min(contact => contact.CallablePhones > 0 && contact.RestsUntil > now ? contact.RestsUntil : null)))
                .ToListAsync(ct);
        }
        finally
        {
            await ((Task)listing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var listed = await listing;
        var taken = listed.ToLookup(group => (group.HoursClassId, group.Language, group.HasNumber, group.HasNumber && group.Rests), group => group.Count);
        var unlisted = all.SelectMany(alike => new[]
        {
            Unlisted(hasNumber: false, rests: false, alike.Mute, null),
            Unlisted(hasNumber: true, rests: true, alike.Resting, alike.RestsUntil),
            Unlisted(hasNumber: true, rests: false, alike.All - alike.Mute - alike.Resting, null),
        }.Select(group => group with { HoursClassId = alike.HoursClassId, Language = alike.Language, Count = group.Count - taken[(alike.HoursClassId, alike.Language, group.HasNumber, group.Rests)].Sum() }));
        return [.. unlisted.Where(group => group.Count > 0), .. listed];

        static Group Unlisted(bool hasNumber, bool rests, int count, DateTime? until) => new(hasNumber, rests, default, null, null, false, count, until, null, null);
    }

    /// <summary>
    /// Those with an entry. An entry that may be handed out says itself all that is asked of its person, unless a caller heard another
    /// language; only of the others, who are few while much is left to do, is the person looked up.
    /// </summary>
    private async Task<List<Group>> ListedAsync(Campaign campaign, ContactFilter filter, bool isUndecided, DateTime now, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);

        // By their ids, not by a join: how many entries a list has is then known to PostgreSQL before it chooses how to go about it.
        var lists = await db.CallLists.Where(list => list.CampaignId == campaign.Id).Select(list => list.Id).ToListAsync(ct);
        if (lists.Count == 0)
        {
            return [];
        }

        var contacts = filter.Of(db, campaign.BookId, all: true, isUndecided ? db.PeopleOf(campaign.BookId) : db.Contacts.Where(contact => contact.BookId == campaign.BookId));
        var entries = db.Entries.Where(entry => lists.Contains(entry.ListId));
        var found = filter.IsEverybody ? entries : entries.Where(entry => contacts.Select(contact => contact.Id).Contains(entry.ContactId));
        var groups = await found
            .GroupBy(entry => new { Tells = entry.Callable && entry.ReroutedTo == null, entry.HoursClassId, entry.Language, entry.State, Waits = entry.ReadyAt > now })
            .Select(alike => new
            {
                alike.Key.Tells,
                Group = new Group(
                    true, false, alike.Key.HoursClassId, alike.Key.Language, alike.Key.State, alike.Key.Waits, alike.Count(),
                    null, alike.Min(entry => (DateTime?)entry.ReadyAt), alike.Min(entry => entry.CallbackAt)),
            })
            .ToListAsync(ct);
        var telling = groups.Where(group => group.Tells).Select(group => group.Group);
        if (groups.TrueForAll(group => group.Tells))
        {
            return [.. telling];
        }

        var looked = await (
            from entry in entries.Where(entry => !entry.Callable || entry.ReroutedTo != null)
            join contact in contacts on entry.ContactId equals contact.Id
            group new { contact.RestsUntil, entry.ReadyAt, entry.CallbackAt }
                by new { contact.HoursClassId, contact.Language, HasNumber = contact.CallablePhones > 0, Rests = contact.RestsUntil != null && contact.RestsUntil > now, entry.State, Waits = entry.ReadyAt > now }
            into alike
            select new Group(
                alike.Key.HasNumber, alike.Key.Rests, alike.Key.HoursClassId, alike.Key.Language, alike.Key.State, alike.Key.Waits, alike.Count(),
                alike.Min(row => row.RestsUntil), alike.Min(row => (DateTime?)row.ReadyAt), alike.Min(row => row.CallbackAt))).ToListAsync(ct);
        return [.. telling, .. looked];
    }

    /// <summary>People of one hours class and language.</summary>
    private sealed record Alike(Guid HoursClassId, string? Language, int All, int Mute, int Resting, DateTime? RestsUntil);

    private sealed record Group(
        bool HasNumber, bool Rests, Guid HoursClassId, string? Language, EntryState? State, bool Waits, int Count, DateTime? RestsUntil, DateTime? ReadyAt, DateTime? CallbackAt);

    /// <summary>Primary languages of whoever is admitted to the campaign.</summary>
    private static async Task<HashSet<string>> SpokenAsync(PhoneBankDb db, Guid campaignId, CancellationToken ct)
    {
        var languages = await db.CampaignMembers
            .Where(member => member.CampaignId == campaignId && member.AdmittedAt != null && member.RemovedAt == null)
            .Join(db.Users.Where(volunteer => volunteer.Status == VolunteerStatus.Active), member => member.VolunteerId, volunteer => volunteer.Id, (_, volunteer) => volunteer.CallLanguages)
            .ToListAsync(ct);
        return [.. languages.SelectMany(list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(LanguageTags.PrimaryOf)];
    }

    private sealed class Tally(HashSet<string> spoken, Func<(Guid Class, DateTime At), DateTime?> opening, DateTime now)
    {
        private readonly Dictionary<WhyNotNow, NotNow> _reasons = [];
        private int _matching;
        private int _now;
        private int _listed;
        private int _movable;

        public void Add(Group group)
        {
            _matching += group.Count;
            _listed += group.State is null ? 0 : group.Count;
            _movable += group.State is EntryState.Waiting or EntryState.Scheduled ? group.Count : 0;
            if (Reason(group, out var at) is not { } reason)
            {
                _now += group.Count;
                return;
            }

            var known = _reasons.GetValueOrDefault(reason);
            _reasons[reason] = new NotNow(reason, (known?.Count ?? 0) + group.Count, known?.At < at || at is null ? known?.At : at);
        }

        public FilterCount ToCount()
        {
            var reasons = _reasons.Values.OrderBy(reason => reason.Reason).ToList();
            return new FilterCount(_matching, _now, reasons.FindAll(reason => !IsForGood(reason.Reason)), reasons.FindAll(reason => IsForGood(reason.Reason)), _listed, _movable);
        }

        private static bool IsForGood(WhyNotNow reason) => reason is WhyNotNow.NoNumber or WhyNotNow.Done or WhyNotNow.NoHours;

        private WhyNotNow? Reason(Group group, out DateTime? at)
        {
            at = null;
            if (!group.HasNumber)
            {
                return WhyNotNow.NoNumber;
            }

            switch (group.State)
            {
                case EntryState.Done:
                    return WhyNotNow.Done;
                case EntryState.Held:
                    return WhyNotNow.Held;
                case EntryState.Claimed or EntryState.Unreported:
                    return WhyNotNow.InCall;
            }

            if (group.Rests)
            {
                at = group.RestsUntil;
                return WhyNotNow.Resting;
            }

            if (group.State == EntryState.Scheduled)
            {
                at = group.CallbackAt;
                return WhyNotNow.Callback;
            }

            if (group.Waits)
            {
                at = opening((group.HoursClassId, group.ReadyAt ?? now));
                return WhyNotNow.Retry;
            }

            // Before anybody has joined, nobody speaks anything; that is no news about these people.
            if (group.Language is { } language && spoken.Count > 0 && !spoken.Contains(LanguageTags.PrimaryOf(language)))
            {
                return WhyNotNow.NobodySpeaks;
            }

            at = opening((group.HoursClassId, now));
            return at <= now ? null : at is null ? WhyNotNow.NoHours : WhyNotNow.OutsideHours;
        }
    }
}
