using System.Globalization;
using PhoneBank.Books;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Phones;
using PhoneBank.Privacy;
using PhoneBank.Reviews;
using PhoneBank.Shared;

namespace PhoneBank.Calling;

/// <summary>What can be done about somebody who called back.</summary>
public enum CallerStep
{
    /// <summary>A word for a coordinator: the entry is not free for this organizer.</summary>
    LeaveWord,

    /// <summary>The person can be opened: <see cref="OpenCaller"/>.</summary>
    Open,

    /// <summary>It is the person this organizer holds now.</summary>
    GoOn,

    /// <summary>This organizer has yet to say what came of the last call.</summary>
    Report,
}

/// <summary>Somebody this organizer called.</summary>
/// <param name="ClaimId">Under which the number was shown.</param>
/// <param name="CalledAt">UTC, when the number was shown.</param>
/// <param name="Outcome">Of this organizer's own last call; null when none is recorded.</param>
/// <param name="RecordedAt">UTC.</param>
/// <param name="Note">This organizer's own note to the next callers, where the campaign allows such notes and it was not struck out.</param>
public sealed record CallerFound(
    Guid EntryId, Guid ClaimId, Guid CampaignId, string FirstName, string CampaignName, string ListName, DateTime CalledAt, OutcomeDefinition? Outcome, string MainLanguage, DateTime? RecordedAt, string? Note, CallerStep Step);

/// <param name="Found">Empty when nobody this organizer called has the number: that says nothing about whether anybody else knows it.</param>
public sealed record CallerLookedUp(IReadOnlyList<CallerFound> Found);

/// <summary>So many numbers were looked up within an hour that no more can be until <paramref name="Until"/> (UTC).</summary>
public sealed record TooManyLookUps(DateTime Until) : Error
{
    public override IReadOnlyList<object> TextArguments => [Until];
}

/// <summary>
/// "Who is calling me back?": finds the people whose number was shown to this organizer in the last 7 days, in campaigns she or he
/// is still admitted to; numbers on the stop list are not found. The same is done and asked whatever the number is. Audited by
/// count only. Refuses with <see cref="NotANumber"/>, <see cref="TooManyLookUps"/> (audited), <see cref="NotAllowed"/>.
/// </summary>
public sealed class LookUpCaller(IHotStore store, Sealer sealer, TimeProvider time)
{
    public const int MostPerHour = 20;

    /// <summary>How long a number that was shown is found again.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    public async Task<Result<CallerLookedUp>> ExecuteAsync(Actor actor, string? number, CancellationToken ct) =>
        await store.WriteAsync(session => LookUpAsync(session, actor, number), ct);

    private async Task<Result<CallerLookedUp>> LookUpAsync(HotSession session, Actor actor, string? number)
    {
        if (await Caller.LockAsync(session, actor) is not { } caller)
        {
            return new NotAllowed();
        }

        var books = await session.QueryAsync(
            $"""
            SELECT DISTINCT b.id, b.default_country FROM campaign_members m JOIN campaigns c ON c.id = m.campaign_id JOIN books b ON b.id = c.book_id
            WHERE m.volunteer_id = {caller.Id} AND m.admitted_at IS NOT NULL AND m.removed_at IS NULL ORDER BY b.id
            """,
            row => (Id: row.Id(0), Country: row.Text(1)));
        var readings = books.Select(book => (book.Id, Number: E164(number, book.Country))).Where(reading => reading.Number is not null).ToList();
        if (readings.Count == 0)
        {
            return new NotANumber();
        }

        var now = time.UtcNow();
        var hourAgo = now - OneHour;
        var lookUps = await session.QueryAsync(
            $"SELECT at FROM audit_entries WHERE at > {hourAgo} AND actor_id = {caller.Id} AND action = {AuditAction.NumberLookedUp} ORDER BY at",
            row => row.Time(0));
        if (lookUps.Count >= MostPerHour)
        {
            await session.RecordAsync(time, actor, AuditAction.BudgetRefused, detail: nameof(TooManyLookUps));
            return new TooManyLookUps(lookUps[^MostPerHour] + OneHour);
        }

        var claims = new List<Guid>();
        foreach (var (bookId, e164) in readings)
        {
            claims.AddRange(await ClaimsAsync(session, caller.Id, bookId, sealer.PhoneIndex(bookId, e164!), now));
        }

        var open = await ClaimRow.LockOpenAsync(session, caller.Id);
        var found = new List<CallerFound>();
        foreach (var claimId in claims)
        {
            if (await FindAsync(session, caller.Id, claimId, open) is { } person && found.TrueForAll(other => other.EntryId != person.EntryId))
            {
                found.Add(person);
            }
        }

        await session.RecordAsync(time, actor, AuditAction.NumberLookedUp, detail: found.Count.ToString(CultureInfo.InvariantCulture));
        return new CallerLookedUp(found);
    }

