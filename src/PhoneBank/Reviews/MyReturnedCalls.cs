using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reviews;

/// <summary>A call of one's own that came back with feedback not yet said to be read.</summary>
/// <param name="FirstName">Of the one who was called; empty when no name is known.</param>
/// <param name="EndedAt">UTC.</param>
/// <param name="From">The coordinator who looked at it.</param>
public sealed record ReturnedCall(Guid ReviewId, string FirstName, DateTime EndedAt, OutcomeDefinition Outcome, string MainLanguage, string Feedback, string From);

/// <summary>The calls that came back to an organizer, oldest first. Nobody else's are among them.</summary>
public sealed class MyReturnedCalls(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    private const int Most = 10;

    public async Task<IReadOnlyList<ReturnedCall>> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var rows = await (
            from review in db.Reviews.AsNoTracking()
            where review.OrganizerId == actor.VolunteerId && review.Verdict == ReviewVerdict.Returned && review.AcknowledgedAt == null
                && db.Users.Any(volunteer => volunteer.Id == actor.VolunteerId && volunteer.Status == VolunteerStatus.Active)
            join call in db.Calls on review.CallId equals call.Id
            join contact in db.Contacts on call.ContactId equals contact.Id into contacts
            from person in contacts.DefaultIfEmpty()
            join outcome in db.Outcomes on call.OutcomeId equals outcome.Id
            join campaign in db.Campaigns on review.CampaignId equals campaign.Id
            join coordinator in db.Users on review.JudgedBy equals coordinator.Id
            orderby review.JudgedAt, review.Id
            select new
            {
                review.Id,
                review.SealedText,
                call.EndedAt,
                call.ContactId,
                Details = person == null ? null : person.SealedDetails,
                outcome.Definition,
                campaign.Languages,
                CoordinatorId = coordinator.Id,
                coordinator.SealedDisplayName,
            }).Take(Most).ToListAsync(ct);
        return rows.ConvertAll(row => new ReturnedCall(
            row.Id,
            row.Details is { } details ? MaskedName.FirstOf(sealer.OpenJson<ContactDetails>(Places.ContactDetails(row.ContactId), details)) : "",
            row.EndedAt,
            row.Definition,
            row.Languages.Split(',')[0],
            row.SealedText is { } text ? sealer.Open(Places.ReviewText(row.Id), text) : "",
            sealer.Open(Places.VolunteerName(row.CoordinatorId), row.SealedDisplayName)));
    }
}
