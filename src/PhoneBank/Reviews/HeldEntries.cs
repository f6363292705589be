using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reviews;

/// <summary>Somebody who is called by nobody until a coordinator decides.</summary>
/// <param name="Person">First name and initial.</param>
/// <param name="SinceLocal">In the zone of the campaign.</param>
/// <param name="CallId">The call that led here; null when there is none, as after an overdue callback of somebody never called.</param>
/// <param name="Message">What the caller wrote to coordinators, or the reason given; null when nothing.</param>
/// <param name="PersonsZone">Null when it is one of <paramref name="Zones"/>.</param>
/// <param name="PromisedAtLocal">A callback that was promised, in the person's zone.</param>
/// <param name="PromiseMissed">Its time has passed; else the attempts were used up before it.</param>
/// <param name="CanBeCalled">False when no number is left that may be called: only closing and the stop list make sense.</param>
public sealed record HeldPerson(
    Guid EntryId,
    int Version,
    Guid CampaignId,
    string CampaignName,
    string MainLanguage,
    string ListName,
    string Person,
    CoordinatorNeed Need,
    DateTime? SinceLocal,
    Guid? CallId,
    OutcomeDefinition? Outcome,
    string? Organizer,
    string? Message,
    string? Language,
    string? PersonsZone,
    IReadOnlyList<string> Zones,
    DateTime? PersonsTime,
    DateTime? PromisedAtLocal,
    bool PromiseMissed,
    bool CanBeCalled);

/// <summary>A number was shown and nobody has said what happened.</summary>
/// <param name="SinceLocal">When the number was shown, in the zone of the campaign.</param>
public sealed record UnreportedCall(Guid ClaimId, string Person, string? Organizer, string CampaignName, string ListName, DateTime SinceLocal);

/// <summary>A promised callback whose time has passed, still handed out to callers.</summary>
/// <param name="For">Who promised it; null when anyone may make it.</param>
/// <param name="PromisedAtLocal">In the person's zone where it is known, else in that of the campaign.</param>
public sealed record LateCallback(Guid EntryId, string Person, string? For, string CampaignName, string ListName, DateTime PromisedAtLocal);

/// <param name="More">There are more than are shown; they come up as these are decided.</param>
/// <param name="Callers">Who can be asked to call back, by campaign.</param>
public sealed record HeldPage(IReadOnlyList<HeldPerson> People, bool More, IReadOnlyList<UnreportedCall> Unreported, IReadOnlyList<LateCallback> Late, IReadOnlyList<FilterChoice> Callers);

/// <summary>
/// Who waits for a coordinator, those that cannot wait first, then the longest waiting. Messages to coordinators are part of
/// it, so looking is recorded.
/// </summary>
public sealed class HeldEntries(IDbContextFactory<PhoneBankDb> dbs, HoursClasses hoursClasses, Sealer sealer, TimeProvider time)
{
    public const int Most = 100;

    /// <summary>A callback is late when its organizer let so much time pass; from then on anyone makes it.</summary>
    public static readonly TimeSpan LateAfter = TimeSpan.FromMinutes(30);

    public async Task<HeldPage> ExecuteAsync(Actor actor, Guid? campaignId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var entries = db.Entries.AsNoTracking().Where(entry => entry.State == EntryState.Held && (campaignId == null || entry.CampaignId == campaignId));
        return await PageAsync(db, actor, entries, await UnreportedAsync(db, actor, campaignId, ct), await LateAsync(db, actor, campaignId, ct), withMessages: true, ct);
    }

    /// <summary>One held person, without messages, to decide about beside the call; nobody when she or he is not held (any more).</summary>
    public async Task<HeldPage> OneAsync(Actor actor, Guid entryId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await PageAsync(db, actor, db.Entries.AsNoTracking().Where(entry => entry.Id == entryId && entry.State == EntryState.Held), unreported: [], late: [], withMessages: false, ct);
    }

