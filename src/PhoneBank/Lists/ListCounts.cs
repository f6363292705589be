using Microsoft.EntityFrameworkCore;
using PhoneBank.Data;

namespace PhoneBank.Lists;

/// <summary>How many entries of a list are in which state, from its counters.</summary>
public sealed record ListCounts(int Waiting, int Claimed, int Unreported, int Scheduled, int Held, int Done)
{
    public static readonly ListCounts None = new(0, 0, 0, 0, 0, 0);

    public int All => Waiting + Claimed + Unreported + Scheduled + Held + Done;

    public static ListCounts operator +(ListCounts left, ListCounts right) => new(
        left.Waiting + right.Waiting,
        left.Claimed + right.Claimed,
        left.Unreported + right.Unreported,
        left.Scheduled + right.Scheduled,
        left.Held + right.Held,
        left.Done + right.Done);

    public static ListCounts Add(ListCounts left, ListCounts right) => left + right;

    /// <summary>The counts of these lists; a list without entries is missing.</summary>
    internal static async Task<IReadOnlyDictionary<Guid, ListCounts>> OfAsync(PhoneBankDb db, IReadOnlyCollection<Guid> listIds, CancellationToken ct)
    {
        var sums = await db.Tallies.AsNoTracking()
            .Where(tally => listIds.Contains(tally.ListId) && tally.Key.StartsWith("state:"))
            .GroupBy(tally => new { tally.ListId, tally.Key })
            .Select(group => new { group.Key.ListId, group.Key.Key, N = group.Sum(tally => tally.N) })
            .ToListAsync(ct);
        return sums.GroupBy(sum => sum.ListId).ToDictionary(
            group => group.Key,
            group =>
            {
                int N(EntryState state) => group.FirstOrDefault(sum => sum.Key == $"state:{state}")?.N ?? 0;
                return new ListCounts(N(EntryState.Waiting), N(EntryState.Claimed), N(EntryState.Unreported), N(EntryState.Scheduled), N(EntryState.Held), N(EntryState.Done));
            });
    }
}
