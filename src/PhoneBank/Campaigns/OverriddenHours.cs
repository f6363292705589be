using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling.Hours.Calendars;
using PhoneBank.Data;
using PhoneBank.Privacy;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Campaigns;

/// <summary>A time opened in spite of a campaign's hours. UTC.</summary>
/// <param name="By">Who opened it, by the name others see.</param>
/// <param name="HoldsNow">It has begun.</param>
public sealed record HoursOverrideLine(Guid Id, DateTime FromUtc, DateTime UntilUtc, string Reason, string By, bool HoldsNow);

/// <summary>What a campaign keeps, and what is opened in spite of it: now and later, the next first.</summary>
public sealed record OverriddenHoursView(string CampaignName, string TimeZone, CalendarSets Calendars, bool IsClosed, IReadOnlyList<HoursOverrideLine> Lines);

/// <summary>The times opened in spite of a campaign's hours that are not over.</summary>
public sealed class OverriddenHours(IDbContextFactory<PhoneBankDb> dbs, Sealer sealer, TimeProvider time)
{
    /// <returns>The times, or <see cref="NotFound"/>.</returns>
    public async Task<Result<OverriddenHoursView>> ExecuteAsync(Actor actor, Guid campaignId, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        var now = time.UtcNow();
        var rows = await db.HoursOverrides.AsNoTracking()
            .Where(opening => opening.CampaignId == campaignId && opening.EndedAt == null && opening.UntilAt > now)
            .OrderBy(opening => opening.FromAt)
            .Select(opening => new { Opening = opening, Name = db.Users.Where(volunteer => volunteer.Id == opening.CreatedBy).Select(volunteer => volunteer.SealedDisplayName).FirstOrDefault() })
            .ToListAsync(ct);
        return new OverriddenHoursView(
            sealer.Open(Places.CampaignName(campaign.Id), campaign.SealedName),
            campaign.TimeZone,
            CalendarSetsText.Read(campaign.Calendars),
            campaign.State == CampaignState.Closed,
            [.. rows.Select(row => new HoursOverrideLine(
                row.Opening.Id,
                row.Opening.FromAt,
                row.Opening.UntilAt,
                sealer.Open(Places.OverrideReason(row.Opening.Id), row.Opening.SealedReason),
                row.Name is null ? "" : sealer.Open(Places.VolunteerName(row.Opening.CreatedBy), row.Name),
                row.Opening.FromAt <= now))]);
    }
}
