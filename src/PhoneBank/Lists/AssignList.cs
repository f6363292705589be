using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Lists;

/// <summary>Whom a list is handed to.</summary>
public sealed record Assignee
{
    private Assignee(Guid? volunteerId, Guid? teamId) => (VolunteerId, TeamId) = (volunteerId, teamId);

    public Guid? VolunteerId { get; }

    public Guid? TeamId { get; }

    /// <summary>Everyone admitted to the campaign, now or later.</summary>
    public static Assignee Everyone { get; } = new(null, null);

    public static Assignee Volunteer(Guid id) => new(id, null);

    public static Assignee Team(Guid id) => new(null, id);
}

/// <summary>Hands a list to an organizer, a team or everyone. Done again for the same assignee it changes the maximum.</summary>
public sealed class AssignList(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    /// <param name="maximum">The most people one assignee may take; null: no limit.</param>
    /// <returns>The assignment's id; <see cref="NotFound"/>, <see cref="InvalidField"/> or <see cref="NotInThisCampaign"/>.</returns>
    public async Task<Result<Guid>> ExecuteAsync(Actor actor, Guid listId, Assignee assignee, int? maximum, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CallListsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == listId, ct) is not { } list)
        {
            return new NotFound();
        }

        if (maximum < 1)
        {
            return new InvalidField("Maximum", "OutOfRange");
        }

        var (volunteerId, teamId) = (assignee.VolunteerId, assignee.TeamId);
        var isOfCampaign = (volunteerId, teamId) switch
        {
            ({ } id, _) => await db.CampaignMembers.AnyAsync(member => member.CampaignId == list.CampaignId && member.VolunteerId == id && member.RemovedAt == null, ct)
                || await db.BookMembers.AnyAsync(member => member.VolunteerId == id && db.Campaigns.Any(campaign => campaign.Id == list.CampaignId && campaign.BookId == member.BookId), ct),
            (_, { } id) => await db.Teams.AnyAsync(team => team.Id == id && team.CampaignId == list.CampaignId, ct),
            _ => true,
        };
        if (!isOfCampaign)
        {
            return new NotInThisCampaign();
        }

        var assignment = await db.Assignments.FirstOrDefaultAsync(
            candidate => candidate.ListId == listId && candidate.VolunteerId == volunteerId && candidate.TeamId == teamId && candidate.TakenBackAt == null, ct);
        if (assignment is null)
        {
            assignment = new Assignment
            {
                Id = time.NewId(),
                ListId = listId,
                VolunteerId = volunteerId,
                TeamId = teamId,
                CreatedAt = time.UtcNow(),
                CreatedBy = actor.VolunteerId,
            };
            db.Assignments.Add(assignment);
        }

        assignment.Maximum = maximum;
        db.Record(time, actor, AuditAction.ListAssigned, listId, list.CampaignId);
        await db.SaveChangesAsync(ct);
        signals.Publish(new Signal(Signal.ListChanged, list.CampaignId, volunteerId));
        return assignment.Id;
    }
}

/// <summary>Takes a list back. Whoever is in a call of it finishes that call.</summary>
public sealed class TakeBackAssignment(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    /// <returns><see cref="NotFound"/>. Taking back twice is no refusal.</returns>
    public async Task<Result> ExecuteAsync(Actor actor, Guid assignmentId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var found = await db.Assignments
            .Where(candidate => candidate.Id == assignmentId)
            .Join(db.CallListsOf(actor), candidate => candidate.ListId, list => list.Id, (candidate, list) => new { Assignment = candidate, list.CampaignId })
            .FirstOrDefaultAsync(ct);
        if (found is null)
        {
            return new NotFound();
        }

        if (found.Assignment.TakenBackAt is null)
        {
            found.Assignment.TakenBackAt = time.UtcNow();
            db.Record(time, actor, AuditAction.AssignmentTakenBack, found.Assignment.ListId, found.CampaignId);
            await db.SaveChangesAsync(ct);
            signals.Publish(new Signal(Signal.ListChanged, found.CampaignId, found.Assignment.VolunteerId));
        }

        return Result.Done;
    }
}

/// <summary>That volunteer or team does not belong to the list's campaign.</summary>
public sealed record NotInThisCampaign : Error;
