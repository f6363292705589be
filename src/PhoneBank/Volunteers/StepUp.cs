using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Volunteers;

/// <summary>
/// Asks for the password again with an act that a session alone must not do. Wrong ones count as at the sign-in and lock the account
/// for a while: a stolen session must not be a way to guess the password.
/// </summary>
public sealed class StepUp(IDbContextFactory<PhoneBankDb> dbs, IPasswordHasher<Volunteer> hasher, TimeProvider time)
{
    private const int MaxWrongTries = 5;
    private const int LongestPassword = 1000;
    private static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(5);

    /// <summary>Whether it is the actor's, on an account that is neither suspended nor locked. <paramref name="act"/> is a code for the record.</summary>
    internal async Task<bool> IsAsync(Actor actor, string? password, string act, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Users.SingleOrDefaultAsync(found => found.Id == actor.VolunteerId && found.Status == VolunteerStatus.Active, ct) is not { } volunteer)
        {
            return false;
        }

        var isRight = volunteer.LockoutEnd is not { } locked || locked <= time.GetUtcNow();
        isRight = isRight && password is { Length: > 0 and <= LongestPassword } && volunteer.PasswordHash is not null
            && hasher.VerifyHashedPassword(volunteer, volunteer.PasswordHash, password) != PasswordVerificationResult.Failed;
        if (isRight)
        {
            if (volunteer.AccessFailedCount > 0)
            {
                volunteer.AccessFailedCount = 0;
                await db.SaveChangesAsync(ct);
            }

            return true;
        }

        if (++volunteer.AccessFailedCount >= MaxWrongTries)
        {
            volunteer.AccessFailedCount = 0;
            volunteer.LockoutEnd = time.GetUtcNow() + LockedFor;
        }

        db.Record(time, actor, AuditAction.SignInFailed, volunteer.Id, detail: act);
        await db.SaveChangesAsync(ct);
        return false;
    }
}
