using Microsoft.EntityFrameworkCore;
using PhoneBank.Calling;
using PhoneBank.Calling.Hours;
using PhoneBank.Data;

namespace PhoneBank.Lists;

/// <summary>So many people of a campaign wait in one place.</summary>
/// <param name="Place">Their zone, or their country where it has several; without safe hours.</param>
public sealed record PlaceCount(HoursClassKey Place, int People);

/// <summary>Where those who wait in a campaign are, the most people first. Read from the kept summaries of its lists, never from entries.</summary>
public sealed class WaitingByPlace(HoursClasses classes)
{
    public async Task<IReadOnlyList<PlaceCount>> OfAsync(PhoneBankDb db, Guid campaignId, CancellationToken ct)
    {
        var summaries = await db.ListSummaries.AsNoTracking()
            .Where(summary => db.CallLists.Any(list => list.Id == summary.ListId && list.CampaignId == campaignId && list.State != CallListState.Closed))
            .ToListAsync(ct);
        var groups = summaries.SelectMany(summary => summary.Groups).ToList();
        var keys = await classes.KeysOfAsync([.. groups.Select(group => group.HoursClassId).Distinct()], ct);
        return [.. groups
            .Where(group => keys.ContainsKey(group.HoursClassId))
            .GroupBy(group => keys[group.HoursClassId].Anytime, group => group.Ready + group.Later)
            .Select(place => new PlaceCount(place.Key, place.Sum()))
            .OrderByDescending(place => place.People).ThenBy(place => place.Place.ToString(), StringComparer.Ordinal)];
    }
}
