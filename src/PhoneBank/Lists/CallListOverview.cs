using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Lists;

/// <summary>A list as coordinators see it.</summary>
/// <param name="CanRefill">It was made from a filter, so that it could refill itself.</param>
/// <param name="CanBeAssigned">Organizers and teams of the campaign that do not have it yet.</param>
/// <param name="OtherLists">Lists of the campaign its people could be moved to.</param>
public sealed record CallListView(
    Guid Id,
    string Name,
    CallListState State,
    int Priority,
    DateTime CreatedAt,
    Guid CampaignId,
    string CampaignName,
    CampaignState CampaignState,
    string TimeZone,
    ListProgressView Progress,
    IReadOnlyList<AssignmentLine> Assignments,
    IReadOnlyList<AssigneeChoice> CanBeAssigned,
    bool Refills,
    bool CanRefill,
    IReadOnlyList<ListChoice> OtherLists)
{
    public bool IsForEveryone => Assignments.Any(assignment => assignment.Kind == AssigneeKind.Everyone);
}

/// <summary>Another list.</summary>
public sealed record ListChoice(Guid Id, string Name);

public enum AssigneeKind
{
    Everyone,
    Team,
    Volunteer,
}

/// <summary>An assignment in force. The name is empty for everyone.</summary>
public sealed record AssignmentLine(Guid Id, AssigneeKind Kind, string Name, int? Maximum);

/// <summary>An organizer or team a list can be handed to.</summary>
public sealed record AssigneeChoice(AssigneeKind Kind, Guid Id, string Name)
{
    public Assignee Assignee => Kind == AssigneeKind.Team ? Assignee.Team(Id) : Assignee.Volunteer(Id);
}

/// <summary>One list with its progress and whom it is handed to.</summary>
public sealed class CallListOverview(IDbContextFactory<PhoneBankDb> dbs, ListProgress progress, Sealer sealer)
{
    /// <returns>The list, or <see cref="NotFound"/>.</returns>
    public async Task<Result<CallListView>> ExecuteAsync(Actor actor, Guid listId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CallListsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == listId, ct) is not { } list)
        {
            return new NotFound();
        }

        var campaign = await db.Campaigns.AsNoTracking().FirstAsync(candidate => candidate.Id == list.CampaignId, ct);
        var assignments = await db.Assignments.AsNoTracking()
            .Where(assignment => assignment.ListId == listId && assignment.TakenBackAt == null)
            .ToListAsync(ct);
        var assigned = assignments.Select(assignment => assignment.VolunteerId ?? assignment.TeamId).OfType<Guid>().ToHashSet();

        // Coordinators call as well, so those of the book can be handed a list without joining.
        var people = await db.Users.AsNoTracking()
            .Where(volunteer => volunteer.Status == VolunteerStatus.Active
                && (db.CampaignMembers.Any(member => member.CampaignId == campaign.Id && member.VolunteerId == volunteer.Id && member.AdmittedAt != null && member.RemovedAt == null)
                    || assigned.Contains(volunteer.Id)))
            .Select(volunteer => new { volunteer.Id, volunteer.SealedDisplayName })
            .ToListAsync(ct);
        var names = people.ToDictionary(person => person.Id, person => sealer.Open(Places.VolunteerName(person.Id), person.SealedDisplayName));
        var teams = (await db.Teams.AsNoTracking().Where(team => team.CampaignId == campaign.Id).ToListAsync(ct))
            .ToDictionary(team => team.Id, team => sealer.Open(Places.TeamName(team.Id), team.SealedName));

        var others = await db.CallLists.AsNoTracking()
            .Where(other => other.CampaignId == campaign.Id && other.Id != listId && other.State != CallListState.Closed)
            .ToListAsync(ct);

        return new CallListView(
            list.Id,
            sealer.Open(Places.CallListName(list.Id), list.SealedName),
            list.State,
            list.Priority,
            list.CreatedAt,
            campaign.Id,
            sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName),
            campaign.State,
            campaign.TimeZone,
            await progress.OfAsync(db, list.Id, campaign, ct),
            [.. assignments
                .Select(assignment => assignment switch
                {
                    { VolunteerId: { } id } => new AssignmentLine(assignment.Id, AssigneeKind.Volunteer, names.GetValueOrDefault(id, ""), assignment.Maximum),
                    { TeamId: { } id } => new AssignmentLine(assignment.Id, AssigneeKind.Team, teams.GetValueOrDefault(id, ""), assignment.Maximum),
                    _ => new AssignmentLine(assignment.Id, AssigneeKind.Everyone, "", assignment.Maximum),
                })
                .OrderBy(line => line.Kind)
                .ThenBy(line => line.Name, StringComparer.CurrentCulture)],
            [
                .. teams.Where(team => !assigned.Contains(team.Key)).OrderBy(team => team.Value, StringComparer.CurrentCulture).Select(team => new AssigneeChoice(AssigneeKind.Team, team.Key, team.Value)),
                .. names.Where(name => !assigned.Contains(name.Key)).OrderBy(name => name.Value, StringComparer.CurrentCulture).Select(name => new AssigneeChoice(AssigneeKind.Volunteer, name.Key, name.Value)),
            ],
            list.Refills,
            list.Filter is not null,
            [.. others.Select(other => new ListChoice(other.Id, sealer.Open(Places.CallListName(other.Id), other.SealedName))).OrderBy(other => other.Name, StringComparer.CurrentCulture)]);
    }
}
