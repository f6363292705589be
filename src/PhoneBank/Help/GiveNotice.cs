using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Help;

/// <summary>A word to the callers of a campaign.</summary>
public sealed record NewNotice
{
    public const int LongestText = 300;

    /// <summary>How long a notice can be shown, in hours.</summary>
    public static IReadOnlyList<int> Hours { get; } = [1, 4, 12];

    /// <summary>Made by the page; the same id twice is the same notice.</summary>
    public required Guid Id { get; init; }

    public required Guid CampaignId { get; init; }

    /// <summary>Only for this organizer; null for all callers of the campaign.</summary>
    public Guid? VolunteerId { get; init; }

    public required string Text { get; init; }

    /// <summary>One of <see cref="Hours"/>.</summary>
    public required int ShownFor { get; init; }
}

/// <summary>A notice without words.</summary>
public sealed record NoticeTextMissing : Error;

/// <summary>The notice has more than <paramref name="Most"/> characters.</summary>
public sealed record NoticeTextTooLong(int Most) : Error
{
    public override IReadOnlyList<object> TextArguments => [Most];
}

/// <summary>The one it is for does not call in this campaign (any more).</summary>
public sealed record NoSuchCaller : Error;

/// <summary>
/// A coordinator tells the callers of a campaign, or one of them, something on their open pages. Idempotent by id. Refuses with
/// <see cref="NotFound"/>, <see cref="CampaignIsClosed"/>, <see cref="NoticeTextMissing"/>, <see cref="NoticeTextTooLong"/>,
/// <see cref="NoSuchCaller"/>.
/// </summary>
public sealed class GiveNotice(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, NewNotice notice, CancellationToken ct)
    {
        var text = notice.Text.Trim();
        if (text.Length == 0)
        {
            return new NoticeTextMissing();
        }

        if (text.Length > NewNotice.LongestText)
        {
            return new NoticeTextTooLong(NewNotice.LongestText);
        }

        if (notice.Id == Guid.Empty || !NewNotice.Hours.Contains(notice.ShownFor))
        {
            return new InvalidField(nameof(notice.ShownFor), "NotAChoice");
        }

        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == notice.CampaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        if (campaign.State == CampaignState.Closed)
        {
            return new CampaignIsClosed();
        }

        if (notice.VolunteerId is { } volunteerId && !await db.CampaignMembers.AnyAsync(
            member => member.CampaignId == campaign.Id && member.VolunteerId == volunteerId && member.AdmittedAt != null && member.RemovedAt == null, ct))
        {
            return new NoSuchCaller();
        }

        if (await IsGivenAsync(db, actor, notice, ct))
        {
            return Result.Done;
        }

        var now = time.UtcNow();
        db.Notices.Add(new Notice
        {
            Id = notice.Id,
            CampaignId = campaign.Id,
            VolunteerId = notice.VolunteerId,
            SealedText = sealer.Seal(Places.NoticeText(notice.Id), text),
            At = now,
            By = actor.VolunteerId,
            Until = now.AddHours(notice.ShownFor),
        });
        db.Record(time, actor, AuditAction.NoticeGiven, notice.Id, campaign.Id, notice.VolunteerId is null ? "all" : "one");
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException) when (!ct.IsCancellationRequested)
        {
            // The second of two taps: the first has written it meanwhile. Anything else is no such thing and comes out.
            await using var fresh = await dbs.CreateDbContextAsync(ct);
            if (!await IsGivenAsync(fresh, actor, notice, ct))
            {
                throw;
            }

            return Result.Done;
        }

        signals.Publish(new Signal(Signal.NoticeGiven, campaign.Id, notice.VolunteerId));
        return Result.Done;
    }

    private static Task<bool> IsGivenAsync(PhoneBankDb db, Actor actor, NewNotice notice, CancellationToken ct) =>
        db.Notices.AnyAsync(given => given.Id == notice.Id && given.By == actor.VolunteerId && given.CampaignId == notice.CampaignId, ct);
}

