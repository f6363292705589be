using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Help;

/// <summary>A request that waits for a coordinator, without what was typed.</summary>
/// <param name="Organizer">Null once the link between caller and contact is cut.</param>
/// <param name="At">UTC.</param>
/// <param name="TimeZone">Of the campaign.</param>
/// <param name="HasText">Something was typed; see <see cref="ReadHelpText"/>.</param>
/// <param name="Person">First name and initial of whoever was open; null when nobody was.</param>
/// <param name="CallId">The latest call with that person, if there was one.</param>
/// <param name="IsHeld">That person waits for a coordinator's decision.</param>
/// <param name="TakenBy">The coordinator who said "I do it"; null while nobody has.</param>
public sealed record HelpRow(
    Guid Id,
    HelpKind Kind,
    string? Organizer,
    string CampaignName,
    DateTime At,
    string TimeZone,
    bool HasText,
    string? Person,
    Guid? CallId,
    bool IsHeld,
    string? TakenBy,
    bool TakenByMe)
{
    public bool IsUrgent => Urgency.IsUrgent(Kind);
}

/// <summary>What cannot wait.</summary>
public static class Urgency
{
    public static bool IsUrgent(HelpKind kind) => kind is HelpKind.Threatened or HelpKind.Overheard or HelpKind.CallNeedsYou;
}

/// <param name="Urgent">Of the open ones, those that cannot wait.</param>
/// <param name="Alarming">Of these, those that nobody has taken.</param>
public sealed record HelpCount(int Open, int Urgent, int Alarming);

/// <summary>
/// What organizers asked and nobody has dealt with, within the coordinator's books: those that cannot wait first, then the
/// longest waiting. Cheap enough to ask again every second; what was typed is not part of it.
/// </summary>
public sealed class OpenHelp(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    public const int Most = 100;

    public async Task<IReadOnlyList<HelpRow>> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var rows = await (
            from request in db.HelpRequests.AsNoTracking()
            where request.ClosedAt == null
            join campaign in db.CampaignsOf(actor) on request.CampaignId equals campaign.Id
            orderby request.Kind == HelpKind.Threatened || request.Kind == HelpKind.Overheard || request.Kind == HelpKind.CallNeedsYou descending, request.At, request.Id
            select new
            {
                request.Id,
                request.Kind,
                request.OrganizerId,
                request.EntryId,
                request.At,
                request.TakenBy,
                HasText = request.SealedText != null,
                Campaign = new { campaign.Id, campaign.SealedName, campaign.TimeZone },
            }).Take(Most).ToListAsync(ct);
        var entryIds = rows.Select(row => row.EntryId).OfType<Guid>().Distinct().ToList();
        var people = await (
            from entry in db.Entries.AsNoTracking()
            where entryIds.Contains(entry.Id)
            join contact in db.Contacts on entry.ContactId equals contact.Id
            select new { entry.Id, entry.State, entry.ContactId, contact.SealedDetails }).ToDictionaryAsync(row => row.Id, ct);
        var calls = (await db.Calls.AsNoTracking()
                .Where(call => entryIds.Contains(call.EntryId) && call.WithdrawnAt == null)
                .Select(call => new { call.EntryId, call.Id, call.EndedAt }).ToListAsync(ct))
            .GroupBy(call => call.EntryId).ToDictionary(group => group.Key, group => group.MaxBy(call => (call.EndedAt, call.Id))!.Id);
        var names = await NamesAsync(db, [.. rows.SelectMany(row => new[] { row.OrganizerId, row.TakenBy }).OfType<Guid>().Distinct()], ct);
        return rows.ConvertAll(row =>
        {
            var person = row.EntryId is { } entryId ? people.GetValueOrDefault(entryId) : null;
            return new HelpRow(
                row.Id,
                row.Kind,
                row.OrganizerId is { } organizer ? names.GetValueOrDefault(organizer) : null,
                sealer.Open(Places.CampaignName(row.Campaign.Id), row.Campaign.SealedName),
                row.At,
                row.Campaign.TimeZone,
                row.HasText,
                person is null ? null : MaskedName.Of(sealer.OpenJson<ContactDetails>(Places.ContactDetails(person.ContactId), person.SealedDetails)),
                row.EntryId is { } called && calls.TryGetValue(called, out var callId) ? callId : null,
                person?.State == Lists.EntryState.Held,
                row.TakenBy is { } taker ? names.GetValueOrDefault(taker) ?? "" : null,
                row.TakenBy == actor.VolunteerId);
        });
    }

    /// <summary>How many wait, for a badge.</summary>
    public async Task<HelpCount> CountAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var kinds = await db.HelpRequests.AsNoTracking()
            .Where(request => request.ClosedAt == null && db.CampaignsOf(actor).Any(campaign => campaign.Id == request.CampaignId))
            .GroupBy(request => new { request.Kind, IsTaken = request.TakenBy != null })
            .Select(group => new { group.Key.Kind, group.Key.IsTaken, Count = group.Count() }).ToListAsync(ct);
        var urgent = kinds.FindAll(kind => Urgency.IsUrgent(kind.Kind));
        return new HelpCount(kinds.Sum(kind => kind.Count), urgent.Sum(kind => kind.Count), urgent.Where(kind => !kind.IsTaken).Sum(kind => kind.Count));
    }

    private async Task<Dictionary<Guid, string>> NamesAsync(PhoneBankDb db, List<Guid> ids, CancellationToken ct) =>
        (await db.Users.AsNoTracking().Where(volunteer => ids.Contains(volunteer.Id)).Select(volunteer => new { volunteer.Id, volunteer.SealedDisplayName }).ToListAsync(ct))
            .ToDictionary(volunteer => volunteer.Id, volunteer => sealer.Open(Places.VolunteerName(volunteer.Id), volunteer.SealedDisplayName));
}

/// <summary>
/// Opens what an organizer typed with a request. It may be about somebody, so reading is recorded. Refuses with
/// <see cref="NotFound"/>, also when nothing was typed or the request is closed.
/// </summary>
public sealed class ReadHelpText(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    public async Task<Result<string>> ExecuteAsync(Actor actor, Guid requestId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var found = await (
            from request in db.HelpRequests.AsNoTracking()
            where request.Id == requestId && request.ClosedAt == null && request.SealedText != null
            join campaign in db.CampaignsOf(actor) on request.CampaignId equals campaign.Id
            select new { request.SealedText, campaign.BookId }).FirstOrDefaultAsync(ct);
        if (found?.SealedText is not { } sealedText)
        {
            return new NotFound();
        }

        db.Record(time, actor, AuditAction.CallViewed, requestId, found.BookId, "help text");
        await db.SaveChangesAsync(ct);
        return sealer.Open(Places.HelpText(requestId), sealedText);
    }
}
