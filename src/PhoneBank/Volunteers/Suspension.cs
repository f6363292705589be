using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Volunteers;

/// <summary>Nobody suspends, resets or changes the roles of herself or himself here.</summary>
public sealed record NotYourself : Error;

/// <summary>Without this one nobody could run the installation.</summary>
public sealed record LastAdministrator : Error;

/// <summary>
/// Takes an account's access away: sessions end, nothing can be claimed, the account remains. Refusals:
/// <see cref="NotFound"/>, <see cref="NotYourself"/>, <see cref="LastAdministrator"/>.
/// </summary>
public sealed class SuspendVolunteer(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid volunteerId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (actor.VolunteerId == volunteerId)
        {
            return new NotYourself();
        }

        var volunteer = await db.VolunteersUnder(actor).SingleOrDefaultAsync(found => found.Id == volunteerId, ct);
        if (volunteer is null)
        {
            return new NotFound();
        }

        if (await db.IsLastAdministratorAsync(volunteerId, ct))
        {
            return new LastAdministrator();
        }

        Suspension.Suspend(db, time, actor, volunteer);
        await db.SaveChangesAsync(ct);
        signals.Publish(new Signal(Signal.AccessRevoked, VolunteerId: volunteerId));
        signals.Publish(new Signal(Signal.PeopleChanged, VolunteerId: volunteerId));
        return Result.Done;
    }
}

/// <summary>Gives a suspended account its access back. Refusals: <see cref="NotFound"/>.</summary>
public sealed class ReinstateVolunteer(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid volunteerId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var volunteer = await db.VolunteersUnder(actor).SingleOrDefaultAsync(found => found.Id == volunteerId, ct);
        if (volunteer is null)
        {
            return new NotFound();
        }

        volunteer.Status = VolunteerStatus.Active;
        db.Record(time, actor, AuditAction.Reinstated, volunteerId);
        await db.SaveChangesAsync(ct);
        signals.Publish(new Signal(Signal.PeopleChanged, VolunteerId: volunteerId));
        return Result.Done;
    }
}

/// <summary>The way back for who forgot the words, and how to see the account again.</summary>
public sealed record Reentry(string LogInName, string Phrase);

/// <summary>
/// Gives somebody five new words, shown once, removes the passkeys, and ends all sessions of that account. Refusals: <see cref="NotFound"/>,
/// <see cref="NotYourself"/>.
/// </summary>
public sealed class ResetVolunteer(IDbContextFactory<PhoneBankDb> dbs, IPasswordHasher<Volunteer> hasher, Signals signals, TimeProvider time)
{
    public async Task<Result<Reentry>> ExecuteAsync(Actor actor, Guid volunteerId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (actor.VolunteerId == volunteerId)
        {
            return new NotYourself();
        }

        var volunteer = await db.VolunteersUnder(actor).SingleOrDefaultAsync(found => found.Id == volunteerId, ct);
        if (volunteer is null)
        {
            return new NotFound();
        }

        var phrase = Passphrases.Generate(volunteer.InterfaceLanguage);
        volunteer.PasswordHash = hasher.HashPassword(volunteer, phrase);
        volunteer.SecurityStamp = Accounts.NewStamp();
        volunteer.AccessFailedCount = 0;
        volunteer.LockoutEnd = null;
        await db.ForgetPasskeysAsync(volunteerId, ct);
        db.Record(time, actor, AuditAction.PasswordReset, volunteerId);
        await db.SaveChangesAsync(ct);
        signals.Publish(new Signal(Signal.AccessRevoked, VolunteerId: volunteerId));
        return new Reentry(volunteer.UserName!, phrase);
    }
}

/// <summary>
/// Gives or takes a role; administrators only. All sessions of the account end, so that no page keeps the old rights.
/// Refusals: <see cref="NotAllowed"/>, <see cref="NotFound"/>, <see cref="NotYourself"/>, <see cref="LastAdministrator"/>.
/// </summary>
public sealed class ChangeRole(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid volunteerId, string role, bool granted, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.IsInRoleAsync(actor, Roles.AdministratorId, ct))
        {
            return new NotAllowed();
        }

        if (actor.VolunteerId == volunteerId)
        {
            return new NotYourself();
        }

        var volunteer = await db.Users.SingleOrDefaultAsync(found => found.Id == volunteerId, ct);
        if (volunteer is null || !Roles.All.TryGetValue(role, out var roleId))
        {
            return new NotFound();
        }

        var held = await db.UserRoles.SingleOrDefaultAsync(found => found.UserId == volunteerId && found.RoleId == roleId, ct);
        if (held is not null == granted)
        {
            return Result.Done;
        }

        if (!granted && roleId == Roles.AdministratorId && await db.IsLastAdministratorAsync(volunteerId, ct))
        {
            return new LastAdministrator();
        }

        if (granted)
        {
            db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = volunteerId, RoleId = roleId });
        }
        else
        {
            db.UserRoles.Remove(held!);
        }

        volunteer.SecurityStamp = Accounts.NewStamp();
        db.Record(time, actor, AuditAction.RoleChanged, volunteerId, detail: $"{(granted ? "+" : "-")}{role}");
        await db.SaveChangesAsync(ct);
        signals.Publish(new Signal(Signal.AccessRevoked, VolunteerId: volunteerId));
        signals.Publish(new Signal(Signal.PeopleChanged, VolunteerId: volunteerId));
        return Result.Done;
    }
}

internal static class Suspension
{
    public static void Suspend(PhoneBankDb db, TimeProvider time, Actor actor, Volunteer volunteer)
    {
        volunteer.Status = VolunteerStatus.Suspended;
        volunteer.SecurityStamp = Accounts.NewStamp();
        db.Record(time, actor, AuditAction.Suspended, volunteer.Id);
    }

    /// <summary>
    /// The accounts this actor answers for. An administrator: all. A coordinator: who is or was in one of her or his campaigns,
    /// but nobody who is more than an organizer.
    /// </summary>
    public static IQueryable<Volunteer> VolunteersUnder(this PhoneBankDb db, Actor actor) =>
        db.Users.Where(volunteer =>
            db.Users.Any(asking => asking.Id == actor.VolunteerId && asking.Status == VolunteerStatus.Active
                && db.UserRoles.Any(role => role.UserId == asking.Id && role.RoleId == Roles.AdministratorId))
            || (db.CampaignMembers.Any(member => member.VolunteerId == volunteer.Id && db.CampaignsOf(actor).Any(campaign => campaign.Id == member.CampaignId))
                && !db.UserRoles.Any(role => role.UserId == volunteer.Id && role.RoleId != Roles.OrganizerId)));

    public static async Task<bool> IsLastAdministratorAsync(this PhoneBankDb db, Guid volunteerId, CancellationToken ct) =>
        await db.UserRoles.AnyAsync(role => role.UserId == volunteerId && role.RoleId == Roles.AdministratorId, ct)
        && !await db.UserRoles.AnyAsync(
            role => role.UserId != volunteerId && role.RoleId == Roles.AdministratorId
                && db.Users.Any(other => other.Id == role.UserId && other.Status == VolunteerStatus.Active), ct);
}
