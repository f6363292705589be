using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Volunteers;

public enum MembershipState
{
    Waiting,
    Admitted,
    Removed,
}

/// <summary>Somebody in a campaign.</summary>
/// <param name="ByInvitation">The invitation this person came by; null when a coordinator put them in.</param>
/// <param name="OnBreakSince">UTC; null while not on a break.</param>
public sealed record CampaignPerson(Guid VolunteerId, string Name, MembershipState State, VolunteerStatus Account, DateTime JoinedAt, Guid? ByInvitation, IReadOnlyList<string> CallLanguages, DateTime? OnBreakSince = null);

/// <param name="Rows">Those who wait first, then the newest.</param>
public sealed record CampaignPeopleView(IReadOnlyList<CampaignPerson> Rows)
{
    public int Waiting => Rows.Count(row => row.State == MembershipState.Waiting);

    public int Admitted => Rows.Count(row => row.State == MembershipState.Admitted);
}

/// <summary>Who is in a campaign and who waits to be let in. Refusals: <see cref="NotFound"/>.</summary>
public sealed class CampaignPeople(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    private const int Most = 1000;

    public async Task<Result<CampaignPeopleView>> ExecuteAsync(Actor actor, Guid campaignId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.CampaignsOf(actor).AnyAsync(campaign => campaign.Id == campaignId, ct))
        {
            return new NotFound();
        }

        var rows = await (
            from member in db.CampaignMembers.Where(member => member.CampaignId == campaignId)
            join volunteer in db.Users on member.VolunteerId equals volunteer.Id
            orderby member.AdmittedAt == null && member.RemovedAt == null descending, member.JoinedAt descending
            select new { volunteer.Id, volunteer.SealedDisplayName, volunteer.Status, volunteer.CallLanguages, volunteer.OnBreakSince, member.JoinedAt, member.AdmittedAt, member.RemovedAt, member.InvitationId }).Take(Most).ToListAsync(ct);
        return new CampaignPeopleView([.. rows.Select(row => new CampaignPerson(
            row.Id,
            sealer.Open(Places.VolunteerName(row.Id), row.SealedDisplayName),
            row.RemovedAt is not null ? MembershipState.Removed : row.AdmittedAt is null ? MembershipState.Waiting : MembershipState.Admitted,
            row.Status,
            row.JoinedAt,
            row.InvitationId,
            row.CallLanguages.Split(',', StringSplitOptions.RemoveEmptyEntries),
            Volunteer.BreakAt(row.OnBreakSince, time.UtcNow())))]);
    }
}

/// <summary>Lets people of the waiting room in: those named, or all. Gives how many. Refusals: <see cref="NotFound"/>.</summary>
public sealed class AdmitVolunteers(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    /// <param name="volunteerIds">Null admits everyone who waits.</param>
    public async Task<Result<int>> ExecuteAsync(Actor actor, Guid campaignId, IReadOnlyCollection<Guid>? volunteerIds, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.CampaignsOf(actor).AnyAsync(campaign => campaign.Id == campaignId, ct))
        {
            return new NotFound();
        }

        var waiting = await db.CampaignMembers
            .Where(member => member.CampaignId == campaignId && member.AdmittedAt == null && member.RemovedAt == null && (volunteerIds == null || volunteerIds.Contains(member.VolunteerId)))
            .ToListAsync(ct);
        foreach (var member in waiting)
        {
            member.AdmittedAt = time.UtcNow();
            member.AdmittedBy = actor.VolunteerId;
            db.Record(time, actor, AuditAction.Admitted, member.VolunteerId, campaignId);
        }

        await db.SaveChangesAsync(ct);
        foreach (var member in waiting)
        {
            signals.Publish(new Signal(Signal.PeopleChanged, campaignId, member.VolunteerId));
        }

        return waiting.Count;
    }
}

/// <summary>
/// Refuses somebody who waits, or takes somebody out of the campaign; coming back by a link then needs a coordinator's yes.
/// Refusals: <see cref="NotFound"/>.
/// </summary>
public sealed class RemoveFromCampaign(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid campaignId, Guid volunteerId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var member = await db.CampaignMembers.SingleOrDefaultAsync(
            found => found.CampaignId == campaignId && found.VolunteerId == volunteerId && db.CampaignsOf(actor).Any(campaign => campaign.Id == campaignId), ct);
        if (member is null)
        {
            return new NotFound();
        }

        if (member.RemovedAt is null)
        {
            member.RemovedAt = time.UtcNow();
            member.RemovedBy = actor.VolunteerId;
            db.Record(time, actor, AuditAction.RemovedFromCampaign, volunteerId, campaignId);
            await db.SaveChangesAsync(ct);
            signals.Publish(new Signal(Signal.AccessRevoked, campaignId, volunteerId));
            signals.Publish(new Signal(Signal.PeopleChanged, campaignId, volunteerId));
        }

        return Result.Done;
    }
}

/// <summary>Where a volunteer stands with the campaigns she or he asked to join: for the page that waits.</summary>
/// <param name="LogInName">The name to sign in with.</param>
/// <param name="Waiting">Campaigns that have yet to say yes.</param>
/// <param name="Admitted">Campaigns this person can call for.</param>
public sealed record MyStanding(string DisplayName, string LogInName, int Waiting, int Admitted, IReadOnlyList<string> CallLanguages)
{
    /// <summary>Gave the promises every caller gives.</summary>
    public bool HasPromised { get; init; }

    /// <summary>Finished a practice call.</summary>
    public bool HasPractised { get; init; }

    /// <summary>A campaign this person waits for or calls for hands out nobody before a practice call.</summary>
    public bool MustPractise { get; init; }
}

/// <summary>The actor's own standing. Refusals: <see cref="NotAllowed"/>.</summary>
public sealed class MyStandingQuery(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    public async Task<Result<MyStanding>> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var volunteer = await db.Users.AsNoTracking().SingleOrDefaultAsync(found => found.Id == actor.VolunteerId && found.Status == VolunteerStatus.Active, ct);
        if (volunteer is null)
        {
            return new NotAllowed();
        }

        var memberships = db.CampaignMembers.Where(member => member.VolunteerId == actor.VolunteerId && member.RemovedAt == null);
        var levels = volunteer.PractisedAt is not null
            ? []
            : await db.Books.Where(book => db.Campaigns.Any(campaign => campaign.BookId == book.Id && campaign.State != CampaignState.Closed && memberships.Any(member => member.CampaignId == campaign.Id)))
                .Select(book => book.Level).Distinct().ToListAsync(ct);
        return new MyStanding(
            sealer.Open(Places.VolunteerName(volunteer.Id), volunteer.SealedDisplayName),
            volunteer.UserName!,
            await memberships.CountAsync(member => member.AdmittedAt == null, ct),
            await memberships.CountAsync(member => member.AdmittedAt != null, ct),
            volunteer.CallLanguageList)
        {
            HasPromised = volunteer.PromisedAt is not null,
            HasPractised = volunteer.PractisedAt is not null,
            MustPractise = levels.Any(level => LevelRules.Of(level).PracticeCall == PracticeCall.CompulsoryOnce),
        };
    }
}
