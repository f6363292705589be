using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Data;
using PhoneBank.Lists;
using PhoneBank.Shared;
using PhoneBank.Volunteers;

namespace PhoneBank.Campaigns;

/// <summary>The coming week of a campaign in one place, and the places there are.</summary>
/// <param name="Shown">The place whose week it is.</param>
/// <param name="Places">The campaign's own first, then those where most people wait; the number is 0 where none is counted.</param>
public sealed record WeekOfHoursView(HoursClassKey Shown, IReadOnlyList<PlaceCount> Places, HoursPicture Picture);

/// <summary>When a campaign calls in the seven days that begin today, as the queue decides it.</summary>
public sealed class WeekOfHours(IDbContextFactory<PhoneBankDb> dbs, WaitingByPlace waiting, TimeProvider time)
{
    /// <summary>Places offered to choose from.</summary>
    public const int MostPlaces = 30;

    /// <param name="place">The text of one of the places; any other shows the campaign's own.</param>
    /// <returns>The week, or <see cref="NotFound"/>.</returns>
    public async Task<Result<WeekOfHoursView>> ExecuteAsync(Actor actor, Guid campaignId, string? place, CancellationToken ct)
    {
        await using var db = await dbs.CreateDbContextAsync(ct);
        if (await db.CampaignsOf(actor).AsNoTracking().FirstOrDefaultAsync(candidate => candidate.Id == campaignId, ct) is not { } campaign)
        {
            return new NotFound();
        }

        var now = time.UtcNow();
        var own = HoursClassKey.For(zone: null, country: null, safeHours: null, campaign.TimeZone);
        var counted = await waiting.OfAsync(db, campaignId, ct);
        List<PlaceCount> places =
        [
            counted.FirstOrDefault(count => count.Place.Equals(own)) ?? new PlaceCount(own, 0),
            .. counted.Where(count => !count.Place.Equals(own)).Take(MostPlaces - 1),
        ];
        var shown = places.Find(count => count.Place.ToString() == place)?.Place ?? own;
        return new WeekOfHoursView(shown, places, HoursPicture.Of(shown, await CampaignMoments.HoursOfAsync(db, campaign, now, ct), now));
    }
}
