using PhoneBank.Calling;
using PhoneBank.Data;
using PhoneBank.Phones;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Privacy;

/// <summary>
/// A coordinator puts a number on the stop list of all books, at once: matching phones are silenced everywhere.
/// Gives the stop-list entry's id. Refuses with <see cref="NotAllowed"/>, <see cref="NotANumber"/>.
/// </summary>
public sealed class SuppressNumber(IHotStore store, SilencedClaims silenced, Sealer sealer, Signals signals, TimeProvider time)
{
    public async Task<Result<Guid>> ExecuteAsync(Actor coordinator, string number, string? defaultCountry, CancellationToken ct)
    {
        var reading = PhoneNumbers.Read(number, defaultCountry);
        if (!reading.CanBeDialled || reading.E164 is not { } e164)
        {
            return new NotANumber();
        }

        var result = await store.WriteAsync<Result<Guid>>(
            async session =>
            {
                if (!await StopListRight.HasAsync(session, coordinator))
                {
                    return new NotAllowed();
                }

                await StopListWriter.EnterAsync(session);
                return (await StopListWriter.AddAsync(session, sealer, time, coordinator, [e164], callId: null))[0];
            },
            ct);
        if (result.IsDone)
        {
            await silenced.CloseAsync([result.Value], CancellationToken.None);
            signals.Publish(new Signal(Signal.CampaignChanged));
        }

        return result;
    }
}

/// <summary>Why a number is taken off the stop list again. A choice, not a text: a text would say who it is about.</summary>
public enum LiftReason
{
    /// <summary>It was put on by mistake: another number was meant.</summary>
    Mistake,

    /// <summary>The person wants to be called after all.</summary>
    PersonAsked,

    /// <summary>The number belongs to somebody else now.</summary>
    NewOwner,

    /// <summary>A caller put it on although nobody had asked for it.</summary>
    NotAskedFor,
}

/// <summary>Lifts one stop-list entry; phones that no other entry silences can be called again. Idempotent. Refuses with <see cref="NotAllowed"/>, <see cref="NotFound"/>.</summary>
public sealed class LiftSuppression(IHotStore store, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor coordinator, Guid stopListEntryId, LiftReason reason, CancellationToken ct)
    {
        if (!Enum.IsDefined(reason))
        {
            return new InvalidField(nameof(reason), "NotAChoice");
        }

        var result = await store.WriteAsync<Result>(
            async session =>
            {
                if (!await StopListRight.HasAsync(session, coordinator))
                {
                    return new NotAllowed();
                }

                await StopListWriter.EnterAsync(session);
                if (await session.CountAsync($"SELECT count(*) FROM stop_list_entries WHERE id = {stopListEntryId}") == 0)
                {
                    return new NotFound();
                }

                if (await StopListWriter.LiftAsync(session, time, coordinator, [stopListEntryId]) > 0)
                {
                    await session.RecordAsync(time, coordinator, AuditAction.SuppressionLifted, stopListEntryId, detail: reason.ToString());
                }

                return Result.Done;
            },
            ct);
        if (result.IsDone)
        {
            signals.Publish(new Signal(Signal.CampaignChanged));
        }

        return result;
    }
}

/// <summary>The stop list is one for all books, so every active coordinator may change it.</summary>
internal static class StopListRight
{
    public static async Task<bool> HasAsync(HotSession session, Actor actor) =>
        await session.CountAsync(
            $"""
            SELECT count(*) FROM volunteers v JOIN volunteer_roles r ON r.user_id = v.id AND r.role_id = {Roles.CoordinatorId}
            WHERE v.id = {actor.VolunteerId} AND v.status = 'Active'
            """) > 0;
}
