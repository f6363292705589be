using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Help;

/// <summary>What an organizer asks of the coordinators.</summary>
public sealed record HelpAsk
{
    public const int LongestText = 1000;

    /// <summary>Made by the page; the same token twice is the same request.</summary>
    public required Guid Token { get; init; }

    public required HelpKind Kind { get; init; }

    /// <summary>Only for <see cref="HelpKind.Question"/>, which needs one, and <see cref="HelpKind.Threatened"/>.</summary>
    public string? Text { get; init; }

    /// <summary>The campaign it is about when nobody is open; null lets the last call decide.</summary>
    public Guid? CampaignId { get; init; }
}

/// <summary>The request stands on the coordinators' pages.</summary>
/// <param name="Coordinators">How many coordinators see it.</param>
/// <param name="OnShift">Of them, those with a desk page open lately.</param>
public sealed record HelpSent(Guid RequestId, HelpKind Kind, int Coordinators, int OnShift);

/// <summary>The organizer is admitted to no campaign, so there is nobody to ask.</summary>
public sealed record NobodyToAsk : Error;

/// <summary>A question without words.</summary>
public sealed record HelpTextMissing : Error;

/// <summary>The text has more than <paramref name="Most"/> characters.</summary>
public sealed record HelpTextTooLong(int Most) : Error
{
    public override IReadOnlyList<object> TextArguments => [Most];
}

/// <summary>
/// An organizer asks the coordinators for help; the person who is open, if any, goes with it. Idempotent by token; asking once
/// more for what is still waiting adds nothing. Refuses with <see cref="NotAllowed"/>, <see cref="NobodyToAsk"/>,
/// <see cref="HelpTextMissing"/>, <see cref="HelpTextTooLong"/>.
/// </summary>
public sealed class AskForHelp(IHotStore store, Sealer sealer, DeskPresence presence, Signals signals, TimeProvider time)
{
    private static readonly TimeSpan SameAgain = TimeSpan.FromMinutes(10);

    public async Task<Result<HelpSent>> ExecuteAsync(Actor actor, HelpAsk ask, CancellationToken ct)
    {
        if (ask.Kind is HelpKind.CalledBack or HelpKind.CallNeedsYou || !Enum.IsDefined(ask.Kind) || ask.Token == Guid.Empty)
        {
            return new InvalidField(nameof(ask.Kind), "NotAChoice");
        }

        var text = ask.Kind is HelpKind.Question or HelpKind.Threatened ? ask.Text?.Trim() ?? "" : "";
        if (text.Length > HelpAsk.LongestText)
        {
            return new HelpTextTooLong(HelpAsk.LongestText);
        }

        if (text.Length == 0 && ask.Kind == HelpKind.Question)
        {
            return new HelpTextMissing();
        }

        Guid? askedIn = null;
        var result = await store.WriteAsync<Result<HelpSent>>(
            async session =>
            {
                askedIn = null;
                if (!await IsActiveAsync(session, actor))
                {
                    return new NotAllowed();
                }

                if (await BeforeAsync(session, ask.Token) is { } before)
                {
                    return before.OrganizerId == actor.VolunteerId ? await SentAsync(session, before.Id, before.Kind, before.BookId) : new NotAllowed();
                }

                if (await PlaceAsync(session, actor, ask.CampaignId) is not { } place)
                {
                    return new NobodyToAsk();
                }

                if (text.Length == 0 && await WaitingAsync(session, actor, ask.Kind, place) is { } waiting)
                {
                    return await SentAsync(session, waiting.Id, ask.Kind, place.BookId);
                }

                var id = time.NewId();
                var sealedText = text.Length > 0 ? sealer.Seal(place.BookId, Places.HelpText(id), text) : null;
                await session.ExecuteAsync($"""
                    INSERT INTO help_requests (id, kind, token, organizer_id, campaign_id, entry_id, sealed_text, at)
                    VALUES ({id}, {ask.Kind}, {ask.Token}, {actor.VolunteerId}, {place.CampaignId}, {place.EntryId}, {sealedText}, {time.UtcNow()})
                    """);
                await session.RecordAsync(time, actor, AuditAction.HelpAsked, id, place.CampaignId, ask.Kind.ToString());
                askedIn = place.CampaignId;
                return await SentAsync(session, id, ask.Kind, place.BookId);
            },
            ct);
        if (askedIn is { } campaign)
        {
            signals.Publish(new Signal(Signal.HelpAsked, campaign));
        }

        return result;
    }

