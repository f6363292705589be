using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Volunteers;

/// <summary>
/// Writes down that the actor gave the promises every caller gives. Given once, they stand: a second time changes nothing.
/// Refusals: <see cref="NotAllowed"/>.
/// </summary>
public sealed class GivePromises(IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = time.UtcNow();

        // Decided in the statement: of two taps only one is written down.
        var given = await db.Users.Where(volunteer => volunteer.Id == actor.VolunteerId && volunteer.Status == VolunteerStatus.Active && volunteer.PromisedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(volunteer => volunteer.PromisedAt, now), ct) == 1;
        if (!given)
        {
            return await db.Users.AnyAsync(volunteer => volunteer.Id == actor.VolunteerId && volunteer.Status == VolunteerStatus.Active, ct) ? Result.Done : new NotAllowed();
        }

        db.Record(time, actor, AuditAction.Promised, actor.VolunteerId);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return Result.Done;
    }
}

/// <summary>Who practised would write down more about people than the next call needs.</summary>
public sealed record PracticeAnswerWrong : Error;

/// <summary>
/// Ends a practice call, of which nothing is kept but that it was finished. Refusals: <see cref="NotAllowed"/>,
/// <see cref="PracticeAnswerWrong"/>.
/// </summary>
public sealed class FinishPractice(IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    /// <param name="wouldWriteDownAll">The answer to whether one writes down as much as one can about a person. It is no.</param>
    public async Task<Result> ExecuteAsync(Actor actor, bool wouldWriteDownAll, CancellationToken ct)
    {
        if (wouldWriteDownAll)
        {
            return new PracticeAnswerWrong();
        }

        await using var db = await dbs.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = time.UtcNow();
        var isFirst = await db.Users.Where(volunteer => volunteer.Id == actor.VolunteerId && volunteer.Status == VolunteerStatus.Active && volunteer.PractisedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(volunteer => volunteer.PractisedAt, now), ct) == 1;
        if (!isFirst)
        {
            return await db.Users.AnyAsync(volunteer => volunteer.Id == actor.VolunteerId && volunteer.Status == VolunteerStatus.Active, ct) ? Result.Done : new NotAllowed();
        }

        db.Record(time, actor, AuditAction.Practised, actor.VolunteerId);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return Result.Done;
    }
}