    private async Task<HeldPage> PageAsync(PhoneBankDb db, Actor actor, IQueryable<Entry> entries, List<UnreportedRow> unreported, List<LateRow> late, bool withMessages, CancellationToken ct)
    {
        var held = await (
            from entry in entries
            join campaign in db.CampaignsOf(actor) on entry.CampaignId equals campaign.Id
            join list in db.CallLists on entry.ListId equals list.Id
            join contact in db.Contacts on entry.ContactId equals contact.Id
            orderby entry.HeldFor == CoordinatorNeed.Now descending, entry.LastCallAt ?? entry.CallbackAt ?? DateTime.UnixEpoch, entry.Id
            select new HeldRow(entry, campaign, list, contact.SealedDetails, contact.Language)).Take(Most + 1).ToListAsync(ct);
        var more = held.Count > Most;
        if (more)
        {
            held.RemoveAt(Most);
        }

        var entryIds = held.Select(row => row.Entry.Id).ToList();
        var calls = await (
            from counted in db.CountedCalls()
            let call = counted.Call
            where entryIds.Contains(call.EntryId) && call.WithdrawnAt == null
            join outcome in db.Outcomes on counted.OutcomeId equals outcome.Id
            select new LastCall(call.Id, call.EntryId, call.EndedAt, call.OrganizerId, call.SealedTexts, outcome.Definition)).ToListAsync(ct);
        var last = calls.GroupBy(call => call.EntryId).ToDictionary(group => group.Key, group => group.MaxBy(call => (call.EndedAt, call.Id))!);
        var names = new VolunteerNames(sealer);
        await names.LoadAsync(db, [.. last.Values.Select(call => call.OrganizerId).OfType<Guid>().Concat(unreported.Select(claim => claim.OrganizerId)).Concat(late.Select(row => row.Entry.CallbackFor).OfType<Guid>())], ct);
        var hours = await hoursClasses.KeysOfAsync([.. held.Select(row => row.Entry.HoursClassId).Concat(late.Select(row => row.Entry.HoursClassId)).Distinct()], ct);
        var people = held.Select(row => Person(row, last.GetValueOrDefault(row.Entry.Id), hours.GetValueOrDefault(row.Entry.HoursClassId), names, withMessages)).ToList();
        foreach (var book in held.GroupBy(row => row.Campaign.BookId))
        {
            var read = people.Count(person => person.Message is not null && book.Any(row => row.Entry.Id == person.EntryId));
            if (read > 0)
            {
                db.Record(time, actor, AuditAction.CallViewed, scopeId: book.Key, detail: $"held messages: {read}");
            }
        }

        await db.SaveChangesAsync(ct);
        return new HeldPage(
            people,
            more,
            [.. unreported.Select(claim => new UnreportedCall(
                claim.ClaimId,
                MaskedName.Of(sealer.OpenJson<ContactDetails>(Places.ContactDetails(claim.ContactId), claim.SealedDetails)),
                names.Of(claim.OrganizerId),
                sealer.Open(Places.CampaignName(claim.CampaignId), claim.SealedCampaign),
                sealer.Open(Places.CallListName(claim.ListId), claim.SealedList),
                DeskClock.In(claim.TimeZone).ToLocal(claim.ShownAt)))],
            [.. late.Select(row => new LateCallback(
                row.Entry.Id,
                MaskedName.Of(sealer.OpenJson<ContactDetails>(Places.ContactDetails(row.Entry.ContactId), row.SealedDetails)),
                names.Of(row.Entry.CallbackFor),
                sealer.Open(Places.CampaignName(row.Campaign.Id), row.Campaign.SealedName),
                sealer.Open(Places.CallListName(row.List.Id), row.List.SealedName),
                DeskClock.In(hours.GetValueOrDefault(row.Entry.HoursClassId)?.ZoneId ?? row.Campaign.TimeZone).ToLocal(row.Entry.CallbackAt!.Value)))],
            await CallersAsync(db, [.. held.Select(row => row.Campaign.Id).Distinct()], ct));
    }

