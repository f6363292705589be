namespace PhoneBank.Calling.Hours;

/// <summary>From an instant on (UTC) a zone's clock is so many minutes ahead of UTC.</summary>
public readonly record struct ZoneOffset(DateTime FromUtc, int Minutes);

/// <summary>What a page needs to turn a zone's clock into instants by itself: the offsets of the coming days.</summary>
public static class ZoneOffsets
{
    /// <summary>The offsets of a zone from one instant to another, in order; the first holds at the beginning, each until the next. Empty for an unknown zone.</summary>
    public static IReadOnlyList<ZoneOffset> Between(string zoneId, DateTime fromUtc, DateTime toUtc)
    {
        if (!Zones.TryNormalize(zoneId, country: null, out var known))
        {
            return [];
        }

        // The clock keeps years apart, so at the turn of the year the same offset comes twice.
        var offsets = new List<ZoneOffset>();
        foreach (var stretch in Zones.ClockOf(known).Between(fromUtc, toUtc))
        {
            var minutes = (int)stretch.Offset.TotalMinutes;
            if (offsets.Count == 0 || offsets[^1].Minutes != minutes)
            {
                offsets.Add(new ZoneOffset(stretch.FromUtc, minutes));
            }
        }

        return offsets;
    }
}