    private static string? E164(string? number, string country) => PhoneNumbers.Read(number, country.Length == 0 ? null : country).E164;

    private static Task<List<Guid>> ClaimsAsync(HotSession session, Guid organizerId, Guid bookId, byte[] index, DateTime now)
    {
        var since = now - Remembered;
        return session.QueryAsync(
            $"""
            SELECT r.claim_id, max(r.at) FROM reveals r JOIN contact_phones p ON p.id = r.phone_id
            WHERE r.organizer_id = {organizerId} AND r.book_id = {bookId} AND r.at > {since} AND p.blind_index = {index} AND NOT p.suppressed
            GROUP BY r.claim_id ORDER BY 2 DESC
            """,
            row => row.Id(0));
    }

    private async Task<CallerFound?> FindAsync(HotSession session, Guid organizerId, Guid claimId, ClaimRow? open)
    {
        var place = await session.FirstAsync(
            $"""
            SELECT k.entry_id, k.contact_id, k.campaign_id, e.list_id, k.revealed_at, k.ended_by, k.reported_at, e.state, e.callable, e.callback_for,
                c.state, c.languages, c.notes_to_next_callers, c.sealed_name, l.sealed_name, t.sealed_details
            FROM claims k JOIN entries e ON e.id = k.entry_id JOIN contacts t ON t.id = k.contact_id JOIN campaigns c ON c.id = k.campaign_id
            JOIN call_lists l ON l.id = e.list_id JOIN campaign_members m ON m.campaign_id = c.id AND m.volunteer_id = {organizerId}
            WHERE k.id = {claimId} AND k.organizer_id = {organizerId} AND m.admitted_at IS NOT NULL AND m.removed_at IS NULL
            """,
            row => new PlaceRow(
                row.Id(0),
                row.Id(1),
                row.Id(2),
                row.Id(3),
                row.Time(4),
                IsUnreported: row.WordOrNull<ClaimEnd>(5) == ClaimEnd.Lapsed && row.IsNull(6),
                row.Word<EntryState>(7),
                row.Flag(8),
                row.IdOrNull(9),
                row.Word<CampaignState>(10),
                row.Text(11),
                row.Flag(12),
                row.Bytes(13),
                row.Bytes(14),
                row.Bytes(15)));
        if (place is null)
        {
            return null;
        }

        var call = await session.FirstAsync(
            $"""
            SELECT k.id, k.ended_at, o.definition, k.sealed_texts, k.texts_struck_out_at FROM calls k JOIN outcomes o ON o.id = {CountedOutcomes.OfCall}
            WHERE k.entry_id = {place.EntryId} AND k.organizer_id = {organizerId} AND k.withdrawn_at IS NULL ORDER BY k.ended_at DESC LIMIT 1
            """,
            row => new OwnCall(row.Id(0), row.Time(1), CampaignOutcomes.Read(row.Text(2)), row.IsNull(4) ? row.BytesOrNull(3) : null));
        return new CallerFound(
            place.EntryId,
            claimId,
            place.CampaignId,
            ContactNames.First(sealer.OpenJson<ContactDetails>(Places.ContactDetails(place.ContactId), place.SealedDetails)),
            sealer.Open(Places.CampaignName(place.CampaignId), place.SealedCampaign),
            sealer.Open(Places.CallListName(place.ListId), place.SealedList),
            place.RevealedAt,
            call?.Outcome,
            place.Languages.Split(',')[0],
            call?.EndedAt,
            place.Notes && call?.SealedTexts is { } texts ? sealer.OpenJson<CallTexts>(Places.CallTexts(call.Id), texts).NoteToCallers : null,
            Step(place, organizerId, open));
    }

    private static CallerStep Step(PlaceRow place, Guid organizerId, ClaimRow? open) =>
        open?.EntryId == place.EntryId ? CallerStep.GoOn
        : place.IsUnreported ? CallerStep.Report
        : open is null && place.CampaignState == CampaignState.Open && OpenCaller.IsFree(place.State, place.Callable, place.CallbackFor, organizerId) ? CallerStep.Open
        : CallerStep.LeaveWord;

    private sealed record PlaceRow(
        Guid EntryId,
        Guid ContactId,
        Guid CampaignId,
        Guid ListId,
        DateTime RevealedAt,
        bool IsUnreported,
        EntryState State,
        bool Callable,
        Guid? CallbackFor,
        CampaignState CampaignState,
        string Languages,
        bool Notes,
        byte[] SealedCampaign,
        byte[] SealedList,
        byte[] SealedDetails);

    private sealed record OwnCall(Guid Id, DateTime EndedAt, OutcomeDefinition Outcome, byte[]? SealedTexts);
}