    private HeldPerson Person(HeldRow row, LastCall? last, HoursClassKey? hours, VolunteerNames names, bool withMessage)
    {
        var (entry, campaign, list, sealedDetails, language) = row;
        var clock = DeskClock.In(campaign.TimeZone);
        var theirs = hours?.ZoneId is { } zone ? DeskClock.In(zone) : null;
        var texts = withMessage && last?.SealedTexts is { } sealedTexts ? sealer.OpenJson<CallTexts>(Places.CallTexts(last.Id), sealedTexts) : null;
        var message = string.Join("\n", new[] { texts?.MessageToCoordinator, texts?.Reason }.Where(text => !string.IsNullOrWhiteSpace(text)));
        return new HeldPerson(
            entry.Id,
            entry.Version,
            campaign.Id,
            sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName),
            campaign.MainLanguage,
            sealer.Open(Places.CallListName(list.Id), list.SealedName),
            MaskedName.Of(sealer.OpenJson<ContactDetails>(Places.ContactDetails(entry.ContactId), sealedDetails)),
            entry.HeldFor ?? CoordinatorNeed.InTurn,
            (last?.EndedAt ?? entry.LastCallAt) is { } since ? clock.ToLocal(since) : null,
            last?.Id,
            last?.Outcome,
            names.Of(last?.OrganizerId),
            message.Length > 0 ? message : null,
            language,
            hours?.ZoneId,
            hours is { ZoneId: null, Country: { } country } ? Zones.DistinctOfCountry(country) : [],
            theirs?.ToLocal(time.UtcNow()),
            entry.CallbackAt is { } promised ? (theirs ?? clock).ToLocal(promised) : null,
            entry.CallbackAt <= time.UtcNow(),
            entry.Callable);
    }

    private static async Task<List<UnreportedRow>> UnreportedAsync(PhoneBankDb db, Actor actor, Guid? campaignId, CancellationToken ct) =>
        await (
            from claim in db.Claims.AsNoTracking()
            where claim.EndedBy == ClaimEnd.Lapsed && claim.ReportedAt == null && (campaignId == null || claim.CampaignId == campaignId)
            join campaign in db.CampaignsOf(actor) on claim.CampaignId equals campaign.Id
            join list in db.CallLists on claim.ListId equals list.Id
            join contact in db.Contacts on claim.ContactId equals contact.Id
            orderby claim.RevealedAt, claim.Id
            select new UnreportedRow(
                claim.Id, claim.ContactId, contact.SealedDetails, claim.OrganizerId, campaign.Id, campaign.SealedName, campaign.TimeZone, list.Id, list.SealedName, claim.RevealedAt ?? claim.TakenAt)).Take(Most).ToListAsync(ct);

    private async Task<List<LateRow>> LateAsync(PhoneBankDb db, Actor actor, Guid? campaignId, CancellationToken ct)
    {
        var before = time.UtcNow() - LateAfter;
        return await (
            from entry in db.Entries.AsNoTracking()
            where entry.State == EntryState.Scheduled && entry.CallbackAt < before && (campaignId == null || entry.CampaignId == campaignId)
            join campaign in db.CampaignsOf(actor) on entry.CampaignId equals campaign.Id
            join list in db.CallLists on entry.ListId equals list.Id
            join contact in db.Contacts on entry.ContactId equals contact.Id
            orderby entry.CallbackAt, entry.Id
            select new LateRow(entry, campaign, list, contact.SealedDetails)).Take(Most).ToListAsync(ct);
    }

    private async Task<List<FilterChoice>> CallersAsync(PhoneBankDb db, List<Guid> campaignIds, CancellationToken ct)
    {
        var callers = await (
            from member in db.CampaignMembers.AsNoTracking()
            where campaignIds.Contains(member.CampaignId) && member.AdmittedAt != null && member.RemovedAt == null
            join volunteer in db.Users on member.VolunteerId equals volunteer.Id
            where volunteer.Status == VolunteerStatus.Active
            select new { volunteer.Id, volunteer.SealedDisplayName, member.CampaignId }).ToListAsync(ct);
        return [.. callers
            .Select(caller => new FilterChoice(caller.Id, sealer.Open(Places.VolunteerName(caller.Id), caller.SealedDisplayName), caller.CampaignId))
            .OrderBy(choice => choice.Name, StringComparer.CurrentCultureIgnoreCase)];
    }

    private sealed record HeldRow(Entry Entry, Campaign Campaign, CallList List, byte[] SealedDetails, string? Language);

    private sealed record LateRow(Entry Entry, Campaign Campaign, CallList List, byte[] SealedDetails);

    private sealed record LastCall(Guid Id, Guid EntryId, DateTime EndedAt, Guid? OrganizerId, byte[]? SealedTexts, OutcomeDefinition Outcome);

    private sealed record UnreportedRow(
        Guid ClaimId, Guid ContactId, byte[] SealedDetails, Guid OrganizerId, Guid CampaignId, byte[] SealedCampaign, string TimeZone, Guid ListId, byte[] SealedList, DateTime ShownAt);
}
