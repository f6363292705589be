using PhoneBank.Books;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>
/// Keeps people from being handed to organizers they must not be handed to. Whom it is known of is kept as <see cref="Skip"/>s, which the
/// queue passes over; who the organizer is, and who is of her or his name, is only seen when such a person comes up, and remembered then.
/// So nothing is kept about contacts that nobody met, and it holds for whoever is imported or listed later.
/// </summary>
public sealed class HoldOuts(Sealer sealer, TimeProvider time)
{
    /// <summary>People this organizer is not handed in any campaign. Never empty: a list of nobody would match nothing.</summary>
    internal static async Task<IReadOnlyList<Guid>> NeverContactsAsync(HotSession session, Guid organizerId) =>
    [
        Guid.Empty,
        .. await session.QueryAsync(
            $"""
            SELECT s.contact_id FROM skips s WHERE s.organizer_id = {organizerId} AND s.contact_id IS NOT NULL
            UNION
            SELECT e.contact_id FROM skips s JOIN entries e ON e.id = s.entry_id WHERE s.organizer_id = {organizerId} AND s.reason = 'Outcome' AND s.contact_id IS NULL
            """,
            row => row.Id(0)),
    ];

    /// <summary>Whether the person is the organizer or, where the campaign keeps them apart, of the organizer's surname. Remembers it.</summary>
    internal async Task<bool> MeetsAsync(HotSession session, Caller caller, Guid entryId, Guid contactId, QueueList list)
    {
        if (await IsOneselfAsync(session, caller, contactId))
        {
            await RememberAsync(session, caller.Id, list.CampaignId, entryId, contactId, list.BookId, SkipReason.Oneself);
            return true;
        }

        if (list.KeepsRelativesApart && await IsRelativeAsync(session, caller, contactId))
        {
            // Of the campaign only: another one may not mind.
            await RememberAsync(session, caller.Id, list.CampaignId, entryId, contactId: null, bookId: null, SkipReason.Relative);
            return true;
        }

        return false;
    }

    /// <summary>Writes that this organizer is not handed that person.</summary>
    internal Task RememberAsync(HotSession session, Guid organizerId, Guid? campaignId, Guid? entryId, Guid? contactId, Guid? bookId, SkipReason reason, DateTime? at = null, Guid? setBy = null) =>
        session.ExecuteAsync($"""
            INSERT INTO skips (id, organizer_id, campaign_id, entry_id, contact_id, book_id, at, reason, set_by)
            VALUES ({time.NewId()}, {organizerId}, {campaignId}, {entryId}, {contactId}, {bookId}, {at ?? time.UtcNow()}, {reason}, {setBy})
            """);

    private async Task<bool> IsOneselfAsync(HotSession session, Caller caller, Guid contactId)
    {
        if (caller.OwnNumbers is not { } own)
        {
            return false;
        }

        var numbers = await session.QueryAsync($"SELECT id, sealed_number FROM contact_phones WHERE contact_id = {contactId}", row => sealer.Open(Places.PhoneNumber(row.Id(0)), row.Bytes(1)));
        return KeyedHashes.HasAny(own, numbers.Select(sealer.OwnNumberHash));
    }

    private async Task<bool> IsRelativeAsync(HotSession session, Caller caller, Guid contactId)
    {
        if (caller.Surnames is not { } own)
        {
            return false;
        }

        var details = await session.FirstAsync(
            $"SELECT sealed_details FROM contacts WHERE id = {contactId}", row => sealer.OpenJson<ContactDetails>(Places.ContactDetails(contactId), row.Bytes(0)));
        return details is not null && KeyedHashes.HasAny(own, details.Names.SelectMany(name => SurnameKey.Of(name.Last)).Select(sealer.SurnameHash));
    }
}
