using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reviews;

/// <summary>Which calls to list. Everything left out means all.</summary>
public sealed record CallFilter
{
    public Guid? CampaignId { get; init; }

    public Guid? ListId { get; init; }

    public Guid? OrganizerId { get; init; }

    public string? OutcomeKey { get; init; }

    /// <summary>First day, in the zone of the campaign (of the newest one when none is chosen).</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day, included.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Only calls with people who now wait for a coordinator.</summary>
    public bool HeldOnly { get; init; }

    /// <summary>Calls taken back by their callers too.</summary>
    public bool WithWithdrawn { get; init; }
}

/// <summary>A call as a list shows it: masked, without any number.</summary>
/// <param name="Person">First name and initial; empty when no name is known.</param>
/// <param name="EndedAtLocal">In the zone of the page.</param>
/// <param name="Organizer">Display name; null once the link between caller and contact is cut.</param>
/// <param name="Held">The person waits for a coordinator now.</param>
/// <param name="HasTexts">Somebody wrote a note, a message or a reason that was not struck out.</param>
public sealed record CallRow(
    Guid CallId,
    string Person,
    DateTime EndedAtLocal,
    string OutcomeKey,
    OutcomeDefinition Outcome,
    string MainLanguage,
    string? Organizer,
    string ListName,
    TimeSpan Duration,
    bool Late,
    bool Conflicting,
    bool Withdrawn,
    bool Held,
    bool HasTexts)
{
    /// <summary>A coordinator gave it another outcome, which is the one shown.</summary>
    public bool Corrected { get; init; }
}

/// <param name="ZoneId">The zone in which days and times are meant.</param>
/// <param name="Today">Today's date there.</param>
public sealed record CallsPage(Page<CallRow> Calls, string ZoneId, DateOnly Today);

/// <summary>A choice of a filter.</summary>
public sealed record FilterChoice(Guid Id, string Name, Guid? CampaignId = null);

/// <summary>What can be chosen in the filters, within the actor's reach.</summary>
public sealed record CallFilterChoices(
    IReadOnlyList<FilterChoice> Campaigns, IReadOnlyList<FilterChoice> Lists, IReadOnlyList<FilterChoice> Organizers, IReadOnlyList<OutcomeDefinition> Outcomes);

