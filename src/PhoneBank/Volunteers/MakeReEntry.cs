using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Volunteers;

/// <summary>The account is suspended: there is no way back in before it is reinstated.</summary>
public sealed record VolunteerIsSuspended : Error;

/// <summary>A way back in, to be shown now: it can never be shown again.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Token">What stands after the # of the link; never to be logged or put into a path or query.</param>
/// <param name="ExpiresAt">UTC.</param>
public sealed record WayBackIn(string Name, string Token, DateTime ExpiresAt)
{
    /// <summary>The link to show, on the address the coordinator uses.</summary>
    public string Link(Uri address) => new Uri(address, "/back#" + Token).ToString();
}

/// <summary>
/// Makes a link by which an organizer who lost the words gets back in: good once, for ten minutes, and only the newest of each
/// organizer. Never for a coordinator or an administrator. Refusals: <see cref="NotFound"/>, <see cref="NotYourself"/>,
/// <see cref="NotAllowed"/>, <see cref="VolunteerIsSuspended"/>.
/// </summary>
public sealed class MakeReEntry(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private const int TokenBytes = 20;

    public async Task<Result<WayBackIn>> ExecuteAsync(Actor actor, Guid volunteerId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (actor.VolunteerId == volunteerId)
        {
            return new NotYourself();
        }

        var volunteer = await db.VolunteersUnder(actor).AsNoTracking().SingleOrDefaultAsync(found => found.Id == volunteerId, ct);
        if (volunteer is null)
        {
            return new NotFound();
        }

        if (!await db.IsNothingMoreThanOrganizerAsync(volunteerId, ct))
        {
            return new NotAllowed();
        }

        if (volunteer.Status != VolunteerStatus.Active)
        {
            return new VolunteerIsSuspended();
        }

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var now = time.UtcNow();
        var entry = new ReEntry { Id = time.NewId(), VolunteerId = volunteerId, TokenHash = sealer.ReEntryHash(token), MadeBy = actor.VolunteerId, MadeAt = now, ExpiresAt = now + Lasts };
        await using var transaction = await db.Database.BeginTransactionAsync(ct);

        // Holds the account's row, so that two coordinators at once do not leave two open.
        await db.Users.Where(found => found.Id == volunteerId).ExecuteUpdateAsync(set => set.SetProperty(found => found.Status, found => found.Status), ct);
        await db.ReEntries.Where(other => other.VolunteerId == volunteerId && other.UsedAt == null && other.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(other => other.RevokedAt, now), ct);
        db.ReEntries.Add(entry);
        db.Record(time, actor, AuditAction.ReEntryMade, volunteerId);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return new WayBackIn(sealer.Open(Places.VolunteerName(volunteerId), volunteer.SealedDisplayName), token, entry.ExpiresAt);
    }
}

/// <summary>The way back in is unknown, over, withdrawn or used, or the account may not sign in; which of these is never said.</summary>
public sealed record ReEntryNotOpen : Error;

/// <summary>Somebody is back in.</summary>
/// <param name="LogInName">The name to sign in with.</param>
public sealed record BackIn(Guid VolunteerId, string LogInName);

/// <summary>
/// Uses a way back in: five words that were read on the page replace the password and all passkeys, and all sessions of the account end. The same
/// words sent again with the same link, as by a double tap, get the same answer. Refusals: <see cref="ReEntryNotOpen"/>.
/// </summary>
public sealed class UseReEntry(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, IPasswordHasher<Volunteer> hasher, Signals signals, TimeProvider time)
{
    public async Task<Result<BackIn>> ExecuteAsync(string? token, string? phrase, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(token) || phrase is null || !Passphrases.IsPhrase(phrase))
        {
            return new ReEntryNotOpen();
        }

        await using var db = await dbs.CreateDbContextAsync(ct);
        var hash = sealer.ReEntryHash(token.Trim());
        var now = time.UtcNow();
        var entry = await db.ReEntries.AsNoTracking().SingleOrDefaultAsync(found => found.TokenHash == hash && found.RevokedAt == null && found.ExpiresAt > now, ct);
        var volunteer = entry is null
            ? null
            : await db.Users.SingleOrDefaultAsync(
                found => found.Id == entry.VolunteerId && found.Status == VolunteerStatus.Active
                    && db.Users.Any(maker => maker.Id == entry.MadeBy && maker.Status == VolunteerStatus.Active), ct);
        if (entry is null || volunteer is null || !await db.IsNothingMoreThanOrganizerAsync(volunteer.Id, ct))
        {
            return new ReEntryNotOpen();
        }

        if (entry.UsedAt is not null)
        {
            return HasThisPhrase(volunteer, phrase) ? new BackIn(volunteer.Id, volunteer.UserName!) : new ReEntryNotOpen();
        }

        // The slow part, before the transaction.
        var passwordHash = hasher.HashPassword(volunteer, phrase);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var isMine = await db.ReEntries.Where(found => found.Id == entry.Id && found.UsedAt == null && found.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(found => found.UsedAt, now), ct) == 1;
        await db.Entry(volunteer).ReloadAsync(ct);
        if (!isMine || volunteer.Status != VolunteerStatus.Active)
        {
            return isMine || !HasThisPhrase(volunteer, phrase) ? new ReEntryNotOpen() : new BackIn(volunteer.Id, volunteer.UserName!);
        }

        volunteer.PasswordHash = passwordHash;
        volunteer.SecurityStamp = Accounts.NewStamp();
        volunteer.AccessFailedCount = 0;
        volunteer.LockoutEnd = null;
        await db.ForgetPasskeysAsync(volunteer.Id, ct);
        db.Record(time, new Actor(volunteer.Id), AuditAction.ReEntryUsed, entry.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        signals.Publish(new Signal(Signal.AccessRevoked, VolunteerId: volunteer.Id));
        return new BackIn(volunteer.Id, volunteer.UserName!);
    }

    private bool HasThisPhrase(Volunteer volunteer, string phrase) =>
        volunteer.PasswordHash is { } present && hasher.VerifyHashedPassword(volunteer, present, phrase) != PasswordVerificationResult.Failed;
}

internal static class ReEntrySecrets
{
    public static byte[] ReEntryHash(this Sealer sealer, string token) => sealer.TokenHash("re-entry", token);

    /// <summary>A way back in must never be a way up.</summary>
    public static async Task<bool> IsNothingMoreThanOrganizerAsync(this PhoneBankDb db, Guid volunteerId, CancellationToken ct) =>
        !await db.UserRoles.AnyAsync(role => role.UserId == volunteerId && role.RoleId != Roles.OrganizerId, ct);
}
