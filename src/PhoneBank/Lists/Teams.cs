using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Lists;

/// <summary>Makes a team of a campaign, so that a list can be handed to several organizers at once.</summary>
public sealed class MakeTeam(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, Signals signals, TimeProvider time)
{
    public const int LongestName = 60;

    /// <returns>The team's id; <see cref="NotFound"/> or <see cref="InvalidField"/>.</returns>
    public async Task<Result<Guid>> ExecuteAsync(Actor actor, Guid campaignId, string name, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.CampaignsOf(actor).AnyAsync(campaign => campaign.Id == campaignId, ct))
        {
            return new NotFound();
        }

        var tidy = name.Trim();
        if (tidy.Length is 0 or > LongestName)
        {
            return new InvalidField("Name", tidy.Length == 0 ? "Empty" : "TooLong");
        }

        var id = time.NewId();
        db.Teams.Add(new Team { Id = id, CampaignId = campaignId, SealedName = sealer.Seal(Places.TeamName(id), tidy), CreatedAt = time.UtcNow() });
        db.Record(time, actor, AuditAction.TeamChanged, id, campaignId);
        await db.SaveChangesAsync(ct);
        signals.Publish(new Signal(Signal.PeopleChanged, campaignId));
        return id;
    }
}

/// <summary>Puts an organizer of the campaign into a team, or takes her or him out.</summary>
public sealed class ChangeTeam(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    /// <returns><see cref="NotFound"/> or <see cref="NotInThisCampaign"/>. Doing it twice is no refusal.</returns>
    public async Task<Result> ExecuteAsync(Actor actor, Guid teamId, Guid volunteerId, bool isMember, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Teams.AsNoTracking().FirstOrDefaultAsync(team => team.Id == teamId && db.CampaignsOf(actor).Any(campaign => campaign.Id == team.CampaignId), ct) is not { } team)
        {
            return new NotFound();
        }

        var member = await db.TeamMembers.FirstOrDefaultAsync(candidate => candidate.TeamId == teamId && candidate.VolunteerId == volunteerId, ct);
        if (isMember == member is not null)
        {
            return Result.Done;
        }

        if (member is not null)
        {
            db.TeamMembers.Remove(member);
        }
        else if (await db.CampaignMembers.AnyAsync(candidate => candidate.CampaignId == team.CampaignId && candidate.VolunteerId == volunteerId && candidate.RemovedAt == null, ct))
        {
            db.TeamMembers.Add(new TeamMember { TeamId = teamId, VolunteerId = volunteerId });
        }
        else
        {
            return new NotInThisCampaign();
        }

        db.Record(time, actor, AuditAction.TeamChanged, teamId, team.CampaignId);
        await db.SaveChangesAsync(ct);
        signals.Publish(new Signal(Signal.PeopleChanged, team.CampaignId, volunteerId));
        return Result.Done;
    }
}
