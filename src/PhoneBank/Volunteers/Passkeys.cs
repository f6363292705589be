using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Volunteers;

/// <summary>This account has as many passkeys as it may have (<see cref="AddPasskey.Most"/>).</summary>
public sealed record TooManyPasskeys : Error
{
    public override IReadOnlyList<object> TextArguments => [AddPasskey.Most];
}

/// <summary>The device answered nothing that proves a passkey, or the same one again.</summary>
public sealed record PasskeyNotMade : Error;

/// <summary>A passkey of one's own.</summary>
/// <param name="Name">As its owner called it; may be empty.</param>
/// <param name="AddedAt">UTC.</param>
public sealed record Passkey(byte[] CredentialId, string Name, DateTime AddedAt);

/// <summary>The actor's own passkeys, the newest last. Refusals: <see cref="NotAllowed"/>.</summary>
public sealed class MyPasskeys(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer)
{
    public async Task<Result<IReadOnlyList<Passkey>>> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.Users.AnyAsync(volunteer => volunteer.Id == actor.VolunteerId && volunteer.Status == VolunteerStatus.Active, ct))
        {
            return new NotAllowed();
        }

        var rows = await db.UserPasskeys.AsNoTracking().Where(passkey => passkey.UserId == actor.VolunteerId).ToListAsync(ct);
        return rows.Select(row => new Passkey(row.CredentialId, NameOf(actor, row.Data.Name), row.Data.CreatedAt.UtcDateTime)).OrderBy(passkey => passkey.AddedAt).ToList();
    }

    private string NameOf(Actor actor, string? stored) =>
        string.IsNullOrEmpty(stored) ? "" : sealer.Open(Places.PasskeyName(actor.VolunteerId), Convert.FromBase64String(stored));
}

/// <summary>
/// Keeps a passkey that a device has just proved, under a name that is sealed. Refusals: <see cref="NotAllowed"/>,
/// <see cref="TooManyPasskeys"/>, <see cref="PasskeyNotMade"/>.
/// </summary>
public sealed class AddPasskey(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    public const int Most = 10;
    public const int LongestName = 64;

    public async Task<Result> ExecuteAsync(Actor actor, UserPasskeyInfo proved, string? name, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        // Holds the account's row, so that two taps at once do not add one too many.
        var isActive = await db.Users.Where(found => found.Id == actor.VolunteerId && found.Status == VolunteerStatus.Active)
            .ExecuteUpdateAsync(set => set.SetProperty(found => found.Status, found => found.Status), ct) == 1;
        if (!isActive)
        {
            return new NotAllowed();
        }

        if (await db.UserPasskeys.CountAsync(passkey => passkey.UserId == actor.VolunteerId, ct) >= Most)
        {
            return new TooManyPasskeys();
        }

        if (await db.UserPasskeys.AnyAsync(passkey => passkey.CredentialId == proved.CredentialId, ct))
        {
            return new PasskeyNotMade();
        }

        var clean = LogIn.Clean(name is { Length: > LongestName } ? name[..LongestName] : name);
        db.UserPasskeys.Add(new IdentityUserPasskey<Guid>
        {
            UserId = actor.VolunteerId,
            CredentialId = proved.CredentialId,
            Data = new IdentityPasskeyData
            {
                PublicKey = proved.PublicKey,
                Name = clean.Length == 0 ? null : Convert.ToBase64String(sealer.Seal(Places.PasskeyName(actor.VolunteerId), clean)),
                CreatedAt = time.GetUtcNow(),
                SignCount = proved.SignCount,
                Transports = proved.Transports,
                IsUserVerified = proved.IsUserVerified,
                IsBackupEligible = proved.IsBackupEligible,
                IsBackedUp = proved.IsBackedUp,
                AttestationObject = proved.AttestationObject,
                ClientDataJson = proved.ClientDataJson,
            },
        });
        db.Record(time, actor, AuditAction.PasskeyAdded, actor.VolunteerId);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return Result.Done;
    }
}

/// <summary>Removes one of one's own passkeys; sessions stay. Refusals: <see cref="NotFound"/>.</summary>
public sealed class RemovePasskey(IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, byte[] credentialId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var passkey = await db.UserPasskeys.SingleOrDefaultAsync(
            found => found.UserId == actor.VolunteerId && found.CredentialId == credentialId
                && db.Users.Any(volunteer => volunteer.Id == actor.VolunteerId && volunteer.Status == VolunteerStatus.Active), ct);
        if (passkey is null)
        {
            return new NotFound();
        }

        db.UserPasskeys.Remove(passkey);
        db.Record(time, actor, AuditAction.PasskeyRemoved, actor.VolunteerId);
        await db.SaveChangesAsync(ct);
        return Result.Done;
    }
}

internal static class Passkeys
{
    /// <summary>Who gives new words takes every other way in away, in the same transaction: a lost phone must not stay one.</summary>
    public static async Task ForgetPasskeysAsync(this PhoneBankDb db, Guid volunteerId, CancellationToken ct) =>
        db.UserPasskeys.RemoveRange(await db.UserPasskeys.Where(passkey => passkey.UserId == volunteerId).ToListAsync(ct));
}
