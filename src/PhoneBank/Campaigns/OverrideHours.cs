using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Campaigns;

/// <summary>A time to be opened in spite of the campaign's hours, as it reads on clocks in the campaign's zone, and why.</summary>
public sealed record HoursWish(DateTime FromLocal, DateTime UntilLocal, string Reason);

/// <summary>
/// Opens a day or hours in spite of a campaign's hours, days without calls and calendars. Never in spite of a country's ceiling, somebody's
/// safe hours or the stop list: those are not asked here. The reason is kept sealed; that it was done is in the audit log.
/// </summary>
public sealed class OverrideHours(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, Signals signals, TimeProvider time)
{
    public const int LongestReason = 500;
    private const int MostAtOnce = 20;

    /// <summary>Longer than this is no exception any more but other hours.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>How far ahead a time can be opened.</summary>
    public static readonly TimeSpan Furthest = TimeSpan.FromDays(60);

    /// <returns>The override's id; <see cref="NotFound"/>, <see cref="CampaignIsClosed"/> or <see cref="InvalidField"/>.</returns>
    public async Task<Result<Guid>> ExecuteAsync(Actor actor, Guid campaignId, HoursWish wish, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        if (campaign.State == CampaignState.Closed)
        {
            return new CampaignIsClosed();
        }

        var now = time.UtcNow();
        var reason = wish.Reason.Trim();
        if (reason.Length is 0 or > LongestReason)
        {
            return new InvalidField(nameof(wish.Reason), reason.Length == 0 ? "Empty" : "TooLong");
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(campaign.TimeZone);
        var (from, until) = (ToUtc(wish.FromLocal, zone), ToUtc(wish.UntilLocal, zone));
        if (Check(from, until, now) is { } invalid)
        {
            return invalid;
        }

        if (await db.HoursOverrides.CountAsync(other => other.CampaignId == campaignId && other.EndedAt == null && other.UntilAt > now, ct) >= MostAtOnce)
        {
            return new InvalidField("From", "TooMany");
        }

        var id = time.NewId();
        db.HoursOverrides.Add(new HoursOverride
        {
            Id = id,
            CampaignId = campaignId,
            FromAt = from,
            UntilAt = until,
            SealedReason = sealer.Seal(Places.OverrideReason(id), reason),
            CreatedAt = now,
            CreatedBy = actor.VolunteerId,
        });
        db.Record(time, actor, AuditAction.HoursOpened, id, campaignId, string.Create(CultureInfo.InvariantCulture, $"{from:yyyy-MM-ddTHH:mm}Z/{until:yyyy-MM-ddTHH:mm}Z"));
        await db.SaveChangesAsync(ct);
        signals.Publish(new Signal(Signal.CampaignChanged, campaignId));
        return id;
    }

    private static InvalidField? Check(DateTime from, DateTime until, DateTime now) =>
        until <= from ? new InvalidField("Until", "BeforeStart")
        : until <= now ? new InvalidField("Until", "Past")
        : until - from > Longest ? new InvalidField("Until", "TooLong")
        : from > now + Furthest ? new InvalidField("From", "TooFar")
        : null;

    // A time the clock leaves out is taken an hour later; of one that comes twice the first is meant.
    private static DateTime ToUtc(DateTime local, TimeZoneInfo zone)
    {
        var minute = DateTime.SpecifyKind(local.AddTicks(-(local.Ticks % TimeSpan.TicksPerMinute)), DateTimeKind.Unspecified);
        minute = zone.IsInvalidTime(minute) ? minute.AddHours(1) : minute;
        var offset = zone.IsAmbiguousTime(minute) ? zone.GetAmbiguousTimeOffsets(minute).Max() : zone.GetUtcOffset(minute);
        return DateTime.SpecifyKind(minute - offset, DateTimeKind.Utc);
    }
}

/// <summary>Ends an opened time before it is over, or before it begins.</summary>
public sealed class EndHoursOverride(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    /// <returns><see cref="NotFound"/>. Ending twice is no refusal.</returns>
    public async Task<Result> ExecuteAsync(Actor actor, Guid overrideId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var opening = await db.HoursOverrides.FirstOrDefaultAsync(
            candidate => candidate.Id == overrideId && db.CampaignsOf(actor).Any(campaign => campaign.Id == candidate.CampaignId), ct);
        if (opening is null)
        {
            return new NotFound();
        }

        if (opening.EndedAt is null && opening.UntilAt > time.UtcNow())
        {
            (opening.EndedAt, opening.EndedBy) = (time.UtcNow(), actor.VolunteerId);
            db.Record(time, actor, AuditAction.HoursOpeningEnded, opening.Id, opening.CampaignId);
            await db.SaveChangesAsync(ct);
            signals.Publish(new Signal(Signal.CampaignChanged, opening.CampaignId));
        }

        return Result.Done;
    }
}
