using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reports;

/// <summary>From an empty installation to the first call, in order.</summary>
public enum FirstStep
{
    Book,
    Contacts,
    Campaign,

    /// <summary>A script is signed off.</summary>
    Script,
    List,
    Assignment,
    Open,

    /// <summary>Somebody was invited to call.</summary>
    Invitation,

    /// <summary>Somebody may call.</summary>
    Caller,
    FirstCall,
}

public sealed record ChecklistItem(FirstStep Step, bool Done);

/// <summary>How far a coordinator is on the way to the first call, read from what there is.</summary>
/// <param name="Items">Null once a call was recorded.</param>
/// <param name="CampaignId">The campaign it is about; null when there is none yet.</param>
/// <param name="IsAway">This coordinator has put it away.</param>
internal sealed record FirstSteps(IReadOnlyList<ChecklistItem>? Items, Guid? CampaignId, bool IsAway)
{
    public static async Task<FirstSteps> OfAsync(PhoneBankDb db, Actor actor, CancellationToken ct)
    {
        if (await db.Calls.AnyAsync(call => db.CampaignsOf(actor).Any(campaign => campaign.Id == call.CampaignId), ct))
        {
            return new FirstSteps(null, null, IsAway: false);
        }

        var isAway = await db.Users.AnyAsync(volunteer => volunteer.Id == actor.VolunteerId && volunteer.FirstStepsHiddenAt != null, ct);
        var campaign = await db.CampaignsOf(actor).AsNoTracking()
            .Where(campaign => campaign.State != CampaignState.Closed)
            .OrderByDescending(campaign => campaign.State == CampaignState.Open).ThenByDescending(campaign => campaign.Id)
            .Select(campaign => new { campaign.Id, campaign.State, campaign.ScriptVersionId }).FirstOrDefaultAsync(ct);
        var campaignId = campaign?.Id ?? Guid.Empty;
        var hasCaller = await db.CampaignMembers.AnyAsync(member => member.CampaignId == campaignId && member.AdmittedAt != null && member.RemovedAt == null, ct);
        return new FirstSteps(
            [
                new(FirstStep.Book, await db.BooksOf(actor).AnyAsync(ct)),
                new(FirstStep.Contacts, await db.Contacts.AnyAsync(contact => db.BooksOf(actor).Any(book => book.Id == contact.BookId && book.UndecidedImportId != contact.ImportId), ct)),
                new(FirstStep.Campaign, campaign is not null),
                new(FirstStep.Script, campaign?.ScriptVersionId is not null),
                new(FirstStep.List, await db.CallLists.AnyAsync(list => list.CampaignId == campaignId, ct)),
                new(FirstStep.Assignment, await db.Assignments.AnyAsync(assignment => assignment.TakenBackAt == null && db.CallLists.Any(list => list.Id == assignment.ListId && list.CampaignId == campaignId), ct)),
                new(FirstStep.Open, campaign?.State is CampaignState.Open),
                new(FirstStep.Invitation, hasCaller || await db.Invitations.AnyAsync(invitation => invitation.CampaignId == campaignId, ct)),
                new(FirstStep.Caller, hasCaller),
                new(FirstStep.FirstCall, Done: false),
            ],
            campaign?.Id,
            isAway);
    }
}

/// <summary>A coordinator puts the way to the first call away, or takes it out again; others go on seeing theirs. Doing it twice is no refusal.</summary>
public sealed class PutFirstStepsAway(IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    /// <returns><see cref="NotAllowed"/> for everybody but coordinators.</returns>
    public async Task<Result> ExecuteAsync(Actor actor, bool away, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (!await db.IsCoordinatorAsync(actor, ct))
        {
            return new NotAllowed();
        }

        var me = await db.Users.SingleAsync(volunteer => volunteer.Id == actor.VolunteerId, ct);
        me.FirstStepsHiddenAt = away ? me.FirstStepsHiddenAt ?? time.UtcNow() : null;
        await db.SaveChangesAsync(ct);
        return Result.Done;
    }
}
