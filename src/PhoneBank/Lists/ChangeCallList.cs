using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Lists;

/// <summary>Says which list is called first.</summary>
public sealed class SetPriority(ChangeCallList change)
{
    /// <param name="priority">0 to <see cref="NewCallList.HighestPriority"/>; higher is called first.</param>
    /// <returns><see cref="NotFound"/> or <see cref="InvalidField"/>.</returns>
    public async Task<Result> ExecuteAsync(Actor actor, Guid listId, int priority, CancellationToken ct) =>
        priority is < 0 or > NewCallList.HighestPriority
            ? new InvalidField("Priority", "OutOfRange")
            : await change.ExecuteAsync(actor, listId, list => list.Priority = priority, alsoTell: null, ct);
}

/// <summary>Gives a list another name.</summary>
public sealed class RenameList(ChangeCallList change, Sealer sealer)
{
    /// <returns><see cref="NotFound"/> or <see cref="InvalidField"/>.</returns>
    public async Task<Result> ExecuteAsync(Actor actor, Guid listId, string name, CancellationToken ct)
    {
        var tidy = name.Trim();
        return tidy.Length is 0 or > NewCallList.LongestName
            ? new InvalidField("Name", tidy.Length == 0 ? "Empty" : "TooLong")
            : await change.ExecuteAsync(actor, listId, list => list.SealedName = sealer.Seal(Places.CallListName(list.Id), tidy), alsoTell: null, ct);
    }
}

/// <summary>Stops or goes on handing out people of one list. A list that is being filled stays so.</summary>
public sealed class PauseList(ChangeCallList change)
{
    /// <returns><see cref="NotFound"/>. Pausing twice is no refusal.</returns>
    public Task<Result> ExecuteAsync(Actor actor, Guid listId, bool paused, CancellationToken ct) =>
        change.ExecuteAsync(
            actor,
            listId,
            list => list.State = (list.State, paused) switch
            {
                (CallListState.Open, true) => CallListState.Paused,
                (CallListState.Paused, false) => CallListState.Open,
                var (state, _) => state,
            },
            Signal.ListPaused,
            ct);
}

/// <summary>Lets a list take in whoever comes to fit its filter later, or keeps it as it is. An import's list stays as it is.</summary>
public sealed class SetRefilling(ChangeCallList change)
{
    /// <returns><see cref="NotFound"/>. Saying it twice is no refusal.</returns>
    public Task<Result> ExecuteAsync(Actor actor, Guid listId, bool refills, CancellationToken ct) =>
        change.ExecuteAsync(actor, listId, list => list.Refills = refills && list.Filter is not null, alsoTell: null, ct);
}

/// <summary>One change of a list, recorded and told; with a signal of its own where there is one.</summary>
public sealed class ChangeCallList(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    internal async Task<Result> ExecuteAsync(Actor actor, Guid listId, Action<CallList> change, string? alsoTell, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CallListsOf(actor).FirstOrDefaultAsync(candidate => candidate.Id == listId, ct) is not { } list)
        {
            return new NotFound();
        }

        change(list);
        if (db.ChangeTracker.HasChanges())
        {
            db.Record(time, actor, AuditAction.ListChanged, list.Id, list.CampaignId);
            await db.SaveChangesAsync(ct);
            signals.Publish(new Signal(Signal.ListChanged, list.CampaignId));
            if (alsoTell is not null)
            {
                signals.Publish(new Signal(alsoTell, list.CampaignId));
            }
        }

        return Result.Done;
    }
}