/// <summary>Takes a notice off the callers' pages. Idempotent. Refuses with <see cref="NotFound"/>.</summary>
public sealed class WithdrawNotice(IDbContextFactory<PhoneBankDb> dbs, Signals signals, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid noticeId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var notice = await db.Notices.FirstOrDefaultAsync(notice => notice.Id == noticeId && db.CampaignsOf(actor).Any(campaign => campaign.Id == notice.CampaignId), ct);
        if (notice is null)
        {
            return new NotFound();
        }

        if (notice.WithdrawnAt is null)
        {
            notice.WithdrawnAt = time.UtcNow();
            db.Record(time, actor, AuditAction.NoticeWithdrawn, notice.Id, notice.CampaignId);
            await db.SaveChangesAsync(ct);
            signals.Publish(new Signal(Signal.NoticeGiven, notice.CampaignId, notice.VolunteerId));
        }

        return Result.Done;
    }
}

/// <summary>A notice as its campaign's coordinators see it.</summary>
/// <param name="For">The one it is for; null when it is for all callers.</param>
/// <param name="At">UTC, like <paramref name="Until"/>.</param>
/// <param name="Readers">How many have put it away.</param>
public sealed record GivenNotice(Guid Id, string Text, string? For, string By, DateTime At, DateTime Until, int Readers);

/// <summary>Somebody a notice can be for.</summary>
public sealed record NoticeReader(Guid VolunteerId, string Name);

/// <param name="Notices">Those shown now, newest first.</param>
public sealed record CampaignNoticesView(Guid CampaignId, string CampaignName, string TimeZone, bool IsClosed, IReadOnlyList<GivenNotice> Notices, IReadOnlyList<NoticeReader> Callers);

/// <summary>The notices of a campaign that are shown now. Refuses with <see cref="NotFound"/>.</summary>
public sealed class CampaignNotices(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    public async Task<Result<CampaignNoticesView>> ExecuteAsync(Actor actor, Guid campaignId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        var now = time.UtcNow();
        var notices = await db.Notices.AsNoTracking()
            .Where(notice => notice.CampaignId == campaignId && notice.WithdrawnAt == null && notice.Until > now)
            .OrderByDescending(notice => notice.At)
            .Select(notice => new { Notice = notice, Readers = db.NoticeReadings.Count(reading => reading.NoticeId == notice.Id) })
            .ToListAsync(ct);
        var callers = await db.CampaignMembers.AsNoTracking()
            .Where(member => member.CampaignId == campaignId && member.AdmittedAt != null && member.RemovedAt == null)
            .Select(member => member.VolunteerId).ToListAsync(ct);
        var ids = callers.Concat(notices.Select(row => row.Notice.By)).Concat(notices.Select(row => row.Notice.VolunteerId).OfType<Guid>()).Distinct().ToList();
        var names = (await db.Users.AsNoTracking().Where(volunteer => ids.Contains(volunteer.Id)).Select(volunteer => new { volunteer.Id, volunteer.Status, volunteer.SealedDisplayName }).ToListAsync(ct))
            .ToDictionary(volunteer => volunteer.Id, volunteer => (volunteer.Status, Name: sealer.Open(Places.VolunteerName(volunteer.Id), volunteer.SealedDisplayName)));
        return new CampaignNoticesView(
            campaignId,
            sealer.Open(Places.CampaignName(campaignId), campaign.SealedName),
            campaign.TimeZone,
            campaign.State == CampaignState.Closed,
            [.. notices.Select(row => new GivenNotice(
                row.Notice.Id,
                sealer.Open(Places.NoticeText(row.Notice.Id), row.Notice.SealedText),
                row.Notice.VolunteerId is { } one ? names.GetValueOrDefault(one).Name ?? "" : null,
                names.GetValueOrDefault(row.Notice.By).Name ?? "",
                row.Notice.At,
                row.Notice.Until,
                row.Readers))],
            [.. callers.Where(id => names.GetValueOrDefault(id) is { Name: not null, Status: VolunteerStatus.Active })
                .Select(id => new NoticeReader(id, names[id].Name))
                .OrderBy(caller => caller.Name, StringComparer.CurrentCultureIgnoreCase)]);
    }
}
