using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Phones;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>A number shown to an organizer in a calling claim.</summary>
/// <param name="Position">1 for the first number of this person.</param>
/// <param name="Of">How many numbers this person has, bad ones included.</param>
/// <param name="NextPhoneId">A further number to try when this one is bad; null when there is none.</param>
public sealed record ShownNumber(Guid PhoneId, string E164, string? Country, PhoneKind Kind, bool Doubtful, int Position, int Of, Guid? NextPhoneId)
{
    /// <summary>Of <see cref="Campaigns.Messengers.All"/>, those this person asks for and the campaign has turned on.</summary>
    public IReadOnlyList<string> Messengers { get; init; } = [];
}

/// <summary>
/// Shows a number and turns viewing into calling; showing it again in the same claim is free. Without a phone it is the
/// one shown last, else the first that may be called. Refuses with <see cref="PromisesFirst"/>, <see cref="PracticeFirst"/>, <see cref="RevealBudgetSpent"/> (audited), <see cref="ClaimLost"/>,
/// <see cref="CampaignIsPaused"/>, <see cref="CampaignIsClosed"/>, <see cref="CallerIsPaused"/>, <see cref="OutsideCallingHours"/>, <see cref="MayNotBeCalled"/>, <see cref="NotAllowed"/>.
/// </summary>
public sealed class RevealNumber(IHotStore store, CampaignMoments moments, Budgets budgets, Sealer sealer, Signals signals, TimeProvider time)
{
    public async Task<Result<ShownNumber>> ExecuteAsync(Actor actor, Guid claimId, Guid? phoneId, CancellationToken ct)
    {
        var place = await store.ReadAsync(
            session => session.FirstAsync(
                $"SELECT e.campaign_id, e.hours_class_id FROM claims k JOIN entries e ON e.id = k.entry_id WHERE k.id = {claimId} AND k.organizer_id = {actor.VolunteerId}",
                row => new ClaimPlace(row.Id(0), row.Id(1))),
            ct);
        if (place is null)
        {
            return new ClaimLost();
        }

        var moment = await moments.OfAsync(place.CampaignId, ct);
        var result = await store.WriteAsync(session => RevealAsync(session, actor, claimId, phoneId, moment, place), ct);
        if (result.IsDone)
        {
            signals.Publish(new Signal(Signal.ClaimChanged, place.CampaignId, actor.VolunteerId));
        }

        return result;
    }

    private async Task<Result<ShownNumber>> RevealAsync(HotSession session, Actor actor, Guid claimId, Guid? phoneId, CampaignMoment moment, ClaimPlace place)
    {
        if (await Caller.LockAsync(session, actor) is not { } caller)
        {
            return new NotAllowed();
        }

        if (await ClaimRow.LockAsync(session, claimId, caller.Id) is not { } claim)
        {
            return new ClaimLost();
        }

        if (!claim.IsOpen)
        {
            return await IsSilencedAsync(session, claim) ? new MayNotBeCalled() : new ClaimLost();
        }

        if (!await Caller.IsAdmittedAsync(session, caller.Id, claim.CampaignId) || await CampaignRow.FindAsync(session, claim.CampaignId) is not { } campaign)
        {
            return new NotAllowed();
        }

        if (claim.RevealedAt is null && (caller.HasPromised, caller.MustPractise(campaign.Level)) is not (true, false))
        {
            return caller.HasPromised ? new PracticeFirst() : new PromisesFirst();
        }

        var contact = await ContactRow.LockAsync(session, claim.ContactId);
        var phones = await CallablePhonesAsync(session, actor, claim.ContactId);
        if (contact?.MayBeCalled(time.UtcNow()) != true || phones.Count == 0)
        {
            return await GoneAsync(session, claim);
        }

        var wanted = phoneId ?? claim.PhoneId;
        var phone = phones.Find(candidate => candidate.Id == wanted) ?? (phoneId is null ? phones[0] : null);
        if (phone is null)
        {
            return new MayNotBeCalled();
        }

        var shown = await session.CountAsync($"SELECT count(*) FROM reveals WHERE organizer_id = {caller.Id} AND claim_id = {claim.Id} AND phone_id = {phone.Id}") > 0;
        if (!shown && await StandsAgainstAsync(session, claim, campaign, moment, place, phone.Id) is { } refusal)
        {
            return refusal;
        }

        if (!shown)
        {
            await WriteAsync(session, actor, claim, phone.Id);
        }

        var after = phones.SkipWhile(other => other.Id != phone.Id).Skip(1).FirstOrDefault() ?? phones.Find(other => other.Id != phone.Id);
        return new ShownNumber(phone.Id, phone.E164, phone.Country, phone.Kind, phone.Doubtful, phone.Position + 1, phone.Of, after?.Id);
    }

