using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>What a caller is told of a contact's names.</summary>
internal static class ContactNames
{
    /// <summary>The first name alone; empty when the list came without first names. The last name is never shown in its place.</summary>
    public static string First(ContactDetails details) => details.Names is [var name, ..] ? name.First : "";
}

/// <summary>An entry as an organizer may see it to pick: first name, state, last outcome. Never a number.</summary>
/// <param name="LastOutcomeKey">Null when never called.</param>
/// <param name="LastOutcome">Texts by language of the interface; null when never called.</param>
/// <param name="CanBePicked">Free now for this organizer, as far as the list knows.</param>
public sealed record ListEntryView(
    Guid EntryId, string FirstName, string? Language, EntryState State, DateTime? LastCallAt, string? LastOutcomeKey, OutcomeDefinition? LastOutcome, DateTime? CallbackAt, bool CanBePicked);

/// <summary>The entries of a list to pick from, a screenful at a time. Refuses with <see cref="NotFound"/>, <see cref="PickingIsOff"/>.</summary>
public sealed class ListEntries(IDbContextFactory<PhoneBankDb> dbs, CampaignMoments moments, Sealer sealer, TimeProvider time)
{
    public const int PageSize = 50;

    public async Task<Result<Page<ListEntryView>>> ExecuteAsync(Actor actor, Guid listId, string? after, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var me = actor.VolunteerId;
        var place = await db.CallingCampaignsOf(actor).AsNoTracking()
            .Where(campaign => campaign.State == CampaignState.Open)
            .Join(db.CallLists.Where(list => list.Id == listId && list.State == CallListState.Open), campaign => campaign.Id, list => list.CampaignId, (campaign, _) => campaign)
            .Join(db.Books, campaign => campaign.BookId, book => book.Id, (campaign, book) => new { campaign.Id, campaign.PickFromList, campaign.MaxAttempts, book.Level })
            .FirstOrDefaultAsync(ct);
        var isAssigned = await db.Assignments.AnyAsync(
            assignment => assignment.ListId == listId && assignment.TakenBackAt == null
                && (assignment.VolunteerId == me || (assignment.VolunteerId == null && assignment.TeamId == null) || db.TeamMembers.Any(member => member.TeamId == assignment.TeamId && member.VolunteerId == me)),
            ct);
        if (place is null || !isAssigned)
        {
            return new NotFound();
        }

        if (!place.PickFromList || place.Level != ProtectionLevel.Supporters)
        {
            return new PickingIsOff();
        }

        var from = Guid.TryParse(after, out var key) ? key : Guid.Empty;
        var rows = await db.Entries.AsNoTracking().Where(entry => entry.ListId == listId && entry.Id > from).OrderBy(entry => entry.Id).Take(PageSize + 1)
            .Join(db.Contacts, entry => entry.ContactId, contact => contact.Id, (entry, contact) => new { Entry = entry, contact.SealedDetails })
            .OrderBy(row => row.Entry.Id)
            .Select(row => new { row.Entry, row.SealedDetails, Skipped = db.Skips.Any(skip => skip.OrganizerId == me && (skip.EntryId == row.Entry.Id || skip.ContactId == row.Entry.ContactId)) })
            .ToListAsync(ct);
        var outcomes = await db.Outcomes.AsNoTracking().Where(outcome => outcome.CampaignId == place.Id).ToDictionaryAsync(outcome => outcome.Id, ct);
        var (moment, now) = (await moments.OfAsync(place.Id, ct), time.UtcNow());
        var views = rows.Take(PageSize).Select(row =>
        {
            var last = row.Entry.LastOutcomeId is { } outcomeId ? outcomes.GetValueOrDefault(outcomeId) : null;
            var free = row.Entry.Callable && !row.Skipped && moment.StateOf(row.Entry.HoursClassId) is { IsOpen: true }
                && (IsWaiting(row.Entry, now, place.MaxAttempts) || IsDueCallback(row.Entry, now, me));
            return new ListEntryView(
                row.Entry.Id,
                ContactNames.First(sealer.OpenJson<ContactDetails>(Places.ContactDetails(row.Entry.ContactId), row.SealedDetails)),
                row.Entry.Language,
                row.Entry.State,
                row.Entry.LastCallAt,
                last?.Key,
                last?.Definition,
                row.Entry.State == EntryState.Scheduled ? row.Entry.CallbackAt : null,
                free);
        }).ToList();
        return new Page<ListEntryView>(views, rows.Count > PageSize ? views[^1].EntryId.ToString("D") : null);
    }

    private static bool IsWaiting(Entry entry, DateTime now, int maxAttempts) => entry.State == EntryState.Waiting && entry.ReadyAt <= now && entry.Attempts < maxAttempts;

    private static bool IsDueCallback(Entry entry, DateTime now, Guid me) =>
        entry is { State: EntryState.Scheduled, CallbackAt: { } at } && at > now - CallQueue.CallbackForDesk
        && (entry.CallbackFor == me ? at <= now + CallQueue.CallbackReservedBefore : at <= now && (entry.CallbackFor is null || at <= now - CallQueue.CallbackReservedAfter));
}
