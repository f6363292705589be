using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Privacy;

/// <summary>The sheet was confirmed before; it is never shown again.</summary>
public sealed record RecoverySheetIsConfirmed : Error;

/// <summary>The groups typed back are not those of the sheet.</summary>
public sealed record RecoveryGroupsDiffer : Error;

/// <summary>The master key as it is written on paper, group by group.</summary>
public sealed record RecoveryGroups(IReadOnlyList<string> Groups);

/// <summary>
/// The master key in groups, for paper. Administrators see it until one of them has shown, by typing groups back, that it
/// was written down.
/// </summary>
public sealed class RecoverySheet(MasterKey masterKey, IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    /// <summary>Whether this actor should still write the sheet down: an administrator, and nobody has confirmed it.</summary>
    public async Task<bool> IsMissingAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        return await db.IsInRoleAsync(actor, Roles.AdministratorId, ct) && !await IsConfirmedAsync(db, ct);
    }

    /// <summary>The groups. Refusals: <see cref="NotAllowed"/>, <see cref="RecoverySheetIsConfirmed"/>.</summary>
    public async Task<Result<RecoveryGroups>> ShowAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.IsInRoleAsync(actor, Roles.AdministratorId, ct))
        {
            return new NotAllowed();
        }

        if (await IsConfirmedAsync(db, ct))
        {
            return new RecoverySheetIsConfirmed();
        }

        db.Record(time, actor, AuditAction.RecoverySheetShown);
        await db.SaveChangesAsync(ct);
        return new RecoveryGroups(masterKey.RecoveryGroups());
    }

    /// <summary>Confirms it by two groups (numbered from 1). Refusals: <see cref="NotAllowed"/>, <see cref="RecoveryGroupsDiffer"/>.</summary>
    public async Task<Result> ConfirmAsync(Actor actor, IReadOnlyDictionary<int, string?> typed, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.IsInRoleAsync(actor, Roles.AdministratorId, ct))
        {
            return new NotAllowed();
        }

        var groups = masterKey.RecoveryGroups();
        if (typed.Count < 2 || typed.Any(group => group.Key < 1 || group.Key > groups.Count || !Same(groups[group.Key - 1], ShortCode.Normalize(group.Value))))
        {
            return new RecoveryGroupsDiffer();
        }

        var state = await db.Installation.SingleOrDefaultAsync(ct);
        if (state is null)
        {
            db.Installation.Add(state = new InstallationState());
        }

        state.RecoverySheetConfirmedAt ??= time.UtcNow();
        db.Record(time, actor, AuditAction.RecoverySheetConfirmed);
        await db.SaveChangesAsync(ct);
        return Result.Done;
    }

    private static Task<bool> IsConfirmedAsync(PhoneBankDb db, CancellationToken ct) =>
        db.Installation.AnyAsync(state => state.RecoverySheetConfirmedAt != null || state.Demo, ct);

    private static bool Same(string group, string typed) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(group), Encoding.UTF8.GetBytes(typed));
}