/// <summary>
/// Calls in the books this coordinator is a member of, newest first, paged by key: rows already seen do not move while new
/// calls arrive. A filter outside the actor's reach finds nothing, just as one that does not exist; nor does anyone who is no coordinator.
/// </summary>
public sealed class CallsQuery(IHotStore store, IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    public const int PageSize = 50;

    /// <param name="after">The key given with the page before; anything else starts from the newest.</param>
    public async Task<CallsPage> ExecuteAsync(Actor actor, CallFilter filter, string? after, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var clock = await DeskClock.OfAsync(db, actor, filter.CampaignId, ct);
        var campaigns = await db.CampaignsOf(actor)
            .Where(campaign => filter.CampaignId == null || campaign.Id == filter.CampaignId)
            .Select(campaign => campaign.Id)
            .ToListAsync(ct);
        var wanted = await new CallKeys(store, filter, CallKey.Parse(after), clock, PageSize + 1).FindAsync(db, campaigns, ct);
        var more = wanted.Count > PageSize;
        if (more)
        {
            wanted.RemoveAt(PageSize);
        }

        var rows = await RowsAsync(db, wanted, clock, ct);
        return new CallsPage(new Page<CallRow>(rows, more ? wanted[^1].ToString() : null), clock.ZoneId, clock.DayOf(time.UtcNow()));
    }

    public async Task<CallFilterChoices> ChoicesAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var campaigns = await db.CampaignsOf(actor).OrderByDescending(campaign => campaign.Id).Select(campaign => new { campaign.Id, campaign.SealedName }).ToListAsync(ct);
        var lists = await db.CallListsOf(actor).OrderByDescending(list => list.Id).Select(list => new { list.Id, list.CampaignId, list.SealedName }).ToListAsync(ct);
        var organizers = await CallersOf(db, actor).Select(volunteer => new { volunteer.Id, volunteer.SealedDisplayName }).ToListAsync(ct);
        var outcomes = await db.Outcomes
            .Where(outcome => db.CampaignsOf(actor).Any(campaign => campaign.Id == outcome.CampaignId))
            .OrderByDescending(outcome => outcome.CampaignId).ThenBy(outcome => outcome.Position)
            .Select(outcome => outcome.Definition)
            .ToListAsync(ct);
        return new CallFilterChoices(
            [.. campaigns.Select(campaign => new FilterChoice(campaign.Id, sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName)))],
            [.. lists.Select(list => new FilterChoice(list.Id, sealer.Open(Places.CallListName(list.Id), list.SealedName), list.CampaignId))],
            [.. organizers.Select(volunteer => new FilterChoice(volunteer.Id, sealer.Open(Places.VolunteerName(volunteer.Id), volunteer.SealedDisplayName)))
                .OrderBy(choice => choice.Name, StringComparer.CurrentCultureIgnoreCase)],
            [.. outcomes.DistinctBy(outcome => outcome.Key)]);
    }

    /// <summary>Everybody who can have called in the actor's books: their campaigns' organizers and the coordinators.</summary>
    private static IQueryable<Volunteer> CallersOf(PhoneBankDb db, Actor actor) =>
        db.Users.AsNoTracking().Where(volunteer =>
            db.CampaignMembers.Any(member => member.VolunteerId == volunteer.Id && member.AdmittedAt != null && db.CampaignsOf(actor).Any(campaign => campaign.Id == member.CampaignId))
            || db.BookMembers.Any(member => member.VolunteerId == volunteer.Id && db.BooksOf(actor).Any(book => book.Id == member.BookId)));

    private async Task<List<CallRow>> RowsAsync(PhoneBankDb db, List<CallKey> keys, DeskClock clock, CancellationToken ct)
    {
        var ids = keys.Select(key => key.Id).ToList();
        var found = await (
            from counted in db.CountedCalls()
            let call = counted.Call
            where ids.Contains(call.Id)
            join contact in db.Contacts on call.ContactId equals contact.Id
            join outcome in db.Outcomes on counted.OutcomeId equals outcome.Id
            join list in db.CallLists on call.ListId equals list.Id
            join entry in db.Entries on call.EntryId equals entry.Id
            join campaign in db.Campaigns on call.CampaignId equals campaign.Id
            join volunteer in db.Users on call.OrganizerId equals volunteer.Id into volunteers
            from organizer in volunteers.DefaultIfEmpty()
            select new
            {
                call.Id,
                call.ContactId,
                contact.SealedDetails,
                call.StartedAt,
                call.EndedAt,
                outcome.Key,
                outcome.Definition,
                campaign.Languages,
                call.OrganizerId,
                OrganizerName = organizer == null ? null : organizer.SealedDisplayName,
                call.ListId,
                ListName = list.SealedName,
                call.Late,
                call.Conflicting,
                Withdrawn = call.WithdrawnAt != null,
                Held = entry.State == EntryState.Held,
                HasTexts = call.SealedTexts != null,
                counted.IsCorrected,
            }).ToDictionaryAsync(row => row.Id, ct);
        var names = new Dictionary<Guid, string>();
        return [.. ids.Where(found.ContainsKey).Select(id => found[id]).Select(row => new CallRow(
            row.Id,
            MaskedName.Of(sealer.OpenJson<ContactDetails>(Places.ContactDetails(row.ContactId), row.SealedDetails)),
            clock.ToLocal(row.EndedAt),
            row.Key,
            row.Definition,
            row.Languages.Split(',')[0],
            row.OrganizerId is { } organizerId && row.OrganizerName is { } organizerName ? Opened(names, Places.VolunteerName(organizerId), organizerName) : null,
            Opened(names, Places.CallListName(row.ListId), row.ListName),
            row.EndedAt - row.StartedAt,
            row.Late,
            row.Conflicting,
            row.Withdrawn,
            row.Held,
            row.HasTexts) { Corrected = row.IsCorrected })];
    }

    private string Opened(Dictionary<Guid, string> names, Place place, byte[] value) =>
        names.TryGetValue(place.Row, out var name) ? name : names[place.Row] = sealer.Open(place, value);
}
