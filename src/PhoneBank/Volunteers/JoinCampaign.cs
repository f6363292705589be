using Microsoft.EntityFrameworkCore;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Volunteers;

/// <summary>The invitation is unknown, ended, revoked or used up; which of these is never said.</summary>
public sealed record InvitationNotOpen : Error;

/// <summary>The offered words are to be the password, but were not said to be written down.</summary>
public sealed record WordsNotKept : Error;

/// <summary>What somebody was given to join by.</summary>
/// <param name="Token">From a link or QR.</param>
/// <param name="Code">Typed, while the coordinator's join page is open.</param>
public sealed record JoinPass(string? Token, string? Code);

/// <summary>Somebody joined.</summary>
/// <param name="LogInName">The name to sign in with from now on.</param>
/// <param name="Admitted">False while a coordinator has yet to admit this person.</param>
public sealed record Joined(Guid VolunteerId, Guid CampaignId, string LogInName, bool Admitted);

/// <summary>
/// Joins a campaign by an invitation: with a new account, or with the one that is signed in. Each counts as one use, in
/// the transaction that makes the membership, so that a link for 25 people lets in 25.
/// </summary>
public sealed class JoinCampaign(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, Accounts accounts, Signals signals, TimeProvider time)
{
    private const int NameTries = 5;

    /// <summary>Makes an organizer's account and joins with it. Refusals: <see cref="InvitationNotOpen"/> and those of an account.</summary>
    public async Task<Result<Joined>> WithNewAccountAsync(JoinPass pass, NewAccount account, CancellationToken ct)
    {
        if (Accounts.Check(account) is { } refusal)
        {
            return refusal;
        }

        var found = await FindAsync(pass, ct);
        if (found is null)
        {
            return new InvitationNotOpen();
        }

        var volunteer = accounts.Make(account, found.InvitationId);
        for (var tries = 1; ; tries++)
        {
            await using var db = await dbs.CreateDbContextAsync(ct);
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (!await UseAsync(db, found.InvitationId, ct))
            {
                return new InvitationNotOpen();
            }

            if (account.LogInName is null)
            {
                await Accounts.MakeLogInNameFreeAsync(db, volunteer, ct);
            }

            Accounts.Add(db, volunteer, Roles.OrganizerId);
            var member = NewMember(found, volunteer.Id);
            db.CampaignMembers.Add(member);
            db.Record(time, new Actor(volunteer.Id), AuditAction.Joined, found.InvitationId, found.CampaignId);
            try
            {
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
            }
            catch (DbUpdateException)
            {
                await transaction.RollbackAsync(ct);
                if (!await db.Users.AnyAsync(other => other.NormalizedUserName == volunteer.NormalizedUserName, ct))
                {
                    throw;
                }

                if (account.LogInName is not null || tries == NameTries)
                {
                    return new LogInNameTaken();
                }

                // Somebody took the proposed name in the same moment: propose another.
                continue;
            }

            signals.Publish(new Signal(Signal.PeopleChanged, found.CampaignId));
            return new Joined(volunteer.Id, found.CampaignId, volunteer.UserName!, member.AdmittedAt is not null);
        }
    }

