using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Lists;

/// <summary>
/// Moves everybody who still waits in a list (callbacks included) into another list of the same campaign, for example when its
/// callers have gone. Who is in a call, held or done stays where they are.
/// </summary>
public sealed class MoveRest(IDbContextFactory<PhoneBankDb> dbs, ListFiller filler, Signals signals, TimeProvider time)
{
    /// <returns>How many were moved; <see cref="NotFound"/> or <see cref="NotTheSameCampaign"/>.</returns>
    public async Task<Result<int>> ExecuteAsync(Actor actor, Guid fromListId, Guid toListId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var lists = await db.CallListsOf(actor).AsNoTracking().Where(list => list.Id == fromListId || list.Id == toListId).ToListAsync(ct);
        if (lists.Find(list => list.Id == fromListId) is not { } from || lists.Find(list => list.Id == toListId) is not { } to)
        {
            return new NotFound();
        }

        if (from.Id == to.Id || from.CampaignId != to.CampaignId || to.State == CallListState.Closed)
        {
            return new NotTheSameCampaign();
        }

        db.Record(time, actor, AuditAction.ListChanged, from.Id, from.CampaignId);
        db.Record(time, actor, AuditAction.ListChanged, to.Id, to.CampaignId);
        await db.SaveChangesAsync(ct);
        var moved = await filler.MoveAsync(from, to, ct);
        signals.Publish(new Signal(Signal.ListChanged, from.CampaignId));
        return moved;
    }
}

/// <summary>People can only be moved to another open list of the same campaign.</summary>
public sealed record NotTheSameCampaign : Error;