    // Null: it may be shown, and the claim is a calling claim now.
    private async Task<Error?> StandsAgainstAsync(HotSession session, ClaimRow claim, CampaignRow campaign, CampaignMoment moment, ClaimPlace place, Guid phoneId)
    {
        if (campaign.State != CampaignState.Open)
        {
            return campaign.State == CampaignState.Paused ? new CampaignIsPaused() : new CampaignIsClosed();
        }

        if (await Caller.IsPausedAsync(session, claim.OrganizerId, claim.CampaignId))
        {
            return new CallerIsPaused();
        }

        if (moment.StateOf(place.HoursClassId) is not { IsInWindow: true })
        {
            return new OutsideCallingHours(moment.StateOf(place.HoursClassId)?.NextOpeningUtc);
        }

        var allowance = await budgets.OfAsync(session, claim.OrganizerId, campaign.BookId, campaign.Level);
        var share = allowance.Share ?? int.MaxValue;
        var now = allowance.Now;

        // The decision and the turn into calling are one statement: whatever runs beside it, no unit is given twice.
        var turned = await session.ExecuteAsync($"""
            UPDATE claims SET kind = 'Calling', revealed_at = COALESCE(revealed_at, {now}), phone_id = {phoneId}, expires_at = {now + NextContact.CallingTime}
            WHERE id = {claim.Id} AND ended_at IS NULL
              AND (SELECT count(*) FROM reveals r WHERE r.organizer_id = {claim.OrganizerId} AND r.book_id = {campaign.BookId} AND r.at > {allowance.HourAgo}) < {allowance.Hour}
              AND (SELECT count(*) FROM reveals r WHERE r.organizer_id = {claim.OrganizerId} AND r.book_id = {campaign.BookId} AND r.at > {allowance.DayAgo}) < {allowance.Day}
              AND ((SELECT count(DISTINCT r.contact_id) FROM reveals r WHERE r.organizer_id = {claim.OrganizerId} AND r.book_id = {campaign.BookId} AND r.at > {allowance.ShareFrom}
                    AND r.contact_id <> {claim.ContactId}) < {share}
                OR EXISTS (SELECT 1 FROM reveals r WHERE r.organizer_id = {claim.OrganizerId} AND r.book_id = {campaign.BookId} AND r.at > {allowance.ShareFrom} AND r.contact_id = {claim.ContactId}))
            """);
        if (turned > 0)
        {
            return null;
        }

        var spent = await Budgets.RevealSpentAsync(session, allowance, claim.ContactId) ?? new RevealBudgetSpent(now + Allowance.OneHour, BudgetLimit.Hour);
        await session.RecordAsync(time, new Actor(claim.OrganizerId), AuditAction.BudgetRefused, claim.ContactId, campaign.BookId, spent.Limit.ToString());
        return spent;
    }

    private async Task WriteAsync(HotSession session, Actor actor, ClaimRow claim, Guid phoneId)
    {
        await session.ExecuteAsync($"""
            INSERT INTO reveals (id, organizer_id, book_id, contact_id, phone_id, claim_id, at)
            VALUES ({time.NewId()}, {actor.VolunteerId}, {claim.BookId}, {claim.ContactId}, {phoneId}, {claim.Id}, {time.UtcNow()})
            """);
        await session.RecordAsync(time, actor, AuditAction.Revealed, claim.ContactId, claim.CampaignId);
    }

    /// <summary>
    /// The numbers that may be called, in order. The stop list itself is asked once more: a number that was imported in the
    /// moment it was put on the list is silenced here, before anybody sees it.
    /// </summary>
    private async Task<List<Phone>> CallablePhonesAsync(HotSession session, Actor actor, Guid contactId)
    {
        var of = (int)await session.CountAsync($"SELECT count(*) FROM contact_phones WHERE contact_id = {contactId}");
        var phones = await session.QueryAsync(
            $"""
            SELECT id, sealed_number, country, kind, doubtful, position FROM contact_phones
            WHERE contact_id = {contactId} AND bad_since IS NULL AND NOT suppressed ORDER BY position
            """,
            row => new Phone(row.Id(0), sealer.Open(Places.PhoneNumber(row.Id(0)), row.Bytes(1)), row.TextOrNull(2), row.Word<PhoneKind>(3), row.Flag(4), row.Int(5), of));
        var silenced = await StopListWriter.SilenceListedAsync(session, sealer, time, actor, contactId, [.. phones.Select(phone => (phone.Id, phone.E164))]);
        phones.RemoveAll(phone => silenced.Contains(phone.Id));
        return phones;
    }

    // Taken back because of the stop list: then it is not somebody else who has this person now.
    private static async Task<bool> IsSilencedAsync(HotSession session, ClaimRow claim) =>
        claim is { Kind: ClaimKind.Viewing, EndedBy: ClaimEnd.TakenBack }
        && await session.CountAsync($"SELECT count(*) FROM contacts WHERE id = {claim.ContactId} AND callable_phones = 0") > 0;

    private async Task<Error> GoneAsync(HotSession session, ClaimRow claim)
    {
        await session.RefreshCallableAsync([claim.ContactId], time.UtcNow());
        if (claim.Kind == ClaimKind.Viewing)
        {
            await session.GiveBackAsync(time, claim, ClaimEnd.TakenBack);
        }

        return new MayNotBeCalled();
    }

    private sealed record ClaimPlace(Guid CampaignId, Guid HoursClassId);

    private sealed record Phone(Guid Id, string E164, string? Country, PhoneKind Kind, bool Doubtful, int Position, int Of);
}
