using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.FollowUps;

/// <summary>A promise within reach.</summary>
/// <param name="IsCoordinator">The actor coordinates its book; else it is the actor's own, or anyone's out of the actor's own call.</param>
internal sealed record ReachedFollowUp(FollowUp Promise, bool IsCoordinator)
{
    public bool IsOwnedBy(Actor actor) => Promise.OrganizerId == actor.VolunteerId;
}

/// <summary>Which promises an actor may touch.</summary>
internal static class FollowUpReach
{
    /// <summary>
    /// Promises an organizer sees on the own page: those she or he sees to, and anyone's that were made to her or him. They go
    /// with the right to call in the campaign.
    /// </summary>
    public static IQueryable<FollowUp> OwnFollowUps(this PhoneBankDb db, Actor actor) =>
        db.FollowUps.Where(promise => db.CallingCampaignsOf(actor).Any(campaign => campaign.Id == promise.CampaignId)
            && (promise.OrganizerId == actor.VolunteerId
                || (promise.OrganizerId == null && db.Calls.Any(call => call.Id == promise.CallId && call.OrganizerId == actor.VolunteerId))));

    /// <summary>Null when there is none, or none within reach.</summary>
    public static async Task<ReachedFollowUp?> ReachAsync(this PhoneBankDb db, Actor actor, Guid followUpId, CancellationToken ct)
    {
        if (await db.FollowUps.AsNoTracking().FirstOrDefaultAsync(promise => promise.Id == followUpId && db.CampaignsOf(actor).Any(campaign => campaign.Id == promise.CampaignId), ct) is { } coordinated)
        {
            return new ReachedFollowUp(coordinated, IsCoordinator: true);
        }

        return await db.OwnFollowUps(actor).AsNoTracking().FirstOrDefaultAsync(promise => promise.Id == followUpId, ct) is { } own ? new ReachedFollowUp(own, IsCoordinator: false) : null;
    }

    /// <summary>Why nothing can be done about a promise as it stands now: taken back, or closed. Null when it is open.</summary>
    public static async Task<Error?> WhyNotOpenAsync(this PhoneBankDb db, Sealer sealer, FollowUp promise, CancellationToken ct) =>
        promise.WithdrawnAt is not null ? new PromiseTakenBack()
        : promise.DoneAt is not null ? new FollowUpClosedAlready(promise.EndedAs ?? FollowUpEnd.Kept, await db.NameOfAsync(sealer, promise.DoneBy, ct))
        : null;

    public static async Task<string?> NameOfAsync(this PhoneBankDb db, Sealer sealer, Guid? volunteerId, CancellationToken ct) =>
        volunteerId is { } id && await db.Users.AsNoTracking().Where(volunteer => volunteer.Id == id).Select(volunteer => volunteer.SealedDisplayName).FirstOrDefaultAsync(ct) is { } name
            ? sealer.Open(Places.VolunteerName(id), name)
            : null;
}
