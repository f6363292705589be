using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>How near a callback is.</summary>
public enum CallbackStage
{
    /// <summary>Half an hour or more late: anyone on the list may make it now, and in the end the coordinators decide.</summary>
    Overdue,

    /// <summary>From a quarter of an hour before: its organizer can be handed it now.</summary>
    Due,

    /// <summary>Later on the same day of the contact's.</summary>
    Today,
    Later,
}

/// <summary>A callback this organizer promised.</summary>
/// <param name="At">UTC.</param>
/// <param name="LocalAt">The same in the contact's zone; null when it is not known which of several.</param>
/// <param name="IsPaused">Its campaign, its list or the organizer is paused, so nobody is handed out now.</param>
public sealed record MyCallback(Guid EntryId, string FirstName, string ListName, DateTime At, DateTime? LocalAt, string? ZoneId, CallbackStage Stage, bool IsPaused)
{
    /// <summary>Can be claimed by its organizer now.</summary>
    public bool IsDue => Stage is CallbackStage.Overdue or CallbackStage.Due;

    /// <summary>From then on (UTC) anyone on the list may make it.</summary>
    public DateTime AnyonesFrom => At + CallQueue.CallbackReservedAfter;

    /// <summary>From then on (UTC) the coordinators decide.</summary>
    public DateTime DesksFrom => At + CallQueue.CallbackForDesk;
}

/// <summary>The callbacks of one organizer.</summary>
/// <param name="Callbacks">Soonest first; at most <see cref="MyCallbacks.Most"/>.</param>
/// <param name="HasOpenClaim">Somebody is open already: finish that call first.</param>
/// <param name="HasCalendar">There is a calendar address.</param>
public sealed record MyCallbacksView(IReadOnlyList<MyCallback> Callbacks, bool HasOpenClaim, bool HasCalendar);

/// <summary>Reads the callbacks an organizer promised to make, in open and paused campaigns. Somebody who may not call has none.</summary>
public sealed class MyCallbacks(IDbContextFactory<PhoneBankDb> dbs, HoursClasses classes, Sealer sealer, TimeProvider time)
{
    public const int Most = 100;

    public async Task<MyCallbacksView> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var campaigns = await db.CallingCampaignsOf(actor)
            .Where(campaign => campaign.State == CampaignState.Open || campaign.State == CampaignState.Paused)
            .Select(campaign => campaign.Id).ToListAsync(ct);
        return new MyCallbacksView(
            await ReadAsync(db, actor, campaigns, ct),
            await db.Claims.AnyAsync(claim => claim.OrganizerId == actor.VolunteerId && claim.EndedAt == null, ct),
            await db.Users.AnyAsync(user => user.Id == actor.VolunteerId && user.CalendarKeyHash != null, ct));
    }

    /// <summary>The callbacks within these campaigns, soonest first.</summary>
    internal async Task<IReadOnlyList<MyCallback>> ReadAsync(PhoneBankDb db, Actor actor, IReadOnlyCollection<Guid> campaigns, CancellationToken ct)
    {
        var now = time.UtcNow();
        var rows = await db.Entries.AsNoTracking()
            .Where(entry => entry.State == EntryState.Scheduled && entry.CallbackFor == actor.VolunteerId && entry.Callable && campaigns.Contains(entry.CampaignId))
            .Join(db.Contacts, entry => entry.ContactId, contact => contact.Id, (entry, contact) => new { Entry = entry, contact.SealedDetails })
            .Join(db.CallLists, row => row.Entry.ListId, list => list.Id, (row, list) => new { row.Entry, row.SealedDetails, list.SealedName, list.State })
            .Join(db.Campaigns, row => row.Entry.CampaignId, campaign => campaign.Id, (row, campaign) => new { row.Entry, row.SealedDetails, row.SealedName, List = row.State, Campaign = campaign.State })
            .OrderBy(row => row.Entry.CallbackAt).Take(Most).ToListAsync(ct);
        var pausedIn = await db.CampaignMembers.Where(member => member.VolunteerId == actor.VolunteerId && member.PausedAt != null).Select(member => member.CampaignId).ToListAsync(ct);
        var keys = await classes.KeysOfAsync([.. rows.Select(row => row.Entry.HoursClassId).Distinct()], ct);
        return
        [
            .. rows.Select(row =>
            {
                var (key, at) = (keys[row.Entry.HoursClassId], row.Entry.CallbackAt!.Value);
                var local = ContactClock.At(key, at);
                return new MyCallback(
                    row.Entry.Id,
                    ContactNames.First(sealer.OpenJson<ContactDetails>(Places.ContactDetails(row.Entry.ContactId), row.SealedDetails)),
                    sealer.Open(Places.CallListName(row.Entry.ListId), row.SealedName),
                    at,
                    local.IsCertain ? local.EarliestLocal : null,
                    key.ZoneId,
                    StageOf(at, local.EarliestLocal, ContactClock.At(key, now).EarliestLocal, now),
                    row.Campaign == CampaignState.Paused || row.List != CallListState.Open || pausedIn.Contains(row.Entry.CampaignId));
            }),
        ];
    }

    private static CallbackStage StageOf(DateTime at, DateTime localAt, DateTime localNow, DateTime now) =>
        at + CallQueue.CallbackReservedAfter <= now ? CallbackStage.Overdue
        : at - CallQueue.CallbackReservedBefore <= now ? CallbackStage.Due
        : localAt.Date == localNow.Date ? CallbackStage.Today : CallbackStage.Later;
}
