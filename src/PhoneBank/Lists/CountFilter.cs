using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Lists;

/// <summary>How many people a filter finds.</summary>
/// <param name="Matching">Usable contacts that match.</param>
/// <param name="Callable">Of these, with a number that may be called, not resting.</param>
/// <param name="InOtherLists">Of these, already in a list of this campaign; nobody is in two.</param>
/// <param name="Movable">Of those, still waiting there, so that they could be moved.</param>
public sealed record FilterCount(int Matching, int Callable, int InOtherLists, int Movable)
{
    /// <summary>Who would be in a new list without moving anybody.</summary>
    public int New => Matching - InOtherLists;
}

/// <summary>Counts, before a list is made, whom a filter finds.</summary>
public sealed class CountFilter(IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
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
        var contacts = filter.Of(db, campaign.BookId);
        var matching = await contacts.CountAsync(ct);
        var callable = await contacts.CountAsync(contact => contact.CallablePhones > 0 && (contact.RestsUntil == null || contact.RestsUntil <= now), ct);
        var listed = await contacts.CountAsync(contact => db.Entries.Any(entry => entry.CampaignId == campaignId && entry.ContactId == contact.Id), ct);
        var movable = await contacts.CountAsync(
            contact => db.Entries.Any(entry => entry.CampaignId == campaignId && entry.ContactId == contact.Id
                && (entry.State == EntryState.Waiting || entry.State == EntryState.Scheduled)),
            ct);
        return new FilterCount(matching, callable, listed, movable);
    }
}
