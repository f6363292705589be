using System.Diagnostics.CodeAnalysis;

namespace PhoneBank.Calling.Hours;

/// <summary>
/// Decides when people may be called: inside the country's ceiling, the campaign's hours and their safe hours, in their zone;
/// where only a country with several zones is known, in all of its zones at once. Holds no state; every instant is UTC.
/// </summary>
public sealed class CallingHours
{
    /// <summary>Nobody is handed out when their window ends within this time.</summary>
    public static readonly TimeSpan NoHandOutBeforeClose = TimeSpan.FromMinutes(10);

    /// <summary>A window that ends within this time is closing soon, so its people go first.</summary>
    public static readonly TimeSpan ClosingSoon = TimeSpan.FromMinutes(90);

    /// <summary>How far ahead an opening is looked for.</summary>
    public static readonly TimeSpan SearchLimit = TimeSpan.FromDays(14);

    /// <summary>How far ahead a callback can be promised.</summary>
    public static readonly TimeSpan CallbackLimit = TimeSpan.FromDays(60);

    /// <summary>Whether people of this class may be handed out at this instant, until when, or when next.</summary>
    public HoursState At(HoursClassKey key, CampaignHours campaign, DateTime utcNow) => throw new NotImplementedException();

    /// <summary>The first instant from this one on at which people of this class may be handed out; null when none within <see cref="SearchLimit"/>.</summary>
    public DateTime? NextOpening(HoursClassKey key, CampaignHours campaign, DateTime utcFrom) => throw new NotImplementedException();

    /// <summary>The state of every class of a campaign, to be asked once a minute.</summary>
    public OpenClasses Open(IEnumerable<HoursClassKey> keys, CampaignHours campaign, DateTime utcNow) => throw new NotImplementedException();

    /// <summary>
    /// When to try someone again in another part of their day than last time and not before <paramref name="minimumWait"/> is over;
    /// where their hours lie in one part of the day only, the next opening on another day. Null when none within <see cref="SearchLimit"/>.
    /// </summary>
    public DateTime? NextTryInOtherPart(HoursClassKey key, CampaignHours campaign, DateTime lastUtc, TimeSpan minimumWait) => throw new NotImplementedException();

    /// <summary>Turns a local date and time promised to a contact into an instant, or refuses by name. A time that exists twice is the first that can be kept.</summary>
    public bool TryPromise(
        HoursClassKey key,
        CampaignHours campaign,
        DateOnly date,
        TimeOnly time,
        DateTime utcNow,
        out DateTime callbackUtc,
        [NotNullWhen(false)] out CallbackRefusal? refusal) => throw new NotImplementedException();
}
