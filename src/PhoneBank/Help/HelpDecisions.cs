using PhoneBank.Calling;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Help;

/// <summary>Another coordinator was first; the page shows who.</summary>
public sealed record HelpAlreadyTaken : Error;

/// <summary>The request was dealt with already.</summary>
public sealed record HelpAlreadyClosed : Error;

/// <summary>
/// A coordinator says "I do it". Of two who say it at once one wins. Idempotent. Refuses with <see cref="NotFound"/>,
/// <see cref="HelpAlreadyTaken"/>, <see cref="HelpAlreadyClosed"/>.
/// </summary>
public sealed class TakeHelpRequest(IHotStore store, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor coordinator, Guid requestId, CancellationToken ct)
    {
        Guid? changedIn = null;
        var result = await store.WriteAsync<Result>(
            async session =>
            {
                changedIn = null;
                if (await HelpRequestRow.LockAsync(session, coordinator, requestId) is not { } request)
                {
                    return new NotFound();
                }

                if (request.IsClosed)
                {
                    return new HelpAlreadyClosed();
                }

                if (request.TakenBy is { } taker)
                {
                    return taker == coordinator.VolunteerId ? Result.Done : new HelpAlreadyTaken();
                }

                await session.ExecuteAsync($"UPDATE help_requests SET taken_at = {time.UtcNow()}, taken_by = {coordinator.VolunteerId} WHERE id = {requestId}");
                await session.RecordAsync(time, coordinator, AuditAction.HelpTaken, requestId, request.CampaignId);
                changedIn = request.CampaignId;
                return Result.Done;
            },
            ct);
        if (changedIn is { } campaign)
        {
            signals.Publish(new Signal(Signal.HelpAsked, campaign));
        }

        return result;
    }
}

/// <summary>
/// The request is dealt with. What was typed is destroyed: nobody needs it any more. Idempotent. Refuses with <see cref="NotFound"/>.
/// </summary>
public sealed class CloseHelpRequest(IHotStore store, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor coordinator, Guid requestId, CancellationToken ct)
    {
        Guid? changedIn = null;
        var result = await store.WriteAsync<Result>(
            async session =>
            {
                changedIn = null;
                if (await HelpRequestRow.LockAsync(session, coordinator, requestId) is not { } request)
                {
                    return new NotFound();
                }

                if (!request.IsClosed)
                {
                    await request.CloseAsync(session, time, coordinator);
                    changedIn = request.CampaignId;
                }

                return Result.Done;
            },
            ct);
        if (changedIn is { } campaign)
        {
            signals.Publish(new Signal(Signal.HelpAsked, campaign));
        }

        return result;
    }
}

/// <summary>
/// Lets an organizer who asked for more numbers go on, and closes the request; once, however often it is pressed. Refuses with
/// <see cref="NotFound"/>, <see cref="HelpAlreadyClosed"/>.
/// </summary>
public sealed class LetGoOn(IHotStore store, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor coordinator, Guid requestId, CancellationToken ct)
    {
        HelpRequestRow? changed = null;
        var result = await store.WriteAsync<Result>(
            async session =>
            {
                changed = null;
                if (await HelpRequestRow.LockAsync(session, coordinator, requestId) is not { Kind: HelpKind.MoreNumbers, OrganizerId: { } organizerId } request)
                {
                    return new NotFound();
                }

                if (request.IsClosed)
                {
                    return new HelpAlreadyClosed();
                }

                var extended = await ExtendBudget.WithinAsync(session, time, coordinator, organizerId, request.BookId);
                if (extended.IsDone)
                {
                    await request.CloseAsync(session, time, coordinator);
                    changed = request;
                }

                return extended;
            },
            ct);
        if (changed is not null)
        {
            signals.Publish(new Signal(Signal.ClaimChanged, VolunteerId: changed.OrganizerId));
            signals.Publish(new Signal(Signal.HelpAsked, changed.CampaignId));
        }

        return result;
    }
}

/// <summary>A request within a coordinator's books, locked.</summary>
internal sealed record HelpRequestRow(Guid Id, HelpKind Kind, Guid? OrganizerId, Guid CampaignId, Guid BookId, Guid? TakenBy, DateTime? ClosedAt)
{
    public bool IsClosed => ClosedAt is not null;

    public static async Task<HelpRequestRow?> LockAsync(HotSession session, Actor coordinator, Guid requestId)
    {
        var inReach = await session.CountAsync($"""
            SELECT count(*) FROM help_requests h
            JOIN campaigns c ON c.id = h.campaign_id
            JOIN book_members m ON m.book_id = c.book_id AND m.volunteer_id = {coordinator.VolunteerId}
            JOIN volunteers v ON v.id = m.volunteer_id AND v.status = 'Active'
            JOIN volunteer_roles r ON r.user_id = v.id AND r.role_id = {Roles.CoordinatorId}
            WHERE h.id = {requestId}
            """) > 0;
        return !inReach ? null : await session.FirstAsync(
            $"""
            SELECT id, kind, organizer_id, campaign_id, (SELECT c.book_id FROM campaigns c WHERE c.id = help_requests.campaign_id), taken_by, closed_at
            FROM help_requests WHERE id = {requestId} {session.ForUpdate}
            """,
            row => new HelpRequestRow(row.Id(0), row.Word<HelpKind>(1), row.IdOrNull(2), row.Id(3), row.Id(4), row.IdOrNull(5), row.TimeOrNull(6)));
    }

    public async Task CloseAsync(HotSession session, TimeProvider time, Actor coordinator)
    {
        var now = time.UtcNow();
        await session.ExecuteAsync($"""
            UPDATE help_requests SET closed_at = {now}, closed_by = {coordinator.VolunteerId}, sealed_text = NULL,
              taken_at = COALESCE(taken_at, {now}), taken_by = COALESCE(taken_by, {coordinator.VolunteerId})
            WHERE id = {Id}
            """);
        await session.RecordAsync(time, coordinator, AuditAction.HelpClosed, Id, CampaignId, Kind.ToString());
    }
}
