using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reviews;

/// <summary>Somebody else has decided about this person meanwhile; <paramref name="Decision"/> says what, when that is known.</summary>
public sealed record AlreadyResolved(HeldDecision? Decision) : Error;

/// <summary>The decision to call back needs a date and a time.</summary>
public sealed record CallbackTimeNeeded : Error;

/// <summary>The time cannot be promised; <paramref name="Why"/> names it.</summary>
public sealed record CallbackTimeRefused(CallbackRefusal Why) : Error;

/// <summary>The callback was to be made by somebody who does not call in this campaign (any more).</summary>
public sealed record NotACaller : Error;

/// <summary>No number of this person may be called (any more), so neither calling again nor a callback is possible.</summary>
public sealed record NoNumberLeft : Error;

/// <summary>What a coordinator decides about a held person.</summary>
public sealed record HeldRequest
{
    public required Guid EntryId { get; init; }

    public required HeldDecision Decision { get; init; }

    /// <summary>The version the coordinator saw; null decides about whatever is there.</summary>
    public int? Version { get; init; }

    /// <summary>For a callback, in the contact's zone.</summary>
    public DateOnly? Date { get; init; }

    public TimeOnly? Time { get; init; }

    /// <summary>The contact's zone, where only a country with several is known.</summary>
    public string? Zone { get; init; }

    /// <summary>Who is to call back; null means anyone.</summary>
    public Guid? For { get; init; }
}

/// <summary>
/// A coordinator decides about a held person. Of two who decide at once one wins and the other is told. Refuses with
/// <see cref="NotFound"/>, <see cref="AlreadyResolved"/>, <see cref="CallbackTimeNeeded"/>, <see cref="CallbackTimeRefused"/>,
/// <see cref="NotACaller"/>, <see cref="NoNumberLeft"/>; then nothing is changed.
/// </summary>
public sealed class ResolveHeld(IDbContextFactory<PhoneBankDb> dbs, IHotStore store, HoursClasses hoursClasses, SilencedClaims silenced, Sealer sealer, Signals signals, TimeProvider time)
{
    private static readonly CallingHours Hours = new();

    public async Task<Result> ExecuteAsync(Actor actor, HeldRequest request, CancellationToken ct)
    {
        Held? held;
        DateTime? callbackAt = null;
        await using (var db = await dbs.CreateDbContextAsync(ct))
        {
            held = await (
                from entry in db.Entries.AsNoTracking()
                join campaign in db.CampaignsOf(actor) on entry.CampaignId equals campaign.Id
                where entry.Id == request.EntryId
                select new Held(entry, campaign)).FirstOrDefaultAsync(ct);
            if (held is null)
            {
                return new NotFound();
            }

            if (held.Entry.State != EntryState.Held || (request.Version is { } seen && seen != held.Entry.Version))
            {
                return await AlreadyAsync(db, request.EntryId, ct);
            }

            if (request.Decision is HeldDecision.CallAgain or HeldDecision.CallBack && !held.Entry.Callable)
            {
                return new NoNumberLeft();
            }

            if (request.Decision == HeldDecision.CallBack)
            {
                var promised = await PromiseAsync(db, held, request, ct);
                if (!promised.IsDone)
                {
                    return promised.Error;
                }

                callbackAt = promised.Value;
            }
        }

        if (await store.WriteAsync(session => WriteAsync(session, actor, held, request, callbackAt), ct) is not { } stopped)
        {
            await using var db = await dbs.CreateDbContextAsync(ct);
            return await AlreadyAsync(db, request.EntryId, ct);
        }

        await silenced.CloseAsync(stopped, ct);

        // A stop reaches into other campaigns and books, so it is told without naming one.
        signals.Publish(request.Decision == HeldDecision.Suppress ? new Signal(Signal.CampaignChanged) : new Signal(Signal.ListChanged, held.Campaign.Id));
        return Result.Done;
    }

