using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>
/// Passes a person on before the number is shown; she or he does not come back to this organizer in this campaign, and whom the organizer
/// knows in no campaign of the book: that costs no skip, six times an hour. Idempotent.
/// Refuses with <see cref="OutcomeFirst"/>, <see cref="TooManySkips"/>, <see cref="ClaimLost"/>.
/// </summary>
public sealed class SkipContact(IHotStore store, HoldOuts holdOuts, Signals signals, TimeProvider time)
{
    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    public async Task<Result> ExecuteAsync(Actor actor, Guid claimId, SkipReason reason, CancellationToken ct)
    {
        if (reason is not (SkipReason.KnowPerson or SkipReason.Language or SkipReason.RatherNot))
        {
            return new InvalidField(nameof(reason), "NotAChoice");
        }

        var result = await store.WriteAsync(session => SkipAsync(session, actor, claimId, reason), ct);
        if (result.IsDone)
        {
            signals.Publish(new Signal(Signal.ClaimChanged, VolunteerId: actor.VolunteerId));
        }

        return result;
    }

    /// <summary>The skips of the last hour that count, oldest first.</summary>
    internal static Task<List<DateTime>> OfLastHourAsync(HotSession session, Guid organizerId, DateTime now) => OfLastHourAsync(session, organizerId, now, SkipReasons.Costing);

    private static Task<List<DateTime>> OfLastHourAsync(HotSession session, Guid organizerId, DateTime now, IReadOnlyList<SkipReason> reasons)
    {
        var since = now - OneHour;
        return session.QueryAsync($"SELECT at FROM skips WHERE organizer_id = {organizerId} AND at > {since} AND reason IN {reasons} ORDER BY at", row => row.Time(0));
    }

    private async Task<Result> SkipAsync(HotSession session, Actor actor, Guid claimId, SkipReason reason)
    {
        if (await Caller.LockAsync(session, actor) is null)
        {
            return new NotAllowed();
        }

        if (await ClaimRow.LockAsync(session, claimId, actor.VolunteerId) is not { } claim)
        {
            return new ClaimLost();
        }

        if (!await Caller.IsAdmittedAsync(session, actor.VolunteerId, claim.CampaignId))
        {
            return new NotAllowed();
        }

        if (!claim.IsOpen)
        {
            return claim.EndedBy == ClaimEnd.Skipped ? Result.Done : new ClaimLost();
        }

        if (claim.Kind == ClaimKind.Calling)
        {
            return new OutcomeFirst();
        }

        // Whom one knows costs no skip, but nobody knows everybody: else a list could be read through name by name.
        var skips = await OfLastHourAsync(session, actor.VolunteerId, time.UtcNow(), SkipReasons.Costing.Contains(reason) ? SkipReasons.Costing : [reason]);
        if (skips.Count >= LevelRules.SkipsPerHour)
        {
            return new TooManySkips(skips[^LevelRules.SkipsPerHour] + OneHour);
        }

        var lasts = reason == SkipReason.KnowPerson;
        await holdOuts.RememberAsync(session, actor.VolunteerId, claim.CampaignId, claim.EntryId, lasts ? claim.ContactId : null, lasts ? claim.BookId : null, reason);
        await session.GiveBackAsync(time, claim, ClaimEnd.Skipped);

        // A callback this organizer had promised is kept by somebody else.
        await session.ExecuteAsync($"UPDATE entries SET callback_for = NULL WHERE id = {claim.EntryId} AND state = 'Scheduled' AND callback_for = {actor.VolunteerId}");
        await session.RecordAsync(time, actor, AuditAction.Skipped, claim.ContactId, claim.CampaignId, reason.ToString());
        return Result.Done;
    }
}
