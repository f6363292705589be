using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Volunteers;

/// <summary>The code is not the one on the console, or it has been tried wrongly too often.</summary>
public sealed record WrongSetUpCode : Error;

/// <summary>There is an account already.</summary>
public sealed record AlreadySetUp : Error;

/// <summary>
/// Makes the very first account: coordinator, administrator and organizer in one. Refusals: <see cref="AlreadySetUp"/>,
/// <see cref="WrongSetUpCode"/>, and those of an account.
/// </summary>
public sealed class SetUpInstallation(IDbContextFactory<PhoneBankDb> dbs, Accounts accounts, SetUpCode code, TimeProvider time)
{
    public async Task<Result<Guid>> ExecuteAsync(string? typedCode, NewAccount account, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.Users.AnyAsync(ct))
        {
            return new AlreadySetUp();
        }

        if (Accounts.Check(account) is { } refusal)
        {
            return refusal;
        }

        if (!code.Accepts(typedCode))
        {
            return new WrongSetUpCode();
        }

        var volunteer = accounts.Make(account);
        Accounts.Add(db, volunteer, Roles.All.Values);
        db.Installation.Add(new InstallationState { SetUpAt = time.UtcNow() });
        db.Record(time, new Actor(volunteer.Id), AuditAction.InstallationSetUp, volunteer.Id);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // There is only one row of the installation's state: somebody else was a moment faster.
            if (await db.Users.AnyAsync(ct))
            {
                return new AlreadySetUp();
            }

            throw;
        }

        return volunteer.Id;
    }
}

/// <summary>Whether there is an account yet; asks the database only until there is.</summary>
public sealed class InstallationStatus(IDbContextFactory<PhoneBankDb> dbs)
{
    private volatile bool _isSetUp;

    public async ValueTask<bool> IsSetUpAsync(CancellationToken ct)
    {
        if (!_isSetUp)
        {
            await using var db = await dbs.CreateDbContextAsync(ct);
            _isSetUp = await db.Users.AnyAsync(ct);
        }

        return _isSetUp;
    }
}