    private async Task<Result<DateTime>> PromiseAsync(PhoneBankDb db, Held held, HeldRequest request, CancellationToken ct)
    {
        if (request is not { Date: { } date, Time: { } at })
        {
            return new CallbackTimeNeeded();
        }

        if (request.For is { } caller && !await db.CampaignMembers.AnyAsync(
            member => member.CampaignId == held.Campaign.Id && member.VolunteerId == caller && member.AdmittedAt != null && member.RemovedAt == null
                && db.Users.Any(volunteer => volunteer.Id == caller && volunteer.Status == VolunteerStatus.Active),
            ct))
        {
            return new NotACaller();
        }

        var key = (await hoursClasses.KeysOfAsync([held.Entry.HoursClassId], ct)).GetValueOrDefault(held.Entry.HoursClassId)
            ?? HoursClassKey.For(zone: null, held.Entry.Country, safeHours: null, held.Campaign.TimeZone);
        if (key.ZoneId is null && !string.IsNullOrEmpty(request.Zone) && key.TryInZone(request.Zone, out var chosen))
        {
            key = chosen;
        }

        return Hours.TryPromise(key, await CampaignMoments.HoursOfAsync(db, held.Campaign, time.UtcNow(), ct), date, at, time.UtcNow(), out var callbackUtc, out var refusal)
            ? callbackUtc
            : new CallbackTimeRefused(refusal);
    }

    /// <summary>The stop-list entries made; null when somebody else was faster.</summary>
    private async Task<IReadOnlyList<Guid>?> WriteAsync(HotSession session, Actor actor, Held held, HeldRequest request, DateTime? callbackAt)
    {
        var entry = held.Entry;
        var now = time.UtcNow();
        var to = request.Decision switch
        {
            HeldDecision.CallAgain => EntryState.Waiting,
            HeldDecision.CallBack => EntryState.Scheduled,
            _ => EntryState.Done,
        };
        var callbackFor = request.Decision == HeldDecision.CallBack ? request.For : null;
        if (request.Decision == HeldDecision.Suppress)
        {
            // In the order every act locks: the stop list, the contact, its entries.
            await StopListWriter.EnterAsync(session);
            await session.QueryAsync($"SELECT id FROM contacts WHERE id = {entry.ContactId} {session.ForUpdate}", row => row.Id(0));
        }

        // The version decides between two coordinators, and against anything else that moved the entry meanwhile.
        var changed = await session.ExecuteAsync($"""
            UPDATE entries
            SET state = {to}, ready_at = {callbackAt ?? now}, callback_at = {callbackAt}, callback_for = {callbackFor}, held_for = NULL, version = version + 1
            WHERE id = {entry.Id} AND state = {EntryState.Held} AND version = {entry.Version}
            """);
        if (changed == 0)
        {
            return null;
        }

        var stopped = request.Decision == HeldDecision.Suppress
            ? await StopListWriter.AddAsync(session, sealer, time, actor, await NumbersAsync(session, entry.ContactId), callId: null)
            : [];

        await session.CountMoveAsync(time, entry.ListId, EntryState.Held, to);
        await session.ExecuteAsync($"""
            INSERT INTO held_resolutions (id, entry_id, campaign_id, "by", at, decision)
            VALUES ({time.NewId()}, {entry.Id}, {entry.CampaignId}, {actor.VolunteerId}, {now}, {request.Decision})
            """);
        await session.RecordAsync(time, actor, AuditAction.HeldResolved, entry.Id, entry.CampaignId, request.Decision.ToString());
        return stopped;
    }

    private async Task<List<string>> NumbersAsync(HotSession session, Guid contactId) =>
        [.. (await session.QueryAsync(
                $"SELECT id, sealed_number FROM contact_phones WHERE contact_id = {contactId}",
                row => sealer.Open(Places.PhoneNumber(row.Id(0)), row.Bytes(1))))
            .Distinct(StringComparer.Ordinal)];

    private static async Task<AlreadyResolved> AlreadyAsync(PhoneBankDb db, Guid entryId, CancellationToken ct) =>
        new(await db.HeldResolutions.AsNoTracking()
            .Where(resolution => resolution.EntryId == entryId)
            .OrderByDescending(resolution => resolution.At).ThenByDescending(resolution => resolution.Id)
            .Select(resolution => (HeldDecision?)resolution.Decision)
            .FirstOrDefaultAsync(ct));

    private sealed record Held(Entry Entry, Campaign Campaign);
}
