using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling.Hours;
using PhoneBank.Campaigns;
using PhoneBank.Data;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Reviews;

/// <summary>The clock a coordinator reads: that of the campaign looked at, else of the newest one that runs.</summary>
public sealed class DeskClock
{
    private readonly ZoneClock _clock;

    private DeskClock(ZoneClock clock) => _clock = clock;

    public string ZoneId => _clock.Id;

    public static async Task<DeskClock> OfAsync(PhoneBankDb db, Actor actor, Guid? campaignId, CancellationToken ct) =>
        In(await db.CampaignsOf(actor)
            .Where(campaign => campaignId == null || campaign.Id == campaignId)
            .OrderByDescending(campaign => campaign.State == CampaignState.Open)
            .ThenByDescending(campaign => campaign.Id)
            .Select(campaign => campaign.TimeZone)
            .FirstOrDefaultAsync(ct));

    public static DeskClock In(string? zone) => new(Zones.ClockOf(Zones.TryNormalize(zone, country: null, out var id) ? id : "UTC"));

    public DateTime ToLocal(DateTime utc) => _clock.ToLocal(utc);

    public DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(ToLocal(utc));

    /// <summary>The first instant of a day; where the clock skips midnight, the first there is.</summary>
    public DateTime StartOf(DateOnly day)
    {
        // No calendar this application meets goes further, and no arithmetic below may overflow.
        var date = day < new DateOnly(1970, 1, 1) ? new DateOnly(1970, 1, 1) : day > new DateOnly(2200, 1, 1) ? new DateOnly(2200, 1, 1) : day;
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        for (var minutes = 0; minutes <= 180; minutes += 15)
        {
            if (_clock.ToUtc(midnight.AddMinutes(minutes)) is [var start, ..])
            {
                return start;
            }
        }

        throw new InvalidOperationException("No clock skips three hours at once.");
    }
}
