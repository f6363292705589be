using Microsoft.EntityFrameworkCore;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Help;

/// <summary>A notice on an organizer's page.</summary>
/// <param name="From">The coordinator who wrote it.</param>
/// <param name="At">UTC.</param>
public sealed record ShownNotice(Guid Id, string Text, string From, string CampaignName, DateTime At);

/// <param name="Notices">Not read yet, newest first.</param>
/// <param name="IsPaused">The campaign of the open call is paused; without an open call, every campaign is.</param>
/// <param name="IsCallerPaused">A coordinator paused this organizer in that campaign; without an open call, in every one that runs.</param>
/// <param name="Campaigns">Those the organizer is admitted to.</param>
public sealed record MyNoticesView(IReadOnlyList<ShownNotice> Notices, bool IsPaused, bool IsCallerPaused, IReadOnlyList<Guid> Campaigns)
{
    public static MyNoticesView Empty { get; } = new([], IsPaused: false, IsCallerPaused: false, []);
}

/// <summary>What coordinators have to say to an organizer now. Somebody who may not call hears nothing.</summary>
public sealed class MyNotices(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    private const int Most = 10;

    public async Task<MyNoticesView> ExecuteAsync(Actor actor, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var me = actor.VolunteerId;
        var campaigns = await db.CallingCampaignsOf(actor).AsNoTracking()
            .Where(campaign => campaign.State != CampaignState.Closed)
            .Select(campaign => new
            {
                campaign.Id,
                campaign.State,
                campaign.SealedName,
                IsCallerPaused = db.CampaignMembers.Any(member => member.CampaignId == campaign.Id && member.VolunteerId == me && member.PausedAt != null),
            })
            .ToListAsync(ct);
        if (campaigns.Count == 0)
        {
            return MyNoticesView.Empty;
        }

        var ids = campaigns.ConvertAll(campaign => campaign.Id);
        var now = time.UtcNow();
        var notices = await (
            from notice in db.Notices.AsNoTracking()
            where ids.Contains(notice.CampaignId) && notice.Until > now && notice.WithdrawnAt == null && (notice.VolunteerId == null || notice.VolunteerId == me)
                && !db.NoticeReadings.Any(reading => reading.NoticeId == notice.Id && reading.VolunteerId == me)
            join author in db.Users on notice.By equals author.Id
            orderby notice.At descending, notice.Id descending
            select new { notice.Id, notice.CampaignId, notice.SealedText, notice.At, Author = author.Id, author.SealedDisplayName }).Take(Most).ToListAsync(ct);
        var open = await db.Claims.AsNoTracking().Where(claim => claim.OrganizerId == me && claim.EndedAt == null).Select(claim => (Guid?)claim.CampaignId).FirstOrDefaultAsync(ct);
        var running = campaigns.Where(campaign => campaign.State is CampaignState.Open or CampaignState.Paused && (open is null || campaign.Id == open)).ToList();
        return new MyNoticesView(
            notices.ConvertAll(notice => new ShownNotice(
                notice.Id,
                sealer.Open(Places.NoticeText(notice.Id), notice.SealedText),
                sealer.Open(Places.VolunteerName(notice.Author), notice.SealedDisplayName),
                sealer.Open(Places.CampaignName(notice.CampaignId), campaigns.First(campaign => campaign.Id == notice.CampaignId).SealedName),
                notice.At)),
            running.Count > 0 && running.All(campaign => campaign.State == CampaignState.Paused),
            running.Count > 0 && running.All(campaign => campaign.IsCallerPaused),
            ids);
    }
}

/// <summary>An organizer has read a notice and puts it away. Idempotent. Refuses with <see cref="NotFound"/>.</summary>
public sealed class ReadNotice(IDbContextFactory<PhoneBankDb> dbs, TimeProvider time)
{
    public async Task<Result> ExecuteAsync(Actor actor, Guid noticeId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        var me = actor.VolunteerId;
        if (!await db.Notices.AnyAsync(
            notice => notice.Id == noticeId && (notice.VolunteerId == null || notice.VolunteerId == me) && db.CallingCampaignsOf(actor).Any(campaign => campaign.Id == notice.CampaignId), ct))
        {
            return new NotFound();
        }

        if (await IsReadAsync(db, me, noticeId, ct))
        {
            return Result.Done;
        }

        db.NoticeReadings.Add(new NoticeReading { NoticeId = noticeId, VolunteerId = me, At = time.UtcNow() });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException) when (!ct.IsCancellationRequested)
        {
            // Read in two tabs at once.
            await using var fresh = await dbs.CreateDbContextAsync(ct);
            if (!await IsReadAsync(fresh, me, noticeId, ct))
            {
                throw;
            }
        }

        return Result.Done;
    }

    private static Task<bool> IsReadAsync(PhoneBankDb db, Guid me, Guid noticeId, CancellationToken ct) =>
        db.NoticeReadings.AnyAsync(reading => reading.NoticeId == noticeId && reading.VolunteerId == me, ct);
}
