using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Volunteers;

/// <summary>The present password is not this one.</summary>
public sealed record WrongPassword : Error;

/// <summary>
/// Changes one's own password; all sessions end, and the page begins its own anew.
/// Refusals: <see cref="NotAllowed"/>, <see cref="WrongPassword"/>, and those of a password.
/// </summary>
public sealed class ChangePassword(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, StepUp stepUp, IPasswordHasher<Volunteer> hasher, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, string present, string wanted, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var volunteer = await db.Users.SingleOrDefaultAsync(found => found.Id == actor.VolunteerId && found.Status == VolunteerStatus.Active, ct);
        if (volunteer is null)
        {
            return new NotAllowed();
        }

        if (!await stepUp.IsAsync(actor, present, "change-password", ct))
        {
            return new WrongPassword();
        }

        var name = sealer.Open(Places.VolunteerName(volunteer.Id), volunteer.SealedDisplayName);
        if (PasswordRules.Check(wanted, name, volunteer.UserName!) is { } refusal)
        {
            return refusal;
        }

        volunteer.PasswordHash = hasher.HashPassword(volunteer, wanted);
        volunteer.SecurityStamp = Accounts.NewStamp();
        db.Record(time, actor, AuditAction.PasswordChanged, volunteer.Id);
        await db.SaveChangesAsync(ct);
        return Result.Done;
    }
}

/// <summary>Writes down who signed in and out, and who failed to.</summary>
public sealed class SignInLog(IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    public Task SignedInAsync(Guid volunteerId, CancellationToken ct) => RecordAsync(new Actor(volunteerId), AuditAction.SignedIn, volunteerId, detail: null, ct);

    public Task SignedOutAsync(Actor actor, CancellationToken ct) => RecordAsync(actor, AuditAction.SignedOut, actor.VolunteerId, detail: null, ct);

    /// <param name="volunteerId">Null when there is nobody of that name.</param>
    /// <param name="reason">A code: <c>unknown</c>, <c>password</c>, <c>locked</c>, <c>suspended</c>.</param>
    public Task FailedAsync(Guid? volunteerId, string reason, CancellationToken ct) => RecordAsync(Actor.System, AuditAction.SignInFailed, volunteerId, reason, ct);

    private async Task RecordAsync(Actor actor, string action, Guid? subjectId, string? detail, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        db.Record(time, actor, action, subjectId, detail: detail);
        await db.SaveChangesAsync(ct);
    }
}