    /// <summary>
    /// Joins with the account that is signed in. Who is a member already stays one, and uses nothing up; who was removed
    /// waits for a coordinator's yes. Refusals: <see cref="NotAllowed"/>, <see cref="InvitationNotOpen"/>.
    /// </summary>
    public async Task<Result<Joined>> ExecuteAsync(Actor actor, JoinPass pass, CancellationToken ct)
    {
        var found = await FindAsync(pass, ct);
        await using var db = await dbs.CreateDbContextAsync(ct);
        var volunteer = await db.Users.SingleOrDefaultAsync(user => user.Id == actor.VolunteerId && user.Status == VolunteerStatus.Active, ct);
        if (volunteer is null)
        {
            return new NotAllowed();
        }

        if (found is null)
        {
            return new InvitationNotOpen();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var member = await db.CampaignMembers.SingleOrDefaultAsync(other => other.CampaignId == found.CampaignId && other.VolunteerId == actor.VolunteerId, ct);
        if (member is null or { RemovedAt: not null })
        {
            if (!await UseAsync(db, found.InvitationId, ct))
            {
                return new InvitationNotOpen();
            }

            if (member is null)
            {
                db.CampaignMembers.Add(member = NewMember(found, actor.VolunteerId));
            }
            else
            {
                (member.RemovedAt, member.RemovedBy, member.AdmittedAt, member.AdmittedBy) = (null, null, null, null);
            }

            if (!await db.UserRoles.AnyAsync(role => role.UserId == actor.VolunteerId && role.RoleId == Roles.OrganizerId, ct))
            {
                db.UserRoles.Add(new Microsoft.AspNetCore.Identity.IdentityUserRole<Guid> { UserId = actor.VolunteerId, RoleId = Roles.OrganizerId });
            }

            db.Record(time, actor, AuditAction.Joined, found.InvitationId, found.CampaignId);
            await db.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
        signals.Publish(new Signal(Signal.PeopleChanged, found.CampaignId));
        return new Joined(volunteer.Id, found.CampaignId, volunteer.UserName!, member.AdmittedAt is not null);
    }

    private CampaignMember NewMember(Found found, Guid volunteerId) => new()
    {
        Id = time.NewId(),
        CampaignId = found.CampaignId,
        VolunteerId = volunteerId,
        InvitationId = found.InvitationId,
        JoinedAt = time.UtcNow(),
        AdmittedAt = LevelRules.Of(found.Level).JoinAdmission == JoinAdmission.WaitingRoom ? null : time.UtcNow(),
    };

    private async Task<Found?> FindAsync(JoinPass pass, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var now = time.UtcNow();
        var open = db.Invitations.Where(invitation => invitation.RevokedAt == null && invitation.ExpiresAt > now && invitation.Uses < invitation.MaxUses
            && db.Campaigns.Any(campaign => campaign.Id == invitation.CampaignId && campaign.State != CampaignState.Closed));
        if (!string.IsNullOrWhiteSpace(pass.Token))
        {
            var hash = sealer.InvitationHash(pass.Token.Trim());
            return await Select(db, open.Where(invitation => invitation.TokenHash == hash)).SingleOrDefaultAsync(ct);
        }

        if (ShortCode.Normalize(pass.Code) is not { Length: > 0 } code)
        {
            return null;
        }

        var codeHash = sealer.JoinCodeHash(code);
        var found = await Select(db, open.Where(invitation => invitation.JoinCodeHash == codeHash && invitation.JoinCodeUntil > now && invitation.JoinCodeWrongTries < Invitation.MaxWrongTries))
            .SingleOrDefaultAsync(ct);
        if (found is null)
        {
            // A wrong code could have been meant for any invitation that takes codes now, so it counts against each.
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Invitations.Where(invitation => invitation.JoinCodeUntil > now && invitation.RevokedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(invitation => invitation.JoinCodeWrongTries, invitation => invitation.JoinCodeWrongTries + 1), ct);
            await transaction.CommitAsync(ct);
        }

        return found;
    }

    private async Task<bool> UseAsync(PhoneBankDb db, Guid invitationId, CancellationToken ct)
    {
        var now = time.UtcNow();
        return await db.Invitations
            .Where(invitation => invitation.Id == invitationId && invitation.RevokedAt == null && invitation.ExpiresAt > now && invitation.Uses < invitation.MaxUses)
            .ExecuteUpdateAsync(set => set.SetProperty(invitation => invitation.Uses, invitation => invitation.Uses + 1), ct) == 1;
    }

    private static IQueryable<Found> Select(PhoneBankDb db, IQueryable<Invitation> invitations) =>
        from invitation in invitations
        join campaign in db.Campaigns on invitation.CampaignId equals campaign.Id
        join book in db.Books on campaign.BookId equals book.Id
        select new Found(invitation.Id, campaign.Id, book.Level);

    private sealed record Found(Guid InvitationId, Guid CampaignId, ProtectionLevel Level);
}
