using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.IdentifiedExports;
using PhoneBank.Lists;
using PhoneBank.Shared;

namespace PhoneBank.Volunteers;

/// <summary>
/// What an actor may see and touch, as queries to start from. A coordinator reaches the books she or he is a member of and
/// all that is in them; an organizer reaches the campaigns she or he is admitted to. A suspended account reaches nothing.
/// Finding nothing here is answered with <see cref="NotFound"/>, never with a hint that something exists.
/// </summary>
public static class Reach
{
    public static async Task<bool> IsInRoleAsync(this PhoneBankDb db, Actor actor, Guid roleId, CancellationToken ct) =>
        await db.Users.AnyAsync(volunteer => volunteer.Id == actor.VolunteerId && volunteer.Status == VolunteerStatus.Active
            && db.UserRoles.Any(role => role.UserId == volunteer.Id && role.RoleId == roleId), ct);

    public static Task<bool> IsCoordinatorAsync(this PhoneBankDb db, Actor actor, CancellationToken ct) => db.IsInRoleAsync(actor, Roles.CoordinatorId, ct);

    /// <summary>The books this actor coordinates.</summary>
    public static IQueryable<Book> BooksOf(this PhoneBankDb db, Actor actor) =>
        db.Books.Where(book => db.BookMembers.Any(member => member.BookId == book.Id && member.VolunteerId == actor.VolunteerId)
            && db.Users.Any(volunteer => volunteer.Id == actor.VolunteerId && volunteer.Status == VolunteerStatus.Active)
            && db.UserRoles.Any(role => role.UserId == actor.VolunteerId && role.RoleId == Roles.CoordinatorId));

    /// <summary>The campaigns on the books this actor coordinates.</summary>
    public static IQueryable<Campaign> CampaignsOf(this PhoneBankDb db, Actor actor) =>
        db.Campaigns.Where(campaign => db.BooksOf(actor).Any(book => book.Id == campaign.BookId));

    /// <summary>The call lists of those campaigns.</summary>
    public static IQueryable<CallList> CallListsOf(this PhoneBankDb db, Actor actor) =>
        db.CallLists.Where(list => db.CampaignsOf(actor).Any(campaign => campaign.Id == list.CampaignId));

    /// <summary>The wishes to take names out of the books this actor coordinates.</summary>
    public static IQueryable<IdentifiedRequest> IdentifiedRequestsOf(this PhoneBankDb db, Actor actor) =>
        db.IdentifiedRequests.Where(request => db.BooksOf(actor).Any(book => book.Id == request.BookId));

    /// <summary>How many active coordinators a book has: whether there is a second person to ask.</summary>
    public static Task<int> CoordinatorsOfAsync(this PhoneBankDb db, Guid bookId, CancellationToken ct) => db.BookMembers.CountAsync(
        member => member.BookId == bookId
            && db.Users.Any(volunteer => volunteer.Id == member.VolunteerId && volunteer.Status == VolunteerStatus.Active)
            && db.UserRoles.Any(role => role.UserId == member.VolunteerId && role.RoleId == Roles.CoordinatorId),
        ct);

    /// <summary>The campaigns this actor is admitted to as a caller.</summary>
    public static IQueryable<Campaign> CallingCampaignsOf(this PhoneBankDb db, Actor actor) =>
        db.Campaigns.Where(campaign => db.Users.Any(volunteer => volunteer.Id == actor.VolunteerId && volunteer.Status == VolunteerStatus.Active)
            && db.CampaignMembers.Any(member => member.CampaignId == campaign.Id && member.VolunteerId == actor.VolunteerId
                && member.AdmittedAt != null && member.RemovedAt == null));
}
