using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Calling;

/// <summary>An organizer whom a person is not handed to.</summary>
/// <param name="InCampaignOnly">It came about in one campaign and holds there.</param>
/// <param name="Since">UTC.</param>
public sealed record HoldOutLine(Guid Id, Guid OrganizerId, string Organizer, SkipReason Reason, DateTime Since, bool InCampaignOnly);

/// <summary>An organizer a coordinator can name.</summary>
public sealed record OrganizerChoice(Guid Id, string Name);

/// <param name="Lines">By name.</param>
/// <param name="Organizers">Whoever calls in the book's campaigns, by name.</param>
public sealed record ContactHoldOutsView(IReadOnlyList<HoldOutLine> Lines, IReadOnlyList<OrganizerChoice> Organizers);

/// <summary>By whom a person of a book is not to be called, for coordinators of the book. Refuses with <see cref="NotFound"/>.</summary>
public sealed class ContactHoldOuts(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    private const int MostOrganizers = 2000;

    public async Task<Result<ContactHoldOutsView>> ExecuteAsync(Actor actor, Guid bookId, Guid contactId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.Contacts.AnyAsync(contact => contact.Id == contactId && contact.BookId == bookId && db.BooksOf(actor).Any(book => book.Id == bookId), ct))
        {
            return new NotFound();
        }

        var entries = await db.Entries.Where(entry => entry.ContactId == contactId).Select(entry => (Guid?)entry.Id).ToListAsync(ct);
        var reasons = SkipReasons.HoldingOut;
        var held = await db.Skips.AsNoTracking()
            .Where(skip => reasons.Contains(skip.Reason) && (skip.ContactId == contactId || entries.Contains(skip.EntryId)))
            .Join(db.Users, skip => skip.OrganizerId, volunteer => volunteer.Id, (skip, volunteer) => new { Skip = skip, volunteer.SealedDisplayName })
            .ToListAsync(ct);
        var callers = await CallersOf(db, bookId).OrderByDescending(volunteer => volunteer.CreatedAt).Take(MostOrganizers)
            .Select(volunteer => new { volunteer.Id, volunteer.SealedDisplayName }).ToListAsync(ct);
        return new ContactHoldOutsView(
            [.. held.Select(row => new HoldOutLine(
                row.Skip.Id, row.Skip.OrganizerId, sealer.Open(Places.VolunteerName(row.Skip.OrganizerId), row.SealedDisplayName), row.Skip.Reason, row.Skip.At, row.Skip.ContactId is null))
                .OrderBy(line => line.Organizer, StringComparer.CurrentCultureIgnoreCase).ThenBy(line => line.Since)],
            [.. callers.Select(row => new OrganizerChoice(row.Id, sealer.Open(Places.VolunteerName(row.Id), row.SealedDisplayName))).OrderBy(choice => choice.Name, StringComparer.CurrentCultureIgnoreCase)]);
    }

    /// <summary>Whoever calls or may come to call people of a book: members of its campaigns, and its coordinators.</summary>
    internal static IQueryable<Volunteer> CallersOf(PhoneBankDb db, Guid bookId) => db.Users.Where(volunteer =>
        db.CampaignMembers.Any(member => member.VolunteerId == volunteer.Id && member.RemovedAt == null && db.Campaigns.Any(campaign => campaign.Id == member.CampaignId && campaign.BookId == bookId))
        || db.BookMembers.Any(member => member.VolunteerId == volunteer.Id && member.BookId == bookId));
}
