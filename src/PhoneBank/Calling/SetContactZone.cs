using PhoneBank.Books;
using PhoneBank.Calling.Hours;
using PhoneBank.Data;
using PhoneBank.Imports;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>Where the person of the open call can be.</summary>
/// <param name="Present">The zone known so far, if any.</param>
/// <param name="OfCountry">The zones of the country, one for each clock.</param>
public sealed record ZoneChoices(Guid ClaimId, string FirstName, string? Present, string? Country, IReadOnlyList<string> OfCountry);

/// <summary>
/// Takes down during a call that the person is elsewhere: from then on she or he is called by the clock there, in every campaign of the book.
/// Audited. Refuses with <see cref="NumberNotShown"/>, <see cref="ClaimLost"/>, <see cref="UnknownZone"/>, <see cref="NotAllowed"/>.
/// </summary>
public sealed class SetContactZone(IHotStore store, HoursClasses classes, Sealer sealer, Signals signals, TimeProvider time)
{
    /// <summary>What can be chosen for the person of the actor's open call. Refuses with <see cref="NumberNotShown"/>, <see cref="ClaimLost"/>.</summary>
    public async Task<Result<ZoneChoices>> ReadAsync(Actor actor, CancellationToken ct)
    {
        var found = await store.ReadAsync(session => FindAsync(session, actor), ct);
        return found switch
        {
            null => new ClaimLost(),
            { IsShown: false } => new NumberNotShown(),
            _ => new ZoneChoices(found.ClaimId, ContactNames.First(found.Details), found.Zone, found.Country, found.Country is { } country ? Zones.DistinctOfCountry(country) : []),
        };
    }

    public async Task<Result> ExecuteAsync(Actor actor, Guid claimId, string zone, CancellationToken ct)
    {
        if (await store.ReadAsync(session => FindAsync(session, actor), ct) is not { } found || found.ClaimId != claimId)
        {
            return new ClaimLost();
        }

        if (!Zones.TryNormalize(zone, found.Country, out var known))
        {
            return new UnknownZone();
        }

        var classId = await classes.IdOfAsync(PersonRecord.HoursOf(known, found.Country, found.Details.Card, RunImport.ZoneOf(found.BookCountry)), ct);
        var result = await store.WriteAsync(session => SetAsync(session, actor, claimId, known, classId), ct);
        if (result.IsDone)
        {
            signals.Publish(new Signal(Signal.ClaimChanged, found.CampaignId, actor.VolunteerId));
        }

        return result;
    }

    private Task<Found?> FindAsync(HotSession session, Actor actor) => session.FirstAsync(
        $"""
        SELECT k.id, k.campaign_id, k.kind, c.id, c.sealed_details, c.time_zone, c.country, b.default_country
        FROM claims k JOIN contacts c ON c.id = k.contact_id JOIN books b ON b.id = c.book_id
        WHERE k.organizer_id = {actor.VolunteerId} AND k.ended_at IS NULL
        """,
        row => new Found(
            row.Id(0),
            row.Id(1),
            row.Word<ClaimKind>(2) == ClaimKind.Calling,
            sealer.OpenJson<ContactDetails>(Places.ContactDetails(row.Id(3)), row.Bytes(4)),
            row.TextOrNull(5),
            row.TextOrNull(6),
            row.Text(7)));

    private async Task<Result> SetAsync(HotSession session, Actor actor, Guid claimId, string zone, Guid classId)
    {
        if (await Caller.LockAsync(session, actor) is null)
        {
            return new NotAllowed();
        }

        if (await ClaimRow.LockAsync(session, claimId, actor.VolunteerId) is not { IsOpen: true } claim)
        {
            return new ClaimLost();
        }

        if (!await Caller.IsAdmittedAsync(session, actor.VolunteerId, claim.CampaignId))
        {
            return new NotAllowed();
        }

        if (claim.Kind != ClaimKind.Calling)
        {
            return new NumberNotShown();
        }

        await ContactRow.LockAsync(session, claim.ContactId);
        await session.ExecuteAsync($"UPDATE contacts SET time_zone = {zone}, hours_class_id = {classId}, updated_at = {time.UtcNow()} WHERE id = {claim.ContactId}");
        await session.ExecuteAsync($"UPDATE entries SET hours_class_id = {classId} WHERE contact_id = {claim.ContactId}");
        await session.RecordAsync(time, actor, AuditAction.ContactZoneSet, claim.ContactId, claim.CampaignId);
        return Result.Done;
    }

    private sealed record Found(Guid ClaimId, Guid CampaignId, bool IsShown, ContactDetails Details, string? Zone, string? Country, string BookCountry);
}
