using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Volunteers;

/// <summary>Somebody with an account.</summary>
/// <param name="MayBeChanged">Whether the asking actor may suspend, reinstate or reset this account.</param>
/// <param name="OnBreakSince">UTC; null while not on a break.</param>
public sealed record Person(Guid Id, string Name, VolunteerStatus Status, IReadOnlyList<string> Roles, IReadOnlyList<string> CallLanguages, DateTime CreatedAt, bool MayBeChanged, DateTime? OnBreakSince = null)
{
    /// <summary>Whether the asking actor may show a way back in: only to organizers who are nothing more, and not suspended.</summary>
    public bool MayBeLetBackIn => MayBeChanged && Status == VolunteerStatus.Active && Roles.All(role => role == Volunteers.Roles.Organizer);
}

/// <param name="Rows">By name.</param>
/// <param name="MayChangeRoles">Whether the asking actor is an administrator.</param>
public sealed record PeopleView(IReadOnlyList<Person> Rows, bool MayChangeRoles);

/// <summary>
/// The volunteers in a coordinator's campaigns and the coordinators of the same books; for an administrator all accounts.
/// Refusals: <see cref="NotAllowed"/>.
/// </summary>
public sealed class PeopleList(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    private const int Most = 2000;

    public async Task<Result<PeopleView>> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var isAdministrator = await db.IsInRoleAsync(actor, Roles.AdministratorId, ct);
        if (!isAdministrator && !await db.IsCoordinatorAsync(actor, ct))
        {
            return new NotAllowed();
        }

        var seen = isAdministrator
            ? db.Users
            : db.Users.Where(volunteer => volunteer.Id == actor.VolunteerId
                || db.CampaignMembers.Any(member => member.VolunteerId == volunteer.Id && db.CampaignsOf(actor).Any(campaign => campaign.Id == member.CampaignId))
                || db.BookMembers.Any(member => member.VolunteerId == volunteer.Id && db.BooksOf(actor).Any(book => book.Id == member.BookId)));
        var rows = await seen.OrderByDescending(volunteer => volunteer.CreatedAt).Take(Most).Select(volunteer => new
        {
            volunteer.Id,
            volunteer.SealedDisplayName,
            volunteer.Status,
            volunteer.CallLanguages,
            volunteer.CreatedAt,
            volunteer.OnBreakSince,
            Roles = db.UserRoles.Where(role => role.UserId == volunteer.Id).Select(role => role.RoleId).ToList(),
            MayBeChanged = volunteer.Id != actor.VolunteerId && db.VolunteersUnder(actor).Any(under => under.Id == volunteer.Id),
        }).ToListAsync(ct);
        return new PeopleView(
            [.. rows.Select(row => new Person(
                row.Id,
                sealer.Open(Places.VolunteerName(row.Id), row.SealedDisplayName),
                row.Status,
                [.. Roles.All.Where(role => row.Roles.Contains(role.Value)).Select(role => role.Key)],
                row.CallLanguages.Split(',', StringSplitOptions.RemoveEmptyEntries),
                row.CreatedAt,
                row.MayBeChanged,
                Volunteer.BreakAt(row.OnBreakSince, time.UtcNow()))).OrderBy(person => person.Name, StringComparer.CurrentCultureIgnoreCase)],
            isAdministrator);
    }
}
