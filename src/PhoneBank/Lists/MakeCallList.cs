using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Lists;

/// <summary>A list to be made.</summary>
/// <param name="Priority">Higher is called first.</param>
/// <param name="MoveFromOtherLists">Takes over people who still wait in another list of the campaign; else they stay there.</param>
/// <param name="Refills">Whoever comes to fit later is put in as well; has no effect on one import's list.</param>
public sealed record NewCallList(string Name, ContactFilter Filter, int Priority = 0, bool MoveFromOtherLists = false, bool Refills = false)
{
    public const int LongestName = 100;
    public const int HighestPriority = 9;
}

/// <summary>What became of a list.</summary>
/// <param name="Added">New in the campaign.</param>
/// <param name="Moved">Taken over from another list.</param>
/// <param name="Stayed">Already in another list of the campaign, and still there.</param>
public sealed record MadeCallList(Guid ListId, int Added, int Moved, int Stayed)
{
    public int Count => Added + Moved;

    /// <summary>What became of more people of the same list.</summary>
    public static MadeCallList operator +(MadeCallList list, MadeCallList more) =>
        new(list.ListId, list.Added + more.Added, list.Moved + more.Moved, list.Stayed + more.Stayed);
}

/// <summary>
/// Makes a call list and fills it, a thousand people at a time, so that callers keep calling meanwhile. Nobody is handed
/// anybody of it before it is full. Interrupted, it stays Filling and <see cref="FinishCallList"/> goes on.
/// </summary>
public sealed class MakeCallList(IDbContextFactory<PhoneBankDb> dbs, ListFiller filler, Sealer sealer, Signals signals, TimeProvider time)
{
    /// <param name="progress">Told after each chunk how many people were looked at.</param>
    /// <returns><see cref="NotFound"/>, <see cref="CampaignIsClosed"/>, <see cref="InvalidField"/> or <see cref="NobodyMatches"/>.</returns>
    public async Task<Result<MadeCallList>> ExecuteAsync(Actor actor, Guid campaignId, NewCallList wish, IProgress<int>? progress, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign
            || (wish.Filter.ImportId is { } importId && !await db.Imports.AnyAsync(import => import.Id == importId && import.BookId == campaign.BookId, ct)))
        {
            return new NotFound();
        }

        if (campaign.State == CampaignState.Closed)
        {
            return new CampaignIsClosed();
        }

        var name = wish.Name.Trim();
        if (name.Length is 0 or > NewCallList.LongestName)
        {
            return new InvalidField(nameof(wish.Name), name.Length == 0 ? "Empty" : "TooLong");
        }

        if (wish.Priority is < 0 or > NewCallList.HighestPriority)
        {
            return new InvalidField(nameof(wish.Priority), "OutOfRange");
        }

        if (!await wish.Filter.Of(db, campaign.BookId).AnyAsync(ct))
        {
            return new NobodyMatches();
        }

        var id = time.NewId();
        var list = new CallList
        {
            Id = id,
            CampaignId = campaign.Id,
            SealedName = sealer.Seal(Places.CallListName(id), name),
            Priority = wish.Priority,
            State = CallListState.Filling,
            Filter = wish.Filter.IsOneImport ? null : wish.Filter.ToJson(),
            ImportId = wish.Filter.ImportId,
            Refills = wish.Refills && !wish.Filter.IsOneImport,
            CreatedAt = time.UtcNow(),
            CreatedBy = actor.VolunteerId,
        };
        db.CallLists.Add(list);
        db.Record(time, actor, AuditAction.ListMade, list.Id, campaign.Id);
        await db.SaveChangesAsync(ct);

        var made = await filler.FillAsync(list, campaign, wish.MoveFromOtherLists, progress, ct);
        signals.Publish(new Signal(Signal.ListChanged, campaign.Id));
        return made;
    }
}

/// <summary>Goes on with a list whose filling was interrupted. Whoever is in it already stays once.</summary>
public sealed class FinishCallList(IDbContextFactory<PhoneBankDb> dbs, ListFiller filler, Signals signals)
{
    /// <returns><see cref="NotFound"/>. A list that is full already is no refusal.</returns>
    public async Task<Result<MadeCallList>> ExecuteAsync(Actor actor, Guid listId, bool moveFromOtherLists, IProgress<int>? progress, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CallListsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == listId, ct) is not { } list)
        {
            return new NotFound();
        }

        if (list.State != CallListState.Filling)
        {
            return new MadeCallList(list.Id, 0, 0, 0);
        }

        var campaign = await db.Campaigns.AsNoTracking().FirstAsync(candidate => candidate.Id == list.CampaignId, ct);
        var made = await filler.FillAsync(list, campaign, moveFromOtherLists, progress, ct);
        signals.Publish(new Signal(Signal.ListChanged, list.CampaignId));
        return made;
    }
}

/// <summary>Nobody in the book fits, so there is nothing to make a list of.</summary>
public sealed record NobodyMatches : Error;