    // The row is locked first, as in every act of an organizer, so that two taps come one after the other.
    private static async Task<bool> IsActiveAsync(HotSession session, Actor actor) =>
        await session.FirstAsync(
            $"SELECT status FROM volunteers WHERE id = {actor.VolunteerId} {session.ForUpdate}",
            row => new Account(row.Word<VolunteerStatus>(0))) is { Status: VolunteerStatus.Active };

    private static Task<Before?> BeforeAsync(HotSession session, Guid token) => session.FirstAsync(
        $"SELECT h.id, h.kind, h.organizer_id, c.book_id FROM help_requests h JOIN campaigns c ON c.id = h.campaign_id WHERE h.token = {token}",
        row => new Before(row.Id(0), row.Word<HelpKind>(1), row.IdOrNull(2), row.Id(3)));

    /// <summary>The open claim's campaign and entry; else the campaign named, that of the last call, or the newest open one.</summary>
    private static async Task<Place?> PlaceAsync(HotSession session, Actor actor, Guid? campaignId) =>
        await session.FirstAsync(
            $"""
            SELECT c.id, c.book_id, k.entry_id FROM claims k
            JOIN campaigns c ON c.id = k.campaign_id
            JOIN campaign_members m ON m.campaign_id = c.id AND m.volunteer_id = k.organizer_id AND m.admitted_at IS NOT NULL AND m.removed_at IS NULL
            WHERE k.organizer_id = {actor.VolunteerId} AND k.ended_at IS NULL
            """,
            row => new Place(row.Id(0), row.Id(1), row.Id(2)))
        ?? await session.FirstAsync(
            $"""
            SELECT c.id, c.book_id FROM campaigns c
            JOIN campaign_members m ON m.campaign_id = c.id AND m.volunteer_id = {actor.VolunteerId} AND m.admitted_at IS NOT NULL AND m.removed_at IS NULL
            WHERE c.state <> 'Draft'
            ORDER BY CASE WHEN c.id = {campaignId ?? Guid.Empty} THEN 0
                WHEN c.id = (SELECT k.campaign_id FROM claims k WHERE k.organizer_id = {actor.VolunteerId} ORDER BY k.taken_at DESC LIMIT 1) THEN 1 ELSE 2 END,
              CASE c.state WHEN 'Open' THEN 0 WHEN 'Paused' THEN 1 ELSE 2 END, c.id DESC
            LIMIT 1
            """,
            row => new Place(row.Id(0), row.Id(1), EntryId: null));

    /// <summary>The same thing without words, asked for a moment ago and not dealt with.</summary>
    private async Task<Row?> WaitingAsync(HotSession session, Actor actor, HelpKind kind, Place place)
    {
        var since = kind == HelpKind.MoreNumbers ? DateTime.UnixEpoch : time.UtcNow() - SameAgain;
        var waiting = await session.QueryAsync(
            $"""
            SELECT id, entry_id FROM help_requests
            WHERE organizer_id = {actor.VolunteerId} AND kind = {kind} AND campaign_id = {place.CampaignId} AND closed_at IS NULL AND sealed_text IS NULL AND at > {since}
            """,
            row => new Row(row.Id(0), row.IdOrNull(1)));
        return waiting.Find(row => kind == HelpKind.MoreNumbers || row.EntryId == place.EntryId);
    }

    private async Task<HelpSent> SentAsync(HotSession session, Guid requestId, HelpKind kind, Guid bookId)
    {
        var coordinators = await session.QueryAsync(
            $"""
            SELECT m.volunteer_id FROM book_members m
            JOIN volunteers v ON v.id = m.volunteer_id AND v.status = 'Active'
            JOIN volunteer_roles r ON r.user_id = v.id AND r.role_id = {Roles.CoordinatorId}
            WHERE m.book_id = {bookId}
            """,
            row => row.Id(0));
        return new HelpSent(requestId, kind, coordinators.Count, coordinators.Count(presence.IsOnShift));
    }

    private sealed record Account(VolunteerStatus Status);

    private sealed record Before(Guid Id, HelpKind Kind, Guid? OrganizerId, Guid BookId);

    private sealed record Place(Guid CampaignId, Guid BookId, Guid? EntryId);

    private sealed record Row(Guid Id, Guid? EntryId);
}
